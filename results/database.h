/* SPDX-License-Identifier: GPL-3.0-or-later */
/* database.h -- SQLite as this folder uses it; nobody else includes this.
 *
 * Foreign keys are on, double quotes never mean a text, the journal is the
 * rollback journal, every commit is synced.  Errors come with the file's
 * name and, where the system said one, its reason.
 */
#ifndef RESULTS_DATABASE_H
#define RESULTS_DATABASE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "sim/error.h"
#include "sim/memory.h"

/* Marks a file as ours (PRAGMA application_id): "ftom". */
#define DATABASE_APPLICATION 0x66746f6d

struct database {
	sqlite3 *handle;
	char *path;
};

enum database_mode { DATABASE_READ, DATABASE_WRITE, DATABASE_CREATE };

/* READ opens for writing where it may, so that what a killed run left half
 * written is rolled back, and then writes nothing.  WRITE and CREATE hold the
 * file alone until it is closed.  On errors there is nothing to close. */
int database_open(struct database *database, const char *path,
		  enum database_mode mode, struct error *error);
void database_close(struct database *database);

/* The message of the last call that failed; returns -1. */
int database_error(struct database *database, const char *doing,
		   struct error *error);

/* Statements without results; `doing` is for the message: "write". */
int database_run(struct database *database, const char *doing,
		 const char *sql, struct error *error);

/* NULL with an error.  Freed by sqlite3_finalize(). */
sqlite3_stmt *database_prepare(struct database *database, const char *sql,
			       struct error *error);

/* A value to be bound. */
struct cell {
	int type; /* SQLITE_INTEGER, ... */
	int64_t integer;
	double real;
	const void *data;
	size_t length;
};

struct cell cell_integer(int64_t value);
struct cell cell_real(double value);     /* NaN: NULL */
struct cell cell_text(const char *text); /* NULL: NULL; borrowed */
struct cell cell_blob(const void *data, size_t length); /* borrowed */

/* Bind the cells, run the statement to its end and reset it. */
int database_put(struct database *database, sqlite3_stmt *statement,
		 const struct cell *cell, int cells, struct error *error);

/* Call `fn` for each row of a query whose parameters are these numbers. */
typedef void row_fn(void *data, sqlite3_stmt *row);
int database_each(struct database *database, const char *sql,
		  const int64_t *number, int numbers, row_fn *fn, void *data,
		  struct error *error);

/* Column values, copied to the arena; NULL and NaN for SQL's NULL. */
const char *column_text(sqlite3_stmt *statement, int column,
			struct arena *arena);
double column_real(sqlite3_stmt *statement, int column);

/* A list that grows in an arena: `old`, or a copy with room for one more
 * element of `size` bytes behind the first `count`. */
void *list_room(struct arena *arena, void *old, int count, size_t size);

#endif
