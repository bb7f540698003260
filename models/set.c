/* SPDX-License-Identifier: GPL-3.0-or-later */
/* set.c -- which members a component has, and its parameters resolved. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "models/build.h"
#include "models/broadcast.h"
#include "models/count.h"
#include "models/instance.h"
#include "models/poll.h"
#include "models/ring.h"
#include "models/split.h"
#include "models/timer.h"

int realm_find(const struct build *build, const struct state *state,
	       const char *domain)
{
	const struct program *program = build->program;
	if (strcmp(domain, "guest") == 0 || strcmp(domain, "home") == 0)
		return guest_realm(build, state->guest);
	if (strcmp(domain, "target") == 0)
		return state->target;
	if (strcmp(domain, "here") == 0)
		return state->realm;
	int host = program->realm[guest_realm(build, state->guest)].host;
	for (int i = 0; i < program->realms; i++)
		if (program->realm[i].host == host &&
		    program->realm[i].guest < 0 &&
		    strcmp(program->realm[i].name, domain) == 0)
			return i;
	return -1;
}

const char *realm_place(const struct build *build, int realm,
			enum class class)
{
	if (realm < 0)
		return "device";
	return arena_format(build->arena, "%s %s",
			    build->program->realm[realm].name,
			    class < CLASSES ? class_names[class] : "");
}

/* ---- parameters ---- */

static double number_of(struct build *build, const struct param *param,
			const struct value *value, const struct state *state)
{
	const struct realm *realm =
		&build->program->realm[guest_realm(build, state->guest)];
	const struct foreign foreign = {
		.instance = value->instance,
		.volume = value->volume,
		.hardware = realm->hardware,
		.workload = state->workload,
		.where = value->where,
	};
	const struct cost *cost = value->cost;
	bool is_foreign = value->instance || value->volume;
	if (is_foreign && !(cost = foreign_cost(build, &foreign)))
		return 1;
	if (!cost)
		return value->number;
	if (value->is_given)
		lean(build, cost, 0);
	return is_foreign ? foreign_number(build, cost, param, value->where) :
			    value->number;
}

static bool is_number(enum param_type type)
{
	switch (type) {
	case PARAM_COUNT:
	case PARAM_TIME:
	case PARAM_RATE:
	case PARAM_BYTES:
	case PARAM_BANDWIDTH:
	case PARAM_AMOUNT:
	case PARAM_PACE:
	case PARAM_CLOCK:
	case PARAM_SHARE:
	case PARAM_FLAG:
		return true;
	default:
		return false;
	}
}

static void resolve_causes(struct build *build, struct set *set,
			   const struct value *value)
{
	int16_t *cause = arena_get(build->arena, sizeof(*cause) *
					(size_t)(value->causes + 1));
	double *interval = arena_get(build->arena, sizeof(*interval) *
					(size_t)(value->causes + 1));
	for (int i = 0; i < value->causes; i++) {
		const struct cost *cost = value->cause[i].cost;
		cause[i] = value->cause[i].path ? (int16_t)path_index(build,
					value->cause[i].path) : -1;
		interval[i] = cost ? distribution_mean(&cost->term[0].value) :
				     0;
		if (cost)
			lean(build, cost, 0);
	}
	set->cause = cause;
	set->interval = interval;
	set->causes = value->causes;
}

static void resolve_list(struct build *build, struct set *set,
			 const struct value *value)
{
	double *list = arena_get(build->arena, sizeof(*list) *
					(size_t)(value->listed + 1));
	for (int i = 0; i < value->listed; i++) {
		list[i] = distribution_mean(&value->list[i]->term[0].value);
		lean(build, value->list[i], 0);
	}
	set->list = list;
	set->listed = value->listed;
}

/* Whose, if its members serve several? */
static void check_volume(struct build *build, const struct set *set,
			 const struct value *value)
{
	const char *name = value->volume;
	for (int i = 0; value->work && i < value->work->terms && !name; i++)
		name = value->work->term[i].volume;
	if (name && set->per != PER_VOLUME)
		wrong(build, value->where, "'$volume.%s' in '%s', which is "
		      "not one per volume", name, set->component);
}

static double resolve(struct build *build, struct set *set, int i,
		      const struct state *state, const struct draw **draw)
{
	const struct param *param = &set->kind->param[i];
	const struct value *value = &set->decl->value[i];
	check_volume(build, set, value);
	if (is_number(param->type))
		return number_of(build, param, value, state);
	switch (param->type) {
	case PARAM_CHOICE:
		return value->choice;
	case PARAM_WORK:
		draw[i] = draw_new(build, value->work, &(struct drawer){
			.stage = set->component, .realm = -1,
			.guest = set->guest < 0 ? 0 : set->guest,
			.workload = state->workload});
		break;
	case PARAM_CAUSES:
		resolve_causes(build, set, value);
		break;
	case PARAM_TIMES:
		resolve_list(build, set, value);
		break;
	case PARAM_ATTRIBUTE:
		return value->name ? attribute_index(build, value->name) : -1;
	default:
		break;
	}
	return 0;
}

static void resolve_params(struct build *build, struct set *set,
			   const struct state *state)
{
	int params = set->kind->params;
	double *number = arena_get(build->arena,
				   sizeof(*number) * (size_t)params);
	const struct draw **draw = arena_get(build->arena,
					     sizeof(*draw) * (size_t)params);
	for (int i = 0; i < params; i++)
		number[i] = resolve(build, set, i, state, draw);
	set->number = number;
	set->draw = draw;
}

void check_amount(struct build *build, const struct set *set, int param,
		  int attribute)
{
	const struct value *value = &set->decl->value[param];
	if (attribute != 0 || !value->is_given || !value->cost ||
	    value->cost->term[0].unit != UNIT_COUNT)
		return;
	wrong(build, value->where, "%s: '%s', but '%s' counts bytes",
	      set->kind->param[param].name, value->cost->text,
	      set->component);
}

/* Numbers that do not go together, and a word that is none. */
static void check_params(struct build *build, const struct set *set)
{
	const struct value *value = set->decl->value;
	if (set->kind == &ring_kind &&
	    set->number[RING_RESUME_AT] > set->number[RING_SLOTS])
		wrong(build, value[RING_RESUME_AT].where, "'%s' has %g slots: "
		      "there are never %g free", set->component,
		      set->number[RING_SLOTS], set->number[RING_RESUME_AT]);
	if (set->kind == &poll_kind && value[POLL_PICK].name &&
	    !poll_may_pick(value[POLL_PICK].name))
		wrong(build, value[POLL_PICK].where, "pick: '%s' is neither "
		      "first, queue, vcpu or guest nor a number to %d",
		      value[POLL_PICK].name, PICK_MAX);
	if (set->kind->check)
		set->kind->check(build, set);
}

/* ---- members ---- */

static int thread_count(const struct build *build)
{
	int threads = 0;
	for (int i = 0; i < build->program->sets; i++)
		if (build->program->set[i]->is_thread)
			threads += build->program->set[i]->count;
	return threads;
}

/* As source.c numbers them. */
static int flow_count(const struct build *build)
{
	const struct program *program = build->program;
	int sources = 0, most = 1;
	for (int i = 0; i < program->conversations; i++) {
		int flows = program->conversation[i].workload->flows;
		sources += program->conversation[i].sources;
		most = flows > most ? flows : most;
	}
	return sources * most;
}

static int member_count(const struct build *build, const struct set *set,
			const struct mechanism *mechanism, int guest)
{
	const struct realm *realm =
		&build->program->realm[guest_realm(build, guest)];
	switch (set->per) {
	case PER_GUEST:
	case PER_HOST:
	case PER_VOLUME:
		return 1;
	case PER_QUEUE:
		if (mechanism->queues.is_given && mechanism->queues.number > 0)
			return (int)mechanism->queues.number;
		return realm->queues > 0 ? realm->queues : 1;
	case PER_VCPU:
		return realm->cpus;
	case PER_CPU:
		return set->realm < 0 ? 1 :
			build->program->realm[set->realm].cpus;
	case PER_HERE:
		return build->program->realm[set->realm].cpus;
	case PER_FLOW:
		return flow_count(build);
	case PER_THREAD:
		break;
	}
	return thread_count(build);
}

static struct set *set_add(struct build *build, const struct set *model)
{
	struct program *program = build->program;
	if (program->sets == build->set_room) {
		build->set_room = build->set_room ? 2 * build->set_room : 32;
		program->set = memory_resize(program->set,
			sizeof(*program->set) * (size_t)build->set_room);
	}
	struct set *set = arena_get(build->arena, sizeof(*set));
	*set = *model;
	set->first = program->parts;
	program->parts += set->count;
	program->set[program->sets++] = set;
	return set;
}

static const struct component *component_find(const struct mechanism *from,
					      const char *name)
{
	for (int i = 0; i < from->components; i++)
		if (strcmp(from->component[i].name, name) == 0)
			return &from->component[i];
	return NULL;
}

/* The realm whose CPUs a poll's workers run on, or that `count` counts. */
static int realm_of(struct build *build, const struct component *component,
		    const struct state *state, struct where where)
{
	const char *domain;
	if (component->kind == &poll_kind)
		domain = component->value[POLL_CPU].name;
	else if (component->kind == &count_kind)
		domain = component->value[COUNT_OF].name;
	else if (component->kind == &timer_kind)
		domain = component->value[TIMER_CPU].name;
	else if (component->kind == &broadcast_kind)
		domain = component->value[BROADCAST_TO].name;
	else
		return component->value[0].choice == PER_HERE ?
			       state->realm : -1;
	int realm = realm_find(build, state, domain);
	if (realm < 0 && strcmp(domain, "target") == 0)
		wrong(build, where, "%s runs on its target's CPU, but no "
		      "errand is under way here", component->name);
	else if (realm < 0 && strcmp(domain, "here") == 0)
		wrong(build, where, "%s is where the job is, but no context "
		      "is held", component->name);
	else if (realm < 0)
		wrong(build, where, "%s runs on %s: this platform has no such "
		      "domain", component->name, domain);
	return realm;
}

/* Where the job is, is known, and a worker runs there. */
static bool is_here(struct build *build, const struct component *component,
		    const struct state *state, struct where where)
{
	const char *name = component->name;
	if (state->realm < 0)
		wrong(build, where, "'%s' is one per CPU that the job is on, "
		      "but no context is held", name);
	else if (state->parkeds)
		wrong(build, where, "'%s' is one per CPU that the job is on, "
		      "but after waiting for %s another may walk it", name,
		      state->parked[0]->name);
	else if (component->kind == &poll_kind &&
		 realm_of(build, component, state, where) != state->realm)
		wrong(build, where, "'%s' is one per CPU that the job is on, "
		      "but runs on %s, and here is %s", name,
		      component->value[POLL_CPU].name,
		      build->program->realm[state->realm].name);
	else
		return true;
	return false;
}

static bool is_same(const struct set *a, const struct set *b)
{
	return a->decl == b->decl && a->mechanism == b->mechanism &&
	       a->host == b->host && a->guest == b->guest &&
	       a->realm == b->realm && a->volume == b->volume;
}

struct set *set_find(struct build *build, const struct mechanism *mechanism,
		     const char *name, const struct state *state,
		     struct where where)
{
	const struct component *decl = component_find(mechanism, name);
	if (!decl) {
		wrong(build, where, "no component '%s' in mechanism '%s'",
		      name, mechanism->name);
		return NULL;
	}
	struct set model = {
		.component = decl->name,
		.kind = decl->kind,
		.decl = decl,
		.mechanism = mechanism,
		.per = (enum per)decl->value[0].choice,
		.realm = realm_of(build, decl, state, where),
	};
	if (model.per == PER_VOLUME && state->workload)
		model.volume = state->workload->volume_index;
	if (model.realm < 0 && (decl->kind == &poll_kind ||
				decl->kind == &count_kind ||
				decl->kind == &broadcast_kind ||
				decl->kind == &timer_kind))
		return NULL;
	model.host = build->program->realm[guest_realm(build, state->guest)]
			     .host;
	model.guest = model.per == PER_HOST || model.per == PER_CPU ?
			      -1 : state->guest;
	if (model.per == PER_HERE && !is_here(build, decl, state, where))
		return NULL;
	if (model.per == PER_HERE)
		model.guest = build->program->realm[model.realm].guest;
	for (int i = 0; i < build->program->sets; i++)
		if (is_same(build->program->set[i], &model))
			return build->program->set[i];
	if (model.per == PER_HOST && model.realm >= 0 &&
	    build->program->realm[model.realm].guest >= 0)
		wrong(build, decl->where, "'%s' is one per host, but runs on "
		      "a guest's CPU", name);
	model.name = arena_format(build->arena, "%s.%s", mechanism->name,
				  name);
	model.count = member_count(build, &model, mechanism, state->guest);
	struct set *set = set_add(build, &model);
	resolve_params(build, set, state);
	check_params(build, set);
	return set;
}

/* Threads are polls of class task with a budget of one (thread.h). */
struct set *set_threads(struct build *build, int realm, const char *name,
			int count)
{
	double *number = arena_get(build->arena,
				   sizeof(*number) * POLL_PARAMS);
	const struct draw **draw = arena_get(build->arena,
					     sizeof(*draw) * POLL_PARAMS);
	number[POLL_CLASS] = CLASS_TASK;
	number[POLL_BUDGET] = 1;
	number[POLL_LIMIT] = INFINITY;
	number[POLL_HANDOVER] = INFINITY;
	const struct set model = {
		.name = name,
		.component = name,
		.kind = &poll_kind,
		.host = build->program->realm[realm].host,
		.guest = build->program->realm[realm].guest,
		.realm = realm,
		.per = PER_THREAD,
		.count = count,
		.number = number,
		.draw = draw,
		.is_thread = true,
	};
	return set_add(build, &model);
}
