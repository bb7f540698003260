/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/volumes.h"

#include <math.h>
#include <string.h>

#include "experiment/cost.h"
#include "experiment/hint.h"
#include "experiment/quantity.h"
#include "experiment/scope.h"

#define GIB 1073741824.0
#define SIZE_MAX_B (64 * 1024 * GIB)

const struct block_volume *volume_read(const struct reader *reader,
				       const char *name,
				       const struct node *document)
{
	struct arena *arena = reader->arena;
	struct block_volume *volume = arena_get(arena, sizeof(*volume));
	const char *owner = arena_format(arena, "volume '%s'", name);
	const char *title;
	struct scope scope;
	bool is_good = reader_keys(reader, document, owner,
				   "volume|title|costs", NULL);

	is_good &= scope_init(&scope, reader, owner, document);
	is_good &= reader_title(reader, document, &title);
	*volume = (struct block_volume){
		.name = name, .where = document->where, .cost = scope.cost,
		.costs = scope.named, .is_shipped = reader->is_shipped,
	};
	return is_good ? volume : NULL;
}

/* ---- what a scenario changes ---- */

static struct cost *cost_named(const struct block_volume *volume,
			       const char *name)
{
	for (int i = 0; i < volume->costs; i++)
		if (strcmp(volume->cost[i].name, name) == 0)
			return (struct cost *)&volume->cost[i];
	return NULL;
}

/* A copy whose costs may be changed. */
static struct block_volume *copied(struct arena *arena,
				   const struct block_volume *type,
				   const char *name)
{
	struct block_volume *volume = arena_get(arena, sizeof(*volume));
	size_t size = (size_t)type->costs * sizeof(*type->cost);
	struct cost *cost = arena_get(arena, size ? size : 1);

	if (size)
		memcpy(cost, type->cost, size);
	*volume = *type;
	volume->name = name;
	volume->cost = cost;
	return volume;
}

/* Gives the cost the number; it is the scenario's then, and uncited. */
static void put_number(struct arena *arena, struct cost *cost, double value,
		       const struct node *node)
{
	struct term *term = arena_get(arena, sizeof(*term));

	*term = cost->term[0];
	term->value = (struct distribution){.kind = DISTRIBUTION_CONSTANT,
					    .a = value};
	cost->text = quantity_print(arena, value, term->unit);
	cost_of_term(node, term, cost);
	cost->text = quantity_print(arena, value, term->unit);
	cost->is_shipped = false;
}

/* So many I/Os a second as a volume of that size has. */
static bool apply_size(const struct reader *reader, const struct node *node,
		       struct block_volume *volume)
{
	const struct legal legal = {UNIT_BYTES, GIB, SIZE_MAX_B, true, false};
	struct cost *iops = cost_named(volume, "iops");
	const struct cost *each = cost_named(volume, "iops_per_gib");
	const struct cost *least = cost_named(volume, "least_iops");
	const struct cost *most = cost_named(volume, "most_iops");
	struct cost *peak = cost_named(volume, "peak");
	double size, rate;

	if (!quantity_read(reader, node, "size", &legal, &size))
		return false;
	if (!iops || !each)
		return true; /* its limits do not depend on the size */
	rate = cost_mean(each) * size / GIB;
	if (least && rate < cost_mean(least))
		rate = cost_mean(least);
	if (most && rate > cost_mean(most))
		rate = cost_mean(most);
	put_number(reader->arena, iops, rate, node);
	if (peak && cost_mean(peak) < rate)
		put_number(reader->arena, peak, rate, node);
	return true;
}

static bool apply_cost(const struct reader *reader, const struct entry *entry,
		       struct block_volume *volume)
{
	struct cost *cost = cost_named(volume, entry->key);
	const struct cost was = cost ? *cost : (struct cost){0};
	enum unit unit = UNIT_COUNT, old = UNIT_COUNT;
	struct hint hint = hint_of(entry->key);

	if (!cost) {
		hint_add_words(&hint, "type|size");
		for (int i = 0; i < volume->costs; i++)
			hint_add(&hint, volume->cost[i].name);
		reader_error(reader, entry->where,
			     "unknown key '%.60s' in volume '%s'%s",
			     entry->key, volume->name, hint_text(&hint));
		return false;
	}
	if (!cost_read(reader, entry->value, entry->key, cost))
		return false;
	if (cost_is_single(cost, &unit) == cost_is_single(&was, &old) &&
	    unit == old)
		return true;
	reader_error(reader, entry->value->where, "%s: '%.40s' is %s; it must "
		     "be %s (%s)", entry->key, cost->text, unit_meaning(unit),
		     unit_meaning(old), unit_names(old));
	return false;
}

/* `size` first: what is said in so many words has the last one. */
static bool apply_all(const struct reader *reader, const struct node *map,
		      struct block_volume *volume)
{
	const struct node *size = node_get(map, "size");
	bool is_good = !size || apply_size(reader, size, volume);

	for (int i = 0; i < map->count; i++)
		if (words_index("type|size", map->entry[i].key) < 0)
			is_good &= apply_cost(reader, &map->entry[i], volume);
	return is_good;
}

static const struct block_volume *read_own(struct assembly *assembly,
					   const struct entry *entry)
{
	struct reader reader = assembly->reader;
	const struct node *type = node_get(entry->value, "type");
	const char *name = VOLUME_DEFAULT;
	const struct block_volume *found;
	struct block_volume *volume;

	if (!reader_is_map(&reader, entry->value, "a volume"))
		return NULL;
	if (type)
		name = reader_text(&reader, type, "type");
	if (!name)
		return NULL;
	found = catalogue_volume(&assembly->catalogue, name,
				 type ? type->where : entry->where);
	if (!found)
		return NULL;
	reader.is_shipped = false;
	volume = copied(reader.arena, found, entry->key);
	volume->where = entry->where;
	return apply_all(&reader, entry->value, volume) ? volume : NULL;
}

static const struct node *map_of(const struct assembly *assembly)
{
	return node_get(assembly->root, "volumes");
}

const struct block_volume *volumes_find(struct assembly *assembly,
					const char *name, struct where where,
					int *number)
{
	const struct node *map = map_of(assembly);
	struct hint hint;

	*number = 0;
	if (!name)
		return catalogue_volume(&assembly->catalogue, VOLUME_DEFAULT,
					where);
	hint = hint_of(name);
	for (int i = 0; map && i < map->count; i++) {
		if (strcmp(map->entry[i].key, name) == 0) {
			*number = i + 1;
			return read_own(assembly, &map->entry[i]);
		}
		hint_add(&hint, map->entry[i].key);
	}
	reader_error(&assembly->reader, where, "volume '%.60s' does not exist"
		     "%s", name, map && map->count ? hint_text(&hint) :
		     ": the scenario has no 'volumes'");
	return NULL;
}

bool volumes_check(struct assembly *assembly)
{
	const struct node *map = map_of(assembly);
	bool is_good = true;

	if (!map)
		return true;
	if (!reader_is_map(&assembly->reader, map, "volumes") ||
	    !reader_names(&assembly->reader, map, "a volume"))
		return false;
	if (map->count >= VOLUME_DISKS) {
		reader_error(&assembly->reader, map->where, "%d volumes; at "
			     "most %d", map->count, VOLUME_DISKS - 1);
		return false;
	}
	for (int i = 0; i < map->count; i++)
		is_good &= read_own(assembly, &map->entry[i]) != NULL;
	return is_good;
}
