/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tree.h -- from the bytes of a YAML file to its tree.
 *
 * Over libyaml's event API, so that a hostile file is refused while it is
 * parsed: over 1 MiB, 100,000 nodes, 1,000,000 nodes after aliases, 1,000
 * anchors, 32 levels deep.  Refused as well: several documents, NULs, tags,
 * duplicate keys, keys that are not words, aliases of what is not complete
 * (so no tree contains itself).  An empty file is wrong at 1:1.
 */
#ifndef EXPERIMENT_TREE_H
#define EXPERIMENT_TREE_H

#include "experiment/node.h"
#include "experiment/source.h"

#define TREE_NODES 100000
#define TREE_EXPANDED 1000000
#define TREE_ANCHORS 1000
#define TREE_DEPTH 32

/* NULL when an error was noted.  Registers the source, unless it is a part of
 * another one.  The tree points at source->file, not at its text. */
const struct node *tree_parse(struct arena *arena, const struct source *source,
			      struct diagnostics *diagnostics);

#endif
