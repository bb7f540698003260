/* SPDX-License-Identifier: GPL-3.0-or-later */
/* node.h -- a YAML document as a small tree that knows where it was written.
 *
 * A node is a scalar (its text), a list or a map (entries in the order
 * written).  Nodes are read-only once made and live in somebody's arena, so
 * trees may share them: an alias is the anchored node itself, and node_put()
 * copies only the maps on the way to what it changes.
 *
 * A file may hold 1,000,000 nodes after aliases, 32 deep: walking a tree by
 * recursion is safe.
 */
#ifndef EXPERIMENT_NODE_H
#define EXPERIMENT_NODE_H

#include <stdbool.h>

#include "sim/error.h"
#include "sim/memory.h"

enum node_kind { NODE_SCALAR, NODE_LIST, NODE_MAP };

struct node;

struct entry {
	const char *key; /* NULL in a list */
	struct where where; /* of the key */
	const struct node *value;
};

struct node {
	enum node_kind kind;
	bool is_quoted;   /* "text" or 'text' or a block */
	bool is_override; /* by --set or a sweep, in place of the file's own */
	struct where where;
	const char *text; /* of a scalar; never NULL */
	const struct entry *entry;
	int count; /* entries */
	int size, height; /* private to the parser: nodes and levels below */
};

const struct node *node_scalar(struct arena *arena, const char *text,
			       struct where where);

/* The value of a key of a map, or NULL; also when `map` is NULL or no map. */
const struct node *node_get(const struct node *map, const char *key);
const struct entry *node_find(const struct node *map, const char *key);

/* The text of a scalar that stands under a key; NULL when there is none. */
const char *node_text(const struct node *map, const char *key);

/* Nothing was written: `key:` alone, or `~`. */
bool node_is_empty(const struct node *node);

/* A map like `map` (NULL or no map: an empty one) with `key` set.  A new key
 * stands where its value does. */
const struct node *node_with(struct arena *arena, const struct node *map,
			     const char *key, const struct node *value);

/* The same along a path of keys, of which the last is said to stand at
 * `where`; maps that are missing are made. */
const struct node *node_put(struct arena *arena, const struct node *root,
			    const char *const *path, int length,
			    const struct node *value, struct where where);

/* The map without `key`. */
const struct node *node_without(struct arena *arena, const struct node *map,
				const char *key);

/* How many scalars, and one more for each '+' in them: no more costs than
 * that can stand in the tree. */
int node_literals(const struct node *node);

#endif
