/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "results/point.h"

/* One list under way: rows of `size` bytes. */
struct list {
	struct arena *arena;
	void *row;
	int count;
};

#define ADD(list, type) ((type *)add(list, sizeof(type)))

static void *add(struct list *list, size_t size)
{
	list->row = list_room(list->arena, list->row, list->count, size);
	return (char *)list->row + size * (size_t)list->count++;
}

static const char *text(struct list *list, sqlite3_stmt *row, int column)
{
	return column_text(row, column, list->arena);
}

static uint64_t count(sqlite3_stmt *row, int column)
{
	return (uint64_t)sqlite3_column_int64(row, column);
}

static void add_swept(void *data, sqlite3_stmt *row)
{
	*ADD(data, struct swept_record) = (struct swept_record){
		.key = text(data, row, 0),
		.text = text(data, row, 1),
		.number = column_real(row, 2),
		.unit = text(data, row, 3),
	};
}

static void add_cost(void *data, sqlite3_stmt *row)
{
	*ADD(data, struct cost_record) = (struct cost_record){
		.mechanism = text(data, row, 0),
		.name = text(data, row, 1),
		.value = text(data, row, 2),
		.status = text(data, row, 3),
		.source = text(data, row, 4),
		.mean = column_real(row, 5),
		.low = column_real(row, 6),
		.high = column_real(row, 7),
		.weight = column_real(row, 8),
	};
}

static void add_load(void *data, sqlite3_stmt *row)
{
	*ADD(data, struct load_sum) = (struct load_sum){
		.workload = text(data, row, 0),
		.status = text(data, row, 1),
		.binding = text(data, row, 2),
		.arrived = count(row, 3),
		.left = count(row, 4),
		.dropped = count(row, 5),
		.inside = count(row, 6),
		.replications = sqlite3_column_int(row, 7),
		.is_pushed = sqlite3_column_int(row, 8) == 1,
	};
}

static void add_estimate(void *data, sqlite3_stmt *row)
{
	*ADD(data, struct estimate_record) = (struct estimate_record){
		.workload = text(data, row, 0),
		.name = text(data, row, 1),
		.unit = text(data, row, 2),
		.value = column_real(row, 3),
		.low = column_real(row, 4),
		.high = column_real(row, 5),
		.n = sqlite3_column_int(row, 6),
		.status = text(data, row, 7),
	};
}

static void add_stage(void *data, sqlite3_stmt *row)
{
	double jobs = column_real(row, 7);

	*ADD(data, struct stage_mean) = (struct stage_mean){
		.workload = text(data, row, 0),
		.position = sqlite3_column_int(row, 1),
		.stage = text(data, row, 2),
		.owner = text(data, row, 3),
		.kind = text(data, row, 4),
		.wait = jobs > 0 ? column_real(row, 5) / jobs : 0,
		.work = jobs > 0 ? column_real(row, 6) / jobs : 0,
		.jobs = jobs,
	};
}

static void add_busy(void *data, sqlite3_stmt *row)
{
	*ADD(data, struct busy_share) = (struct busy_share){
		.core = text(data, row, 0),
		.class = text(data, row, 1),
		.owner = text(data, row, 2),
		.kind = text(data, row, 3),
		.share = column_real(row, 4),
	};
}

static void add_failure(void *data, sqlite3_stmt *row)
{
	*ADD(data, struct failure) = (struct failure){
		.replication = sqlite3_column_int(row, 0),
		.state = text(data, row, 1),
		.story = text(data, row, 2),
		.check = text(data, row, 3),
		.component = text(data, row, 4),
		.left = text(data, row, 5),
		.right = text(data, row, 6),
	};
}

static const char swept_sql[] =
	"SELECT key, text, number, unit FROM swept WHERE point = ? "
	"ORDER BY position";

static const char cost_sql[] =
	"SELECT mechanism, name, value, status, source, mean, low, high, weight"
	" FROM cost WHERE point = ? ORDER BY mechanism, name";

/* The worst status stands first in this list; its binding goes with it. */
static const char load_sql[] =
	"WITH l AS (SELECT *, instr('saturated starved   dropping  failing   "
	"empty     ok', status) AS rank FROM load WHERE point = ?) "
	"SELECT workload, (SELECT status FROM l b WHERE b.workload = l.workload"
	" ORDER BY rank, replication LIMIT 1), "
	"(SELECT binding FROM l b WHERE b.workload = l.workload "
	"AND binding IS NOT NULL ORDER BY rank, replication LIMIT 1), "
	"sum(arrived), sum(\"left\"), sum(dropped), sum(inside), count(*), "
	"(SELECT CASE WHEN json_valid(resolved) THEN json_extract(resolved, "
	"'$.workload.\"' || l.workload || '\".arrival') = 'saturate' END "
	"FROM point WHERE id = l.point) "
	"FROM l GROUP BY workload ORDER BY workload";

static const char estimate_sql[] =
	"SELECT workload, name, unit, value, low, high, n, status "
	"FROM estimate WHERE point = ? ORDER BY workload, name";

/* total(), not sum(): picoseconds of many jobs can pass 2^63. */
static const char stage_sql[] =
	"WITH s AS (SELECT * FROM stage WHERE point = ?1 "
	"AND latency_bucket >= ?2), "
	"t AS (SELECT workload, total(jobs) AS jobs FROM "
	"(SELECT workload, max(n) AS jobs FROM s "
	"GROUP BY workload, replication, latency_bucket) GROUP BY workload) "
	"SELECT s.workload, position, stage, owner, kind, total(wait), "
	"total(work), t.jobs FROM s JOIN t ON t.workload = s.workload "
	"GROUP BY s.workload, position ORDER BY s.workload, position";

static const char busy_sql[] =
	"SELECT core, class, owner, kind, total(time) / "
	"(SELECT total(window) FROM replication r WHERE r.point = busy.point) "
	"FROM busy WHERE point = ? GROUP BY core, class, owner, kind "
	"ORDER BY core, class, owner, kind";

static const char failure_sql[] =
	"SELECT r.replication, state, story, name, component, \"left\", "
	"\"right\" FROM replication r LEFT JOIN \"check\" c "
	"ON c.point = r.point AND c.replication = r.replication AND ok = 0 "
	"WHERE r.point = ? AND (state <> 'ok' OR ok = 0) "
	"ORDER BY r.replication, name, component";

static const char total_sql[] =
	"SELECT count(*), coalesce(sum(events), 0), (SELECT count(*) "
	"FROM \"check\" c WHERE c.point = ?1), coalesce(max(replication), -1) "
	"FROM replication WHERE point = ?1";

static void add_totals(void *data, sqlite3_stmt *row)
{
	struct point_results *into = data;

	into->replications = sqlite3_column_int(row, 0);
	into->events = count(row, 1);
	into->checks = sqlite3_column_int(row, 2);
	into->last = sqlite3_column_int(row, 3);
}

/* Rows of a query about `point`, into a pointer and a count. */
#define LIST(sql, fn, to, size) \
	(list = (struct list){.arena = arena}, \
	 database_each(database, sql, &point, 1, fn, &list, error) || \
	 ((to) = list.row, (size) = list.count, 0))

int point_read_stages(struct database *database, struct arena *arena,
		      int64_t point, int octave,
		      const struct stage_mean **stage, int *size,
		      struct error *error)
{
	struct list list = {.arena = arena};

	if (database_each(database, stage_sql, (int64_t[]){point, octave}, 2,
			  add_stage, &list, error))
		return -1;
	*stage = list.row;
	*size = list.count;
	return 0;
}

int point_read(struct database *database, struct arena *arena,
	       struct point_results *into, struct error *error)
{
	int64_t point = into->point.id;
	struct list list;

	if (database_each(database, total_sql, &point, 1, add_totals, into,
			  error) ||
	    LIST(swept_sql, add_swept, into->point.swept,
		 into->point.swepts) ||
	    LIST(cost_sql, add_cost, into->point.cost, into->point.costs) ||
	    LIST(load_sql, add_load, into->load, into->loads) ||
	    LIST(estimate_sql, add_estimate, into->estimate,
		 into->estimates) ||
	    LIST(busy_sql, add_busy, into->busy, into->busies) ||
	    LIST(failure_sql, add_failure, into->failure, into->failures))
		return -1;
	return point_read_stages(database, arena, point, 0, &into->stage,
				 &into->stages, error);
}
