/* SPDX-License-Identifier: GPL-3.0-or-later */
/* estimate.h -- what a point's replications say together, at 95 %.
 *
 * Of every metric: the mean over replications with Student's interval; with
 * one replication, no interval (NaN).  A percentile is the mean of each
 * replication's own, and is known when at least 5 samples lie above it in
 * each replication and 50 in all.
 *
 *   status     of                        value
 *   failed     a replication did         kept, for looking at
 *   saturated  any replication           NaN for latency.* and wait.*
 *   starved    any replication           NaN for latency.* and wait.*
 *   dropping   any replication           of the jobs that were not dropped
 *   few        this metric               NaN when nothing or a percentile
 *                                        with too few samples
 *   ok
 *
 * The first that holds is said.  A metric of the whole run goes by the worst
 * of its workloads.
 */
#ifndef EXPERIMENT_ESTIMATE_H
#define EXPERIMENT_ESTIMATE_H

#include "results/record.h"
#include "sim/error.h"
#include "sim/histogram.h"
#include "sim/memory.h"

#define ESTIMATE_LEVEL 0.95

/* The percentiles that are kept, upwards. */
struct percentile {
	const char *name; /* "latency.p99" */
	double share;     /* 0.99 */
};
#define PERCENTILES 5
extern const struct percentile percentiles[PERCENTILES];

/* At least so many samples of one replication lie above its percentile. */
bool percentile_is_known(const struct percentile *percentile,
			 const struct histogram *latency);

/* One estimate a metric of the samples, in their order; the list is the
 * arena's.  -1 when a histogram is damaged. */
int estimate_samples(const struct point_samples *samples, struct arena *arena,
		     const struct estimate_record **estimate, int *count,
		     struct error *error);

#endif
