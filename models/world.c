/* SPDX-License-Identifier: GPL-3.0-or-later */
/* world.c -- a replication: built, run to the end of its window. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "models/outcome.h"
#include "models/source.h"
#include "models/watchdog.h"

#define MOVES_MAX 1000000   /* in one instant, and ... */
#define MOVES_EACH 20       /* ... of each job inside */
#define INSIDE_MAX 1000000  /* jobs, unless the options say otherwise */

void world_fail(struct world *world, enum verdict verdict, const char *format,
		...)
{
	char text[1024];
	va_list list;
	va_start(list, format);
	vsnprintf(text, sizeof(text), format, list);
	va_end(list);
	world->is_over = true;
	if (world->verdict != VERDICT_OK)
		return;
	world->verdict = verdict;
	world->story = arena_text(&world->arena, text);
}

/* ---- the instant ---- */

static uint64_t jobs_inside(const struct world *world)
{
	uint64_t inside = 0;
	for (int i = 0; i < world->program->conversations; i++)
		inside += world->tracker[i].inside;
	return inside;
}

static __attribute__((noinline)) void look_whether_still(struct world *world)
{
	if (world->moves > MOVES_MAX + MOVES_EACH * jobs_inside(world))
		world_fail(world, VERDICT_STANDSTILL, "time stands still at "
			   "%lld ps: something repeats that takes no time",
			   (long long)world->sim.now);
}

static inline void count_move(struct world *world)
{
	if (world->instant != world->sim.now) {
		world->instant = world->sim.now;
		world->moves = 0;
	}
	if (++world->moves > MOVES_MAX)
		look_whether_still(world);
}

static inline void run_ready(struct world *world, struct ready *ready)
{
	world->ready = ready->next;
	if (!world->ready)
		world->last_ready = &world->ready;
	count_move(world);
	ready->go(world, ready);
}

static inline void pick_touched(struct world *world, struct cpu *cpu)
{
	world->touched = cpu->next_touched;
	if (!world->touched)
		world->last_touched = &world->touched;
	cpu->is_touched = false;
	cpu_pick(world, cpu);
}

/* Run what is ready and let CPUs pick, until the instant is quiet. */
static inline void settle(struct world *world)
{
	while (world->verdict == VERDICT_OK) {
		if (world->ready)
			run_ready(world, world->ready);
		else if (world->touched)
			pick_touched(world, world->touched);
		else
			return;
	}
}

/* ---- the window ---- */

static void open_window(struct sim *sim, struct event *event)
{
	struct world *world = (struct world *)sim;
	(void)event;
	world->is_measuring = true;
	world->window_opens = sim->now;
	for (int i = 0; i < world->cpus; i++)
		cpu_settle(world, &world->cpu[i]);
	for (int i = 0; i < world->cpus; i++)
		cpu_open(world, &world->cpu[i]);
	for (int i = 0; i < world->program->parts; i++) {
		struct part *part = world->part[i];
		if (part->set->kind->open)
			part->set->kind->open(world, part);
	}
	for (int i = 0; i < world->program->conversations; i++)
		source_open_window(world, &world->tracker[i]);
	memset(world->counted, 0, sizeof(*world->counted) *
					  (size_t)world->program->counters);
	if (world->window)
		sim_at(sim, &world->third_event, sim->now + world->window / 3);
}

static void third_passed(struct sim *sim, struct event *event)
{
	struct world *world = (struct world *)sim;
	world->third++;
	for (int i = 0; i < world->program->conversations; i++)
		world->tracker[i].at_third[world->third] =
			world->tracker[i].inside;
	if (world->third < 2)
		sim_at(sim, event, sim->now + world->window / 3);
}

/* `jobs` of an open load is a time: as long as so many take to come. */
static sim_time window_of(const struct world *world)
{
	const struct program *program = world->program;
	sim_time window = world->options.duration;
	if (window > 0 || !world->options.jobs)
		return window;
	for (int i = 0; i < program->conversations; i++) {
		const struct setup_workload *workload =
			program->conversation[i].workload;
		if (workload->arrival != ARRIVAL_OPEN)
			return 0;
		double time = (double)world->options.jobs / workload->rate *
			      (double)SIM_S;
		if (time > 4e18)
			time = 4e18;
		if ((sim_time)time > window)
			window = (sim_time)time;
	}
	return window;
}

struct world *world_new(const struct program *program,
			const struct world_options *options)
{
	struct world *world = memory_get(sizeof(*world));
	sim_init(&world->sim);
	arena_init(&world->arena);
	world->program = program;
	world->options = *options;
	if (!world->options.limit)
		world->options.limit = INSIDE_MAX;
	world->last_ready = &world->ready;
	world->last_touched = &world->touched;
	world->key = random_fold(random_fold(options->seed,
					     random_name("fathom")),
				 options->replication);
	world->counted = arena_get(&world->arena, sizeof(*world->counted) *
					(size_t)(program->counters + 1));
	world->window = window_of(world);
	if (world->window)
		world->options.jobs = 0;
	event_init(&world->open_event, open_window);
	event_init(&world->third_event, third_passed);
	world_furnish(world);
	watchdog_begin(world);
	return world;
}

static bool is_stopped(struct world *world)
{
	if (!world->options.stop ||
	    !__atomic_load_n(world->options.stop, __ATOMIC_RELAXED))
		return false;
	world_fail(world, VERDICT_STOPPED, "stopped");
	return true;
}

const struct outcome *world_run(struct world *world)
{
	struct sim *sim = &world->sim;
	sim_time until = world->window ?
		world->options.warmup + world->window : SIM_NEVER - 2;
	if (world->options.warmup > 0)
		sim_at(sim, &world->open_event, world->options.warmup);
	else
		open_window(sim, &world->open_event);
	for (int i = 0; i < world->sources; i++)
		source_begin(world, &world->source[i]);
	settle(world);
	while (!world->is_over && sim_step(sim, until)) {
		settle(world);
		if (sim->fired % 65536 == 0 && is_stopped(world))
			break;
	}
	if (!world->is_over && world->window)
		sim->now = until;
	outcome_fill(world);
	return &world->outcome;
}

void world_free(struct world *world)
{
	if (!world)
		return;
	for (int i = 0; i < world->program->conversations; i++)
		histogram_fini(&world->tracker[i].latency);
	sim_fini(&world->sim);
	arena_fini(&world->arena);
	free(world);
}
