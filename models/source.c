/* SPDX-License-Identifier: GPL-3.0-or-later */
/* source.c -- arrivals, departures, and what is measured of them. */
#include <stddef.h>
#include <string.h>

#include "models/keeper.h"
#include "models/poll.h"
#include "models/source.h"
#include "models/thread.h"

/* ---- the number inside, and its integral ---- */

static void change_inside(struct world *world, struct tracker *tracker,
			  int64_t change)
{
	sim_time now = world->sim.now;
	tracker->area += (wide_time)(now - tracker->since) *
			 (wide_time)tracker->inside;
	tracker->since = now;
	tracker->inside += (uint64_t)change;
}

static sim_time clipped(const struct world *world, const struct job *job)
{
	sim_time from = job->start > world->window_opens ?
				job->start : world->window_opens;
	return world->sim.now - from;
}

static void link_job(struct source *source, struct job *job)
{
	job->older = source->newest;
	job->newer = NULL;
	if (source->newest)
		source->newest->newer = job;
	else
		source->oldest = job;
	source->newest = job;
	source->inside++;
}

static void unlink_job(struct source *source, struct job *job)
{
	if (job->older)
		job->older->newer = job->newer;
	else
		source->oldest = job->newer;
	if (job->newer)
		job->newer->older = job->older;
	else
		source->newest = job->older;
	source->inside--;
}

/* ---- birth ---- */

static void job_ended(struct world *world, struct job *job,
		      struct context *by);

/* One of its thread's flows: no two sources share one. */
static uint32_t flow_of(const struct world *world, const struct source *source,
			const struct job *job)
{
	uint64_t flows = (uint64_t)source->conversation->workload->flows;
	uint64_t flow = (uint64_t)(source - world->source);
	if (flows > 1)
		flow += (uint64_t)world->sources *
			(random_fold(job->key, random_name("flow")) % flows);
	return (uint32_t)flow;
}

static struct job *new_job(struct world *world, struct source *source)
{
	const struct conversation *conversation = source->conversation;
	const struct setup_workload *workload = conversation->workload;
	struct tracker *tracker = source->tracker;
	struct job *job = job_new(world, 1 + tracker->index, JOB_MAIN,
				  conversation->code, NULL);
	job->source = source;
	job->number = source->arrivals++;
	job->key = random_fold(source->key, job->number);
	job->thread = source->thread;
	job->peer = source->peer;
	job->flow = flow_of(world, source, job);
	job->guest = (int16_t)(conversation->realm < 0 ? 0 :
		world->program->realm[conversation->realm].guest);
	job->ended = job_ended;
	job->cause = -1;
	if (source->thread)
		thread_place(source->thread, &job->cpu, &job->queue);
	for (int i = 0; i < workload->attributes; i++)
		job->attribute[conversation->attribute[i]] =
			(int64_t)workload->attribute[i].value;
	link_job(source, job);
	change_inside(world, tracker, 1);
	tracker->entered++;
	if (world->is_measuring)
		tracker->arrived++;
	if (tracker->inside > world->options.limit)
		world->is_over = true;
	return job;
}

/* Into its thread, or on its way by itself. */
static void let_in(struct world *world, struct source *source,
		   struct job *job)
{
	struct poll *thread = source->thread;
	if (source->conversation->starts_at_device || !thread) {
		job_move(world, job);
		return;
	}
	poll_put(world, thread, job);
	if (thread->state == POLL_IDLE) {
		thread->state = POLL_KICKED;
		poll_start(world, thread);
	}
}

struct job *source_next(struct world *world, struct source *source)
{
	return world->is_over ? NULL : new_job(world, source);
}

static struct source *of_event(struct event *event)
{
	return (struct source *)((char *)event -
				 offsetof(struct source, event));
}

/* The gap is rounded once, from the exact due time, so that no rate drifts. */
static void plan_arrival(struct world *world, struct source *source)
{
	const struct setup_workload *workload = source->conversation->workload;
	struct random_stream luck = {random_fold(source->key ^ RANDOM_WEYL,
						 source->arrivals)};
	double gap = workload->is_regular ? source->gap :
			source->gap * random_exponential(&luck);
	source->due += gap;
	sim_time due = source->due < 9e18 ? (sim_time)source->due :
					    SIM_NEVER - 1;
	if (due < world->sim.now)
		due = world->sim.now;
	sim_at(&world->sim, &source->event, due);
}

static void arrives(struct sim *sim, struct event *event)
{
	struct world *world = (struct world *)sim;
	struct source *source = of_event(event);
	let_in(world, source, new_job(world, source));
	plan_arrival(world, source);
}

/* ---- closed: the next job follows one that ends ---- */

static void follows(struct sim *sim, struct event *event)
{
	struct world *world = (struct world *)sim;
	struct thinker *thinker = (struct thinker *)event;
	struct source *source = thinker->source;
	thinker->next = source->thinkers;
	source->thinkers = thinker;
	let_in(world, source, new_job(world, source));
}

static struct thinker *thinker_new(struct world *world, struct source *source)
{
	struct thinker *thinker = source->thinkers;
	if (thinker) {
		source->thinkers = thinker->next;
		return thinker;
	}
	thinker = arena_get(&world->arena, sizeof(*thinker));
	event_init(&thinker->event, follows);
	thinker->source = source;
	return thinker;
}

static void follow(struct world *world, struct source *source,
		   const struct job *job)
{
	const struct draw *think = source->conversation->think;
	if (!think) {
		let_in(world, source, new_job(world, source));
		return;
	}
	double time = draw_value(think, job, job->key, 0);
	struct thinker *thinker = thinker_new(world, source);
	sim_after(&world->sim, &thinker->event,
		  time < 9e18 ? (sim_time)time : SIM_NEVER - 1);
}

/* ---- death ---- */

/* 106 days of all jobs together are the most, as the store has it. */
static void sum_up(sim_time *sum, sim_time time)
{
	if (__builtin_add_overflow(*sum, time, sum))
		*sum = SIM_NEVER;
}

static struct octave *octave_of(struct world *world, struct tracker *tracker,
				sim_time latency)
{
	int index = 63 - __builtin_clzll((uint64_t)latency | 1);
	size_t stages = (size_t)tracker->conversation->code->stages;
	struct octave *octave = tracker->octave[index];
	if (!octave) {
		octave = arena_get(&world->arena, sizeof(*octave) +
				   2 * stages * sizeof(octave->booked[0]));
		tracker->octave[index] = octave;
	}
	return octave;
}

/* The sum of what is added: one job's time, in all its stages. */
static sim_time add_stages(sim_time *restrict sum,
			   const sim_time *restrict booked, int stages)
{
	sim_time wait = 0, work = 0;
	for (int i = 0; i < 2 * stages; i += 2) {
		wait += booked[i];
		work += booked[i + 1];
		sum[i] += booked[i];
		sum[i + 1] += booked[i + 1];
	}
	return wait + work;
}

static sim_time add_carefully(sim_time *sum, const sim_time *booked,
			      int stages)
{
	sim_time all = 0;
	for (int i = 0; i < 2 * stages; i++) {
		sum_up(&sum[i], booked[i]);
		all += booked[i];
	}
	return all;
}

/* No stage has had more than all of them together: while that is far from the
 * most, the stages need not be looked at one by one. */
static void note_stages(struct world *world, struct tracker *tracker,
			const struct job *job, sim_time latency)
{
	struct octave *octave = octave_of(world, tracker, latency);
	int stages = tracker->conversation->code->stages;
	octave->jobs++;
	sum_up(&octave->latency, latency);
	sim_time all = octave->latency < SIM_NEVER / 2 ?
		add_stages(octave->booked, job->booked, stages) :
		add_carefully(octave->booked, job->booked, stages);
	if (all != latency)
		tracker->mismatched++;
}

static void leave(struct world *world, struct job *job)
{
	struct source *source = job->source;
	struct tracker *tracker = source->tracker;
	unlink_job(source, job);
	change_inside(world, tracker, -1);
	tracker->sojourn += clipped(world, job);
}

/* A run by jobs ends with the last of them, dropped ones too: else one that
 * drops them all would never end. */
static void count_out(struct world *world, const struct tracker *tracker)
{
	if (world->options.jobs &&
	    tracker->left + tracker->failed + tracker->dropped >=
		    world->options.jobs)
		world->is_over = true;
}

static void measure(struct world *world, struct tracker *tracker,
		    const struct job *job)
{
	sim_time latency = world->sim.now - job->start;
	if (job->has_failed) {
		tracker->failed++;
		count_out(world, tracker);
		return;
	}
	tracker->left++;
	tracker->bytes += (double)job->attribute[0];
	histogram_add(&tracker->latency, latency);
	tally_add(&tracker->moments, (double)latency);
	note_stages(world, tracker, job, latency);
	keeper_offer(world, tracker, job, latency);
	count_out(world, tracker);
}

static void job_ended(struct world *world, struct job *job,
		      struct context *by)
{
	struct source *source = job->source;
	(void)by;
	leave(world, job);
	source->tracker->ended++;
	if (world->is_measuring)
		measure(world, source->tracker, job);
	if (source->conversation->workload->arrival == ARRIVAL_CLOSED &&
	    !world->is_over)
		follow(world, source, job);
	job_free(world, job);
}

void source_dropped(struct world *world, struct job *job)
{
	struct source *source = job->source;
	leave(world, job);
	source->tracker->lost++;
	if (world->is_measuring) {
		source->tracker->dropped++;
		count_out(world, source->tracker);
	}
	if (source->conversation->workload->arrival == ARRIVAL_CLOSED &&
	    !world->is_over)
		follow(world, source, job);
	job_free(world, job);
}

/* ---- the window ---- */

void source_open_window(struct world *world, struct tracker *tracker)
{
	change_inside(world, tracker, 0);
	tracker->area = tracker->sojourn = 0;
	tracker->at_third[0] = tracker->inside;
}

void source_close_window(struct world *world, struct tracker *tracker)
{
	change_inside(world, tracker, 0);
	for (int i = 0; i < world->sources; i++) {
		struct source *source = &world->source[i];
		if (source->tracker != tracker)
			continue;
		for (struct job *job = source->oldest; job; job = job->newer)
			tracker->sojourn += clipped(world, job);
	}
}

void source_begin(struct world *world, struct source *source)
{
	const struct setup_workload *workload = source->conversation->workload;
	int threads = source->conversation->sources;
	event_init(&source->event, arrives);
	if (workload->arrival == ARRIVAL_OPEN) {
		source->gap = (double)SIM_S * threads / workload->rate;
		if (workload->is_regular) /* its threads one after another */
			source->due = source->gap *
				((source->index + 1.0) / threads - 1);
		plan_arrival(world, source);
		return;
	}
	int jobs = 1;
	if (workload->arrival == ARRIVAL_SATURATE)
		source->thread->source = source;
	else
		jobs = workload->outstanding / threads +
		       (source->index < workload->outstanding % threads);
	while (jobs-- > 0)
		let_in(world, source, new_job(world, source));
}
