/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "results/samples.h"

#include <string.h>

struct gathering {
	struct arena *arena;
	int replications;
	bool is_failed;
	struct sample *sample;
	int samples;
	struct load_sample *load;
	int loads;
};

static void add_replication(void *data, sqlite3_stmt *row)
{
	struct gathering *g = data;

	g->replications++;
	if (strcmp((const char *)sqlite3_column_text(row, 0), "ok"))
		g->is_failed = true;
}

static void add_metric(void *data, sqlite3_stmt *row)
{
	struct gathering *g = data;

	g->sample = list_room(g->arena, g->sample, g->samples,
			      sizeof(*g->sample));
	g->sample[g->samples++] = (struct sample){
		.replication = sqlite3_column_int(row, 0),
		.metric.workload = column_text(row, 1, g->arena),
		.metric.name = column_text(row, 2, g->arena),
		.metric.unit = column_text(row, 3, g->arena),
		.metric.value = column_real(row, 4),
	};
}

static void add_load(void *data, sqlite3_stmt *row)
{
	struct gathering *g = data;
	const void *blob = sqlite3_column_blob(row, 8);
	size_t length = (size_t)sqlite3_column_bytes(row, 8);

	g->load = list_room(g->arena, g->load, g->loads, sizeof(*g->load));
	g->load[g->loads++] = (struct load_sample){
		.replication = sqlite3_column_int(row, 0),
		.load.workload = column_text(row, 1, g->arena),
		.load.status = column_text(row, 2, g->arena),
		.load.binding = column_text(row, 3, g->arena),
		.load.arrived = (uint64_t)sqlite3_column_int64(row, 4),
		.load.left = (uint64_t)sqlite3_column_int64(row, 5),
		.load.dropped = (uint64_t)sqlite3_column_int64(row, 6),
		.load.inside = (uint64_t)sqlite3_column_int64(row, 7),
		.load.buckets = blob ? memcpy(arena_get(g->arena, length), blob,
					      length) : NULL,
		.load.bucket_bytes = length,
	};
}

static const struct {
	const char *sql;
	row_fn *fn;
} queries[] = {
	{"SELECT state FROM replication WHERE point = ?", add_replication},
	{"SELECT replication, workload, name, unit, value FROM metric "
	 "WHERE point = ? ORDER BY workload, name, replication", add_metric},
	{"SELECT l.replication, l.workload, status, binding, arrived, \"left\","
	 " dropped, inside, buckets FROM load l "
	 "LEFT JOIN histogram h USING (point, replication, workload) "
	 "WHERE l.point = ? ORDER BY l.workload, l.replication", add_load},
};

int samples_get(struct database *database, int64_t point, struct arena *arena,
		struct point_samples *samples, struct error *error)
{
	struct gathering g = {.arena = arena};

	for (size_t i = 0; i < sizeof(queries) / sizeof(queries[0]); i++)
		if (database_each(database, queries[i].sql, &point, 1,
				  queries[i].fn, &g, error))
			return -1;
	*samples = (struct point_samples){g.replications, g.is_failed, g.sample,
					  g.samples, g.load, g.loads};
	return 0;
}
