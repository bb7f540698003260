/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scenario.h -- a scenario file, loaded: its points, ready to compile.
 *
 * Points = platforms (rows of `compare`, or the hosts) x the product of the
 * swept values, in the order written: the platform is the slowest.  Each
 * point's setup is complete, with the overrides of --set and of its swept
 * values applied; it is built on demand and owned by the scenario.
 */
#ifndef EXPERIMENT_SCENARIO_H
#define EXPERIMENT_SCENARIO_H

#include <stdint.h>

#include "models/model.h"

struct scenario;

struct scenario_options {
	const char *const *set; /* "path=value" of the command line */
	int sets;
	const char *const *models; /* --models folders, later ones win */
	int model_dirs;
	const uint64_t *seed; /* --seed, or NULL */
};

struct swept {
	const char *key;   /* "workload.sender.payload" */
	const char *text;  /* "64B" */
	double number;     /* in the unit that follows; NaN: it is none */
	const char *unit;  /* "B", "s", "/s", "B/s", "Hz", "cyc", "%" or "" */
};

struct point {
	uint64_t id; /* hash of the resolved parameters, not the ordinal */
	int ordinal;
	const char *platform, *instance; /* "" for a bare network or hosts */
	const char *label;               /* platform, "network" or "hosts" */
	const struct swept *swept;
	int swepts;
	sim_time warmup, duration; /* duration 0: `jobs` decides */
	uint64_t jobs;
	uint64_t seed;
	int replications;
	const char *absent; /* why it runs nothing, or NULL: its platform lacks
			       what a workload asks for */
	const char *counterfactual; /* its platform's remark, or NULL */
	const char *resolved; /* canonical text of all parameters and costs;
				 NULL until scenario_setup() was called */
};

/* Load and check everything that can be without compiling.  NULL when
 * diagnostics got an error. */
struct scenario *scenario_load(const char *path,
			       const struct scenario_options *options,
			       struct diagnostics *diagnostics);
void scenario_free(struct scenario *scenario);

const char *scenario_name(const struct scenario *scenario);  /* file's stem */
const char *scenario_title(const struct scenario *scenario);
const char *scenario_text(const struct scenario *scenario);  /* as written */
int scenario_points(const struct scenario *scenario);
const struct point *scenario_point(const struct scenario *scenario, int i);

/* The setup of a point that is not absent; errors (an override out of range,
 * ...) are noted and give NULL.  Not thread-safe; what it returns is
 * read-only. */
const struct setup *scenario_setup(struct scenario *scenario, int point,
				   struct diagnostics *diagnostics);

#endif
