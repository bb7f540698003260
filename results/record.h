/* SPDX-License-Identifier: GPL-3.0-or-later */
/* record.h -- the rows of schema.sql as plain structs, for writing them
 * (store.h) and for reading them back (read.h).
 *
 * A struct is a row, its members the columns of that table in its order,
 * without the keys that its owner has (point, replication).  Texts are
 * borrowed; NULL and NaN are SQL's NULL.  Times are picoseconds.
 */
#ifndef RESULTS_RECORD_H
#define RESULTS_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct swept_record {
	const char *key, *text;
	double number; /* in the unit that follows */
	const char *unit;
};

struct cost_record {
	const char *mechanism, *name, *value; /* value: as written */
	const char *status, *source;
	double mean;      /* of the value's first term, in its base unit */
	double low, high; /* range of that mean */
	double weight;    /* mean work a job on CPUs, ps */
};

struct point_record {
	int64_t id; /* hash of the resolved parameters */
	int ordinal;
	const char *label, *platform, *instance;
	const char *swept_text; /* "key=text key=text", "" if none */
	const char *resolved;
	const char *absent; /* why it ran nothing, or NULL */
	const char *counterfactual; /* what is said of its platform, or NULL */
	const struct swept_record *swept;
	int swepts;
	const struct cost_record *cost;
	int costs;
};

struct run_record {
	const char *version, *name, *title, *scenario;
	int64_t fingerprint;
	uint64_t seed;
	int replications; /* asked for, per point */
	bool is_complete;
};

struct host_record {
	const char *started, *name; /* when, and on which machine */
	int jobs;
	const char *arguments;
};

struct metric_record {
	const char *workload, *name, *unit; /* workload "": of the whole run */
	double value;
};

/* A workload in a replication, with the histogram of its latencies. */
struct load_record {
	const char *workload;
	const char *status; /* ok, saturated, dropping, starved, empty */
	const char *binding;
	uint64_t arrived, left, dropped, inside;
	const void *buckets; /* blob.h; NULL: none */
	size_t bucket_bytes;
};

struct stage_record {
	const char *workload;
	int latency_bucket, position;
	const char *stage, *owner, *kind;
	int64_t wait, work;
	uint64_t n;
};

struct busy_record {
	const char *core, *class, *owner, *kind;
	int64_t time;
};

struct opened_record {
	const char *component, *label;
	double time;
};

struct exemplar_record { /* one part of it */
	const char *workload;
	uint64_t job;
	const char *why;
	int64_t latency;
	int position;
	const char *stage;
	int64_t wait, work;
};

struct check_record {
	const char *name, *component;
	bool is_ok;
	const char *left, *right;
};

/* All that one replication leaves behind: one transaction. */
struct replication_record {
	int64_t point;
	int replication;
	const char *state; /* ok, check, deadlock, lost wake-up, leak, ... */
	uint64_t seed, events;
	int64_t window;
	const char *story;
	const struct metric_record *metric;
	int metrics;
	const struct load_record *load;
	int loads;
	const struct stage_record *stage;
	int stages;
	const struct busy_record *busy;
	int busies;
	const struct opened_record *opened;
	int openeds;
	const struct exemplar_record *exemplar;
	int exemplars;
	const struct check_record *check;
	int checks;
};

/* What a point's estimates are made of: its replications' values. */
struct sample {
	struct metric_record metric;
	int replication;
};

struct load_sample {
	struct load_record load;
	int replication;
};

struct point_samples {
	int replications; /* that are there, failed ones too */
	bool is_failed;   /* one of them is not ok */
	const struct sample *sample; /* by workload, name, replication */
	int samples;
	const struct load_sample *load; /* by workload, replication */
	int loads;
};

struct estimate_record {
	const char *workload, *name, *unit;
	double value, low, high;
	int n;              /* replications that it is the mean of */
	const char *status; /* ok, saturated, dropping, starved, few, failed */
};

#endif
