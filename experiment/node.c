/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/node.h"

#include <string.h>

const struct node *node_scalar(struct arena *arena, const char *text,
			       struct where where)
{
	struct node *node = arena_get(arena, sizeof(*node));

	node->kind = NODE_SCALAR;
	node->where = where;
	node->text = text;
	return node;
}

const struct entry *node_find(const struct node *map, const char *key)
{
	if (!map || map->kind != NODE_MAP)
		return NULL;
	for (int i = 0; i < map->count; i++)
		if (strcmp(map->entry[i].key, key) == 0)
			return &map->entry[i];
	return NULL;
}

const struct node *node_get(const struct node *map, const char *key)
{
	const struct entry *entry = node_find(map, key);

	return entry ? entry->value : NULL;
}

const char *node_text(const struct node *map, const char *key)
{
	const struct node *node = node_get(map, key);

	return node && node->kind == NODE_SCALAR ? node->text : NULL;
}

bool node_is_empty(const struct node *node)
{
	if (node->kind != NODE_SCALAR || node->is_quoted)
		return false;
	return node->text[0] == '\0' || strcmp(node->text, "~") == 0;
}

/* A copy with room for more; *into is where its entries may be changed. */
static struct node *map_copy(struct arena *arena, const struct node *map,
			     struct where where, int room,
			     struct entry **into)
{
	struct node *copy = arena_get(arena, sizeof(*copy));
	struct entry *entry;
	int count = map && map->kind == NODE_MAP ? map->count : 0;

	*copy = map ? *map : (struct node){.where = where};
	copy->kind = NODE_MAP;
	copy->count = count;
	entry = arena_get(arena, (size_t)(count + room) * sizeof(*entry));
	if (count)
		memcpy(entry, map->entry, (size_t)count * sizeof(*entry));
	copy->entry = *into = entry;
	return copy;
}

/* `where` of the key: for a new one, or for any when it is not NULL. */
static const struct node *map_set(struct arena *arena, const struct node *map,
				  const char *key, const struct node *value,
				  const struct where *where)
{
	struct entry *entry;
	struct node *copy = map_copy(arena, map, value->where, 1, &entry);

	for (int i = 0; i < copy->count; i++)
		if (strcmp(entry[i].key, key) == 0) {
			if (where)
				entry[i].where = *where;
			entry[i].value = value;
			return copy;
		}
	entry[copy->count++] = (struct entry){
		key, where ? *where : value->where, value,
	};
	return copy;
}

const struct node *node_with(struct arena *arena, const struct node *map,
			     const char *key, const struct node *value)
{
	return map_set(arena, map, key, value, NULL);
}

const struct node *node_put(struct arena *arena, const struct node *root,
			    const char *const *path, int length,
			    const struct node *value, struct where where)
{
	if (length == 1)
		return map_set(arena, root, path[0], value, &where);
	value = node_put(arena, node_get(root, path[0]), path + 1, length - 1,
			 value, where);
	return node_with(arena, root, path[0], value);
}

const struct node *node_without(struct arena *arena, const struct node *map,
				const char *key)
{
	struct entry *entry;
	struct node *copy = map_copy(arena, map, map->where, 0, &entry);
	int kept = 0;

	for (int i = 0; i < copy->count; i++)
		if (strcmp(entry[i].key, key) != 0)
			entry[kept++] = entry[i];
	copy->count = kept;
	return copy;
}

static int scalar_literals(const char *text)
{
	int count = 1;

	for (; *text; text++)
		count += *text == '+';
	return count;
}

int node_literals(const struct node *node)
{
	int count = 0;

	if (!node)
		return 0;
	if (node->kind == NODE_SCALAR)
		return scalar_literals(node->text);
	for (int i = 0; i < node->count; i++)
		count += node_literals(node->entry[i].value);
	return count;
}
