/* SPDX-License-Identifier: GPL-3.0-or-later */
/* steal_clock.c -- what a guest is told of steal: at each tick, how much that
 * of its vCPU has grown since it was last told. */
#include "models/processor.h"
#include "models/steal_clock.h"

enum { STEAL_PER, STEAL_PARAMS };

static const struct param steal_params[] = {
	[STEAL_PER] = PARAM_PER,
};

struct steal_clock {
	struct part part;
	sim_time told;
};

/* True steal starts anew with the window; so does what is told. */
static bool steal_through(struct world *world, struct part *part,
			  struct job *job)
{
	struct steal_clock *clock = (struct steal_clock *)part;
	struct cpu *cpu = job->context ? job->context->cpu : job->target;
	if (!cpu || !cpu->parent)
		return true;
	if (!cpu->is_on && cpu->client.is_active)
		vcpu_note_steal(world, cpu);
	clock->told += cpu->steal - cpu->told;
	cpu->told = cpu->steal;
	return true;
}

static void steal_open(struct world *world, struct part *part)
{
	(void)world;
	((struct steal_clock *)part)->told = 0;
}

sim_time steal_told(const struct part *part)
{
	return ((const struct steal_clock *)part)->told;
}

const struct kind steal_clock_kind = {
	.name = "steal_clock",
	.meaning = "what a guest is told of the time its vCPUs waited",
	.usage = USAGE_INLINE,
	.param = steal_params,
	.params = STEAL_PARAMS,
	.size = sizeof(struct steal_clock),
	.through = steal_through,
	.open = steal_open,
};
