/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reading.h -- YAML in a test: texts to trees, and what was said of them. */
#ifndef TESTS_READING_H
#define TESTS_READING_H

#include "experiment/reader.h"
#include "experiment/scenario.h"
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

/* A scenario in the scratch folder's t.yaml, as loaded with `sets` --set. */
struct scenario *reading_scenario(struct reading *reading, const char *text,
				  const char *const *set, int sets);

/* One that is right, with one --set or (NULL) none; and a point of it. */
struct scenario *reading_good_scenario(struct reading *reading,
				       const char *text, const char *set);
const struct setup *reading_setup(struct reading *reading,
				  struct scenario *scenario, int point);

/* A mechanism; and one that is right. */
const struct mechanism *reading_mechanism(struct reading *reading,
					  const char *text);
const struct mechanism *reading_good_mechanism(struct reading *reading,
					       const char *text);

/* The component's parameter of that name. */
const struct value *reading_value(const struct component *component,
				  const char *name);

/* Two small scenarios for tests of what is set and swept in them. */
#define READING_LADDER                                                     \
	"compare: [xen-pv, nitro]\n"                                       \
	"workload: {s: {kind: packets, direction: tx, payload: 1B, "       \
	"arrival: saturate}}\n"
#define READING_NETWORK                                                   \
	"network: {costs: {x: exp 1us}, components: {st: {kind: server, "  \
	"work: $x}}, path: [{at: st}]}\n"                                  \
	"workload: {c: {kind: network, arrival: {open: 1k/s}}}\n"

/* All that was noted so far, in that order, is exactly this: lines of
 * "line:column: message\n".  It is forgotten then. */
void reading_expect(struct reading *reading, const char *expected);

#endif
