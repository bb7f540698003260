/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan.h -- what is to be run: points, replications, and how one is made.
 *
 * A plan knows nothing of scenarios or worlds: run.c makes one of a scenario,
 * tests make theirs of functions.
 */
#ifndef EXPERIMENT_PLAN_H
#define EXPERIMENT_PLAN_H

#include "experiment/run.h"
#include "results/record.h"
#include "sim/memory.h"

/* Make one replication: fill `record` (point, replication and seed are set)
 * with memory of the arena.  Called on a thread of the pool, several at once.
 * False: it gave up because *stop is not 0, and nothing is kept of it. */
typedef bool replicate_fn(void *data, int point, int replication,
			  const volatile int *stop, struct arena *arena,
			  struct replication_record *record);

struct plan {
	struct run_record run; /* replications: the most of any point */
	const struct point_record *point;
	const int *replications; /* wanted, by point */
	int points;
	replicate_fn *replicate;
	/* No replication of the point will be asked for again.  Called on the
	 * thread that runs the plan; or NULL. */
	void (*point_done)(void *data, int point);
	void *data;
};

/* As run_scenario(). */
int plan_run(const struct plan *plan, const struct run_options *options,
	     struct run_summary *summary, struct error *error);

#endif
