/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/override.h"

#include <string.h>

#include "experiment/cost.h"
#include "experiment/hint.h"
#include "experiment/quantity.h"
#include "models/model.h"

static bool note_path(const struct reader *reader,
		      const struct override *override, const char *why)
{
	reader_error(reader, override->where, "'%.80s' %s", override->path,
		     why);
	return false;
}

bool override_parse(const struct reader *reader, const char *path,
		    struct where where, struct override *override)
{
	const char *colon = strchr(path, ':'), *at = path;

	*override = (struct override){
		.path = path, .where = where,
		.is_used = arena_get(reader->arena, sizeof(bool)),
	};
	if (colon) {
		override->platform = arena_format(reader->arena, "%.*s",
						  (int)(colon - path), path);
		at = colon + 1;
	}
	for (;;) {
		int length = (int)strcspn(at, ".");

		if (length == 0)
			return note_path(reader, override, "is no path: a name "
					 "is missing");
		if (override->segments == OVERRIDE_SEGMENTS)
			return note_path(reader, override, "has too many dots");
		override->segment[override->segments++] =
			arena_format(reader->arena, "%.*s", length, at);
		at += length;
		if (*at == '\0')
			return true;
		at++;
	}
}

static const struct node *marked(struct arena *arena, const struct node *node)
{
	struct node *copy = arena_get(arena, sizeof(*copy));
	struct entry *entry;

	*copy = *node;
	copy->is_override = true;
	if (node->kind == NODE_SCALAR)
		return copy;
	entry = arena_get(arena, (size_t)node->count * sizeof(*entry));
	for (int i = 0; i < node->count; i++) {
		entry[i] = node->entry[i];
		entry[i].value = marked(arena, node->entry[i].value);
	}
	copy->entry = entry;
	return copy;
}

struct override override_with(const struct override *override,
			      struct arena *arena, const struct node *value)
{
	struct override with = *override;

	with.value = marked(arena, value);
	return with;
}

static bool is_first(const struct override *override, const char *word)
{
	return strcmp(override->segment[0], word) == 0;
}

bool override_is_of_scenario(const struct override *override)
{
	return is_first(override, "workload") || is_first(override, "run") ||
	       is_first(override, "network");
}

bool override_is_for(const struct override *override, const char *platform,
		     const char *name)
{
	if (!is_first(override, name))
		return false;
	return !override->platform ||
	       (platform && strcmp(override->platform, platform) == 0);
}

/* NULL, and an error that lists the keys of two maps (each may be NULL). */
static const struct node *names_nothing(const struct override *override,
					const struct reader *reader,
					const char *name,
					const struct node *some,
					const struct node *more)
{
	const struct node *maps[] = {some, more};
	struct hint hint = hint_of(name);

	for (int k = 0; k < 2; k++)
		for (int i = 0; maps[k] && i < maps[k]->count; i++)
			if (maps[k]->kind == NODE_MAP)
				hint_add(&hint, maps[k]->entry[i].key);
	reader_error(reader, override->where,
		     "'%.80s' names nothing: no '%.60s' in '%s'%s",
		     override->path, name, override->segment[0],
		     hint_text(&hint));
	return NULL;
}

/* The dimension of a cost's value; false when it is wrong. */
static bool dimension_of(const struct reader *reader, const struct node *node,
			 struct cost *cost)
{
	struct reader user = *reader;

	user.is_shipped = false;
	return cost_read(&user, node, "the value", cost);
}

static bool is_like(const struct cost *a, const struct cost *b)
{
	return a->term[0].unit == b->term[0].unit ||
	       (cost_is_work(a) && cost_is_work(b)) || cost_is_zero(a) ||
	       cost_is_zero(b);
}

/* A cost that was a time stays one, whoever uses it; cycles are as good. */
static bool check_dimension(const struct override *override,
			    const struct reader *reader,
			    const struct node *old)
{
	struct diagnostics silent;
	struct reader quiet = *reader;
	struct cost was, is;
	bool is_known;

	diagnostics_init(&silent);
	quiet.diagnostics = &silent;
	is_known = dimension_of(&quiet, old, &was);
	diagnostics_fini(&silent);
	if (!dimension_of(reader, override->value, &is))
		return false;
	if (!is_known || is_like(&was, &is))
		return true;
	reader_error(reader, override->value->where,
		     "%s is %s ('%.40s'), and '%.40s' is %s", override->path,
		     unit_meaning(was.term[0].unit), was.text, is.text,
		     unit_meaning(is.term[0].unit));
	return false;
}

/* What takes the place of `old`: the value, at the clock of the old one. */
static const struct node *replace(const struct override *override,
				  struct arena *arena, const struct node *old)
{
	const struct node *clock = node_get(old, "clock");
	struct node *map;

	if (!clock || override->value->kind != NODE_SCALAR)
		return override->value;
	map = arena_get(arena, sizeof(*map));
	map->kind = NODE_MAP;
	map->where = override->value->where;
	map->text = "";
	map->is_override = true;
	return node_with(arena,
			 node_with(arena, map, "value", override->value),
			 "clock", clock);
}

/* A clock is of no use to a value in cycles. */
static const struct node *without_clock(const struct override *override,
					const struct reader *reader,
					const struct node *node)
{
	struct cost cost;
	bool has_time = false;

	if (!node_get(node, "clock") || node == override->value ||
	    !dimension_of(reader, override->value, &cost))
		return node;
	for (int i = 0; i < cost.terms; i++)
		has_time |= cost.term[i].unit == UNIT_TIME;
	return has_time ? node : override->value;
}

/* The last name of the path. */
static struct where last_where(const struct override *override)
{
	const char *last = override->segment[override->segments - 1];
	int length = (int)strlen(last);
	struct where where = override->where;

	if (where.length != (int)strlen(override->path))
		return where; /* it is quoted */
	where.column += where.length - length;
	where.length = length;
	return where;
}

static const struct node *put_cost(const struct override *override,
				   const struct reader *reader,
				   const struct node *root, const char *name)
{
	const struct node *costs = node_get(root, "costs");
	const struct node *old = node_get(costs, name), *value;
	const char *path[] = {"costs", name};

	if (!old)
		return names_nothing(override, reader, name, costs, NULL);
	if (!check_dimension(override, reader, old))
		return NULL;
	value = replace(override, reader->arena, old);
	value = without_clock(override, reader, value);
	return node_put(reader->arena, root, path, 2, value,
			override->value->where);
}

static const struct node *put_parameter(const struct override *override,
					const struct reader *reader,
					const struct node *root,
					const char *const *path, int length)
{
	const struct node *map = root;

	for (int i = 0; i < length - 1; i++)
		map = node_get(map, path[i]);
	return node_put(reader->arena, root, path, length,
			replace(override, reader->arena,
				node_get(map, path[length - 1])),
			last_where(override));
}

/* COST, or a key of the document itself (`queues`, `clock`, `network`). */
static const struct node *put_one(const struct override *override,
				  const struct reader *reader,
				  const struct node *root)
{
	const char *name = override->segment[1];
	const struct node *costs = node_get(root, "costs");
	bool is_open = is_first(override, "instance") ||
		       is_first(override, "platform") ||
		       is_first(override, "network");

	if (node_get(costs, name))
		return put_cost(override, reader, root, name);
	if (is_open || strcmp(name, "queues") == 0)
		return put_parameter(override, reader, root, &name, 1);
	if (node_get(node_get(root, "components"), name)) {
		note_path(reader, override, "names a whole component; write "
			  "MECHANISM.COMPONENT.PARAMETER");
		return NULL;
	}
	return names_nothing(override, reader, name, costs,
			     node_get(root, "components"));
}

/* COMPONENT.PARAMETER, `costs.NAME`, or `cpu.PARAMETER`. */
static const struct node *put_two(const struct override *override,
				  const struct reader *reader,
				  const struct node *root)
{
	const char *name = override->segment[1];
	const struct node *components = node_get(root, "components");
	const char *path[] = {"components", name, override->segment[2]};

	if (strcmp(name, "costs") == 0)
		return put_cost(override, reader, root, override->segment[2]);
	if (node_get(components, name))
		return put_parameter(override, reader, root, path, 3);
	if (strcmp(name, "cpu") == 0 && node_get(root, "cpu"))
		return put_parameter(override, reader, root, path + 1, 2);
	return names_nothing(override, reader, name, components, NULL);
}

const struct node *override_document(const struct override *override,
				     const struct reader *reader,
				     const struct node *root)
{
	const char *const *segment = override->segment;
	const struct node *components = node_get(root, "components");

	*override->is_used = true;
	if (override->segments == 2)
		return put_one(override, reader, root);
	if (override->segments == 3)
		return put_two(override, reader, root);
	if (override->segments != 4 || strcmp(segment[1], "components") != 0) {
		note_path(reader, override, "names nothing: write NAME.COST or "
			  "NAME.COMPONENT.PARAMETER");
		return NULL;
	}
	if (!node_get(components, segment[2]))
		return names_nothing(override, reader, segment[2], components,
				     NULL);
	return put_parameter(override, reader, root, segment + 1, 3);
}

/* `workload: NAME`: that one alone. */
static const struct node *select_workload(const struct override *override,
					  const struct reader *reader,
					  const struct node *root)
{
	const struct node *all = node_get(root, "workload");
	const char *name = reader_text(reader, override->value, "workload");
	const struct node *only;
	struct hint hint;

	if (!name)
		return NULL;
	if (node_get(all, name)) {
		only = node_with(reader->arena, NULL, name,
				 node_get(all, name));
		return node_with(reader->arena, root, "workload", only);
	}
	hint = hint_of(name);
	for (int i = 0; all && all->kind == NODE_MAP && i < all->count; i++)
		hint_add(&hint, all->entry[i].key);
	reader_error(reader, override->value->where, "no workload '%.60s'%s",
		     name, hint_text(&hint));
	return NULL;
}

static const struct node *put_workload(const struct override *override,
				       const struct reader *reader,
				       const struct node *root)
{
	const struct node *all = node_get(root, "workload");

	if (override->segments == 1)
		return select_workload(override, reader, root);
	if (!node_get(all, override->segment[1]))
		return names_nothing(override, reader, override->segment[1],
				     all, NULL);
	if (override->segments == 2) {
		note_path(reader, override, "names a whole workload; write "
			  "workload.NAME.KEY");
		return NULL;
	}
	return node_put(reader->arena, root, override->segment,
			override->segments, override->value,
			last_where(override));
}

static const struct node *put_network(const struct override *override,
				      const struct reader *reader,
				      const struct node *root)
{
	const struct node *network = node_get(root, "network");

	if (!network || override->segments == 1) {
		note_path(reader, override, network
			? "names a whole network; write network.costs.NAME"
			: "names nothing: this scenario has no network");
		return NULL;
	}
	network = override_document(override, reader, network);
	if (!network)
		return NULL;
	return node_with(reader->arena, root, "network", network);
}

const struct node *override_scenario(const struct override *override,
				     const struct reader *reader,
				     const struct node *root)
{
	*override->is_used = true;
	if (is_first(override, "workload"))
		return put_workload(override, reader, root);
	if (is_first(override, "network"))
		return put_network(override, reader, root);
	if (override->segments == 1) {
		note_path(reader, override, "names all of the run; write "
			  "run.KEY");
		return NULL;
	}
	return node_put(reader->arena, root, override->segment,
			override->segments, override->value,
			last_where(override));
}
