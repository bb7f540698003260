/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rows.h -- how each struct of record.h becomes rows; store.c's other half.
 *
 * Inserts only, inside a transaction of the caller; prepared once.
 */
#ifndef RESULTS_ROWS_H
#define RESULTS_ROWS_H

#include "results/database.h"
#include "results/record.h"

#define ROWS_TABLES 15

struct rows {
	struct error *error; /* where errors go: set before each call */
	/* private */
	struct database *database; /* borrowed */
	sqlite3_stmt *insert[ROWS_TABLES];
};

/* The schema must be there. */
int rows_init(struct rows *rows, struct database *database,
	      struct error *error);
void rows_fini(struct rows *rows);

int rows_put_run(struct rows *rows, const struct run_record *run,
		 const struct host_record *host); /* host: or NULL */
int rows_put_point(struct rows *rows, const struct point_record *point);
int rows_put_replication(struct rows *rows,
			 const struct replication_record *record);
int rows_put_estimate(struct rows *rows, int64_t point,
		      const struct estimate_record *estimate);

#endif
