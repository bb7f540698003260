/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/sim.h"

void sim_init(struct sim *sim)
{
	*sim = (struct sim){.events = event_set_new()};
}

void sim_fini(struct sim *sim)
{
	event_set_free(sim->events);
	sim->events = NULL;
}

bool sim_step(struct sim *sim, sim_time until)
{
	struct event *event = event_pop(sim->events, until);

	if (!event)
		return false;
	sim->now = event->time;
	sim->fired++;
	event->fn(sim, event);
	return true;
}

void sim_run(struct sim *sim, sim_time until)
{
	while (sim_step(sim, until))
		;
	if (sim->now < until)
		sim->now = until;
}
