/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/event.h"

#include <assert.h>
#include <stdlib.h>

#include "sim/memory.h"

struct event_set {
	struct event **heap;
	size_t count, room;
	uint64_t seq;
	sim_time now;
};

struct event_set *event_set_new(void)
{
	return memory_get(sizeof(struct event_set));
}

void event_set_free(struct event_set *set)
{
	if (!set)
		return;
	free(set->heap);
	free(set);
}

static bool is_before(const struct event *a, const struct event *b)
{
	return a->time != b->time ? a->time < b->time : a->seq < b->seq;
}

static void put(struct event_set *set, size_t at, struct event *event)
{
	set->heap[at] = event;
	event->slot = (uint32_t)at + 1;
}

static void up(struct event_set *set, size_t at, struct event *event)
{
	while (at > 0 && is_before(event, set->heap[(at - 1) / 4])) {
		put(set, at, set->heap[(at - 1) / 4]);
		at = (at - 1) / 4;
	}
	put(set, at, event);
}

static void down(struct event_set *set, size_t at, struct event *event)
{
	for (;;) {
		size_t first = 4 * at + 1, best = first;

		if (first >= set->count)
			break;
		for (size_t i = first + 1; i < first + 4; i++)
			if (i < set->count &&
			    is_before(set->heap[i], set->heap[best]))
				best = i;
		if (!is_before(set->heap[best], event))
			break;
		put(set, at, set->heap[best]);
		at = best;
	}
	up(set, at, event);
}

void event_cancel(struct event_set *set, struct event *event)
{
	size_t at = event->slot - 1;
	struct event *last;

	if (!event_is_armed(event))
		return;
	event->slot = 0;
	last = set->heap[--set->count];
	if (last != event)
		down(set, at, last);
}

void event_arm(struct event_set *set, struct event *event, sim_time when)
{
	assert(when >= set->now);
	event_cancel(set, event);
	if (set->count == set->room) {
		set->room = set->room ? 2 * set->room : 64;
		set->heap = memory_resize(set->heap,
					  set->room * sizeof(*set->heap));
	}
	event->time = when;
	event->seq = ++set->seq;
	up(set, set->count++, event);
}

struct event *event_pop(struct event_set *set, sim_time until)
{
	struct event *event;

	if (set->count == 0 || set->heap[0]->time > until)
		return NULL;
	event = set->heap[0];
	event_cancel(set, event);
	set->now = event->time;
	return event;
}

void event_release(struct event_set *set, struct event *event)
{
	event_cancel(set, event);
}

size_t event_set_count(const struct event_set *set)
{
	return set->count;
}
