/* SPDX-License-Identifier: GPL-3.0-or-later */
/* legal.c -- what a step may do in the state that a job has there. */
#include <string.h>

#include "models/build.h"

bool is_confined(const struct state *state)
{
	return state->confined && state->calls <= state->confined_at;
}

bool may_leave(struct build *build, const struct step *step,
	       const struct state *state)
{
	if (!is_confined(state))
		return true;
	wrong(build, step->where, "%s leaves its context", state->confined);
	return false;
}

bool may_call(struct build *build, const struct step *step,
	      const struct state *state)
{
	if (state->realm < 0) {
		wrong(build, step->where, "a call, but no context is held");
		return false;
	}
	const struct realm *realm = &build->program->realm[state->realm];
	bool sleeps = step->meanwhile == MEANWHILE_SLEEP;
	if (sleeps && (state->class != CLASS_TASK || state->is_oneshot))
		wrong(build, step->where, "a call that sleeps in class %s",
		      class_names[state->class]);
	else if (sleeps && state->parkeds)
		wrong(build, step->where, "a call that sleeps, but after "
		      "waiting for %s another context may walk the job",
		      state->parked[0]->name);
	else if (sleeps && state->confined)
		wrong(build, step->where, "%s may wait for a call",
		      state->confined);
	else if (step->meanwhile == MEANWHILE_STALL && !realm->is_virtual)
		wrong(build, step->where, "a call that stalls, but %s has no "
		      "vCPUs", realm->name);
	else if (state->calls >= CALLS_MAX)
		wrong(build, step->where, "calls are nested deeper than %d",
		      CALLS_MAX);
	else
		return true;
	return false;
}

bool may_drop(struct build *build, const struct step *step,
	      const struct set *set, const struct state *state)
{
	if (state->in_notify)
		wrong(build, step->where, "%s may drop the kick, and whoever "
		      "is to be told would never be", set->component);
	else if (state->away)
		wrong(build, step->where, "%s may drop the job, for which the "
		      "context that made the call waits", set->component);
	else if (state->holds)
		wrong(build, step->where, "%s may drop the job, which holds "
		      "'%s'", set->component,
		      state->locked[state->lockeds - 1]->component);
	else
		return true;
	return false;
}

bool has_member(struct build *build, const struct step *step,
		const struct set *set, const struct state *state)
{
	if (set->per == PER_CPU && state->target < 0)
		wrong(build, step->where, "'%s' is one per cpu of a target, "
		      "but no errand is under way here", step->name);
	else if (set->per == PER_THREAD && !state->has_thread)
		wrong(build, step->where, "'%s' is one per thread, but here "
		      "is none", step->name);
	else if (set->per == PER_FLOW && !state->has_flow)
		wrong(build, step->where, "'%s' is one per flow, but here is "
		      "none", step->name);
	else
		return true;
	return false;
}

/* What a context of `class` on `realm` needs, by a call that left one. */
static bool keeps(const struct state *state, int call, int realm,
		  enum class class, const struct set *worker)
{
	if (state->call[call].realm != realm)
		return false;
	switch (state->call[call].mode) {
	case MEANWHILE_STALL:
		return true;
	case MEANWHILE_SPIN: /* only what preempts it can run */
		return class >= state->call[call].class;
	case MEANWHILE_SLEEP:
		break;
	}
	return worker && worker == state->call[call].worker;
}

bool is_served(struct build *build, const struct step *step,
	       const char *name, int realm, enum class class,
	       const struct set *worker, const struct state *state)
{
	const struct realm *where = &build->program->realm[realm];
	int i = 0;
	while (i < state->calls && !keeps(state, i, realm, class, worker))
		i++;
	if (i == state->calls)
		return true;
	if (state->call[i].mode == MEANWHILE_SLEEP)
		wrong(build, step->where, "%s is asleep in this very call: it "
		      "can never take the job", name);
	else if (state->call[i].mode == MEANWHILE_SPIN)
		wrong(build, step->where, "%s needs class %s of %s, while a "
		      "CPU of %s spins for it in class %s", name,
		      class_names[class], where->name, where->name,
		      class_names[state->call[i].class]);
	else
		wrong(build, step->where, "%s runs in domain %s, %s which is "
		      "stalled by this call", name, where->name,
		      where->cpus == 1 ? "the vCPU of" : "a vCPU of");
	return false;
}

bool is_one_way(struct build *build, const struct step *step,
		const struct state *state)
{
	if (!state->fork || step->kind == STEP_USE || step->kind == STEP_SET)
		return true;
	wrong(build, step->where, "after '%s' the job is in either of two "
	      "contexts: its path must end there", state->fork);
	return false;
}

bool is_same_way(const struct state *a, const struct state *b)
{
	return a->realm == b->realm && a->class == b->class &&
	       a->is_oneshot == b->is_oneshot && a->worker == b->worker &&
	       a->guest == b->guest && a->parkeds == b->parkeds;
}
