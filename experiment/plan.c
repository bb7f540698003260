/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/plan.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "experiment/estimate.h"
#include "experiment/output.h"
#include "experiment/pool.h"
#include "experiment/verdict.h"

#define TICK_MS 100 /* how soon `stop` is seen, how often progress is told */

/* One replication on its way. */
struct task {
	int point;
	bool is_whole; /* not given up */
	struct arena arena;
	struct replication_record record;
};

struct progress {
	double begun;    /* when the first task was put */
	double told;     /* when progress was last told */
	uint64_t total;  /* replications of the plan */
	int points_done;
};

struct execution {
	const struct plan *plan;
	const struct run_options *options;
	struct run_summary *summary;
	struct output output;
	struct pool *pool;
	volatile int stop; /* for the workers: given up, or cannot write */
	int *open;         /* by point: replications that are not in yet */
	bool *is_stale;    /* by point: newer replications than estimates */
	int point, replication; /* the next to be put, if it is missing */
	struct progress progress;
};

static double seconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static bool is_interrupted(const struct execution *x)
{
	const volatile int *stop = x->options->stop;

	return stop && __atomic_load_n(stop, __ATOMIC_RELAXED);
}

static bool is_stopped(const struct execution *x)
{
	return __atomic_load_n(&x->stop, __ATOMIC_RELAXED);
}

static void stop(struct execution *x)
{
	__atomic_store_n(&x->stop, 1, __ATOMIC_RELAXED);
}

/* ---- tasks ---- */

static void replicate(void *data, void *work)
{
	struct execution *x = data;
	const struct plan *plan = x->plan;
	struct task *task = work;

	task->is_whole = !is_stopped(x) &&
		plan->replicate(plan->data, task->point,
				task->record.replication, &x->stop,
				&task->arena, &task->record);
}

static struct task *task_new(const struct plan *plan, int point,
			     int replication)
{
	struct task *task = memory_get(sizeof(*task));

	arena_init(&task->arena);
	task->point = point;
	task->record.point = plan->point[point].id;
	task->record.replication = replication;
	task->record.seed = plan->run.seed;
	return task;
}

static void task_free(struct task *task)
{
	arena_fini(&task->arena);
	free(task);
}

/* The next replication that is missing, in declared order; NULL: no more. */
static struct task *task_next(struct execution *x)
{
	const struct plan *plan = x->plan;

	while (x->point < plan->points) {
		int r = x->replication++;

		if (r >= plan->replications[x->point]) {
			x->point++;
			x->replication = 0;
		} else if (!x->output.present[x->output.first[x->point] + r]) {
			return task_new(plan, x->point, r);
		}
	}
	return NULL;
}

static void fill_pool(struct execution *x)
{
	while (!is_stopped(x) && !pool_is_full(x->pool)) {
		struct task *task = task_next(x);

		if (!task)
			return;
		pool_put(x->pool, task);
	}
}

/* ---- progress ---- */

static void tell(struct execution *x, bool is_last)
{
	const struct run_options *options = x->options;
	double now = seconds_now();
	struct run_progress progress = {
		.points = x->plan->points,
		.points_done = x->progress.points_done,
		.replications = x->progress.total,
		.done = x->summary->found + x->summary->ran,
		.events = x->summary->events,
		.seconds = now - x->progress.begun,
		.seconds_left = NAN,
	};

	x->summary->seconds = progress.seconds;
	if (!options->progress || options->is_quiet ||
	    (!is_last && now - x->progress.told < TICK_MS * 1e-3))
		return;
	x->progress.told = now;
	if (x->summary->ran)
		progress.seconds_left = progress.seconds *
			(double)(progress.replications - progress.done) /
			(double)x->summary->ran;
	options->progress(options->data, &progress);
}

/* ---- committing ---- */

static int estimate_point(struct execution *x, int point, struct error *error)
{
	const struct estimate_record *estimate;
	struct store *store = x->output.store;
	int64_t id = x->plan->point[point].id;
	struct point_samples samples;
	struct arena arena;
	int count, result;

	arena_init(&arena);
	result = store_get_samples(store, id, &arena, &samples, error) ||
		 estimate_samples(&samples, &arena, &estimate, &count, error) ||
		 store_put_estimates(store, id, estimate, count, error);
	arena_fini(&arena);
	x->is_stale[point] = false;
	return result ? -1 : 0;
}

static int finish_point(struct execution *x, int point, struct error *error)
{
	const struct plan *plan = x->plan;

	x->progress.points_done++;
	if (plan->point_done)
		plan->point_done(plan->data, point);
	return x->is_stale[point] ? estimate_point(x, point, error) : 0;
}

static int commit(struct execution *x, const struct task *task,
		  struct error *error)
{
	if (store_put_replication(x->output.store, &task->record, error))
		return -1;
	x->summary->ran++;
	x->summary->events += task->record.events;
	x->is_stale[task->point] = true;
	if (--x->open[task->point] > 0)
		return 0;
	return finish_point(x, task->point, error);
}

/* One finished task, or a while without any.  When nothing more can be
 * written, what still comes is dropped. */
static int take_one(struct execution *x, int result, struct error *error)
{
	struct task *task = pool_take(x->pool, TICK_MS);

	if (is_interrupted(x))
		stop(x);
	if (task && task->is_whole && result == 0) {
		result = commit(x, task, error);
		if (result)
			stop(x);
	}
	if (task)
		task_free(task);
	tell(x, false);
	return result;
}

static int run_tasks(struct execution *x, struct error *error)
{
	int result = 0;

	for (fill_pool(x); !pool_is_empty(x->pool); fill_pool(x))
		result = take_one(x, result, error);
	return result;
}

/* ---- before and after ---- */

/* Points that are all there already are done at once; their estimates are
 * made again, since the run that was killed may not have come to them. */
static int prepare(struct execution *x, struct error *error)
{
	const struct plan *plan = x->plan;

	for (int i = 0; i < plan->points; i++) {
		const bool *present = &x->output.present[x->output.first[i]];

		x->open[i] = 0;
		for (int r = 0; r < plan->replications[i]; r++)
			x->open[i] += !present[r];
		x->summary->found += (uint64_t)(plan->replications[i] -
						x->open[i]);
		x->progress.total += (uint64_t)plan->replications[i];
		x->is_stale[i] = x->output.store &&
				 plan->replications[i] > x->open[i];
		if (x->open[i] == 0 && finish_point(x, i, error))
			return -1;
	}
	return 0;
}

static uint64_t missing(const struct execution *x)
{
	return x->progress.total - x->summary->found - x->summary->ran;
}

static int count_threads(const struct execution *x)
{
	uint64_t threads = (uint64_t)(x->options->jobs > 0 ? x->options->jobs
							   : pool_cores());

	return (int)(threads < missing(x) ? threads : missing(x));
}

static int run_pool(struct execution *x, struct error *error)
{
	int threads = count_threads(x), result;

	x->pool = pool_new(threads, 2 * threads, replicate, x, error);
	if (!x->pool)
		return -1;
	result = run_tasks(x, error);
	pool_free(x->pool);
	return result;
}

/* Estimates of what there is of points that were interrupted; and the mark
 * that the file is whole. */
static int finish(struct execution *x, struct error *error)
{
	for (int i = 0; i < x->plan->points; i++)
		if (x->is_stale[i] && estimate_point(x, i, error))
			return -1;
	if (missing(x))
		return 0;
	return store_finish(x->output.store, error);
}

static int execute(struct execution *x, struct error *error)
{
	x->progress.begun = seconds_now();
	if (prepare(x, error))
		return -1;
	if (missing(x) && run_pool(x, error))
		return -1;
	if (x->output.store && finish(x, error))
		return -1;
	tell(x, true);
	return 0;
}

static int run_open(struct execution *x, struct error *error)
{
	int result;

	snprintf(x->summary->output, sizeof(x->summary->output), "%s",
		 x->output.path);
	x->summary->points = x->plan->points;
	x->open = memory_get((size_t)(x->plan->points + 1) * sizeof(*x->open));
	x->is_stale = memory_get((size_t)x->plan->points + 1);
	result = execute(x, error);
	free(x->open);
	free(x->is_stale);
	return result;
}

int plan_run(const struct plan *plan, const struct run_options *options,
	     struct run_summary *summary, struct error *error)
{
	struct execution x = {.plan = plan, .options = options,
			      .summary = summary};
	int result;

	*summary = (struct run_summary){0};
	if (output_open(&x.output, plan, options, error))
		return -1;
	result = run_open(&x, error);
	output_fini(&x.output);
	if (result)
		return -1;
	summary->has_results = true;
	if (missing(&x))
		return error_set(error, STATUS_INTERRUPTED, "interrupted; the "
				 "same command continues %s", summary->output);
	return verdict_of_file(summary->output, &summary->failed, error);
}
