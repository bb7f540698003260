/* SPDX-License-Identifier: GPL-3.0-or-later */
/* override.h -- a value put in the place of another, by --set or a sweep.
 *
 *	[PLATFORM:]workload.NAME.KEY...      of the scenario
 *	           workload                  that workload alone
 *	           run.KEY
 *	           network.costs.NAME, network.components.NAME.PARAMETER
 *	           network.KEY
 *	           instance.KEY              of every instance's hardware
 *	           platform.KEY              of every platform
 *	           MECHANISM.COST
 *	           MECHANISM.COMPONENT.PARAMETER     (COMPONENT may be `cpu`)
 *
 * Overrides work on trees, before these are read: what is wrong with the new
 * value is found by those who would have found it in a file, and said at the
 * place where the new value was written.  A cost keeps its clock and loses
 * its range, status and source.
 */
#ifndef EXPERIMENT_OVERRIDE_H
#define EXPERIMENT_OVERRIDE_H

#include "experiment/reader.h"

#define OVERRIDE_SEGMENTS 8

struct override {
	const char *path;     /* as written */
	const char *platform; /* NULL: all */
	const char *segment[OVERRIDE_SEGMENTS];
	int segments;
	struct where where;   /* of the path */
	const struct node *value;
	bool *is_used; /* set when it found what it names */
};

/* Split a path.  The value is to be set by override_with(). */
bool override_parse(const struct reader *reader, const char *path,
		    struct where where, struct override *override);

/* The same override with a value, which is copied and marked. */
struct override override_with(const struct override *override,
			      struct arena *arena, const struct node *value);

/* Does it name a part of the scenario (workload, run, network)? */
bool override_is_of_scenario(const struct override *override);

/* Is it for this platform (NULL: for none in particular), and is `name` what
 * stands before the first dot? */
bool override_is_for(const struct override *override, const char *platform,
		     const char *name);

/* The scenario's tree with the value in place; NULL when an error was noted. */
const struct node *override_scenario(const struct override *override,
				     const struct reader *reader,
				     const struct node *root);

/* A document's tree likewise: what the path names behind its first segment. */
const struct node *override_document(const struct override *override,
				     const struct reader *reader,
				     const struct node *root);

#endif
