/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/instance.h"

#include "experiment/component.h"
#include "experiment/cost.h"
#include "experiment/parameter.h"

#define OTHERS "instance|title|costs|cstates"

static const struct param cstate_params[] = {
	{"residency", PARAM_TIME, true, 0, 1e15, NULL, NULL,
	 "least time that the state is worth"},
	{"exit", PARAM_TIME, true, 0, 1e15, NULL, NULL,
	 "time until the core runs again"},
};

static const struct cost *read_time(struct scope *scope,
				    const struct node *map, const char *name,
				    const struct param *param)
{
	const struct node *node = reader_need(scope->reader, map, map->where,
					      "a C-state", param->name);
	struct parameter parameter = {
		.what = arena_format(scope->reader->arena, "%s.%s", name,
				     param->name),
		.param = param,
	};
	struct value value;

	if (!node || !parameter_read(scope, &parameter, node, &value))
		return NULL;
	return value.cost;
}

static bool read_cstate(struct scope *scope, const struct node *map,
			struct cstate *cstate)
{
	const struct reader *reader = scope->reader;
	const struct node *name;

	if (!reader_is_map(reader, map, "a C-state"))
		return false;
	if (!reader_keys(reader, map, "a C-state", "name|residency|exit",
			 NULL))
		return false;
	name = reader_need(reader, map, map->where, "a C-state", "name");
	if (!name || !reader_word(reader, name, "name"))
		return false;
	cstate->name = name->text;
	cstate->residency = read_time(scope, map, name->text,
				      &cstate_params[0]);
	cstate->exit = read_time(scope, map, name->text, &cstate_params[1]);
	return cstate->residency && cstate->exit;
}

static bool is_deeper(const struct cstate *a, const struct cstate *b)
{
	return cost_mean(b->residency) >= cost_mean(a->residency) &&
	       cost_mean(b->exit) >= cost_mean(a->exit);
}

static bool read_cstates(struct scope *scope, const struct node *list,
			 struct instance *instance)
{
	struct arena *arena = scope->reader->arena;
	struct cstate *cstate;

	if (!list)
		return true;
	if (!reader_is_list(scope->reader, list, "cstates"))
		return false;
	cstate = arena_get(arena, (size_t)list->count * sizeof(*cstate));
	for (int i = 0; i < list->count; i++) {
		const struct node *node = list->entry[i].value;

		if (!read_cstate(scope, node, &cstate[i]))
			return false;
		if (i == 0 || is_deeper(&cstate[i - 1], &cstate[i]))
			continue;
		reader_error(scope->reader, node->where,
			     "C-states go from light to deep: '%s' is lighter "
			     "than '%s'", cstate[i].name, cstate[i - 1].name);
		return false;
	}
	instance->cstate = cstate;
	instance->cstates = list->count;
	return true;
}

const struct instance *instance_read(const struct reader *reader,
				     const char *name,
				     const struct node *document)
{
	struct arena *arena = reader->arena;
	struct instance *instance = arena_get(arena, sizeof(*instance));
	struct component *hardware = arena_get(arena, sizeof(*hardware));
	const char *owner = arena_format(arena, "instance '%s'", name);
	const struct component_form form = {
		.kind = kind_of_instance(), .what = owner, .others = OTHERS,
		.may_have_bare_counts = true,
	};
	const struct entry entry = {
		.where = document->where, .value = document,
	};
	struct scope scope;
	bool is_good = scope_init(&scope, reader, owner, document);

	if (!component_read(&scope, &form, &entry, hardware))
		is_good = false;
	if (!read_cstates(&scope, node_get(document, "cstates"), instance))
		is_good = false;
	is_good &= reader_title(reader, document, &instance->title);
	instance->name = name;
	instance->where = document->where;
	instance->hardware = hardware;
	instance->cost = scope.cost;
	instance->costs = scope.named;
	instance->is_shipped = reader->is_shipped;
	return is_good ? instance : NULL;
}
