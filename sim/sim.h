/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sim.h -- the clock and the event set that one replication owns.
 *
 * Models embed a struct sim as their first member, so that an event function
 * gets back to its model from the struct sim it is given.  One replication,
 * one thread, one struct sim: nothing is shared.
 */
#ifndef SIM_SIM_H
#define SIM_SIM_H

#include "sim/event.h"
#include "sim/time.h"

struct sim {
	struct event_set *events;
	sim_time now;
	uint64_t fired; /* events run so far */
};

void sim_init(struct sim *sim);
void sim_fini(struct sim *sim);

/* Run the next event due at or before `until`: now becomes its time and its
 * function is called.  False when there is none (now is left alone). */
bool sim_step(struct sim *sim, sim_time until);

/* Run every event due at or before `until`, then set now to `until`. */
void sim_run(struct sim *sim, sim_time until);

static inline void sim_at(struct sim *sim, struct event *event, sim_time when)
{
	event_arm(sim->events, event, when);
}

/* So long from now; what would come after the end of time never comes. */
static inline void sim_after(struct sim *sim, struct event *event,
			     sim_time delay)
{
	sim_time rest = SIM_NEVER - 1 - sim->now;

	event_arm(sim->events, event,
		  delay < rest ? sim->now + delay : SIM_NEVER - 1);
}

static inline void sim_cancel(struct sim *sim, struct event *event)
{
	event_cancel(sim->events, event);
}

#endif
