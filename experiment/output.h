/* SPDX-License-Identifier: GPL-3.0-or-later */
/* output.h -- the file that a run writes to, and what to do when it is there.
 *
 *	nothing there, or empty        begin a new one
 *	the same experiment            continue it: replications that are there
 *	                               are not run again
 *	another experiment             keep it as NAME.old-N.db, begin a new one
 *	--force, any results file      remove it, begin a new one
 *	not a results file of fathom   an error; it is left alone
 *
 * The same experiment: version of fathom and all resolved points are equal,
 * and no more replications are there than are asked for.  Asking for more
 * adds them.
 */
#ifndef EXPERIMENT_OUTPUT_H
#define EXPERIMENT_OUTPUT_H

#include "experiment/plan.h"
#include "results/store.h"

struct output {
	char path[RUN_PATH];
	struct store *store; /* NULL: complete, and nothing is to be written */
	/* present[first[p] + r]: replication r of point p is there. */
	bool *present;
	int *first;
};

/* Open the file of `plan`, whose fingerprint is set; the first thing that a
 * run writes.  Errors: STATUS_SYSTEM, or STATUS_INPUT for a file that is not
 * ours.  On errors there is nothing to finish. */
int output_open(struct output *output, const struct plan *plan,
		const struct run_options *options, struct error *error);
void output_fini(struct output *output);

/* Of version, seed and points. */
int64_t output_fingerprint(const struct plan *plan);

#endif
