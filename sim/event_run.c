/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/event_run.h"

#include <assert.h>
#include <stdlib.h>

#include "sim/event_far.h"
#include "sim/memory.h"

void run_fini(struct run *run)
{
	free(run->turn);
}

static int compare(const void *a, const void *b)
{
	const struct run_turn *x = a, *y = b;

	return (x->order > y->order) - (x->order < y->order);
}

static void add(struct run *run, struct event *event)
{
	if (run->end == run->room) {
		run->room = run->room ? 2 * run->room : 256;
		run->turn = memory_resize(run->turn,
					  run->room * sizeof(*run->turn));
	}
	event->queued = run->time + 1;
	run->turn[run->end++] = (struct run_turn){event->order, event};
}

/* Mostly sorted as it is: entries come in the order of arming. */
void run_load(struct run *run, struct far *far, const struct far_place *place)
{
	struct far_walk walk = far_take(far, place);
	struct far_entry entry;
	uint64_t last = 0;
	bool sorted = true;

	assert(place->level == 0 && run_is_empty(run));
	run->at = run->end = 0;
	run->time = place->start;
	while (far_next(far, &walk, &entry)) {
		if (!far_claim(far, &entry, place->end))
			continue;
		add(run, entry.event);
		sorted = sorted && last <= entry.event->order;
		last = entry.event->order;
	}
	if (!sorted)
		qsort(run->turn, run->end, sizeof(*run->turn), compare);
}

static enum far_state state_of(const struct run *run,
			       const struct run_turn *turn)
{
	struct far_entry entry = {run->time, turn->event};
	enum far_state state = far_state(&entry);

	if (state == FAR_LIVE && turn->event->order != turn->order)
		return FAR_MOVED;
	return state;
}

struct event *run_next(struct run *run, struct far *far)
{
	struct run_turn *turn = &run->turn[run->at++];

	if (!far_keep(far, state_of(run, turn), turn->event))
		return NULL;
	turn->event->queued = 0;
	return turn->event;
}

void run_sweep(struct run *run, struct far *far)
{
	size_t kept = run->at;

	for (size_t i = run->at; i < run->end; i++) {
		struct run_turn turn = run->turn[i];

		if (far_keep(far, state_of(run, &turn), turn.event))
			run->turn[kept++] = turn;
	}
	run->end = kept;
}

size_t run_check(const struct run *run)
{
	size_t known = 0;

	for (size_t i = run->at; i < run->end; i++) {
		assert(i == run->at ||
		       run->turn[i - 1].order <= run->turn[i].order);
		known += state_of(run, &run->turn[i]) <= FAR_MOVED;
	}
	return known;
}
