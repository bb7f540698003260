/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/event.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "sim/event_set.h"
#include "sim/memory.h"

/* The wheel is swept when more than half of it, and this, is orphans. */
#define ORPHANS_MIN 64
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

/* ---- arm ---- */

/* The event is popped: the fired key is still the root, its leaf free. */
static inline bool is_refire(const struct event_set *set,
			     const struct event *event, sim_time when)
{
	return set->near.hole && event->slot == 0 && when < set->limit;
}

static uint32_t leaf_take(struct near *near)
{
	uint32_t leaf;

	if (near->hole) {
		near->hole = 0;
		return near_key_leaf(near->node[1]);
	}
	if (near->pend) {
		leaf = near->pend - 1;
		near->pend = 0;
		return leaf;
	}
	return near_leaf_take(near);
}

static void arm_near(struct event_set *set, struct event *event)
{
	struct near *near = &set->near;
	uint32_t leaf = event->slot - 1;

	if (event->slot == 0 || event->slot == FAR_SLOT) {
		set->far.live -= event->slot == FAR_SLOT;
		leaf = leaf_take(near);
		near->event[leaf] = event;
		event->slot = leaf + 1;
	}
	near_replay(near, leaf, near_key_of(event->time, set->order, leaf));
}

/* The hole is closed at once: the next pop then is a fast one. */
static void arm_far(struct event_set *set, struct event *event)
{
	struct far *far = &set->far;

	if (event->slot != FAR_SLOT) {
		if (event->slot != 0)
			near_leaf_give(&set->near, event->slot - 1);
		else if (set->near.hole)
			near_settle(&set->near);
		event->slot = FAR_SLOT;
		far->live++;
	}
	event->seq = set->order;
	far_queue(far, event);
	if (far->orphans > ORPHANS_MIN + far->count / 2)
		far_sweep(far);
}

static __attribute__((noinline)) void arm_slow(struct event_set *set,
					       struct event *event,
					       sim_time when)
{
	bool is_new = event->slot == 0 || event->slot == FAR_SLOT;

	assert(when < SIM_NEVER);
	if (when < set->limit && is_new && near_is_full(&set->near))
		event_set_split(set);
	event->time = when;
	set->order++;
	if (when < set->limit)
		arm_near(set, event);
	else
		arm_far(set, event);
}

void event_arm(struct event_set *set, struct event *event, sim_time when)
{
	struct near *near = &set->near;
	uint32_t leaf;

	assert(when >= set->now);
	if (!is_refire(set, event, when)) {
		arm_slow(set, event, when);
		return;
	}
	leaf = near_key_leaf(near->node[1]);
	near->hole = 0;
	near->event[leaf] = event;
	event->slot = leaf + 1;
	event->time = when;
	near_replay(near, leaf, near_key_of(when, ++set->order, leaf));
}

/* ---- cancel, pop, release ---- */

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

static inline struct event *root_take(struct event_set *set)
{
	near_key root = set->near.node[1];
	struct event *event = set->near.event[near_key_leaf(root)];

	set->near.hole = 1;
	set->now = near_key_time(root);
	event->slot = 0;
	return event;
}

static __attribute__((noinline)) struct event *pop_slow(struct event_set *set,
							sim_time until)
{
	struct near *near = &set->near;

	near_settle(near);
	if (near_count(near) == 0)
		event_set_refill(set, until);
	else if (near->leaves >= SHRINK_MIN &&
		 near_count(near) < near->leaves / 8 && far_is_empty(&set->far))
		near_shrink(near);
	return near_key_time(near->node[1]) <= until ? root_take(set) : NULL;
}

/* An empty root has the time SIM_NEVER, which nothing else has. */
struct event *event_pop(struct event_set *set, sim_time until)
{
	until -= until == SIM_NEVER;
	if ((set->near.hole | set->near.pend) == 0 &&
	    near_key_time(set->near.node[1]) <= until)
		return root_take(set);
	return pop_slow(set, until);
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
