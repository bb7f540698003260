/* SPDX-License-Identifier: GPL-3.0-or-later */
/* walk.c -- the checker and the compiler: one walk over the steps of a path
 * with the state that a job has there.  The rules of validity are in
 * docs/3-model-language.md. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "models/key.h"
#include "models/steps.h"

/* Steps name components by index in tables, not to be shared by name. */
enum { WHEN_THEN_INDEX = 2 };

void wrong(struct build *build, struct where where, const char *format, ...)
{
	char text[400];
	va_list list;
	va_start(list, format);
	vsnprintf(text, sizeof(text), format, list);
	va_end(list);
	diagnose(build->diagnostics, SEVERITY_ERROR, where, "%s", text);
}

/* ---- step by step ---- */

bool is_multiplied(struct build *build, const struct block *block,
		   const struct step *step)
{
	if (!block->multipliers)
		return false;
	wrong(build, step->where, "`times:` of an attribute repeats a fragment "
	      "that moves: only stages `at: here` can be multiplied");
	return true;
}

static struct parking *parking_new(struct build *build,
				   const struct step *step,
				   const struct set *ring,
				   const struct state *state)
{
	build->parking = memory_resize(build->parking,
		sizeof(*build->parking) * (size_t)(build->parkings + 1));
	struct parking *parking = &build->parking[build->parkings++];
	*parking = (struct parking){
		.ring = ring, .where = step->where, .guest = state->guest,
	};
	return parking;
}

void park(struct build *build, const struct step *step, const struct set *ring,
	  struct set *put, const struct state *state)
{
	struct parking *parking = parking_new(build, step, ring, state);
	parking->put = put;
	if (!put)
		parking->what = arena_format(build->arena, "stage '%s' at "
					     "here", step->stage);
}

void park_lock(struct build *build, const struct step *step,
	       const struct set *ring, struct set *lock,
	       const struct state *state)
{
	struct parking *parking = parking_new(build, step, ring, state);
	parking->lock = lock;
	parking->what = arena_format(build->arena, "'within: %s'", step->name);
}

void remember_parked(struct build *build, const struct step *step,
		     struct set *put, struct state *state)
{
	for (int i = 0; i < state->parkeds; i++)
		park(build, step, state->parked[i], put, state);
	state->parkeds = 0;
}

/* `times: attribute`: what comes now is multiplied by it. */
static void multiply(struct build *build, struct block *block,
		     const struct step *step)
{
	if (!step->times_by)
		return;
	if (block->multipliers == MULTIPLIERS_MAX)
		wrong(build, step->where, "`times:` of attributes are nested "
		      "deeper than %d", MULTIPLIERS_MAX);
	else
		block->multiplier[block->multipliers++] =
			(int8_t)attribute_index(build, step->times_by);
}

static void step_here(struct build *build, struct block *block,
		      const struct step *step,
		      const struct mechanism *mechanism, struct state *state)
{
	if (state->realm < 0) {
		wrong(build, step->where, "stage '%s' at here, but no context "
		      "is held (a device, or a job that left its own)",
		      step->stage);
		return;
	}
	for (int i = 0; i < state->parkeds; i++)
		park(build, step, state->parked[i], NULL, state);
	struct op *op = emit(build, block, OP_HERE, step, mechanism, state);
	op->draw = draw_new(build, step->work, &(struct drawer){
		step->stage, visit(build, block, step->stage), state->realm,
		state->guest, block->is_main ? 1 : 0, state->workload});
	int multipliers = block->multipliers;
	multiply(build, block, step);
	memcpy(op->multiplier, block->multiplier, sizeof(op->multiplier));
	op->multipliers = (int8_t)block->multipliers;
	block->multipliers = multipliers;
	if (step->counts)
		op->counter = (int16_t)counter_index(build, step->counts);
	stage_add(build, block, op, step->stage, "here", state);
}

/* ---- branches ---- */

static void step_through(struct build *build, struct block *block,
			 const struct step *step,
			 const struct mechanism *mechanism,
			 struct state *state)
{
	struct set *set = set_find(build, mechanism, step->name, state,
				   step->where);
	if (!set || is_multiplied(build, block, step) ||
	    !has_member(build, step, set, state))
		return;
	if (set->kind->usage != USAGE_INLINE) {
		wrong(build, step->where, "'%s' is a %s: only a condition, a "
		      "count, a key or a steer is gone through", step->name,
		      set->kind->name);
		return;
	}
	emit(build, block, OP_THROUGH, step, mechanism, state)->set = set;
	if (set->kind != &when_kind && set->kind != &key_kind)
		return;
	if (set->kind == &when_kind && state->target < 0)
		wrong(build, step->where, "'%s' asks for a target, but no "
		      "errand is under way here", step->name);
	int at = block->ops - 1;
	struct state branch = *state;
	int then = set->kind == &key_kind ? (int)KEY_THEN : WHEN_THEN_INDEX;
	walk(build, block, &set->decl->value[then].steps,
	     set->mechanism, &branch);
	block->op[at].skip = block->ops - 1 - at;
	if (branch.helds != state->helds)
		wrong(build, step->where, "`then` of '%s' takes or gives what "
		      "the other way does not", step->name);
	state->fork = branch.fork;
	if (!is_same_way(&branch, state))
		state->fork = set->component;
}

/* ---- use ---- */

static int use_realm(const struct build *build, const struct step *step,
		     const struct state *state)
{
	const char *dimension = step->dimension;
	int home = guest_realm(build, state->guest);
	if (strcmp(dimension, "cpu") == 0 ||
	    strcmp(dimension, "memory") == 0 ||
	    strcmp(dimension, "timers") == 0)
		return state->realm >= 0 ? state->realm : home;
	if (strcmp(dimension, "interrupts") == 0)
		return state->target >= 0 ? state->target : home;
	return home;
}

/* Where to point: a step of the shipped workload is not the user's line. */
static struct where use_where(const struct state *state,
			      const struct step *step,
			      const struct mechanism *mechanism)
{
	if (state->workload && mechanism == state->workload->home &&
	    mechanism->is_shipped)
		return state->workload->where;
	return step->where;
}

static const struct mechanism *use_mechanism(struct build *build,
					     const struct step *step,
					     const struct mechanism *own,
					     const struct state *state)
{
	if (strcmp(step->dimension, "own") == 0)
		return own;
	int realm = use_realm(build, step, state);
	const struct mechanism *mechanism =
		realm_mechanism(build, realm, step->dimension);
	if (mechanism)
		return mechanism;
	const struct realm *where = &build->program->realm[realm];
	const char *platform = where->instance && where->instance->platform ?
		where->instance->platform->name : where->name;
	wrong(build, use_where(state, step, own), "platform '%s' has no "
	      "mechanism for '%s' in %s, which %s asks for", platform,
	      step->dimension, where->name, own->name);
	return NULL;
}

static void step_use(struct build *build, struct block *block,
		     const struct step *step,
		     const struct mechanism *mechanism, struct state *state)
{
	const struct mechanism *from = use_mechanism(build, step, mechanism,
						     state);
	if (!from)
		return;
	const struct fragment *fragment = path_named(from, step->fragment);
	if (!fragment) {
		wrong(build, use_where(state, step, mechanism),
		      "mechanism '%s' has no fragment '%s' (dimension '%s')",
		      from->name, step->fragment, step->dimension);
		return;
	}
	if (fragment->says_where && fragment->starts_at_device &&
	    state->realm >= 0 && strcmp(step->dimension, "network") == 0) {
		wrong(build, step->where, "'%s.%s' begins at a device, but "
		      "here a context is held", from->name, fragment->name);
		return;
	}
	if (block->depth >= DEPTH_MAX) {
		wrong(build, step->where, "fragments include each other "
		      "without end");
		return;
	}
	int16_t cause = block->cause;
	int multipliers = block->multipliers;
	multiply(build, block, step);
	block->depth++;
	block->cause = (int16_t)path_index(build, step->fragment);
	walk(build, block, &fragment->steps, from, state);
	block->cause = cause;
	block->depth--;
	block->multipliers = multipliers;
}

static void step_swap(struct build *build, struct block *block,
		      const struct step *step,
		      const struct mechanism *mechanism, struct state *state)
{
	const struct conversation *conversation =
		&build->program->conversation[state->workload -
				build->program->setup->workload];
	if (!conversation->peers) {
		wrong(build, step->where, "swap, but this workload has no "
		      "peer");
		return;
	}
	if (!state->has_thread) {
		wrong(build, step->where, "swap, but an errand has no ends");
		return;
	}
	int home = build->program->realm[conversation->realm].guest;
	int away = build->program->realm[conversation->peer_realm].guest;
	state->is_swapped = !state->is_swapped;
	state->guest = state->is_swapped ? away : home;
	emit(build, block, OP_SWAP, step, mechanism, state)->realm =
		state->guest;
}

static void step_set(struct build *build, struct block *block,
		     const struct step *step,
		     const struct mechanism *mechanism, struct state *state)
{
	struct op *op = emit(build, block, OP_SET, step, mechanism, state);
	op->into = (int16_t)attribute_index(build, step->name);
	op->amount = (int16_t)attribute_index(build, step->amount);
}

static step_fn *const walkers[] = {
	[STEP_HERE] = step_here,   [STEP_AT] = step_at,
	[STEP_USE] = step_use,	   [STEP_TAKE] = step_take,
	[STEP_GIVE] = step_give,   [STEP_SPAWN] = step_spawn,
	[STEP_CALL] = step_call,   [STEP_THROUGH] = step_through,
	[STEP_SWAP] = step_swap,   [STEP_SET] = step_set,
	[STEP_WITHIN] = step_within,
};

/* `times:` within `times:` makes a short file a path that no memory holds;
 * slots and visits are counted in 16 bits. */
static bool is_too_much(struct build *build, const struct block *block,
			const struct step *step)
{
	if (build->is_too_much)
		return true;
	build->is_too_much = ++build->walked > WALKED_MAX ||
			     block->ops >= INT16_MAX;
	if (build->walked > WALKED_MAX)
		wrong(build, step->where, "paths have more than %d steps, with "
		      "all that they use and repeat", WALKED_MAX);
	else if (build->is_too_much)
		wrong(build, step->where, "'%s' has more than %d steps, with "
		      "all that it uses and repeats", block->name, INT16_MAX);
	return build->is_too_much;
}

void walk(struct build *build, struct block *block, const struct steps *steps,
	  const struct mechanism *mechanism, struct state *state)
{
	for (int i = 0; i < steps->count; i++) {
		const struct step *step = &steps->step[i];
		int times = step->times > 0 ? step->times : 1;
		int stage = block->next_stage;
		for (int k = 0; k < times; k++) {
			if (is_too_much(build, block, step))
				return;
			block->next_stage = stage;
			if (!is_one_way(build, step, state))
				state->fork = NULL; /* said once */
			else if (walkers[step->kind])
				walkers[step->kind](build, block, step,
						    mechanism, state);
			if (build->diagnostics->errors > DIAGNOSTICS_MAX)
				return;
		}
	}
}
