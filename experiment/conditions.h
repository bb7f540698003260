/* SPDX-License-Identifier: GPL-3.0-or-later */
/* conditions.h -- the `run:` of a scenario: how long, how often, which luck.
 */
#ifndef EXPERIMENT_CONDITIONS_H
#define EXPERIMENT_CONDITIONS_H

#include <stdint.h>

#include "experiment/reader.h"
#include "models/model.h"
#include "sim/time.h"

struct conditions {
	sim_time duration; /* 0: `jobs` decides */
	sim_time warmup;
	uint64_t jobs;
	uint64_t seed;
	int replications;
	double spread;
};

/* The keys that `run:` may have, with their ranges and defaults. */
const struct param *conditions_keys(int *count);

/* `run` may be NULL: all defaults.  False when an error was noted. */
bool conditions_read(const struct reader *reader, const struct node *run,
		     struct conditions *conditions);

#endif
