/* SPDX-License-Identifier: GPL-3.0-or-later */
/* canon.h -- trees and values as one canonical line of JSON.
 *
 * The same tree gives the same bytes.  The `note` of a cost is left out: it
 * says nothing to a run.
 */
#ifndef EXPERIMENT_CANON_H
#define EXPERIMENT_CANON_H

#include "experiment/node.h"

/* A text that grows; for canon_take(). */
struct canon {
	char *text;
	size_t length, room;
};

void canon_put(struct canon *canon, const char *text); /* as it is */
void canon_string(struct canon *canon, const char *text); /* quoted */

/* `,` unless first in its list or map, then the key, quoted, and `:`. */
void canon_key(struct canon *canon, const char *key);
void canon_node(struct canon *canon, const struct node *node);
void canon_integer(struct canon *canon, const char *key, long long value);

/* The text, in the arena; the canon is empty again. */
const char *canon_take(struct canon *canon, struct arena *arena);

/* A document of the library, without its title. */
const char *canon_document(struct arena *arena, const struct node *root);

/* A scalar's own text, and JSON for all else. */
const char *canon_value(struct arena *arena, const struct node *node);

#endif
