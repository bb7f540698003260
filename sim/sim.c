/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/sim.h"

#include "sim/event_set.h"

void sim_init(struct sim *sim)
{
	*sim = (struct sim){.events = event_set_new()};
}

void sim_fini(struct sim *sim)
{
	event_set_free(sim->events);
	sim->events = NULL;
}

static inline void fire(struct sim *sim, struct event *event)
{
	sim->now = event->time;
	sim->fired++;
	event->fn(sim, event);
}

/* As event_pop(), but on the fast path the time goes from the key straight to
 * the clock, not by way of the event: that is a tenth of an M/M/1. */
bool sim_step(struct sim *sim, sim_time until)
{
	struct event *event;

	if (event_set_is_due(sim->events, until)) {
		fire(sim, event_set_take(sim->events));
		return true;
	}
	event = event_set_pop_slow(sim->events, until);
	if (event)
		fire(sim, event);
	return event != NULL;
}

void sim_run(struct sim *sim, sim_time until)
{
	while (sim_step(sim, until))
		;
	if (sim->now < until)
		sim->now = until;
}
