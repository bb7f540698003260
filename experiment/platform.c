/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/platform.h"

#include <string.h>

#include "experiment/hint.h"
#include "experiment/steps.h"
#include "models/instance.h"

#define OTHERS "platform|title|year|month|instance|domains|idle_ceiling|" \
	"absent|counterfactual"

struct draft {
	const struct reader *reader;
	const struct supplier *supplier;
	const char *owner;
	bool is_good;
};

static const struct mechanism *find_mechanism(struct draft *draft,
					      const struct node *node,
					      const char *dimension)
{
	const struct reader *reader = draft->reader;
	const char *name = reader_text(reader, node, dimension);
	const struct mechanism *mechanism = NULL;

	if (name)
		mechanism = draft->supplier->mechanism(
			draft->supplier->data, name, node->where);
	if (!mechanism)
		return NULL;
	if (strcmp(mechanism->dimension, dimension) == 0)
		return mechanism;
	reader_error(reader, node->where, "mechanism '%s' is one of %s, not "
		     "of %s", name, mechanism->dimension, dimension);
	return NULL;
}

/* NAME, or {nested: NAME, shadow: NAME} by the paging of the hardware. */
static void read_binding(struct draft *draft, const struct entry *entry,
			 struct domain *domain, struct binding *binding)
{
	const struct reader *reader = draft->reader;
	const struct node *node = entry->value, *shadow = NULL;
	struct binding *made = &binding[domain->bindings];

	if (node->kind == NODE_MAP) {
		shadow = reader_need(reader, node, node->where, entry->key,
				     "shadow");
		node = reader_need(reader, node, node->where, entry->key,
				   "nested");
		if (!shadow || !node ||
		    !reader_keys(reader, entry->value, entry->key,
				 "nested|shadow", NULL)) {
			draft->is_good = false;
			return;
		}
	}
	*made = (struct binding){
		entry->key, entry->where,
		find_mechanism(draft, node, entry->key),
		shadow ? find_mechanism(draft, shadow, entry->key) : NULL,
	};
	if (made->mechanism && (!shadow || made->shadow))
		domain->bindings++;
	else
		draft->is_good = false;
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

/* {DIMENSION: TEXT, ...}; `default` is nobody's remark. */
static const struct remark *read_remarks(struct draft *draft,
					 const struct node *map,
					 const char *what, const char *keys,
					 int *count)
{
	const struct reader *reader = draft->reader;
	struct remark *remark;

	if (!reader_is_map(reader, map, what) ||
	    !reader_keys(reader, map, what, keys, NULL)) {
		draft->is_good = false;
		return NULL;
	}
	remark = arena_get(reader->arena, (size_t)map->count *
			   sizeof(*remark));
	for (int i = 0; i < map->count; i++) {
		const struct entry *entry = &map->entry[i];
		const char *text = reader_text(reader, entry->value,
					       entry->key);

		draft->is_good &= text != NULL;
		if (text && strcmp(entry->key, "default") != 0)
			remark[(*count)++] = (struct remark){
				entry->key, text, entry->value->where,
			};
	}
	return remark;
}

/* NAME, or a map: {default: NAME, ebs: NAME, ...}. */
static void read_stands(struct draft *draft, const struct node *node,
			struct platform *platform)
{
	const struct reader *reader = draft->reader;

	if (node && node->kind == NODE_MAP) {
		platform->stand = read_remarks(draft, node, "instance",
					       "default|" DIMENSIONS,
					       &platform->stands);
		node = reader_need(reader, node, node->where, "instance",
				   "default");
		draft->is_good &= node != NULL;
	}
	if (!node)
		return;
	platform->instance = reader_text(reader, node, "instance");
	draft->is_good &= platform->instance != NULL;
}

/* What is absent has no mechanism. */
static void read_absent(struct draft *draft, const struct node *document,
			struct platform *platform)
{
	const struct node *map = node_get(document, "absent");

	if (!map)
		return;
	platform->absent = read_remarks(draft, map, "absent", DIMENSIONS,
					&platform->absents);
	for (int i = 0; i < platform->absents; i++) {
		const char *dimension = platform->absent[i].dimension;

		if (!node_get(document, dimension))
			continue;
		reader_error(draft->reader, node_find(map, dimension)->where,
			     "%s: '%s' is there, and said to be absent",
			     draft->owner, dimension);
		draft->is_good = false;
	}
}

static void read_number(struct draft *draft, const struct node *document,
			const char *key, int low, int high, int *number)
{
	const struct node *node = node_get(document, key);

	if (node)
		draft->is_good &= reader_int(draft->reader, node, key, low,
					     high, number);
}

static void read_rest(struct draft *draft, const struct node *document,
		      struct platform *platform)
{
	const struct reader *reader = draft->reader;
	const struct node *node;

	draft->is_good &= reader_title(reader, document, &platform->title);
	read_stands(draft, node_get(document, "instance"), platform);
	read_absent(draft, document, platform);
	if ((node = node_get(document, "idle_ceiling"))) {
		platform->idle_ceiling = reader_word(reader, node,
						     "idle_ceiling");
		draft->is_good &= platform->idle_ceiling != NULL;
	}
	if ((node = node_get(document, "counterfactual"))) {
		platform->counterfactual = reader_text(reader, node,
						       "counterfactual");
		draft->is_good &= platform->counterfactual != NULL;
	}
	read_number(draft, document, "year", 1995, 2100, &platform->year);
	read_number(draft, document, "month", 1, 12, &platform->month);
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

static const struct remark *find_remark(const struct remark *remark, int count,
					const char *dimension)
{
	for (int i = 0; i < count; i++)
		if (strcmp(remark[i].dimension, dimension) == 0)
			return &remark[i];
	return NULL;
}

const char *platform_stands_on(const struct platform *platform,
			       const char *dimension, struct where *where)
{
	const struct remark *stand = find_remark(platform->stand,
						 platform->stands, dimension);

	if (!stand)
		return NULL;
	*where = stand->where;
	return stand->text;
}

static bool is_bound(const struct platform *platform, const char *dimension)
{
	const struct domain *guest = &platform->domain[0];

	for (int i = 0; i < guest->bindings; i++)
		if (strcmp(guest->binding[i].dimension, dimension) == 0)
			return true;
	return false;
}

const char *platform_absence(struct arena *arena,
			     const struct platform *platform,
			     const char *dimension)
{
	const struct remark *absent = find_remark(platform->absent,
						  platform->absents,
						  dimension);

	if (absent)
		return absent->text;
	if (is_bound(platform, dimension))
		return NULL;
	return arena_format(arena, "platform '%s' has no %s", platform->name,
			    dimension);
}

static void choose(struct arena *arena, struct domain *domain)
{
	struct binding *binding = arena_get(arena, (size_t)domain->bindings *
					    sizeof(*binding));

	for (int i = 0; i < domain->bindings; i++) {
		binding[i] = domain->binding[i];
		if (binding[i].shadow)
			binding[i].mechanism = binding[i].shadow;
		binding[i].shadow = NULL;
	}
	domain->binding = binding;
}

const struct platform *platform_on(struct arena *arena,
				   const struct platform *platform,
				   const struct instance *instance)
{
	const struct value *paging =
		&instance->hardware->value[INSTANCE_PAGING];
	struct platform *copy;
	struct domain *domain;

	if (paging->choice != PAGING_SHADOW)
		return platform;
	copy = arena_get(arena, sizeof(*copy));
	domain = arena_get(arena, (size_t)platform->domains *
			   sizeof(*domain));
	*copy = *platform;
	copy->domain = domain;
	for (int i = 0; i < platform->domains; i++) {
		domain[i] = platform->domain[i];
		choose(arena, &domain[i]);
	}
	return copy;
}
