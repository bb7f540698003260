/* SPDX-License-Identifier: GPL-3.0-or-later */
/* store.h -- writing a results file: one experiment, one file, one writer.
 *
 *	store_create   schema, run, host, points        one transaction
 *	store_put_replication                           one transaction each
 *	store_put_estimates   of a point                one transaction each
 *	store_finish   is_complete = 1                  one transaction
 *
 * Every transaction is synced to the disk before its call returns: a killed
 * run loses the one it was in, and until store_finish() the file says that it
 * is not complete.  The same calls give the same bytes.  The file is locked
 * from create or open to close: another writer gets an error, as does a
 * reader, rather than half of the results.  An error means STATUS_SYSTEM
 * unless said otherwise, and that the call's transaction was rolled back.
 */
#ifndef RESULTS_STORE_H
#define RESULTS_STORE_H

#include "results/record.h"
#include "sim/error.h"
#include "sim/memory.h"

struct store;

/* A new file; `path` must not be there, or be empty.  `host` may be NULL.
 * On an error nothing is left under that name. */
struct store *store_create(const char *path, const struct run_record *run,
			   const struct host_record *host,
			   const struct point_record *point, int points,
			   struct error *error);

/* A results file that is there, to be added to. */
struct store *store_open(const char *path, struct error *error);

void store_close(struct store *store);

/* So many replications a point are wanted now; no longer complete. */
int store_extend(struct store *store, int replications, struct error *error);

/* Forget when and where the run began (--reproducible). */
int store_forget_host(struct store *store, struct error *error);

/* Set present[i], for i below `count`, when replication i of it is there. */
int store_present(struct store *store, int64_t point, bool *present, int count,
		  struct error *error);

int store_put_replication(struct store *store,
			  const struct replication_record *record,
			  struct error *error);

/* What the point's estimates are made of, all of it the arena's. */
int store_get_samples(struct store *store, int64_t point, struct arena *arena,
		      struct point_samples *samples, struct error *error);

/* In place of those that the point may have had. */
int store_put_estimates(struct store *store, int64_t point,
			const struct estimate_record *estimate, int count,
			struct error *error);

int store_finish(struct store *store, struct error *error);

#endif
