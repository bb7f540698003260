/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rig.h -- a scenario's text, compiled and run: for tests of the engine, the
 * checker and the watchdog.
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
	struct program *program;   /* of the point last compiled, or NULL */
	const struct point *point;
	struct world *world;
	const struct outcome *outcome; /* of the world last run */
};

/* Load and compile the first point; false when either is refused. */
bool rig_try(struct rig *rig, const char *text);

/* As rig_try(), but a refusal fails the test, and shows why. */
void rig_open(struct rig *rig, const char *text);
void rig_close(struct rig *rig);

/* Compile another point. */
void rig_point(struct rig *rig, int point);

/* A fresh world of the compiled point, not run yet, for white-box tests. */
struct world *rig_world(struct rig *rig, int replication);

/* Run one replication of the compiled point; any verdict will do. */
const struct outcome *rig_run(struct rig *rig, int replication);

/* As rig_run(); fails the test unless the verdict is VERDICT_OK, that is
 * unless every exact check holds. */
const struct outcome *rig_run_well(struct rig *rig, int replication);

/* A metric of the last outcome; fails the test when there is none. */
double rig_metric(const struct rig *rig, const char *name);
bool rig_has_metric(const struct rig *rig, const char *name);

/* The first message, "model.yaml:3:7: error: ...", in `line`; "" if none. */
const char *rig_said(const struct rig *rig, char line[500]);

/* `text` is refused, and `golden` is among what is said. */
void rig_refuses(const char *text, const char *golden);

/* `text` passes, and nothing is said. */
void rig_accepts(const char *text);

#endif
