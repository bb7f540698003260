/* SPDX-License-Identifier: GPL-3.0-or-later */
/* event_set.c -- what moves between the near part and the far one. */
#include "sim/event_set.h"

#include <assert.h>
#include <string.h>

/* A bucket of at most PULL_MAX is opened at once rather than spread, and
 * further ones while there are fewer than PULL_MIN.  HOLD 10 k at five
 * densities, worst ratio to the heap: 384 and 32 0.38, 128 and 64 0.54. */
#define PULL_MAX 384
#define PULL_MIN 32

/* What is gathered for the tree. */
struct gather {
	uint32_t count;
	near_key key[PULL_MAX + PULL_MIN];
};

static void gather_add(struct event_set *set, struct gather *gather,
		       struct event *event)
{
	uint32_t leaf = gather->count++;

	gather->key[leaf] = near_key_of(event->time, event->order, leaf);
	set->near.event[leaf] = event;
	set->far.live--;
	event->slot = leaf + 1;
}

/* What is armed for the run's instant from now on is far, and behind it. */
static void run_feed(struct event_set *set, struct gather *gather)
{
	struct far *far = &set->far;

	while (!run_is_empty(&far->run) && gather->count < PULL_MAX) {
		struct event *event = run_next(&far->run, far);

		if (event)
			gather_add(set, gather, event);
	}
}

static void bucket_open(struct event_set *set, struct gather *gather,
			const struct far_place *place)
{
	struct far_walk walk = far_take(&set->far, place);
	struct far_entry entry;

	set->limit = place->end;
	far_prefetch(walk);
	while (far_next(&set->far, &walk, &entry))
		if (far_claim(&set->far, &entry, place->end))
			gather_add(set, gather, entry.event);
}

/* `last` stays at the first bucket's start: the others are placed by it. */
static void buckets_open(struct event_set *set, struct gather *gather,
			 struct far_place place)
{
	do {
		bucket_open(set, gather, &place);
		if (set->far.levels == 0 || gather->count >= PULL_MIN)
			break;
		place = far_first(&set->far);
	} while (far_count_at(&set->far, &place) <= PULL_MAX);
}

/* Take one step: false when nothing that is far is due by `until`. */
static bool refill_step(struct event_set *set, struct gather *gather,
			sim_time until)
{
	struct far *far = &set->far;
	struct far_place place;

	if (!run_is_empty(&far->run)) {
		run_feed(set, gather);
		return true;
	}
	if (far->levels == 0)
		return false;
	place = far_first(far);
	if (place.start > until)
		return false;
	far->last = set->limit = place.start;
	if (far_count_at(far, &place) <= PULL_MAX)
		buckets_open(set, gather, place);
	else if (place.level == 0)
		run_load(&far->run, far, &place);
	else
		far_spread(far, &place);
	return true;
}

void event_set_refill(struct event_set *set, sim_time until)
{
	struct gather gather;

	gather.count = 0;
	while (gather.count == 0 && refill_step(set, &gather, until))
		;
	if (gather.count > 0)
		near_load(&set->near, gather.key, gather.count);
	if (far_is_empty(&set->far))
		set->limit = SIM_NEVER;
}

static void swap(near_key *a, near_key *b)
{
	near_key old = *a;

	*a = *b;
	*b = old;
}

/* Hoare's FIND: what is below key[k] comes before it, what is above after. */
static void partition(near_key *key, int count, int k)
{
	int low = 0, high = count - 1;

	while (low < high) {
		near_key pivot = key[k];
		int i = low, j = high;

		while (i <= j) {
			while (key[i] < pivot)
				i++;
			while (key[j] > pivot)
				j--;
			if (i <= j)
				swap(&key[i++], &key[j--]);
		}
		if (j < k)
			low = i;
		if (i > k)
			high = j;
	}
}

/* `last` may go down to now, but no further: nothing is armed before. */
static void limit_lower(struct event_set *set, sim_time limit)
{
	struct far *far = &set->far;

	set->limit = limit;
	if (far->levels == 0)
		far->last = set->now;
	else if (limit < far->last)
		far_rebase(far, set->now);
}

void event_set_split(struct event_set *set)
{
	struct near *near = &set->near;
	near_key key[NEAR_LEAVES];

	assert(run_is_empty(&set->far.run));
	memcpy(key, near->node + NEAR_LEAVES, sizeof(key));
	partition(key, NEAR_LEAVES, NEAR_LEAVES / 2);
	limit_lower(set, near_key_time(key[NEAR_LEAVES / 2]));
	for (uint32_t i = NEAR_LEAVES / 2; i < NEAR_LEAVES; i++) {
		uint32_t leaf = near_key_leaf(key[i]);
		struct event *event = near->event[leaf];

		event->slot = FAR_SLOT;
		event->time = near_key_time(key[i]);
		event->order = near_key_order(key[i]);
		set->far.live++;
		far_queue(&set->far, event);
		near_leaf_clear(near, leaf);
	}
	near_build(near);
}
