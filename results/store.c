/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "results/store.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "results/read.h"
#include "results/rows.h"
#include "results/samples.h"
#include "sim/embedded.h"

struct store {
	struct database database;
	struct rows rows;
};

static int begin(struct store *store, struct error *error)
{
	store->rows.error = error;
	return database_run(&store->database, "write", "BEGIN IMMEDIATE",
			    error);
}

/* End the transaction: commit when all went well, else roll back.  After a
 * failed commit (a full disk) it may still be open, or may be gone. */
static int end(struct store *store, int result)
{
	if (result == 0)
		result = database_run(&store->database, "write", "COMMIT",
				      store->rows.error);
	if (result)
		database_run(&store->database, "write", "ROLLBACK", NULL);
	store->rows.error = NULL;
	return result;
}

void store_close(struct store *store)
{
	if (!store)
		return;
	rows_fini(&store->rows);
	database_close(&store->database);
	free(store);
}

/* ---- a new file ---- */

static const char *schema_text(void)
{
	for (int i = 0; i < embedded_count; i++)
		if (!strcmp(embedded_files[i].name, "results/schema.sql"))
			return embedded_files[i].text;
	assert(!"schema.sql is compiled in");
	return "";
}

/* Fails when the file has become a database since the caller looked. */
static int put_schema(struct store *store, struct error *error)
{
	char marks[96];

	snprintf(marks, sizeof(marks),
		 "PRAGMA application_id = %d; PRAGMA user_version = %d;",
		 DATABASE_APPLICATION, RESULTS_SCHEMA);
	if (database_run(&store->database, "write", schema_text(), error) ||
	    database_run(&store->database, "write", marks, error) ||
	    rows_init(&store->rows, &store->database, error))
		return -1;
	store->rows.error = error;
	return 0;
}

static int put_all(struct store *store, const struct run_record *run,
		   const struct host_record *host,
		   const struct point_record *point, int points)
{
	int result = put_schema(store, store->rows.error);

	if (result == 0)
		result = rows_put_run(&store->rows, run, host);
	for (int i = 0; i < points && result == 0; i++)
		result = rows_put_point(&store->rows, &point[i]);
	return result;
}

/* Called while the lock is held: what another run may have written into the
 * file since the caller looked is not ours to remove. */
static void remove_empty(const char *path)
{
	struct stat file;

	if (stat(path, &file) == 0 && file.st_size == 0)
		unlink(path);
}

struct store *store_create(const char *path, const struct run_record *run,
			   const struct host_record *host,
			   const struct point_record *point, int points,
			   struct error *error)
{
	struct store *store = memory_get(sizeof(*store));
	bool was_there = access(path, F_OK) == 0;

	if (database_open(&store->database, path, DATABASE_CREATE, error)) {
		free(store);
		return NULL;
	}
	if (begin(store, error)) {
		store_close(store);
		return NULL;
	}
	if (end(store, put_all(store, run, host, point, points))) {
		if (!was_there)
			remove_empty(path);
		store_close(store);
		return NULL;
	}
	return store;
}

struct store *store_open(const char *path, struct error *error)
{
	struct store *store = memory_get(sizeof(*store));

	if (database_open(&store->database, path, DATABASE_WRITE, error)) {
		free(store);
		return NULL;
	}
	if (rows_init(&store->rows, &store->database, error)) {
		database_close(&store->database);
		free(store);
		return NULL;
	}
	return store;
}

/* ---- transactions ---- */

/* A statement with at most one number. */
static int run_with(struct store *store, const char *sql, int64_t number,
		    struct error *error)
{
	sqlite3_stmt *statement = database_prepare(&store->database, sql,
						   error);
	struct cell cell = cell_integer(number);
	int result;

	if (!statement)
		return -1;
	result = database_put(&store->database, statement, &cell,
			      sqlite3_bind_parameter_count(statement), error);
	sqlite3_finalize(statement);
	return result;
}

static int change(struct store *store, const char *sql, int64_t number,
		  struct error *error)
{
	if (begin(store, error))
		return -1;
	return end(store, run_with(store, sql, number, error));
}

int store_extend(struct store *store, int replications, struct error *error)
{
	return change(store, "UPDATE run SET replications = ?, is_complete = 0",
		      replications, error);
}

int store_forget_host(struct store *store, struct error *error)
{
	return change(store, "DELETE FROM host", 0, error);
}

int store_finish(struct store *store, struct error *error)
{
	return change(store, "UPDATE run SET is_complete = 1", 0, error);
}

int store_put_replication(struct store *store,
			  const struct replication_record *record,
			  struct error *error)
{
	if (begin(store, error))
		return -1;
	return end(store, rows_put_replication(&store->rows, record));
}

int store_put_estimates(struct store *store, int64_t point,
			const struct estimate_record *estimate, int count,
			struct error *error)
{
	int result;

	if (begin(store, error))
		return -1;
	result = run_with(store, "DELETE FROM estimate WHERE point = ?", point,
			  error);
	for (int i = 0; i < count && result == 0; i++)
		result = rows_put_estimate(&store->rows, point, &estimate[i]);
	return end(store, result);
}

/* ---- what is there ---- */

struct presence {
	bool *present;
	int count;
};

static void note_presence(void *data, sqlite3_stmt *row)
{
	struct presence *presence = data;
	int i = sqlite3_column_int(row, 0);

	if (i >= 0 && i < presence->count)
		presence->present[i] = true;
}

int store_present(struct store *store, int64_t point, bool *present, int count,
		  struct error *error)
{
	struct presence presence = {present, count};

	return database_each(&store->database,
			     "SELECT replication FROM replication "
			     "WHERE point = ?", &point, 1, note_presence,
			     &presence, error);
}

int store_get_samples(struct store *store, int64_t point, struct arena *arena,
		      struct point_samples *samples, struct error *error)
{
	return samples_get(&store->database, point, arena, samples, error);
}
