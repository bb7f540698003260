/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/replication.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiment/estimate.h"
#include "results/blob.h"

static const char *const states[] = {
	[VERDICT_OK] = "ok",
	[VERDICT_CHECK] = "check",
	[VERDICT_DEADLOCK] = "deadlock",
	[VERDICT_LOST_WAKEUP] = "lost wake-up",
	[VERDICT_LEAK] = "leak",
	[VERDICT_STANDSTILL] = "standstill",
	[VERDICT_STOPPED] = "stopped",
};

static const char *const statuses[] = {
	[LOAD_OK] = "ok",
	[LOAD_SATURATED] = "saturated",
	[LOAD_DROPPING] = "dropping",
	[LOAD_STARVED] = "starved",
	[LOAD_FAILING] = "failing",
	[LOAD_EMPTY] = "empty",
};

struct filling {
	struct arena *arena;
	const struct outcome *outcome;
	struct replication_record *record;
	const char **workload;      /* names, copied */
	struct stage_name **stage;  /* by workload: names, copied */
	struct metric_record *metric;
};

static void *list(struct filling *f, int count, size_t size)
{
	return arena_get(f->arena, ((size_t)count + 1) * size);
}

/* A copy; "" for a column that may not be NULL. */
static const char *copy(struct filling *f, const char *text)
{
	return text ? arena_text(f->arena, text) : "";
}

static const char *copy_or_null(struct filling *f, const char *text)
{
	return text ? arena_text(f->arena, text) : NULL;
}

static void copy_names(struct filling *f)
{
	const struct outcome *o = f->outcome;

	f->workload = list(f, o->workloads, sizeof(*f->workload));
	f->stage = list(f, o->workloads, sizeof(*f->stage));
	for (int i = 0; i < o->workloads; i++) {
		const struct workload_outcome *w = &o->workload[i];

		f->workload[i] = copy(f, w->name);
		f->stage[i] = list(f, w->stages, sizeof(*f->stage[i]));
		for (int k = 0; k < w->stages; k++)
			f->stage[i][k] = (struct stage_name){
				.stage = copy(f, w->stage[k].stage),
				.owner = copy(f, w->stage[k].owner),
				.kind = copy(f, w->stage[k].kind),
			};
	}
}

/* ---- metrics ---- */

static bool is_given(const struct filling *f, int workload, const char *name)
{
	for (int i = 0; i < f->outcome->metrics; i++)
		if (f->outcome->metric[i].workload == workload &&
		    !strcmp(f->outcome->metric[i].name, name))
			return true;
	return false;
}

static void derive(struct filling *f, int workload, const char *name,
		   const char *unit, double value)
{
	if (!is_given(f, workload, name))
		f->metric[f->record->metrics++] = (struct metric_record){
			f->workload[workload], name, unit, value};
}

static void derive_latencies(struct filling *f, int workload)
{
	const struct workload_outcome *w = &f->outcome->workload[workload];
	bool is_empty = w->latency.count == 0;

	derive(f, workload, "latency.mean", "ps",
	       is_empty ? NAN : w->moments.mean);
	derive(f, workload, "latency.max", "ps",
	       is_empty ? NAN : (double)w->latency.high);
	for (int i = 0; i < PERCENTILES; i++) {
		const struct percentile *p = &percentiles[i];

		derive(f, workload, p->name, "ps",
		       percentile_is_known(p, &w->latency)
		       ? histogram_quantile(&w->latency, p->share) : NAN);
	}
}

#define DERIVED (PERCENTILES + 2) /* metrics a workload, at most */

static void fill_metrics(struct filling *f)
{
	const struct outcome *o = f->outcome;

	f->metric = list(f, o->metrics + DERIVED * o->workloads,
			 sizeof(*f->metric));
	f->record->metric = f->metric;
	for (int i = 0; i < o->metrics; i++) {
		const struct metric *m = &o->metric[i];

		f->metric[f->record->metrics++] = (struct metric_record){
			m->workload < 0 ? "" : f->workload[m->workload],
			copy(f, m->name), copy(f, m->unit), m->value};
	}
	for (int i = 0; i < o->workloads; i++)
		derive_latencies(f, i);
}

/* ---- the rest, a table each ---- */

static void fill_loads(struct filling *f)
{
	const struct outcome *o = f->outcome;
	struct load_record *load = list(f, o->workloads, sizeof(*load));

	for (int i = 0; i < o->workloads; i++) {
		const struct workload_outcome *w = &o->workload[i];
		size_t length;
		void *bytes = blob_encode(&w->latency, &length);

		load[i] = (struct load_record){
			.workload = f->workload[i],
			.status = statuses[w->status],
			.binding = copy_or_null(f, w->binding),
			.arrived = w->arrived,
			.left = w->left,
			.dropped = w->dropped,
			.inside = w->inside,
			.buckets = memcpy(arena_get(f->arena, length), bytes,
					  length),
			.bucket_bytes = length,
		};
		free(bytes);
	}
	f->record->load = load;
	f->record->loads = o->workloads;
}

static int count_sums(const struct outcome *outcome)
{
	int n = 0;

	for (int i = 0; i < outcome->workloads; i++)
		n += outcome->workload[i].sums;
	return n;
}

/* A stage that took these jobs no time has no row; the first one always has,
 * for their number. */
static bool is_shown(const struct stage_sum *sum)
{
	return sum->wait || sum->work || sum->stage == 0;
}

static void fill_stages(struct filling *f)
{
	const struct outcome *o = f->outcome;
	struct stage_record *stage = list(f, count_sums(o), sizeof(*stage));
	int n = 0;

	for (int i = 0; i < o->workloads; i++)
		for (int k = 0; k < o->workload[i].sums; k++) {
			const struct stage_sum *s = &o->workload[i].sum[k];
			const struct stage_name *name = &f->stage[i][s->stage];

			if (!is_shown(s))
				continue;
			stage[n++] = (struct stage_record){
				f->workload[i], s->octave, s->stage,
				name->stage, name->owner, name->kind, s->wait,
				s->work, s->jobs};
		}
	f->record->stage = stage;
	f->record->stages = n;
}

static void fill_busy(struct filling *f)
{
	const struct outcome *o = f->outcome;
	struct busy_record *busy = list(f, o->busies, sizeof(*busy));
	struct opened_record *opened = list(f, o->openeds, sizeof(*opened));

	for (int i = 0; i < o->busies; i++)
		busy[i] = (struct busy_record){
			copy(f, o->busy[i].core), copy(f, o->busy[i].class),
			copy(f, o->busy[i].owner), copy(f, o->busy[i].kind),
			o->busy[i].time};
	for (int i = 0; i < o->openeds; i++)
		opened[i] = (struct opened_record){
			copy(f, o->opened[i].component),
			copy(f, o->opened[i].label), o->opened[i].time};
	f->record->busy = busy;
	f->record->busies = o->busies;
	f->record->opened = opened;
	f->record->openeds = o->openeds;
}

static void fill_checks(struct filling *f)
{
	const struct outcome *o = f->outcome;
	struct check_record *check = list(f, o->checks, sizeof(*check));

	for (int i = 0; i < o->checks; i++)
		check[i] = (struct check_record){
			copy(f, o->check[i].name),
			copy(f, o->check[i].component), o->check[i].is_ok,
			copy(f, o->check[i].left), copy(f, o->check[i].right)};
	f->record->check = check;
	f->record->checks = o->checks;
}

/* A job that was sampled and is one of the slowest as well is kept once. */
static bool is_repeated(const struct outcome *outcome, int i)
{
	const struct exemplar *e = outcome->exemplar;

	for (int k = 0; k < i; k++)
		if (e[k].job == e[i].job && e[k].workload == e[i].workload)
			return true;
	return false;
}

/* Parts that took no time say nothing, but a job has one row at least. */
static int add_exemplar(struct filling *f, const struct exemplar *e,
			struct exemplar_record *to)
{
	const char *why = copy(f, e->why);
	int n = 0;

	for (int i = 0; i < e->parts; i++) {
		const struct exemplar_part *p = &e->part[i];

		if (p->wait == 0 && p->work == 0 && (n || i + 1 < e->parts))
			continue;
		to[n++] = (struct exemplar_record){
			f->workload[e->workload], e->job, why, e->latency, i,
			f->stage[e->workload][p->stage].stage, p->wait,
			p->work};
	}
	return n;
}

static void fill_exemplars(struct filling *f)
{
	const struct outcome *o = f->outcome;
	struct exemplar_record *exemplar;
	int parts = 0, n = 0;

	for (int i = 0; i < o->exemplars; i++)
		parts += o->exemplar[i].parts;
	exemplar = list(f, parts, sizeof(*exemplar));
	for (int i = 0; i < o->exemplars; i++)
		if (!is_repeated(o, i))
			n += add_exemplar(f, &o->exemplar[i], exemplar + n);
	f->record->exemplar = exemplar;
	f->record->exemplars = n;
}

void replication_fill(struct replication_record *record,
		      const struct outcome *outcome, struct arena *arena)
{
	struct filling f = {.arena = arena, .outcome = outcome,
			    .record = record};

	copy_names(&f);
	record->state = states[outcome->verdict];
	record->events = outcome->events;
	record->window = outcome->window;
	record->story = copy_or_null(&f, outcome->story);
	fill_metrics(&f);
	fill_loads(&f);
	fill_stages(&f);
	fill_busy(&f);
	fill_checks(&f);
	fill_exemplars(&f);
}
