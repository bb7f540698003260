/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/mechanism.h"

#include <string.h>

#include "experiment/component.h"
#include "experiment/parameter.h"
#include "experiment/steps.h"

/* What differs between the documents that are mechanisms. */
struct dialect {
	const char *kind; /* the key that holds the name, or NULL */
	const char *keys;
	const char *begins, *places; /* the key of a path that says where */
};

static const struct dialect mechanism_dialect = {
	"mechanism",
	"mechanism|dimension|title|queues|costs|components|paths|cpu",
	"begins", "device",
};

static const struct dialect workload_dialect = {
	"workload", "workload|title|costs|components|paths",
	"starts", "device|task",
};

static const struct dialect network_dialect = {
	"network", "costs|components|paths", "starts", "device",
};

static const struct param queues_param = {
	"queues", PARAM_COUNT, false, 1, 1024, NULL, NULL, "queues",
};

/* A document that is being read. */
struct draft {
	struct scope scope;
	const struct dialect *dialect;
	const struct node *document;
	struct mechanism *mechanism;
	bool is_good;
};

static void read_components(struct draft *draft)
{
	const struct reader *reader = draft->scope.reader;
	const struct node *map = draft->scope.components;
	struct component *component;

	if (!map)
		return;
	if (!reader_is_map(reader, map, "components")) {
		draft->is_good = false;
		return;
	}
	draft->is_good &= reader_names(reader, map, "a component");
	component = arena_get(reader->arena,
			      (size_t)map->count * sizeof(*component));
	for (int i = 0; i < map->count; i++) {
		const struct entry *entry = &map->entry[i];
		struct component_form form = {
			.what = arena_format(reader->arena, "component '%s'",
					     entry->key),
		};

		if (!component_read(&draft->scope, &form, entry,
				    &component[i]))
			draft->is_good = false;
	}
	draft->mechanism->component = component;
	draft->mechanism->components = map->count;
}

/* {begins: device, path: [...]}: where it begins, then the list itself. */
static const struct node *read_beginning(struct draft *draft,
					 const struct entry *entry,
					 struct fragment *fragment)
{
	const struct reader *reader = draft->scope.reader;
	const struct dialect *dialect = draft->dialect;
	const char *what = arena_format(reader->arena, "path '%s'",
					entry->key);
	const struct node *map = entry->value, *node;
	int index;

	if (map->kind != NODE_MAP)
		return map;
	if (!reader_keys(reader, map, what,
			 arena_format(reader->arena, "%s|path",
				      dialect->begins), NULL))
		draft->is_good = false;
	node = node_get(map, dialect->begins);
	if (node) {
		index = reader_choice(reader, node, dialect->begins,
				      dialect->places);
		fragment->says_where = true;
		fragment->starts_at_device = index == 0;
		if (index < 0)
			draft->is_good = false;
	}
	return reader_need(reader, map, entry->where, what, "path");
}

static void read_path(struct draft *draft, const struct entry *entry,
		      struct fragment *fragment)
{
	const struct reader *reader = draft->scope.reader;
	const char *what = arena_format(reader->arena, "path '%s'",
					entry->key);
	const struct node *list;

	fragment->name = entry->key;
	fragment->where = entry->where;
	list = read_beginning(draft, entry, fragment);
	if (!list || !steps_read(&draft->scope, list, what, &fragment->steps))
		draft->is_good = false;
}

static void read_paths(struct draft *draft)
{
	const struct reader *reader = draft->scope.reader;
	const struct node *map = draft->scope.paths;
	struct fragment *fragment;

	if (!map)
		return;
	if (!reader_is_map(reader, map, "paths")) {
		draft->is_good = false;
		return;
	}
	draft->is_good &= reader_names(reader, map, "a path");
	fragment = arena_get(reader->arena,
			     (size_t)map->count * sizeof(*fragment));
	for (int i = 0; i < map->count; i++)
		read_path(draft, &map->entry[i], &fragment[i]);
	draft->mechanism->fragment = fragment;
	draft->mechanism->fragments = map->count;
}

static void read_queues(struct draft *draft)
{
	const struct node *node = node_get(draft->document, "queues");
	struct parameter parameter = {"queues", &queues_param, true};
	struct value *value = &draft->mechanism->queues;

	if (node && !parameter_read(&draft->scope, &parameter, node, value))
		draft->is_good = false;
}

static void read_cpu(struct draft *draft)
{
	const struct reader *reader = draft->scope.reader;
	const struct entry *entry = node_find(draft->document, "cpu");
	struct component_form form = {kind_of_cpu(), "the cpu block", NULL,
				      false};
	struct component *cpu;
	const char *dimension = draft->mechanism->dimension;
	bool is_cpu = dimension && strcmp(dimension, "cpu") == 0;

	if (!entry) {
		if (!is_cpu)
			return;
		reader_error(reader, draft->mechanism->where,
			     "%s is of dimension cpu: it needs a block 'cpu'",
			     draft->scope.owner);
		draft->is_good = false;
		return;
	}
	if (dimension && !is_cpu) {
		reader_error(reader, entry->where, "a block 'cpu' belongs to "
			     "the dimension cpu, not %s", dimension);
		draft->is_good = false;
	}
	cpu = arena_get(reader->arena, sizeof(*cpu));
	if (!component_read(&draft->scope, &form, entry, cpu))
		draft->is_good = false;
	draft->mechanism->cpu = cpu;
}

static void read_dimension(struct draft *draft)
{
	const struct reader *reader = draft->scope.reader;
	const struct node *node = reader_need(reader, draft->document,
					      draft->mechanism->where,
					      draft->scope.owner, "dimension");

	if (!node || reader_choice(reader, node, "dimension", DIMENSIONS) < 0)
		draft->is_good = false;
	else
		draft->mechanism->dimension = node->text;
}

/* The name that the file gives itself is the one that it was found by. */
static struct where name_where(const struct draft *draft)
{
	const struct node *node = node_get(draft->document,
					   draft->dialect->kind);

	return node ? node->where : draft->document->where;
}

static void draft_init(struct draft *draft, const struct reader *reader,
		       const struct dialect *dialect, const char *name,
		       const struct node *document)
{
	struct mechanism *mechanism;
	const char *owner = arena_format(reader->arena, "%s '%s'",
					 dialect->kind, name);

	*draft = (struct draft){.dialect = dialect, .document = document};
	mechanism = arena_get(reader->arena, sizeof(*mechanism));
	draft->mechanism = mechanism;
	mechanism->name = name;
	mechanism->is_shipped = reader->is_shipped;
	mechanism->queues.choice = -1;
	mechanism->where = name_where(draft);
	draft->is_good = reader_keys(reader, document, owner, dialect->keys,
				     NULL);
	draft->is_good &= reader_title(reader, document, &mechanism->title);
	if (!scope_init(&draft->scope, reader, owner, document))
		draft->is_good = false;
}

static const struct mechanism *draft_end(struct draft *draft)
{
	struct mechanism *mechanism = draft->mechanism;

	read_components(draft);
	read_paths(draft);
	mechanism->cost = draft->scope.cost;
	mechanism->costs = draft->scope.costs;
	return draft->is_good ? mechanism : NULL;
}

const struct mechanism *mechanism_read(const struct reader *reader,
				       const char *name,
				       const struct node *document)
{
	struct draft draft;

	draft_init(&draft, reader, &mechanism_dialect, name, document);
	read_dimension(&draft);
	read_queues(&draft);
	read_cpu(&draft);
	return draft_end(&draft);
}

const struct mechanism *workload_document_read(const struct reader *reader,
					       const char *name,
					       const struct node *document)
{
	struct draft draft;

	draft_init(&draft, reader, &workload_dialect, name, document);
	draft.mechanism->dimension = "workload";
	return draft_end(&draft);
}

const struct mechanism *network_document_read(const struct reader *reader,
					      const struct node *document)
{
	struct draft draft;

	draft_init(&draft, reader, &network_dialect, "network", document);
	draft.mechanism->dimension = "network";
	return draft_end(&draft);
}

const struct fragment *fragment_find(const struct mechanism *mechanism,
				     const char *name)
{
	for (int i = 0; i < mechanism->fragments; i++)
		if (strcmp(mechanism->fragment[i].name, name) == 0)
			return &mechanism->fragment[i];
	return NULL;
}
