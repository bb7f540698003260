/* SPDX-License-Identifier: GPL-3.0-or-later */
/* records.h -- rows to write in tests: two points, a workload `load`. */
#ifndef TESTS_RECORDS_H
#define TESTS_RECORDS_H

#include "results/store.h"
#include "sim/memory.h"

#define RECORDS_POINTS 2

/* A run of `replications`, static. */
extern const struct run_record records_run;
extern const struct host_record records_host;
extern const struct point_record records_point[RECORDS_POINTS];

/* A replication that is ok: `jobs` exponential latencies of 1 us, whose draws
 * belong to (point, replication).  Everything that a table can hold. */
void records_replicate(struct replication_record *record, int point,
		       int replication, int jobs, struct arena *arena);

/* A new file of the points, and one of these replications with 1,000 jobs put
 * in it; what fails fails the test. */
struct store *records_create(const char *path);
void records_put(struct store *store, int point, int replication);

/* A whole file: two replications a point, and three estimates. */
void records_write(const char *path);

#endif
