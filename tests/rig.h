/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rig.h -- models that are refused, and models that die: a scenario's text,
 * what is said of it, and how its run ends.  (trial.h is for those that do
 * well.)
 *
 * The text is written to "model.yaml" in the working folder (a test enters
 * one of its own: scratch.h), so that messages name it so.
 */
#ifndef TESTS_RIG_H
#define TESTS_RIG_H

#include <stdbool.h>

#include "experiment/scenario.h"
#include "models/world.h"

struct rig {
	struct diagnostics diagnostics;
	struct scenario *scenario; /* NULL: refused by the loader */
	const struct point *point; /* last compiled */
	struct program *program;   /* of it; NULL: refused */
	struct world *world;
	const struct outcome *outcome; /* of the world, once it has run */
};

/* Load and compile the first point; false when either is refused. */
bool rig_try(struct rig *rig, const char *text);

/* As rig_try(), but a refusal fails the test, and shows why. */
void rig_open(struct rig *rig, const char *text);
void rig_close(struct rig *rig);

/* Compile another point. */
void rig_point(struct rig *rig, int point);

/* A fresh world of the compiled point, to be run or looked into. */
struct world *rig_world(struct rig *rig, uint32_t replication);

/* Run it; it may end as it likes. */
const struct outcome *rig_run(struct rig *rig, uint32_t replication);

/* `text` is refused, and `golden` is among what is said:
 * "model.yaml:3:7: error: ...". */
void rig_refuses(const char *text, const char *golden);

/* `text` passes with one thing said, or (NULL) none. */
void rig_accepts(const char *text, const char *golden);

#endif
