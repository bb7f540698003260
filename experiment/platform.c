/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/platform.h"

#include <string.h>

#include "experiment/hint.h"
#include "experiment/steps.h"

#define OTHERS "platform|title|year|instance|domains|idle_ceiling"

struct draft {
	const struct reader *reader;
	const struct supplier *supplier;
	const char *owner;
	bool is_good;
};

static void read_binding(struct draft *draft, const struct entry *entry,
			 struct domain *domain, struct binding *binding)
{
	const struct reader *reader = draft->reader;
	const char *name = reader_text(reader, entry->value, entry->key);
	const struct mechanism *mechanism = NULL;

	if (name)
		mechanism = draft->supplier->mechanism(
			draft->supplier->data, name, entry->value->where);
	if (!mechanism) {
		draft->is_good = false;
		return;
	}
	if (strcmp(mechanism->dimension, entry->key) != 0) {
		draft->is_good = false;
		reader_error(reader, entry->value->where,
			     "mechanism '%s' is one of %s, not of %s", name,
			     mechanism->dimension, entry->key);
		return;
	}
	binding[domain->bindings++] = (struct binding){
		entry->key, entry->where, mechanism,
	};
}

/* The keys of `map` that are dimensions, as the domain's bindings. */
static void read_domain(struct draft *draft, const struct node *map,
			const char *name, struct where where,
			struct domain *domain)
{
	struct binding *binding = arena_get(draft->reader->arena,
					    (size_t)map->count *
					    sizeof(*binding));

	*domain = (struct domain){name, where, binding, 0};
	for (int i = 0; i < map->count; i++)
		if (words_index(DIMENSIONS, map->entry[i].key) >= 0)
			read_binding(draft, &map->entry[i], domain, binding);
}

static void read_other(struct draft *draft, const struct entry *entry,
		       struct domain *domain)
{
	const struct reader *reader = draft->reader;
	const char *what = arena_format(reader->arena, "domain '%s'",
					entry->key);

	*domain = (struct domain){.name = entry->key, .where = entry->where};
	if (words_index("guest|here|home|target|task|peer", entry->key) >= 0) {
		reader_error(reader, entry->where,
			     "%s: the name has a meaning of its own", what);
		draft->is_good = false;
	}
	if (!reader_is_map(reader, entry->value, what)) {
		draft->is_good = false;
		return;
	}
	if (!reader_keys(reader, entry->value, what, DIMENSIONS, NULL) ||
	    !reader_need(reader, entry->value, entry->where, what, "cpu"))
		draft->is_good = false;
	read_domain(draft, entry->value, entry->key, entry->where, domain);
}

static void read_domains(struct draft *draft, const struct node *document,
			 struct platform *platform)
{
	const struct node *map = node_get(document, "domains");
	int others = 0;
	struct domain *domain;

	if (map && reader_is_map(draft->reader, map, "domains"))
		others = map->count;
	else if (map)
		draft->is_good = false;
	domain = arena_get(draft->reader->arena,
			   (size_t)(1 + others) * sizeof(*domain));
	read_domain(draft, document, "guest", document->where, &domain[0]);
	for (int i = 0; i < others; i++)
		read_other(draft, &map->entry[i], &domain[1 + i]);
	platform->domain = domain;
	platform->domains = 1 + others;
}

static void read_rest(struct draft *draft, const struct node *document,
		      struct platform *platform)
{
	const struct reader *reader = draft->reader;
	const struct node *node;

	draft->is_good &= reader_title(reader, document, &platform->title);
	if ((node = node_get(document, "instance"))) {
		platform->instance = reader_text(reader, node, "instance");
		draft->is_good &= platform->instance != NULL;
	}
	if ((node = node_get(document, "idle_ceiling"))) {
		platform->idle_ceiling = reader_word(reader, node,
						     "idle_ceiling");
		draft->is_good &= platform->idle_ceiling != NULL;
	}
	if ((node = node_get(document, "year")))
		draft->is_good &= reader_int(reader, node, "year", 1995, 2100,
					     &platform->year);
}

const struct platform *platform_read(const struct reader *reader,
				     const char *name,
				     const struct node *document,
				     const struct supplier *supplier)
{
	struct platform *platform = arena_get(reader->arena,
					      sizeof(*platform));
	struct draft draft = {
		.reader = reader, .supplier = supplier,
		.owner = arena_format(reader->arena, "platform '%s'", name),
		.is_good = true,
	};

	platform->name = name;
	platform->where = document->where;
	platform->is_shipped = reader->is_shipped;
	if (!reader_keys(reader, document, draft.owner,
			 OTHERS "|" DIMENSIONS, NULL))
		draft.is_good = false;
	read_rest(&draft, document, platform);
	read_domains(&draft, document, platform);
	return draft.is_good ? platform : NULL;
}
