/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run.h -- a scenario, run on all cores into one results file.
 *
 *	compile every point         what is wrong is found here, before a
 *	                            file is written or a job simulated
 *	open the output             new, or continued (output.h)
 *	points x replications       a task each, on a pool of threads
 *	commit in declared order    one transaction a replication
 *	estimates of each point     when its last replication is in
 *	is_complete = 1
 *
 * The file has the same bytes whatever the number of threads.  Memory: all
 * compiled points, one world a thread, and the records of at most twice as
 * many replications as there are threads.
 */
#ifndef EXPERIMENT_RUN_H
#define EXPERIMENT_RUN_H

#include <stdbool.h>
#include <stdint.h>

#include "experiment/scenario.h"
#include "sim/error.h"

struct run_progress {
	int points, points_done;
	uint64_t replications, done; /* all; those in the file by now */
	uint64_t events;             /* of this call's replications */
	double seconds;              /* since the first one began */
	double seconds_left;         /* NaN: nobody knows yet */
};

struct run_options {
	const char *output; /* NULL: results/NAME.db; its folder must be there,
			       except results/ */
	int jobs;           /* threads; 0: as many as cores */
	bool is_reproducible; /* nothing of host or time in the file */
	bool is_forced;       /* drop results that are there already */
	bool is_quiet;        /* neither progress nor notes */
	const char *arguments; /* of the command line, for table host */
	/* From the calling thread, some ten times a second; or NULL. */
	void (*progress)(void *data, const struct run_progress *progress);
	/* One line for stderr: what became of an older file; or NULL. */
	void (*note)(void *data, const char *line);
	void *data;
	const volatile int *stop; /* not 0: end soon, keep what is done */
};

#define RUN_PATH 4096

struct run_summary {
	char output[RUN_PATH]; /* the file, "" before it is known */
	bool has_results;      /* it can be read, whatever the error is */
	int points;
	uint64_t ran, found; /* replications: run now, there before */
	uint64_t events;     /* of those run now */
	double seconds;
	int failed; /* replications in the file that are not ok */
};

/* 0, or -1 with the error:
 *   STATUS_INPUT        what is wrong is in `diagnostics`, or it is the output
 *                       that is no results file; nothing was written
 *   STATUS_SYSTEM       cannot write; what was committed is kept
 *   STATUS_INTERRUPTED  *options->stop; the same call continues
 *   STATUS_CHECK        a replication failed a check or its model is dead: the
 *                       message says which; all rows are there
 * Warnings go to `diagnostics` in any case. */
int run_scenario(struct scenario *scenario, const struct run_options *options,
		 struct run_summary *summary, struct diagnostics *diagnostics,
		 struct error *error);

#endif
