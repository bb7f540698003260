/* SPDX-License-Identifier: GPL-3.0-or-later */
/* read.h -- a results file in memory, for tables, exports and figures.
 *
 * results_open() reads everything but the histograms, which are merged over
 * replications when asked for.  All is owned by the struct results; what
 * stands in a point's arrays is sorted as said beside each.
 *
 *	struct results *results = results_open("results/mmc.db", &error);
 *	for (int i = 0; i < results->points; i++)
 *		for each workload in results->point[i].load
 *			results_estimate(results, i, workload, "latency.p99")
 *
 * A file whose run was killed is read as far as it came: is_complete is
 * false, and points may have fewer replications than asked for, or none.
 */
#ifndef RESULTS_READ_H
#define RESULTS_READ_H

#include "results/record.h"
#include "sim/error.h"
#include "sim/histogram.h"

#define RESULTS_SCHEMA 2 /* version of the tables that is read and written */

/* A workload of a point, over its replications. */
struct load_sum {
	const char *workload;
	const char *status;  /* the worst of them: saturated, starved,
				dropping, empty, ok */
	const char *binding; /* the part that saturates, or NULL */
	bool is_pushed; /* `arrival: saturate`: its latency is a queue's
			   length, and no result */
	uint64_t arrived, left, dropped, inside;
	int replications;
};

/* A stage's share of a job's time.  Rows of one octave of latency, or of
 * all together; wait + work over the stages is the mean latency of these. */
struct stage_mean {
	const char *workload;
	int position;
	const char *stage, *owner, *kind;
	double wait, work; /* mean ps a job, visited or not */
	double jobs;       /* that it is the mean of */
};

struct busy_share {
	const char *core, *class, *owner, *kind;
	double share; /* of the window: 1.0 is a core, always */
};

/* A replication that is not ok, or a check that does not hold. */
struct failure {
	int replication;
	const char *state, *story;    /* story: or NULL */
	const char *check, *component; /* NULL: the watchdog's verdict */
	const char *left, *right;
};

struct point_results {
	struct point_record point;
	int replications; /* that are in the file */
	int last;         /* the highest number of these, from 0; -1: none */
	uint64_t events;  /* in all of them */
	const struct load_sum *load; /* by workload's name */
	int loads;
	const struct estimate_record *estimate; /* by workload, then name */
	int estimates;
	const struct stage_mean *stage; /* by workload, then position */
	int stages;
	const struct busy_share *busy; /* by core, class, owner, kind */
	int busies;
	int checks; /* that were made, in all replications */
	const struct failure *failure; /* by replication */
	int failures;
};

/* What the numbers lean on, over all points of the file. */
struct trust {
	int costs;   /* distinct ones that were reached */
	int assumed, fitted, uncited;
	const struct cost_record *heaviest; /* of the assumed and the fitted,
		the one with most weight times relative range; or NULL */
	const char *heaviest_label; /* of the point where that is so */
	double heaviest_weight;     /* weight * (high - low) / mean, ps a job */
};

struct results {
	struct run_record run;
	const struct host_record *host; /* NULL: --reproducible */
	const struct point_results *point; /* by ordinal */
	int points;
	struct trust trust;
	/* private */
	struct results_source *source;
};

/* Is it a results file?  The version of its schema goes to `schema` whatever
 * it is; -1 with STATUS_INPUT when it is no fathom database or not there. */
int results_identify(const char *path, int *schema, struct error *error);

/* NULL with an error when it is not there or no fathom database
 * (STATUS_INPUT), or cannot be read (STATUS_SYSTEM).  Rolls back what a
 * killed run left half written. */
struct results *results_open(const char *path, struct error *error);
void results_close(struct results *results);

/* The estimate of that name; workload "" for one of the whole run.  NULL:
 * there is none. */
const struct estimate_record *results_estimate(const struct results *results,
					       int point, const char *workload,
					       const char *name);

/* Add the latencies (ps) of a workload of a point, all replications
 * together, to `into`, which the caller has initialised. */
int results_histogram(struct results *results, int point, const char *workload,
		      struct histogram *into, struct error *error);

/* Stages of the jobs whose latency lies at or above 2^octave ps alone, for
 * tails; *count rows in *stage, owned by `results`. */
int results_tail(struct results *results, int point, const char *workload,
		 int octave, const struct stage_mean **stage, int *count,
		 struct error *error);

#endif
