/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reading.h -- YAML in a test: texts to trees, and what was said of them. */
#ifndef TESTS_READING_H
#define TESTS_READING_H

#include "experiment/reader.h"
#include "experiment/source.h"

struct reading {
	struct arena arena;
	struct diagnostics diagnostics;
	struct reader reader; /* of a user's own file */
};

void reading_init(struct reading *reading);
void reading_fini(struct reading *reading);

/* The tree of a text, whose file is "t.yaml"; NULL when it is refused. */
const struct node *reading_tree(struct reading *reading, const char *text);

/* A scalar as if it stood at 1:1 of the file. */
const struct node *reading_scalar(struct reading *reading, const char *text);

/* All that was noted so far, in that order, is exactly this: lines of
 * "line:column: message\n".  It is forgotten then. */
void reading_expect(struct reading *reading, const char *expected);

#endif
