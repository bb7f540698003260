/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "results/read.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "results/blob.h"
#include "results/point.h"

struct results_source {
	struct database database;
	struct arena arena;
};

/* ---- is it ours ---- */

struct marks {
	int application, schema;
};

static void note_marks(void *data, sqlite3_stmt *row)
{
	*(struct marks *)data = (struct marks){sqlite3_column_int(row, 0),
					       sqlite3_column_int(row, 1)};
}

/* SQLite would make a database of a file that is empty. */
static int check_file(const char *path, struct error *error)
{
	struct stat file;

	if (stat(path, &file))
		return error_set(error, STATUS_INPUT, "there is no file %s",
				 path);
	if (!S_ISREG(file.st_mode))
		return error_set(error, STATUS_INPUT, "%s is not a file", path);
	if (file.st_size == 0)
		return error_set(error, STATUS_INPUT, "%s is empty", path);
	return 0;
}

static int identify(struct database *database, int *schema,
		    struct error *error)
{
	struct marks marks = {0};

	if (database_each(database, "SELECT application_id, user_version FROM "
			  "pragma_application_id, pragma_user_version", NULL, 0,
			  note_marks, &marks, error))
		return -1;
	if (marks.application != DATABASE_APPLICATION)
		return error_set(error, STATUS_INPUT, "cannot read %s: it is "
				 "not a results file of fathom",
				 database->path);
	*schema = marks.schema;
	return 0;
}

int results_identify(const char *path, int *schema, struct error *error)
{
	struct database database;
	int result;

	if (check_file(path, error) ||
	    database_open(&database, path, DATABASE_READ, error))
		return -1;
	result = identify(&database, schema, error);
	database_close(&database);
	return result;
}

/* ---- the whole of it ---- */

static void note_run(void *data, sqlite3_stmt *row)
{
	struct results *results = data;
	struct arena *arena = &results->source->arena;

	results->run = (struct run_record){
		.version = column_text(row, 0, arena),
		.name = column_text(row, 1, arena),
		.title = column_text(row, 2, arena),
		.scenario = column_text(row, 3, arena),
		.fingerprint = sqlite3_column_int64(row, 4),
		.seed = (uint64_t)sqlite3_column_int64(row, 5),
		.replications = sqlite3_column_int(row, 6),
		.is_complete = sqlite3_column_int(row, 7),
	};
}

static void note_host(void *data, sqlite3_stmt *row)
{
	struct results *results = data;
	struct arena *arena = &results->source->arena;
	struct host_record *host = arena_get(arena, sizeof(*host));

	*host = (struct host_record){
		.started = column_text(row, 0, arena),
		.name = column_text(row, 1, arena),
		.jobs = sqlite3_column_int(row, 2),
		.arguments = column_text(row, 3, arena),
	};
	results->host = host;
}

static void note_point(void *data, sqlite3_stmt *row)
{
	struct results *results = data;
	struct arena *arena = &results->source->arena;
	struct point_results *list = list_room(arena, (void *)results->point,
					       results->points, sizeof(*list));

	list[results->points++] = (struct point_results){
		.point.id = sqlite3_column_int64(row, 0),
		.point.ordinal = sqlite3_column_int(row, 1),
		.point.label = column_text(row, 2, arena),
		.point.platform = column_text(row, 3, arena),
		.point.instance = column_text(row, 4, arena),
		.point.swept_text = column_text(row, 5, arena),
		.point.resolved = column_text(row, 6, arena),
		.point.absent = column_text(row, 7, arena),
		.point.counterfactual = column_text(row, 8, arena),
	};
	results->point = list;
}

static void note_trust(void *data, sqlite3_stmt *row)
{
	struct trust *trust = data;

	trust->costs = sqlite3_column_int(row, 0);
	trust->assumed = sqlite3_column_int(row, 1);
	trust->fitted = sqlite3_column_int(row, 2);
	trust->uncited = sqlite3_column_int(row, 3);
}

static const struct {
	const char *sql;
	row_fn *fn;
} queries[] = {
	{"SELECT version, name, title, scenario, fingerprint, seed, "
	 "replications, is_complete FROM run", note_run},
	{"SELECT started, name, jobs, arguments FROM host", note_host},
	{"SELECT id, ordinal, label, platform, instance, swept, resolved, "
	 "absent, counterfactual FROM point ORDER BY ordinal", note_point},
};

static const char trust_sql[] =
	"SELECT count(*), coalesce(sum(status = 'assumed'), 0), "
	"coalesce(sum(status = 'fitted'), 0), "
	"coalesce(sum(status = 'uncited'), 0) "
	"FROM (SELECT DISTINCT mechanism, name, status FROM cost)";

/* What the cost's uncertainty is to a job: ps. */
static double uncertainty(const struct cost_record *cost)
{
	if (strcmp(cost->status, "assumed") && strcmp(cost->status, "fitted"))
		return 0;
	return cost->weight * (cost->high - cost->low) / cost->mean;
}

static void weigh(struct results *results)
{
	struct trust *trust = &results->trust;

	for (int i = 0; i < results->points; i++) {
		const struct point_record *point = &results->point[i].point;

		for (int k = 0; k < point->costs; k++) {
			double weight = uncertainty(&point->cost[k]);

			/* False for NaN and for infinite ranges too. */
			if (!(weight > trust->heaviest_weight) || isinf(weight))
				continue;
			trust->heaviest_weight = weight;
			trust->heaviest = &point->cost[k];
			trust->heaviest_label = point->label;
		}
	}
}

static int load(struct results *results, struct error *error)
{
	struct database *database = &results->source->database;
	struct point_results *point;

	for (size_t i = 0; i < sizeof(queries) / sizeof(queries[0]); i++)
		if (database_each(database, queries[i].sql, NULL, 0,
				  queries[i].fn, results, error))
			return -1;
	point = (struct point_results *)results->point;
	for (int i = 0; i < results->points; i++)
		if (point_read(database, &results->source->arena, &point[i],
			       error))
			return -1;
	if (database_each(database, trust_sql, NULL, 0, note_trust,
			  &results->trust, error))
		return -1;
	weigh(results);
	return 0;
}

/* One transaction: all rows are of one moment. */
static int load_at_once(struct results *results, struct error *error)
{
	struct database *database = &results->source->database;
	int schema, result;

	if (identify(database, &schema, error))
		return -1;
	if (schema != RESULTS_SCHEMA)
		return error_set(error, STATUS_INPUT, "%s has version %d of the"
				 " tables, and this fathom reads version %d",
				 database->path, schema, RESULTS_SCHEMA);
	if (database_run(database, "read", "BEGIN", error))
		return -1;
	result = load(results, error);
	database_run(database, "read", "COMMIT", NULL);
	return result;
}

struct results *results_open(const char *path, struct error *error)
{
	struct results_source *source;
	struct results *results;

	if (check_file(path, error))
		return NULL;
	source = memory_get(sizeof(*source));
	arena_init(&source->arena);
	if (database_open(&source->database, path, DATABASE_READ, error)) {
		free(source);
		return NULL;
	}
	results = arena_get(&source->arena, sizeof(*results));
	results->source = source;
	if (load_at_once(results, error)) {
		results_close(results);
		return NULL;
	}
	return results;
}

void results_close(struct results *results)
{
	struct results_source *source;

	if (!results)
		return;
	source = results->source;
	database_close(&source->database);
	arena_fini(&source->arena);
	free(source);
}

/* ---- questions ---- */

const struct estimate_record *results_estimate(const struct results *results,
					       int point, const char *workload,
					       const char *name)
{
	const struct point_results *p = &results->point[point];

	for (int i = 0; i < p->estimates; i++)
		if (!strcmp(p->estimate[i].name, name) &&
		    !strcmp(p->estimate[i].workload, workload))
			return &p->estimate[i];
	return NULL;
}

struct merging {
	const char *workload;
	struct histogram *into;
	int damaged;
};

static void merge(void *data, sqlite3_stmt *row)
{
	struct merging *merging = data;

	if (strcmp((const char *)sqlite3_column_text(row, 0),
		   merging->workload))
		return;
	merging->damaged |= blob_decode(sqlite3_column_blob(row, 1),
					(size_t)sqlite3_column_bytes(row, 1),
					merging->into);
}

int results_histogram(struct results *results, int point, const char *workload,
		      struct histogram *into, struct error *error)
{
	struct merging merging = {workload, into, 0};
	struct database *database = &results->source->database;

	if (database_each(database, "SELECT workload, buckets FROM histogram "
			  "WHERE point = ? ORDER BY replication",
			  &results->point[point].point.id, 1, merge, &merging,
			  error))
		return -1;
	if (merging.damaged)
		return error_set(error, STATUS_SYSTEM,
				 "%s is damaged: a histogram cannot be read",
				 database->path);
	return 0;
}

int results_tail(struct results *results, int point, const char *workload,
		 int octave, const struct stage_mean **stage, int *count,
		 struct error *error)
{
	const struct stage_mean *all;
	int first = 0, n;

	if (point_read_stages(&results->source->database,
			      &results->source->arena,
			      results->point[point].point.id, octave, &all, &n,
			      error))
		return -1;
	while (first < n && strcmp(all[first].workload, workload))
		first++;
	*stage = all + first;
	*count = 0;
	while (first + *count < n &&
	       !strcmp(all[first + *count].workload, workload))
		++*count;
	return 0;
}
