/* SPDX-License-Identifier: GPL-3.0-or-later */
/* timers.c -- the timers that guests live with, whatever runs on them. */
#include "models/timer.h"

/* An errand that begins in nobody's context, and holds nothing at its end. */
static void compile(struct build *build, const struct mechanism *mechanism,
		    const struct component *timer, int guest)
{
	struct state state = {
		.guest = guest,
		.realm = -1,
		.class = CLASS_NONE,
		.target = -1,
		.workload = build->program->setup->workload,
	};
	struct set *set = set_find(build, mechanism, timer->name, &state,
				   timer->where);
	if (!set || set->round)
		return;
	struct block *block = block_new(build, set->name);
	state.target = set->realm;
	block->mechanism = mechanism;
	walk(build, block, &timer->value[TIMER_PATH].steps, mechanism, &state);
	if (state.helds)
		wrong(build, timer->where, "the path of '%s' ends holding %s",
		      timer->name, state.held[0]->name);
	emit(build, block, OP_END, NULL, mechanism, &state);
	set->round = block_finish(build, block, random_name(set->name));
}

static void of_mechanism(struct build *build,
			 const struct mechanism *mechanism, int guest)
{
	for (int i = 0; mechanism && i < mechanism->components; i++)
		if (mechanism->component[i].kind == &timer_kind)
			compile(build, mechanism, &mechanism->component[i],
				guest);
}

void timers_new(struct build *build)
{
	struct program *program = build->program;
	if (!program->setup->workloads)
		return;
	for (int i = 0; i < program->realms; i++) {
		const struct realm *realm = &program->realm[i];
		if (realm->guest < 0 || !realm->domain)
			continue;
		for (int k = 0; k < realm->domain->bindings; k++)
			of_mechanism(build,
				     realm->domain->binding[k].mechanism,
				     realm->guest);
	}
}
