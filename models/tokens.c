/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tokens.c -- steps that take and give, spawn and call: what a job holds, and
 * who else walks. */
#include <string.h>

#include "models/steps.h"

void note_giving(struct build *build, const struct set *ring,
		 const struct state *state)
{
	build->giving = memory_resize(build->giving, sizeof(*build->giving) *
					(size_t)(build->givings + 1));
	build->giving[build->givings++] = (struct giving){
		ring, state->realm, state->class};
}

/* A job that is dropped here gives all that it holds. */
void note_drop(struct build *build, const struct state *state)
{
	build->part_drops += state->is_part;
	for (int i = 0; i < state->helds; i++)
		note_giving(build, state->held[i], state);
}

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

void step_take(struct build *build, struct block *block,
	       const struct step *step, const struct mechanism *mechanism,
	       struct state *state)
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
	if (what != 2 && is_confined(state))
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

void step_give(struct build *build, struct block *block,
	       const struct step *step, const struct mechanism *mechanism,
	       struct state *state)
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

const struct fragment *path_named(const struct mechanism *mechanism,
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

void step_spawn(struct build *build, struct block *block,
	       const struct step *step, const struct mechanism *mechanism,
	       struct state *state)
{
	const struct fragment *fragment = path_named(mechanism, step->name);
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
	child.holds = 0;
	child.confined = NULL;
	child.lockeds = state->calls ? state->lockeds : 0; /* else released */
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

void step_call(struct build *build, struct block *block,
	       const struct step *step, const struct mechanism *mechanism,
	       struct state *state)
{
	if (is_multiplied(build, block, step) ||
	    !may_call(build, step, state))
		return;
	struct op *op = emit(build, block, OP_CALL, step, mechanism, state);
	op->mode = (uint8_t)step->meanwhile;
	struct state inside = *state;
	inside.call[inside.calls].realm = state->realm;
	inside.call[inside.calls].class = class_within(state);
	inside.call[inside.calls].worker = state->worker;
	inside.call[inside.calls++].mode = step->meanwhile;
	inside.away++;
	walk(build, block, &step->body, mechanism, &inside);
	if (step->meanwhile == MEANWHILE_SLEEP) /* who wakes it? */
		is_one_way(build, step, &inside);
	emit(build, block, OP_RETURN, step, mechanism, &inside);
	if (step->meanwhile == MEANWHILE_SLEEP && state->worker) {
		produce(build, state->worker, &inside, step->where);
		remember_parked(build, step, state->worker, &inside);
	}
	state->helds = inside.helds;
	memcpy(state->held, inside.held, sizeof(state->held));
	state->guest = inside.guest;
}
