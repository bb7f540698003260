/* SPDX-License-Identifier: GPL-3.0-or-later */
/* walk.c -- the checker and the compiler: one walk over the steps of a path
 * with the state that a job has there.  The rules of validity are in
 * docs/3-model-language.md. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "models/build.h"
#include "models/poll.h"
#include "models/split.h"

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

static bool is_multiplied(struct build *build, const struct block *block,
			  const struct step *step)
{
	if (!block->multipliers)
		return false;
	wrong(build, step->where, "`times:` of an attribute repeats a fragment "
	      "that moves: only stages `at: here` can be multiplied");
	return true;
}

static void park(struct build *build, const struct step *step,
		 const struct set *ring, struct set *put,
		 const struct state *state)
{
	build->parking = memory_resize(build->parking,
		sizeof(*build->parking) * (size_t)(build->parkings + 1));
	build->parking[build->parkings++] = (struct parking){
		ring, step->where, put, state->guest, step->stage};
}

/* Its tokens go back from here: who waits for them walks on, or is woken, in
 * this context. */
static void note_giving(struct build *build, const struct set *ring,
			const struct state *state)
{
	build->giving = memory_resize(build->giving, sizeof(*build->giving) *
					(size_t)(build->givings + 1));
	build->giving[build->givings++] = (struct giving){
		ring, state->realm, state->class};
}

/* A job that is dropped here gives all that it holds. */
static void note_drop(struct build *build, const struct state *state)
{
	build->part_drops += state->is_part;
	for (int i = 0; i < state->helds; i++)
		note_giving(build, state->held[i], state);
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
	op->draw = draw_new(build, step->work, step->stage,
			    visit(build, block, step->stage), state->realm,
			    state->guest, block->is_main ? 1 : 0);
	memcpy(op->multiplier, block->multiplier, sizeof(op->multiplier));
	op->multipliers = (int8_t)block->multipliers;
	if (step->times_by && op->multipliers < 4)
		op->multiplier[op->multipliers++] =
			(int8_t)attribute_index(build, step->times_by);
	if (step->counts)
		op->counter = (int16_t)counter_index(build, step->counts);
	stage_add(build, block, op, step->stage, "here", state);
}

static void step_oneshot(struct build *build, struct block *block,
			 const struct step *step,
			 const struct mechanism *mechanism,
			 struct state *state)
{
	bool at_target = strncmp(step->name, "target", 6) == 0;
	int realm = realm_find(build, state, at_target ? "target" :
							 step->name);
	if (realm < 0) {
		if (at_target)
			wrong(build, step->where, "'%s', but no errand is "
			      "under way here", step->name);
		else
			wrong(build, step->where, "unknown place '%s' in "
			      "mechanism '%s'", step->name, mechanism->name);
		return;
	}
	if (strcmp(step->name, "target.pcpu") != 0 &&
	    !is_served(build, step, step->name, realm, step->class, NULL,
		       state))
		return;
	const char *stage = step->stage ? step->stage : step->name;
	struct op *op = emit(build, block, OP_ONESHOT, step, mechanism, state);
	op->class = (uint8_t)step->class;
	op->aim = !strcmp(step->name, "target")	      ? AIM_TARGET :
		  !strcmp(step->name, "target.pcpu") ? AIM_TARGET_PCPU :
		  !strcmp(step->name, "home")	      ? AIM_HOME :
							AIM_DOMAIN;
	op->realm = realm;
	op->draw = draw_new(build, step->work, stage,
			    visit(build, block, stage), realm, state->guest,
			    block->is_main ? 1 : 0);
	if (step->counts)
		op->counter = (int16_t)counter_index(build, step->counts);
	state->realm = realm;
	state->class = step->class;
	state->is_oneshot = true;
	state->worker = NULL;
	state->parkeds = 0;
	block->note[block->ops - 1].realm = realm; /* it pays, not who came */
	block->note[block->ops - 1].class = step->class;
	stage_add(build, block, op, stage, "handler", state);
}

/* ---- places ---- */

static void remember_parked(struct build *build, const struct step *step,
			    struct set *set, struct state *state)
{
	for (int i = 0; i < state->parkeds; i++)
		park(build, step, state->parked[i], set, state);
	state->parkeds = 0;
}

static void into_poll(struct build *build, struct block *block,
		      const struct step *step,
		      const struct mechanism *mechanism, struct set *set,
		      struct state *state)
{
	if (!is_served(build, step, set->component, set->realm,
		       (enum class)set->number[POLL_CLASS], set, state))
		return;
	if (set->number[POLL_LIMIT] < INFINITY) {
		if (!may_drop(build, step, set, state))
			return;
		note_drop(build, state);
	}
	produce(build, set, state, step->where);
	remember_parked(build, step, set, state);
	state->realm = set->realm;
	state->class = (enum class)set->number[POLL_CLASS];
	state->is_oneshot = false;
	state->worker = set;
	if (set->is_thread || !set->decl->value[POLL_EACH].steps.count)
		return;
	const char *before = state->confined;
	state->confined = arena_format(build->arena, "%s.each", set->name);
	walk(build, block, &set->decl->value[POLL_EACH].steps,
	     set->mechanism, state);
	state->confined = before;
	emit(build, block, OP_GATHERED, NULL, mechanism, state);
}

static void into_split(struct build *build, const struct step *step,
		       struct set *set, struct state *state)
{
	struct block *block = block_new(build, set->name);
	struct state part = *state;
	part.helds = 0;
	part.away = 0;
	part.confined = NULL;
	part.is_part = true;
	int drops = build->part_drops;
	block->mechanism = set->mechanism;
	walk(build, block, &set->decl->value[SPLIT_PATH].steps,
	     set->mechanism, &part);
	if (part.helds)
		wrong(build, step->where, "a part of '%s' ends holding %s",
		      set->component, part.held[0]->name);
	emit(build, block, OP_END, NULL, set->mechanism, &part);
	set->path = block_finish(build, block, random_name(set->name));
	state->fork = part.fork;
	if (build->part_drops > drops) /* who drops it brings it back */
		state->fork = set->component;
	state->realm = part.realm;
	state->class = part.class;
	state->is_oneshot = part.is_oneshot;
	state->worker = part.worker;
	state->parkeds = 0;
}

static void into_hardware(struct build *build, const struct step *step,
			  struct set *set, struct state *state)
{
	if (set->kind->usage == USAGE_NOTIFY && !state->in_notify)
		wrong(build, step->where, "'%s' is a %s: it stands in the "
		      "notify list of a poll", set->component,
		      set->kind->name);
	if (set->kind->usage == USAGE_NOTIFY && build->kicks &&
	    set->listed > 0)
		((struct set *)build->kicking[build->kicks - 1])->moderator =
			set;
	state->realm = -1;
	state->class = CLASS_NONE;
	state->parkeds = 0;
}

static void step_component(struct build *build, struct block *block,
			   const struct step *step,
			   const struct mechanism *mechanism,
			   struct state *state)
{
	struct set *set = set_find(build, mechanism, step->name, state,
				   step->where);
	if (!set || !has_member(build, step, set, state))
		return;
	if (set->kind->usage != USAGE_PLACE &&
	    set->kind->usage != USAGE_NOTIFY) {
		wrong(build, step->where, "'%s' is a %s: not a place that a "
		      "job can wait at", step->name, set->kind->name);
		return;
	}
	const char *stage = step->stage ? step->stage : step->name;
	struct op *op = emit(build, block, OP_PUT, step, mechanism, state);
	op->set = set;
	op->cause = block->cause;
	op->visit = (int16_t)visit(build, block, set->name);
	if (step->counts)
		op->counter = (int16_t)counter_index(build, step->counts);
	stage_add(build, block, op, stage, set->kind->name, state);
	if (set->kind == &poll_kind)
		into_poll(build, block, step, mechanism, set, state);
	else if (set->kind == &split_kind)
		into_split(build, step, set, state);
	else
		into_hardware(build, step, set, state);
}

static void step_thread(struct build *build, struct block *block,
			const struct step *step,
			const struct mechanism *mechanism,
			struct state *state)
{
	bool is_peer = strcmp(step->name, "peer") == 0;
	struct conversation *conversation =
		&build->program->conversation[state->workload -
				build->program->setup->workload];
	bool at_home = state->guest ==
		build->program->realm[conversation->realm].guest;
	struct set *set = (struct set *)(at_home != is_peer ?
			conversation->threads : conversation->peers);
	if (!set) {
		wrong(build, step->where, "'%s', but this workload has no %s",
		      step->name, is_peer ? "peer" : "thread");
		return;
	}
	if (!state->has_thread) {
		wrong(build, step->where, "'%s', but an errand has no thread",
		      step->name);
		return;
	}
	struct op *op = emit(build, block, is_peer ? OP_PEER : OP_THREAD, step,
			     mechanism, state);
	op->set = set;
	op->cause = block->cause;
	stage_add(build, block, op, step->stage ? step->stage : step->name,
		  "thread", state);
	into_poll(build, block, step, mechanism, set, state);
}

static void step_at(struct build *build, struct block *block,
		    const struct step *step,
		    const struct mechanism *mechanism, struct state *state)
{
	if (is_multiplied(build, block, step) ||
	    !may_leave(build, step, state))
		return;
	if (strcmp(step->name, "task") == 0 || strcmp(step->name, "peer") == 0)
		step_thread(build, block, step, mechanism, state);
	else if (step->class != CLASS_NONE)
		step_oneshot(build, block, step, mechanism, state);
	else
		step_component(build, block, step, mechanism, state);
}

/* ---- tokens ---- */

static struct set *ring_of(struct build *build, const struct step *step,
			   const struct mechanism *mechanism,
			   const struct state *state)
{
	struct set *set = set_find(build, mechanism, step->name, state,
				   step->where);
	if (!set || !has_member(build, step, set, state))
		return NULL;
	if (set->kind == &ring_kind)
		return set;
	wrong(build, step->where, "'%s' is a %s, not a ring", step->name,
	      set->kind->name);
	return NULL;
}

/* 0 sleep, 1 park, 2 drop: ring.h. */
static int fate(const struct set *set, const struct state *state)
{
	int fate = (int)set->number[2];
	if (fate == 0 && state->realm >= 0 && state->class != CLASS_TASK)
		return 1 + (int)set->number[4];
	return fate;
}

static void step_take(struct build *build, struct block *block,
		      const struct step *step,
		      const struct mechanism *mechanism, struct state *state)
{
	struct set *set = ring_of(build, step, mechanism, state);
	if (!set || is_multiplied(build, block, step))
		return;
	int what = fate(set, state);
	if (state->helds == HELD_MAX) {
		wrong(build, step->where, "more than %d rings are held",
		      HELD_MAX);
		return;
	}
	if (state->is_list) {
		wrong(build, step->where, "%s takes '%s', but no job is there "
		      "to hold it", state->confined, set->component);
		return;
	}
	if (what == 2 && !may_drop(build, step, set, state))
		return;
	if (what == 2)
		note_drop(build, state);
	if (what != 2 && state->confined && !state->calls)
		wrong(build, step->where, "%s may wait for %s", state->confined,
		      set->component);
	if (what == 0 && (state->is_oneshot || state->realm < 0))
		wrong(build, step->where, "take '%s' would sleep, but %s",
		      set->component, state->realm < 0 ?
		      "no context is held" : "nobody wakes a handler");
	if (what == 0 && state->calls)
		wrong(build, step->where, "take '%s' would sleep inside a call",
		      set->component);
	state->held[state->helds++] = set;
	struct op *op = emit(build, block, OP_TAKE, step, mechanism, state);
	op->set = set;
	op->amount = step->amount ? (int16_t)attribute_index(build,
							step->amount) : -1;
	stage_add(build, block, op, set->component, "ring", state);
	if (what == 0 && state->worker)
		park(build, step, set, state->worker, state);
	if (what == 1 && state->parkeds < HELD_MAX)
		state->parked[state->parkeds++] = set;
}

static void step_give(struct build *build, struct block *block,
		      const struct step *step,
		      const struct mechanism *mechanism, struct state *state)
{
	int at;
	for (at = 0; at < state->helds; at++)
		if (strcmp(state->held[at]->component, step->name) == 0 &&
		    state->held[at]->mechanism == mechanism)
			break;
	if (at == state->helds) {
		wrong(build, step->where, "gives '%s', which this path does "
		      "not hold", step->name);
		return;
	}
	struct op *op = emit(build, block, OP_GIVE, step, mechanism, state);
	op->set = state->held[at];
	note_giving(build, op->set, state);
	state->held[at] = state->held[--state->helds];
}

/* ---- spawns, calls, branches ---- */

static const struct fragment *fragment_find(const struct mechanism *mechanism,
					    const char *name)
{
	for (int i = 0; i < mechanism->fragments; i++)
		if (strcmp(mechanism->fragment[i].name, name) == 0)
			return &mechanism->fragment[i];
	return NULL;
}

/* The tokens of the rings that the spawn's path gives go along with it. */
static void take_along(struct build *build, const struct fragment *fragment,
		       const struct mechanism *mechanism, struct state *from,
		       struct state *to, struct code *code)
{
	const struct set **gives = arena_get(build->arena,
					     sizeof(*gives) * HELD_MAX);
	for (int i = 0; i < fragment->steps.count; i++) {
		const struct step *step = &fragment->steps.step[i];
		if (step->kind != STEP_GIVE)
			continue;
		for (int k = 0; k < from->helds; k++) {
			const struct set *set = from->held[k];
			if (set->mechanism != mechanism ||
			    strcmp(set->component, step->name) != 0)
				continue;
			gives[code->given++] = set;
			to->held[to->helds++] = set;
			from->held[k] = from->held[--from->helds];
			break;
		}
	}
	code->gives = gives;
}

static void step_spawn(struct build *build, struct block *block,
		       const struct step *step,
		       const struct mechanism *mechanism, struct state *state)
{
	const struct fragment *fragment = fragment_find(mechanism, step->name);
	if (!fragment) {
		wrong(build, step->where, "no path '%s' in mechanism '%s'",
		      step->name, mechanism->name);
		return;
	}
	if (block->depth >= DEPTH_MAX) {
		wrong(build, step->where, "spawns are nested without end");
		return;
	}
	struct op *op = emit(build, block, OP_SPAWN, step, mechanism, state);
	int index = block->ops - 1;
	(void)op;
	struct state child = *state;
	struct code along = {0};
	child.helds = 0;
	child.target = -1;
	child.calls = child.away = 0;
	child.is_part = false;
	child.confined = NULL;
	take_along(build, fragment, mechanism, state, &child, &along);
	struct block *spawned = block_new(build, arena_format(build->arena,
				"%s.%s", mechanism->name, step->name));
	spawned->mechanism = mechanism;
	spawned->depth = block->depth + 1;
	spawned->cause = (int16_t)path_index(build, step->name);
	walk(build, spawned, &fragment->steps, mechanism, &child);
	if (child.helds)
		wrong(build, step->where, "spawn '%s' ends holding %s",
		      step->name, child.held[0]->name);
	emit(build, spawned, OP_END, NULL, mechanism, &child);
	int times = visit(build, block, spawned->name);
	struct code *code = (struct code *)block_finish(build, spawned,
		random_fold(random_name(spawned->name), (uint64_t)times));
	code->gives = along.gives;
	code->given = along.given;
	block->op[index].spawn = code;
}

static void step_call(struct build *build, struct block *block,
		      const struct step *step,
		      const struct mechanism *mechanism, struct state *state)
{
	if (is_multiplied(build, block, step) ||
	    !may_call(build, step, state))
		return;
	struct op *op = emit(build, block, OP_CALL, step, mechanism, state);
	op->mode = (uint8_t)step->meanwhile;
	struct state inside = *state;
	inside.call[inside.calls].realm = state->realm;
	inside.call[inside.calls].class = state->class;
	inside.call[inside.calls].worker = state->worker;
	inside.call[inside.calls++].mode = step->meanwhile;
	inside.away++;
	walk(build, block, &step->body, mechanism, &inside);
	is_one_way(build, step, &inside); /* who brings it back? */
	emit(build, block, OP_RETURN, step, mechanism, &inside);
	if (step->meanwhile == MEANWHILE_SLEEP && state->worker)
		produce(build, state->worker, &inside, step->where);
	state->helds = inside.helds;
	memcpy(state->held, inside.held, sizeof(state->held));
	state->guest = inside.guest;
}

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
		      "count or a steer is gone through", step->name,
		      set->kind->name);
		return;
	}
	emit(build, block, OP_THROUGH, step, mechanism, state)->set = set;
	if (set->kind != &when_kind)
		return;
	if (state->target < 0)
		wrong(build, step->where, "'%s' asks for a target, but no "
		      "errand is under way here", step->name);
	int at = block->ops - 1;
	struct state branch = *state;
	walk(build, block, &set->decl->value[WHEN_THEN_INDEX].steps,
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
	const struct fragment *fragment = fragment_find(from, step->fragment);
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
	if (step->times_by && multipliers < 4)
		block->multiplier[block->multipliers++] =
			(int16_t)attribute_index(build, step->times_by);
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
	state->guest = state->guest == home ? away : home;
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

typedef void step_fn(struct build *, struct block *, const struct step *,
		     const struct mechanism *, struct state *);

static step_fn *const walkers[] = {
	[STEP_HERE] = step_here,   [STEP_AT] = step_at,
	[STEP_USE] = step_use,	   [STEP_TAKE] = step_take,
	[STEP_GIVE] = step_give,   [STEP_SPAWN] = step_spawn,
	[STEP_CALL] = step_call,   [STEP_THROUGH] = step_through,
	[STEP_SWAP] = step_swap,   [STEP_SET] = step_set,
	[STEP_WITHIN] = NULL, /* locks come later */
};

void walk(struct build *build, struct block *block, const struct steps *steps,
	  const struct mechanism *mechanism, struct state *state)
{
	for (int i = 0; i < steps->count; i++) {
		const struct step *step = &steps->step[i];
		int times = step->times > 0 ? step->times : 1;
		int stage = block->next_stage;
		for (int k = 0; k < times; k++) {
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
