/* SPDX-License-Identifier: GPL-3.0-or-later */
/* within.c -- the step `within: LOCK`: what may be done in it, and who may
 * take the lock. */
#include "models/lock.h"
#include "models/steps.h"

/* Of its context, raised by the locks that it holds there. */
enum class class_within(const struct state *state)
{
	enum class class = state->class;
	for (int i = 0; i < state->lockeds; i++)
		if (state->locked_at[i] == state->calls &&
		    lock_mask(state->locked[i]) < class)
			class = lock_mask(state->locked[i]);
	return class;
}

/* ---- who takes it ---- */

/* A holder must not be interrupted by who then spins for it, for ever. */
static void check_classes(struct build *build, const struct lock_use *a,
			  const struct lock_use *b)
{
	const struct lock_use *high = a->class < b->class ? a : b;
	const struct lock_use *low = high == a ? b : a;
	if (low->class == high->class || lock_mask(a->lock) <= high->class)
		return;
	wrong(build, b->where, "'%s' is taken in class %s and in class %s of "
	      "%s: without 'masks: %s' who holds it could be interrupted by "
	      "who spins for it", a->lock->component,
	      class_names[high->class], class_names[low->class],
	      build->program->realm[a->realm].name, class_names[high->class]);
}

void note_use(struct build *build, const struct lock_use *use)
{
	for (int i = 0; i < build->uses; i++) {
		const struct lock_use *other = &build->use[i];
		if (other->lock != use->lock || other->realm != use->realm)
			continue;
		if (other->class == use->class)
			return;
		check_classes(build, other, use);
	}
	build->use = memory_resize(build->use, sizeof(*build->use) *
						(size_t)(build->uses + 1));
	build->use[build->uses++] = *use;
}

/* ---- the step ---- */

static bool may_sleep(struct build *build, const struct step *step,
		      const struct state *state)
{
	if (state->class != CLASS_TASK || state->is_oneshot)
		wrong(build, step->where, "'%s' sleeps, but only threads do: "
		      "here is class %s%s", step->name,
		      class_names[state->class],
		      state->is_oneshot ? ", a handler" : "");
	else if (state->confined)
		wrong(build, step->where, "%s may wait for %s",
		      state->confined, step->name);
	else if (state->calls)
		wrong(build, step->where, "'%s' would sleep inside a call",
		      step->name);
	else if (state->parkeds)
		wrong(build, step->where, "'%s' sleeps, but after waiting for "
		      "%s another context may walk the job", step->name,
		      state->parked[0]->name);
	else
		return true;
	return false;
}

static bool may_hold(struct build *build, const struct step *step,
		     const struct set *set, const struct state *state)
{
	for (int i = 0; i < state->lockeds; i++) {
		if (state->locked[i] != set)
			continue;
		wrong(build, step->where, "'%s' within '%s': who holds it "
		      "would wait for itself", step->name, step->name);
		return false;
	}
	if (state->realm < 0)
		wrong(build, step->where, "'within: %s', but no context is "
		      "held: a device holds no lock", step->name);
	else if (state->lockeds == LOCKS_MAX)
		wrong(build, step->where, "more than %d locks are held",
		      LOCKS_MAX);
	else
		return set->number[LOCK_WAITS] <= 0 ||
		       may_sleep(build, step, state);
	return false;
}

static struct set *lock_of(struct build *build, const struct step *step,
			   const struct mechanism *mechanism,
			   const struct state *state)
{
	struct set *set = set_find(build, mechanism, step->name, state,
				   step->where);
	if (!set || !has_member(build, step, set, state))
		return NULL;
	if (set->kind == &lock_kind)
		return set;
	wrong(build, step->where, "'%s' is a %s, not a lock", step->name,
	      set->kind->name);
	return NULL;
}

static struct state inside_of(struct build *build, const struct set *set,
			      const struct state *state)
{
	struct state inside = *state;
	inside.confined = arena_format(build->arena, "'within: %s'",
				       set->component);
	inside.confined_at = state->calls;
	inside.holds++;
	inside.locked_at[inside.lockeds] = state->calls;
	inside.locked[inside.lockeds++] = set;
	return inside;
}

static void emit_acquire(struct build *build, struct block *block,
			 const struct step *step, struct set *set,
			 const struct mechanism *mechanism,
			 struct state *state)
{
	struct op *op = emit(build, block, OP_ACQUIRE, step, mechanism, state);
	op->set = set;
	op->into = (int16_t)attribute_index(build, "waiters");
	op->amount = (int16_t)attribute_index(build, "moved");
	stage_add(build, block, op, set->component, "lock", state);
	note_use(build, &(struct lock_use){set, state->realm,
					   class_within(state), step->where});
	for (int i = 0; i < state->parkeds; i++)
		park_lock(build, step, state->parked[i], set, state);
}

void step_within(struct build *build, struct block *block,
		 const struct step *step, const struct mechanism *mechanism,
		 struct state *state)
{
	struct set *set = lock_of(build, step, mechanism, state);
	if (!set || is_multiplied(build, block, step) ||
	    !may_hold(build, step, set, state))
		return;
	emit_acquire(build, block, step, set, mechanism, state);
	struct state inside = inside_of(build, set, state);
	walk(build, block, &step->body, mechanism, &inside);
	emit(build, block, OP_RELEASE, step, mechanism, state);
	if (set->number[LOCK_WAITS] > 0) {
		park(build, step, set, state->worker, state);
		note_giving(build, set, state);
	}
	inside.confined = state->confined;
	inside.confined_at = state->confined_at;
	inside.lockeds = state->lockeds;
	inside.holds = state->holds;
	*state = inside;
}
