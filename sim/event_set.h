/* SPDX-License-Identifier: GPL-3.0-or-later */
/* event_set.h -- private: the two parts, near keys < limit <= far keys.
 *
 * What is due before `limit` is in the tournament, the rest in the wheel; as
 * orders only grow, an arm at the limit itself is far.  While the wheel is
 * empty the limit is mostly SIM_NEVER, so few events never leave the
 * tournament.  The wheel's `last` never passes the limit, so no arm is below
 * it.
 */
#ifndef SIM_EVENT_SET_H
#define SIM_EVENT_SET_H

#include "sim/event_far.h"
#include "sim/event_near.h"

struct event_set {
	uint64_t order; /* of the last arm, in steps of NEAR_ORDER */
	sim_time limit;
	sim_time now; /* the time of the last pop */
	struct near near;
	struct far far;
};

/* Near is empty: open the first buckets, raise the limit.  Leaves near empty
 * when nothing that is far is due by `until`. */
void event_set_refill(struct event_set *set, sim_time until);

/* Near is full: its later half goes far, lower the limit. */
void event_set_split(struct event_set *set);

/* What event_pop() does when event_set_is_due() says no: settle, refill. */
struct event *event_set_pop_slow(struct event_set *set, sim_time until);

/* The root is an armed event, due by `until`: it can be taken.  An empty root
 * has the time SIM_NEVER, which no event has. */
static inline bool event_set_is_due(const struct event_set *set, sim_time until)
{
	until -= until == SIM_NEVER;
	return (set->near.hole | set->near.pend) == 0 &&
	       near_key_time(set->near.node[1]) <= until;
}

static inline struct event *event_set_take(struct event_set *set)
{
	near_key root = set->near.node[1];
	struct event *event = set->near.event[near_key_leaf(root)];

	set->near.hole = 1;
	set->now = event->time = near_key_time(root);
	event->slot = 0;
	return event;
}

#endif
