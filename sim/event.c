/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/event.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "sim/event_set.h"
#include "sim/memory.h"

#define SHRINK_MIN 16 /* leaves: below that there is nothing to gain */

struct event_set *event_set_new(void)
{
	size_t alignment = _Alignof(struct event_set);
	struct event_set *set = memory_get_aligned(alignment, sizeof(*set));

	memset(set, 0, sizeof(*set));
	set->limit = SIM_NEVER;
	near_init(&set->near);
	far_init(&set->far);
	return set;
}

void event_set_free(struct event_set *set)
{
	if (!set)
		return;
	far_fini(&set->far);
	free(set);
}

size_t event_set_count(const struct event_set *set)
{
	return near_count(&set->near) + set->far.live;
}

/* Move an armed event within near (false: done), or make it idle (true). */
static bool rearm(struct event_set *set, struct event *event, sim_time when)
{
	uint32_t leaf = event->slot - 1;

	if (event->slot != FAR_SLOT && when < set->limit) {
		set->order += NEAR_ORDER;
		near_replay(&set->near, leaf,
			    near_key_of(when, set->order, leaf));
		return false;
	}
	if (event->slot == FAR_SLOT)
		set->far.live--;
	else
		near_leaf_give(&set->near, leaf);
	event->slot = 0;
	return true;
}

/* The hole is closed at once: the next pop then is a fast one. */
static void arm_far(struct event_set *set, struct event *event, sim_time when)
{
	assert(when < SIM_NEVER);
	if (set->near.hole)
		near_close_hole(&set->near);
	set->order += NEAR_ORDER;
	set->far.live++;
	event->slot = FAR_SLOT;
	event->time = when;
	event->order = set->order;
	far_queue(&set->far, event);
}

/* A split lowers the limit. */
static void make_room(struct event_set *set)
{
	if (near_is_full(&set->near))
		event_set_split(set);
	else
		near_grow(&set->near);
}

static inline void arm_near(struct event_set *set, struct event *event,
			    sim_time when, uint32_t leaf)
{
	set->near.event[leaf] = event;
	event->slot = leaf + 1;
	set->order += NEAR_ORDER;
	near_replay(&set->near, leaf, near_key_of(when, set->order, leaf));
}

static __attribute__((noinline)) void arm_slow(struct event_set *set,
					       struct event *event,
					       sim_time when)
{
	if (event->slot != 0 && !rearm(set, event, when))
		return;
	if (when < set->limit && !near_has_room(&set->near))
		make_room(set);
	if (when < set->limit)
		arm_near(set, event, when, near_leaf_take(&set->near));
	else
		arm_far(set, event, when);
}

/* Few branches, so that it can be inlined: an idle event takes the leaf of
 * the one that fired, or an unused one. */
inline void event_arm(struct event_set *set, struct event *event, sim_time when)
{
	struct near *near = &set->near;

	assert(when >= set->now);
	if (event->slot != 0 || when >= set->limit)
		arm_slow(set, event, when);
	else if (near->hole)
		arm_near(set, event, when, near_leaf_take(near));
	else if (near->pend == 0 && near->spare > 0)
		arm_near(set, event, when, near_leaf_take(near));
	else
		arm_slow(set, event, when);
}

void event_cancel(struct event_set *set, struct event *event)
{
	struct near *near = &set->near;
	uint32_t slot = event->slot;

	if (slot == 0)
		return;
	event->slot = 0;
	if (slot == FAR_SLOT) {
		set->far.live--;
		return;
	}
	if (near->pend)
		near_leaf_give(near, near->pend - 1);
	near->pend = slot;
}

struct event *event_set_pop_slow(struct event_set *set, sim_time until)
{
	struct near *near = &set->near;

	until -= until == SIM_NEVER;
	near_settle(near);
	if (near_count(near) == 0)
		event_set_refill(set, until);
	else if (near->leaves >= SHRINK_MIN &&
		 near_count(near) < near->leaves / 8 && far_is_empty(&set->far))
		near_shrink(near);
	if (near_key_time(near->node[1]) > until)
		return NULL;
	return event_set_take(set);
}

struct event *event_pop(struct event_set *set, sim_time until)
{
	if (event_set_is_due(set, until))
		return event_set_take(set);
	return event_set_pop_slow(set, until);
}

void event_release(struct event_set *set, struct event *event)
{
	event_cancel(set, event);
	if (event->traces)
		far_sweep(&set->far);
	event->traces = 0;
}

void event_set_check(const struct event_set *set)
{
	const struct near *near = &set->near;

	near_check(near);
	far_check(&set->far);
	assert(set->far.last <= set->limit);
	for (uint32_t leaf = 0; leaf < near->leaves; leaf++) {
		near_key key = near->node[near->leaves + leaf];

		assert(key == NEAR_EMPTY || near_key_time(key) <= set->limit);
	}
}
