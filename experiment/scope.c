/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/scope.h"

#include <assert.h>
#include <string.h>

#include "experiment/cost.h"
#include "experiment/hint.h"

/* A cost that is wrong keeps its name: its users are not at fault. */
static bool read_cost(struct scope *scope, const struct entry *entry)
{
	struct arena *arena = scope->reader->arena;
	const char *what = arena_format(arena, "cost '%s'", entry->key);
	struct cost *cost = &scope->cost[scope->costs];
	bool is_good;

	if (!is_word(entry->key)) {
		reader_error(scope->reader, entry->where,
			     "%s: a cost's name is a word", what);
		return false;
	}
	is_good = cost_read(scope->reader, entry->value, what, cost);
	cost->name = entry->key;
	cost->where = entry->where;
	scope->costs++;
	return is_good;
}

bool scope_init(struct scope *scope, const struct reader *reader,
		const char *owner, const struct node *document)
{
	const struct node *costs = node_get(document, "costs");
	bool is_good = true;

	*scope = (struct scope){
		.reader = reader,
		.owner = owner,
		.components = node_get(document, "components"),
		.paths = node_get(document, "paths"),
		.room = node_literals(document) + 1,
	};
	scope->cost = arena_get(reader->arena,
				(size_t)scope->room * sizeof(*scope->cost));
	if (!costs)
		return true;
	if (!reader_is_map(reader, costs, "costs"))
		return false;
	for (int i = 0; i < costs->count; i++)
		is_good &= read_cost(scope, &costs->entry[i]);
	scope->named = scope->costs;
	return is_good;
}

const struct cost *scope_find(const struct scope *scope, const char *name,
			      struct where where)
{
	struct hint hint = hint_of(name);

	for (int i = 0; i < scope->named; i++) {
		const struct cost *cost = &scope->cost[i];

		if (strcmp(cost->name, name) == 0)
			return cost->terms ? cost : NULL;
		hint_add(&hint, cost->name);
	}
	reader_error(scope->reader, where, "no cost '$%.60s' in %s%s", name,
		     scope->owner, hint_text(&hint));
	return NULL;
}

static bool is_taken(const struct scope *scope, const char *name)
{
	for (int i = 0; i < scope->costs; i++)
		if (strcmp(scope->cost[i].name, name) == 0)
			return true;
	return false;
}

struct cost *scope_add(struct scope *scope, const char *name)
{
	const char *unique = name;
	struct cost *cost = &scope->cost[scope->costs];

	assert(scope->costs < scope->room);
	for (int n = 2; is_taken(scope, unique); n++)
		unique = arena_format(scope->reader->arena, "%s.%d", name, n);
	cost->name = unique;
	scope->costs++;
	return cost;
}

void scope_drop(struct scope *scope)
{
	scope->costs--;
}

static bool has(const struct scope *scope, const struct node *map,
		const char *kind, const char *name, struct where where)
{
	struct hint hint;

	if (node_get(map, name))
		return true;
	hint = hint_of(name);
	for (int i = 0; map && map->kind == NODE_MAP && i < map->count; i++)
		hint_add(&hint, map->entry[i].key);
	reader_error(scope->reader, where, "no %s '%.60s' in %s%s", kind, name,
		     scope->owner, hint_text(&hint));
	return false;
}

bool scope_has_component(const struct scope *scope, const char *name,
			 struct where where)
{
	return has(scope, scope->components, "component", name, where);
}

bool scope_has_path(const struct scope *scope, const char *name,
		    struct where where)
{
	return has(scope, scope->paths, "path", name, where);
}
