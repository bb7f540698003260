/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "results/rows.h"

#include <assert.h>

/* Tables that are written row by row. */
enum table { RUN, HOST, POINT, SWEPT, COST, REPLICATION, METRIC, LOAD, ESTIMATE,
	     HISTOGRAM, STAGE, BUSY, OPENED, EXEMPLAR, CHECK, TABLES };

_Static_assert(TABLES == ROWS_TABLES, "a statement a table");

static const char *const inserts[TABLES] = {
	[RUN] = "INSERT INTO run VALUES (1,?,?,?,?,?,?,?,0)",
	[HOST] = "INSERT INTO host VALUES (1,?,?,?,?)",
	[POINT] = "INSERT INTO point VALUES (?,?,?,?,?,?,?,?,?)",
	[SWEPT] = "INSERT INTO swept VALUES (?,?,?,?,?,?)",
	[COST] = "INSERT INTO cost VALUES (?,?,?,?,?,?,?,?,?,?)",
	[REPLICATION] = "INSERT INTO replication VALUES (?,?,?,?,?,?,?)",
	[METRIC] = "INSERT INTO metric VALUES (?,?,?,?,?,?)",
	[LOAD] = "INSERT INTO load VALUES (?,?,?,?,?,?,?,?,?)",
	[ESTIMATE] = "INSERT INTO estimate VALUES (?,?,?,?,?,?,?,?,?)",
	[HISTOGRAM] = "INSERT INTO histogram VALUES (?,?,?,?)",
	[STAGE] = "INSERT INTO stage VALUES (?,?,?,?,?,?,?,?,?,?,?)",
	[BUSY] = "INSERT INTO busy VALUES (?,?,?,?,?,?,?)",
	[OPENED] = "INSERT INTO opened VALUES (?,?,?,?,?)",
	[EXEMPLAR] = "INSERT INTO exemplar VALUES (?,?,?,?,?,?,?,?,?,?)",
	[CHECK] = "INSERT INTO \"check\" VALUES (?,?,?,?,?,?,?)",
};

#define PUT(rows, table, ...) put(rows, table, \
	(const struct cell[]){__VA_ARGS__}, \
	(int)(sizeof((const struct cell[]){__VA_ARGS__}) / sizeof(struct cell)))

static int put(struct rows *rows, enum table table, const struct cell *cell,
	       int cells)
{
	sqlite3_stmt *statement = rows->insert[table];

	assert(cells == sqlite3_bind_parameter_count(statement));
	return database_put(rows->database, statement, cell, cells,
			    rows->error);
}

int rows_init(struct rows *rows, struct database *database,
	      struct error *error)
{
	*rows = (struct rows){.database = database};
	for (int i = 0; i < TABLES; i++) {
		rows->insert[i] = database_prepare(database, inserts[i], error);
		if (!rows->insert[i]) {
			rows_fini(rows);
			return -1;
		}
	}
	return 0;
}

void rows_fini(struct rows *rows)
{
	for (int i = 0; i < TABLES; i++)
		sqlite3_finalize(rows->insert[i]);
	*rows = (struct rows){0};
}

static int put_swept(struct rows *rows, const struct point_record *point)
{
	for (int i = 0; i < point->swepts; i++) {
		const struct swept_record *s = &point->swept[i];

		if (PUT(rows, SWEPT, cell_integer(point->id), cell_integer(i),
			cell_text(s->key), cell_text(s->text),
			cell_real(s->number), cell_text(s->unit)))
			return -1;
	}
	return 0;
}

static int put_costs(struct rows *rows, const struct point_record *point)
{
	for (int i = 0; i < point->costs; i++) {
		const struct cost_record *c = &point->cost[i];

		if (PUT(rows, COST, cell_integer(point->id),
			cell_text(c->mechanism), cell_text(c->name),
			cell_text(c->value), cell_text(c->status),
			cell_text(c->source), cell_real(c->mean),
			cell_real(c->low), cell_real(c->high),
			cell_real(c->weight)))
			return -1;
	}
	return 0;
}

int rows_put_point(struct rows *rows, const struct point_record *point)
{
	if (PUT(rows, POINT, cell_integer(point->id),
		cell_integer(point->ordinal), cell_text(point->label),
		cell_text(point->platform), cell_text(point->instance),
		cell_text(point->swept_text), cell_text(point->resolved),
		cell_text(point->absent), cell_text(point->counterfactual)))
		return -1;
	return put_swept(rows, point) || put_costs(rows, point) ? -1 : 0;
}

int rows_put_run(struct rows *rows, const struct run_record *run,
		   const struct host_record *host)
{
	if (PUT(rows, RUN, cell_text(run->version), cell_text(run->name),
		cell_text(run->title), cell_text(run->scenario),
		cell_integer(run->fingerprint),
		cell_integer((int64_t)run->seed),
		cell_integer(run->replications)))
		return -1;
	return host ? PUT(rows, HOST, cell_text(host->started),
			  cell_text(host->name), cell_integer(host->jobs),
			  cell_text(host->arguments)) : 0;
}

static int put_loads(struct rows *rows, struct cell point,
		     struct cell number, const struct replication_record *r)
{
	for (int i = 0; i < r->loads; i++) {
		const struct load_record *l = &r->load[i];

		if (PUT(rows, LOAD, point, number, cell_text(l->workload),
			cell_text(l->status), cell_text(l->binding),
			cell_integer((int64_t)l->arrived),
			cell_integer((int64_t)l->left),
			cell_integer((int64_t)l->dropped),
			cell_integer((int64_t)l->inside)))
			return -1;
		if (l->buckets &&
		    PUT(rows, HISTOGRAM, point, number, cell_text(l->workload),
			cell_blob(l->buckets, l->bucket_bytes)))
			return -1;
	}
	return 0;
}

static int put_metrics(struct rows *rows, struct cell point,
		       struct cell number, const struct replication_record *r)
{
	for (int i = 0; i < r->metrics; i++) {
		const struct metric_record *m = &r->metric[i];

		if (PUT(rows, METRIC, point, number, cell_text(m->workload),
			cell_text(m->name), cell_text(m->unit),
			cell_real(m->value)))
			return -1;
	}
	return 0;
}

static int put_stages(struct rows *rows, struct cell point,
		      struct cell number, const struct replication_record *r)
{
	for (int i = 0; i < r->stages; i++) {
		const struct stage_record *s = &r->stage[i];

		if (PUT(rows, STAGE, point, number, cell_text(s->workload),
			cell_integer(s->latency_bucket),
			cell_integer(s->position), cell_text(s->stage),
			cell_text(s->owner), cell_text(s->kind),
			cell_integer(s->wait), cell_integer(s->work),
			cell_integer((int64_t)s->n)))
			return -1;
	}
	return 0;
}

static int put_busy(struct rows *rows, struct cell point,
		    struct cell number, const struct replication_record *r)
{
	for (int i = 0; i < r->busies; i++) {
		const struct busy_record *b = &r->busy[i];

		if (PUT(rows, BUSY, point, number, cell_text(b->core),
			cell_text(b->class), cell_text(b->owner),
			cell_text(b->kind), cell_integer(b->time)))
			return -1;
	}
	for (int i = 0; i < r->openeds; i++) {
		const struct opened_record *o = &r->opened[i];

		if (PUT(rows, OPENED, point, number, cell_text(o->component),
			cell_text(o->label), cell_real(o->time)))
			return -1;
	}
	return 0;
}

static int put_exemplars(struct rows *rows, struct cell point,
			 struct cell number, const struct replication_record *r)
{
	for (int i = 0; i < r->exemplars; i++) {
		const struct exemplar_record *e = &r->exemplar[i];

		if (PUT(rows, EXEMPLAR, point, number, cell_text(e->workload),
			cell_integer((int64_t)e->job), cell_text(e->why),
			cell_integer(e->latency), cell_integer(e->position),
			cell_text(e->stage), cell_integer(e->wait),
			cell_integer(e->work)))
			return -1;
	}
	return 0;
}

static int put_checks(struct rows *rows, struct cell point,
		      struct cell number, const struct replication_record *r)
{
	for (int i = 0; i < r->checks; i++) {
		const struct check_record *c = &r->check[i];

		if (PUT(rows, CHECK, point, number, cell_text(c->name),
			cell_text(c->component), cell_integer(c->is_ok),
			cell_text(c->left), cell_text(c->right)))
			return -1;
	}
	return 0;
}

typedef int put_fn(struct rows *, struct cell, struct cell,
		   const struct replication_record *);

static put_fn *const parts[] = {put_metrics, put_loads, put_stages, put_busy,
				put_exemplars, put_checks};

int rows_put_replication(struct rows *rows,
			   const struct replication_record *r)
{
	struct cell point = cell_integer(r->point);
	struct cell number = cell_integer(r->replication);

	if (PUT(rows, REPLICATION, point, number, cell_text(r->state),
		cell_integer((int64_t)r->seed),
		cell_integer((int64_t)r->events), cell_integer(r->window),
		cell_text(r->story)))
		return -1;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (parts[i](rows, point, number, r))
			return -1;
	return 0;
}


int rows_put_estimate(struct rows *rows, int64_t point,
		      const struct estimate_record *e)
{
	return PUT(rows, ESTIMATE, cell_integer(point), cell_text(e->workload),
		   cell_text(e->name), cell_text(e->unit), cell_real(e->value),
		   cell_real(e->low), cell_real(e->high), cell_integer(e->n),
		   cell_text(e->status));
}
