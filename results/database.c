/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "results/database.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUSY_MS 2000 /* how long a reader may keep a writer waiting */

static enum status status_of(int code)
{
	return code == SQLITE_NOTADB ? STATUS_INPUT : STATUS_SYSTEM;
}

static const char *reason_of(struct database *database, int code)
{
	switch (code) {
	case SQLITE_BUSY:
		return "another run is writing it";
	case SQLITE_FULL:
		return "the disk is full";
	case SQLITE_NOTADB:
		return "it is not a results file of fathom";
	default:
		return sqlite3_errmsg(database->handle);
	}
}

int database_error(struct database *database, const char *doing,
		   struct error *error)
{
	int code = sqlite3_errcode(database->handle) & 0xff;
	int system = sqlite3_system_errno(database->handle);
	bool is_system = system &&
		(code == SQLITE_IOERR || code == SQLITE_CANTOPEN);

	return error_set(error, status_of(code), "cannot %s %s: %s%s%s", doing,
			 database->path, reason_of(database, code),
			 is_system ? ": " : "",
			 is_system ? strerror(system) : "");
}

int database_run(struct database *database, const char *doing,
		 const char *sql, struct error *error)
{
	if (sqlite3_exec(database->handle, sql, NULL, NULL, NULL) != SQLITE_OK)
		return database_error(database, doing, error);
	return 0;
}

static const char *const pragmas[] = {
	[DATABASE_READ] = "PRAGMA query_only = 1; PRAGMA foreign_keys = 1;",
	[DATABASE_WRITE] = "PRAGMA foreign_keys = 1;"
		"PRAGMA locking_mode = EXCLUSIVE;"
		"PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;"
		"BEGIN EXCLUSIVE; COMMIT;",
	/* 4 KiB and UTF-8 whatever the library was built with. */
	[DATABASE_CREATE] = "PRAGMA page_size = 4096;"
		"PRAGMA encoding = 'UTF-8'; PRAGMA auto_vacuum = 0;"
		"PRAGMA foreign_keys = 1; PRAGMA locking_mode = EXCLUSIVE;"
		"PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;",
};

static void configure(struct database *database)
{
	sqlite3 *handle = database->handle;

	sqlite3_extended_result_codes(handle, 1);
	sqlite3_busy_timeout(handle, BUSY_MS);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	/* Views of a file from elsewhere call no function with effects. */
	sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
}

/* Names are of files: to SQLite ":memory:" and "" are none, nor is "file:...",
 * as some libraries are built. */
static int open_named(const char *path, sqlite3 **handle, int flags)
{
	size_t size = strlen(path) + 3;
	char *name = memory_get(size);
	int code;

	snprintf(name, size, "%s%s", *path == '/' ? "" : "./", path);
	code = sqlite3_open_v2(name, handle, flags, NULL);
	free(name);
	return code;
}

int database_open(struct database *database, const char *path,
		  enum database_mode mode, struct error *error)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
	int result = -1;

	if (mode == DATABASE_CREATE)
		flags |= SQLITE_OPEN_CREATE;
	database->path = memory_text(path);
	if (open_named(path, &database->handle, flags) != SQLITE_OK) {
		database_error(database, "open", error);
	} else {
		configure(database);
		result = database_run(database, "open", pragmas[mode],
				      error);
	}
	if (result)
		database_close(database);
	return result;
}

void database_close(struct database *database)
{
	sqlite3_close(database->handle);
	free(database->path);
	*database = (struct database){0};
}

sqlite3_stmt *database_prepare(struct database *database, const char *sql,
			       struct error *error)
{
	sqlite3_stmt *statement = NULL;

	if (sqlite3_prepare_v3(database->handle, sql, -1,
			       SQLITE_PREPARE_PERSISTENT, &statement, NULL) !=
	    SQLITE_OK)
		database_error(database, "use", error);
	return statement;
}

struct cell cell_integer(int64_t value)
{
	return (struct cell){.type = SQLITE_INTEGER, .integer = value};
}

struct cell cell_real(double value)
{
	if (isnan(value))
		return (struct cell){.type = SQLITE_NULL};
	return (struct cell){.type = SQLITE_FLOAT, .real = value};
}

struct cell cell_text(const char *text)
{
	if (!text)
		return (struct cell){.type = SQLITE_NULL};
	return (struct cell){.type = SQLITE_TEXT, .data = text,
			     .length = strlen(text)};
}

struct cell cell_blob(const void *data, size_t length)
{
	return (struct cell){.type = SQLITE_BLOB, .data = data,
			     .length = length};
}

static int bind(sqlite3_stmt *statement, int column, const struct cell *cell)
{
	switch (cell->type) {
	case SQLITE_INTEGER:
		return sqlite3_bind_int64(statement, column, cell->integer);
	case SQLITE_FLOAT:
		return sqlite3_bind_double(statement, column, cell->real);
	case SQLITE_TEXT:
		return sqlite3_bind_text64(statement, column, cell->data,
					   cell->length, SQLITE_STATIC,
					   SQLITE_UTF8);
	case SQLITE_BLOB:
		return sqlite3_bind_blob64(statement, column, cell->data,
					   cell->length, SQLITE_STATIC);
	default:
		return sqlite3_bind_null(statement, column);
	}
}

int database_put(struct database *database, sqlite3_stmt *statement,
		 const struct cell *cell, int cells, struct error *error)
{
	int result;

	for (int i = 0; i < cells; i++)
		if (bind(statement, i + 1, &cell[i]) != SQLITE_OK)
			return database_error(database, "write", error);
	result = sqlite3_step(statement) == SQLITE_DONE ? 0 :
		database_error(database, "write", error);
	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
	return result;
}

int database_each(struct database *database, const char *sql,
		  const int64_t *number, int numbers, row_fn *fn, void *data,
		  struct error *error)
{
	sqlite3_stmt *statement = database_prepare(database, sql, error);
	int code;

	if (!statement)
		return -1;
	for (int i = 0; i < numbers; i++)
		sqlite3_bind_int64(statement, i + 1, number[i]);
	while ((code = sqlite3_step(statement)) == SQLITE_ROW)
		fn(data, statement);
	if (code != SQLITE_DONE)
		database_error(database, "read", error);
	sqlite3_finalize(statement);
	return code == SQLITE_DONE ? 0 : -1;
}

const char *column_text(sqlite3_stmt *statement, int column,
			struct arena *arena)
{
	const unsigned char *text = sqlite3_column_text(statement, column);

	return text ? arena_text(arena, (const char *)text) : NULL;
}

double column_real(sqlite3_stmt *statement, int column)
{
	if (sqlite3_column_type(statement, column) == SQLITE_NULL)
		return NAN;
	return sqlite3_column_double(statement, column);
}

/* Doubles at every power of two: at most twice the memory of the end. */
void *list_room(struct arena *arena, void *old, int count, size_t size)
{
	size_t used = (size_t)count * size;
	void *list;

	if (count & (count - 1))
		return old;
	list = arena_get(arena, used ? 2 * used : size);
	if (used)
		memcpy(list, old, used);
	return list;
}
