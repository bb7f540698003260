/* SPDX-License-Identifier: GPL-3.0-or-later */
/* job.c -- jobs: birth and death, where their time goes, who moves them. */
#include <stddef.h>
#include <string.h>

#include "models/engine.h"
#include "models/source.h"

static struct job *of_ready(struct ready *ready)
{
	return (struct job *)((char *)ready - offsetof(struct job, ready));
}

/* ---- where the time goes ---- */

void job_tell(const struct job *job, sim_time when)
{
	int label = job->label < 0 ? LABEL_OTHER :
				     LABELS + 2 * job->label + job->state;
	for (struct clock *clock = job->watchers; clock; clock = clock->next)
		clock_set(clock, when, label);
}

void job_book(struct world *world, struct job *job)
{
	if (job->booked)
		job->booked[2 * job->slot + job->state] +=
			world->sim.now - job->marked;
	job->marked = world->sim.now;
}

void job_watch(struct world *world, struct job *job, struct clock *clock)
{
	clock->next = job->watchers;
	job->watchers = clock;
	job_tell(job, world->sim.now);
}

void job_unwatch(struct job *job, struct clock *clock)
{
	struct clock **at = &job->watchers;
	while (*at && *at != clock)
		at = &(*at)->next;
	if (*at)
		*at = clock->next;
	clock->next = NULL;
}

/* ---- birth and death ---- */

/* Nobody waits for a spawn: too many of them are saturation, as too many jobs
 * of a source are. */
static void count_birth(struct world *world, enum job_kind kind)
{
	if (kind != JOB_SPAWN && kind != JOB_PART)
		return;
	if (++world->offspring > world->options.limit)
		world->is_over = true;
}

struct job *job_new(struct world *world, int pool, enum job_kind kind,
		    const struct code *code, const struct job *like)
{
	size_t size = world->job_size[pool];
	size_t attributes = (size_t)world->program->attributes * 8;
	struct job *job = world->free_jobs[pool];
	if (job) {
		world->free_jobs[pool] = job->next;
		memset(job, 0, size);
	} else {
		job = arena_get(&world->arena, size);
	}
	count_birth(world, kind);
	job->pc = code ? code->op : NULL;
	job->kind = (uint8_t)kind;
	job->pool = (int16_t)pool;
	job->label = -1;
	job->start = job->marked = world->sim.now;
	if (size > sizeof(*job) + attributes)
		job->booked = (sim_time *)((char *)job->attribute + attributes);
	if (like) {
		job->thread = like->thread;
		job->peer = like->peer;
		job->target = like->target;
		job->guest = like->guest;
		job->queue = like->queue;
		job->cpu = like->cpu;
		job->flow = like->flow;
		job->key = like->key;
		memcpy(job->attribute, like->attribute, attributes);
	}
	return job;
}

void job_free(struct world *world, struct job *job)
{
	world->offspring -= job->kind == JOB_SPAWN || job->kind == JOB_PART;
	job->next = world->free_jobs[job->pool];
	world->free_jobs[job->pool] = job;
}

static void job_gone(struct world *world, struct job *job, struct context *by)
{
	if (job->token) {
		world_fail(world, VERDICT_LEAK,
			   "a job ended that still holds a token of %s",
			   job->token->ring->set->name);
		return;
	}
	if (job->ended)
		job->ended(world, job, by);
	else
		job_free(world, job);
}

void job_end(struct world *world, struct job *job)
{
	struct context *context = job->context;
	job_mark(world, job, NULL, STATE_WAIT);
	job->context = NULL;
	job_gone(world, job, context);
	if (context)
		context_left(world, context);
}

void job_drop(struct world *world, struct job *job, struct context *by)
{
	ring_return_all(world, job, by);
	if (job->kind == JOB_MAIN)
		source_dropped(world, job);
	else
		job_gone(world, job, by);
}

/* ---- moving on ---- */

static void go(struct world *world, struct ready *ready)
{
	job_next(world, of_ready(ready));
}

void job_move(struct world *world, struct job *job)
{
	ready_put(world, &job->ready, go);
}

void job_walk_on(struct world *world, struct job *job, struct context *by)
{
	job->debtor = by;
	if (by)
		context_owe(world, by, DEBT_WALK, job);
	else
		job_move(world, job);
}
