/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plot_sample.h -- results files made up for the figures' tests: plausible
 * latencies and capacities by formula, no simulation, the same each time. */
#ifndef TESTS_PLOT_SAMPLE_H
#define TESTS_PLOT_SAMPLE_H

#include <stdbool.h>

struct plot_sample {
	const char *title;
	const char *const *platform; /* ends with NULL */
	const char *const *instance; /* of each; NULL: c5.large */
	/* A swept key, or NULL.  An arrival is the load that is offered; any
	 * other takes capacity away. */
	const char *key;
	const char *const *text; /* its values, as written */
	const double *number;    /* NULL: they are no numbers */
	int values;
	int replications; /* 1: no intervals */
	bool is_incomplete, is_empty;
};

/* Write the file; fails the test when it cannot. */
void plot_sample_write(const char *path, const struct plot_sample *sample);

#endif
