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
	uint64_t order; /* of the last arm */
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

#endif
