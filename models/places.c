/* SPDX-License-Identifier: GPL-3.0-or-later */
/* places.c -- steps that leave the context: into a component, to a thread, to
 * a handler on a CPU.  Afterwards the state is that of where the job is. */
#include <math.h>
#include <string.h>

#include "models/broadcast.h"
#include "models/poll.h"
#include "models/split.h"
#include "models/steps.h"

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
	op->draw = draw_new(build, step->work, &(struct drawer){
		stage, visit(build, block, stage), realm, state->guest,
		block->is_main ? 1 : 0, state->workload});
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
	const struct state before = *state;
	state->confined = arena_format(build->arena, "%s.each", set->name);
	state->confined_at = state->calls;
	walk(build, block, &set->decl->value[POLL_EACH].steps,
	     set->mechanism, state);
	state->confined = before.confined;
	state->confined_at = before.confined_at;
	emit(build, block, OP_GATHERED, NULL, mechanism, state);
}

/* Afterwards the job is where its last part ended: known, unless a part was
 * dropped, since who drops it brings it back. */
static void after_parts(struct set *set, const struct state *part,
			bool may_be_dropped, struct state *state)
{
	state->fork = may_be_dropped ? set->component : part->fork;
	state->realm = part->realm;
	state->class = part->class;
	state->is_oneshot = part->is_oneshot;
	state->worker = part->worker;
	state->parkeds = part->parkeds;
	memcpy(state->parked, part->parked, sizeof(state->parked));
}

/* The way of its parts is compiled for each place that sends them: fragments
 * resolve by who does, and parts of a split go on counting the job's visits
 * and naming its stages. */
static void walk_parts(struct build *build, struct block *whole,
		       const struct step *step, struct set *set,
		       const struct steps *steps, struct state *part)
{
	struct block *block = block_new(build, set->name);
	int at = whole->ops - 1;
	part->helds = part->away = part->holds = 0;
	part->confined = NULL;
	part->is_part = true;
	block->mechanism = set->mechanism;
	if (set->kind == &split_kind)
		block_lend(whole, block);
	walk(build, block, steps, set->mechanism, part);
	if (set->kind == &split_kind)
		block_lend(block, whole);
	if (part->helds)
		wrong(build, step->where, "a part of '%s' ends holding %s",
		      set->component, part->held[0]->name);
	emit(build, block, OP_END, NULL, set->mechanism, part);
	uint64_t hash = random_fold(random_name(set->name),
		(uint64_t)visit(build, whole, set->name));
	whole->op[at].spawn = block_finish(build, block, hash);
}

static void into_split(struct build *build, struct block *block,
		       const struct step *step, struct set *set,
		       struct state *state)
{
	struct state part = *state;
	int drops = build->part_drops;
	walk_parts(build, block, step, set,
		   &set->decl->value[SPLIT_PATH].steps, &part);
	after_parts(set, &part, build->part_drops > drops, state);
}

/* When there is nobody to tell, the job is where it was. */
static void into_broadcast(struct build *build, struct block *block,
			   const struct step *step, struct set *set,
			   struct state *state)
{
	struct state part = *state, before = *state;
	int drops = build->part_drops;
	part.target = set->realm;
	part.has_thread = false;
	part.in_notify = false;
	walk_parts(build, block, step, set,
		   &set->decl->value[BROADCAST_PATH].steps, &part);
	after_parts(set, &part, build->part_drops > drops, state);
	if (!state->fork && !is_same_way(&before, state))
		state->fork = set->component;
}

/* It holds one errand at a time: that of its poll's member. */
static void into_moderate(struct build *build, const struct step *step,
			  struct set *set, const struct state *state)
{
	struct set *poll = build->kicks ?
		(struct set *)build->kicking[build->kicks - 1] : NULL;
	if (!poll || !state->in_notify) {
		wrong(build, step->where, "'%s' is a %s: it stands in the "
		      "notify list of a poll", set->component,
		      set->kind->name);
		return;
	}
	const struct set *other = set->moderated;
	if (other && other->decl != poll->decl)
		wrong(build, step->where, "'%s' moderates '%s' already: '%s' "
		      "needs one of its own", set->component,
		      other->component, poll->component);
	else if ((other && other != poll) ||
		 (poll->count > 1 && set->count != poll->count))
		wrong(build, step->where, "'%s' and '%s', which it moderates, "
		      "must have the same 'per'", set->component,
		      poll->component);
	set->moderated = poll;
	if (set->listed > 0)
		poll->moderator = set;
}

static void into_hardware(struct build *build, const struct step *step,
			  struct set *set, struct state *state)
{
	if (set->kind->usage == USAGE_NOTIFY)
		into_moderate(build, step, set, state);
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
	/* Draws go by name, whatever mechanism has it; stages have no "at". */
	op->visit = (int16_t)visit(build, block, arena_format(build->arena,
						"at %s", set->component));
	if (step->counts)
		op->counter = (int16_t)counter_index(build, step->counts);
	stage_add(build, block, op, stage, set->kind->name, state);
	if (set->kind == &poll_kind)
		into_poll(build, block, step, mechanism, set, state);
	else if (set->kind == &split_kind)
		into_split(build, block, step, set, state);
	else if (set->kind == &broadcast_kind)
		into_broadcast(build, block, step, set, state);
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
	struct set *set = (struct set *)(state->is_swapped == is_peer ?
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

void step_at(struct build *build, struct block *block, const struct step *step,
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
