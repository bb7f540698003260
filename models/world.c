/* SPDX-License-Identifier: GPL-3.0-or-later */
/* world.c -- a replication: built, run to the end of its window. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "models/keeper.h"
#include "models/outcome.h"
#include "models/poll.h"
#include "models/source.h"
#include "models/watchdog.h"

#define MOVES_MAX 1000000   /* in one instant */
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

static void count_move(struct world *world)
{
	if (world->instant != world->sim.now) {
		world->instant = world->sim.now;
		world->moves = 0;
	}
	if (++world->moves > MOVES_MAX)
		world_fail(world, VERDICT_STANDSTILL,
			   "time stands still at %lld ps: something repeats "
			   "that takes no time", (long long)world->sim.now);
}

void world_settle(struct world *world)
{
	while (world->verdict == VERDICT_OK) {
		struct ready *ready = world->ready;
		if (ready) {
			world->ready = ready->next;
			if (!world->ready)
				world->last_ready = &world->ready;
			count_move(world);
			ready->go(world, ready);
			continue;
		}
		struct cpu *cpu = world->touched;
		if (!cpu)
			return;
		world->touched = cpu->next_touched;
		if (!world->touched)
			world->last_touched = &world->touched;
		cpu->is_touched = false;
		cpu_pick(world, cpu);
	}
}

/* ---- CPUs ---- */

static void set_scheduler(struct cpu *cpu, const struct realm *realm,
			  bool of_vcpus)
{
	struct scheduler *scheduler = &cpu->scheduler;
	const double *number = realm->number;
	double slice = number[of_vcpus ? CPU_VCPU_SLICE : CPU_SLICE];
	scheduler->kind = !of_vcpus && number[CPU_SCHEDULER] > 0 ?
				  SCHEDULER_FAIR : SCHEDULER_RR;
	scheduler->slice = slice > 0 && slice < 9e18 ? (sim_time)slice : 0;
	scheduler->period = (sim_time)number[CPU_PERIOD];
	scheduler->granularity = (sim_time)number[CPU_GRANULARITY];
	scheduler->minimum = (sim_time)number[CPU_MINIMUM];
	if (scheduler->kind == SCHEDULER_FAIR && scheduler->minimum < 1)
		scheduler->minimum = 1;
}

static void fill_cstates(struct world *world, struct cpu *cpu,
			 const struct host_plan *plan)
{
	struct cstate_plan *states = arena_get(&world->arena,
		sizeof(*states) * (size_t)(plan->cstates + 1));
	for (int i = 0; i < plan->cstates; i++) {
		const struct cstate *from = &plan->cstate[i];
		states[i].residency = (sim_time)distribution_mean(
			&from->residency->term[0].value);
		states[i].exit = (sim_time)distribution_mean(
			&from->exit->term[0].value);
	}
	cpu->cstates = states;
	cpu->cstates_count = plan->cstates;
}

static void begin_pcpu(struct world *world, struct cpu *cpu, int host, int i)
{
	const struct host_plan *plan = &world->program->host[host];
	cpu->index = i;
	cpu->clock = cpu->speed = plan->clock[i] / (double)SIM_S;
	cpu->sibling_speed = plan->sibling_speed[i];
	cpu->key = random_fold(world->key, (uint64_t)(host * 4096 + i));
	cpu->name = arena_format(&world->arena, "%s/pcpu%d", plan->name, i);
	cpu_init(world, cpu);
	fill_cstates(world, cpu, plan);
}

static void begin_vcpu(struct world *world, struct cpu *cpu,
		       const struct realm *realm, int i, struct cpu *pcpu)
{
	cpu->index = i;
	cpu->parent = pcpu;
	cpu->realm = realm;
	cpu->clock = realm->clock / (double)SIM_S;
	cpu->speed = cpu->clock / realm->factor;
	cpu->key = random_fold(pcpu->key, random_name(realm->label) +
						  (uint64_t)i);
	cpu->name = arena_format(&world->arena, "%s/vcpu%d", realm->label, i);
	cpu_init(world, cpu);
	set_scheduler(cpu, realm, false);
	set_scheduler(pcpu, realm, true);
}

static void own_pcpu(struct world *world, struct cpu *pcpu,
		     const struct realm *realm, int i)
{
	pcpu->realm = realm;
	pcpu->switching.realm = realm;
	pcpu->index = i;
	pcpu->speed = pcpu->clock / realm->factor;
	pcpu->name = arena_format(&world->arena, "%s/cpu%d", realm->label, i);
	set_scheduler(pcpu, realm, false);
}

static struct cpu *begin_realm(struct world *world, int index,
			       struct cpu *pcpus, struct cpu *next)
{
	const struct realm *realm = &world->program->realm[index];
	struct cpu **list = arena_get(&world->arena, sizeof(*list) *
						(size_t)(realm->cpus + 1));
	world->realm_cpu[index] = list;
	for (int i = 0; i < realm->cpus; i++) {
		struct cpu *pcpu = &pcpus[realm->pin[i]];
		if (realm->is_virtual) {
			list[i] = next++;
			begin_vcpu(world, list[i], realm, i, pcpu);
		} else {
			list[i] = pcpu;
			own_pcpu(world, pcpu, realm, i);
		}
	}
	return next;
}

static struct cpu *begin_host(struct world *world, int host, struct cpu *next)
{
	const struct program *program = world->program;
	const struct host_plan *plan = &program->host[host];
	struct cpu *pcpus = next;
	for (int i = 0; i < plan->pcpus; i++)
		begin_pcpu(world, next++, host, i);
	for (int i = 0; i < plan->pcpus; i++)
		if (plan->sibling[i] >= 0)
			pcpus[i].sibling = &pcpus[plan->sibling[i]];
	for (int i = 0; i < program->realms; i++)
		if (program->realm[i].host == host)
			next = begin_realm(world, i, pcpus, next);
	return next;
}

static void begin_cpus(struct world *world)
{
	const struct program *program = world->program;
	int hosts = program->setup->hosts;
	for (int i = 0; i < hosts; i++)
		world->cpus += program->host[i].pcpus;
	for (int i = 0; i < program->realms; i++)
		if (program->realm[i].is_virtual)
			world->cpus += program->realm[i].cpus;
	world->cpu = arena_get(&world->arena, sizeof(struct cpu) *
						(size_t)(world->cpus + 1));
	world->realm_cpu = arena_get(&world->arena, sizeof(struct cpu **) *
						(size_t)(program->realms + 1));
	struct cpu *next = world->cpu;
	for (int i = 0; i < hosts; i++)
		next = begin_host(world, i, next);
}

/* ---- components, jobs, sources ---- */

static void begin_pools(struct world *world)
{
	const struct program *program = world->program;
	int pools = 1 + program->conversations;
	size_t base = sizeof(struct job) +
		      (size_t)program->attributes * sizeof(int64_t);
	world->free_jobs = arena_get(&world->arena, sizeof(struct job *) *
							    (size_t)pools);
	world->job_size = arena_get(&world->arena, sizeof(size_t) *
							   (size_t)pools);
	world->job_size[0] = base;
	for (int i = 1; i < pools; i++)
		world->job_size[i] = base + 2 * sizeof(sim_time) *
			(size_t)program->conversation[i - 1].code->stages;
}

static void begin_parts(struct world *world)
{
	const struct program *program = world->program;
	world->part = arena_get(&world->arena, sizeof(struct part *) *
						(size_t)(program->parts + 1));
	for (int i = 0; i < program->sets; i++) {
		const struct set *set = program->set[i];
		for (int k = 0; k < set->count; k++) {
			struct part *part = arena_get(&world->arena,
						      set->kind->size);
			part->set = set;
			part->index = k;
			world->part[set->first + k] = part;
			if (set->kind->begin)
				set->kind->begin(world, part);
		}
	}
}

static void begin_source(struct world *world, struct tracker *tracker,
			 int thread)
{
	const struct conversation *conversation = tracker->conversation;
	struct source *source = &world->source[world->sources++];
	source->tracker = tracker;
	source->conversation = conversation;
	source->index = thread;
	if (conversation->threads)
		source->thread = (struct poll *)
			world->part[conversation->threads->first + thread];
	if (conversation->peers)
		source->peer = (struct poll *)
			world->part[conversation->peers->first + thread];
	source->key = random_fold(random_fold(world->key,
			random_name(conversation->workload->name)),
			(uint64_t)thread);
}

static void begin_sources(struct world *world)
{
	const struct program *program = world->program;
	int total = 0;
	for (int i = 0; i < program->conversations; i++)
		total += program->conversation[i].sources;
	world->source = arena_get(&world->arena, sizeof(struct source) *
							(size_t)(total + 1));
	world->tracker = arena_get(&world->arena, sizeof(struct tracker) *
				(size_t)(program->conversations + 1));
	for (int i = 0; i < program->conversations; i++) {
		struct tracker *tracker = &world->tracker[i];
		tracker->conversation = &program->conversation[i];
		tracker->index = i;
		tracker->keeper = arena_get(&world->arena,
					    sizeof(*tracker->keeper));
		histogram_init(&tracker->latency);
		for (int k = 0; k < tracker->conversation->sources; k++)
			begin_source(world, tracker, k);
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
	begin_cpus(world);
	begin_pools(world);
	begin_parts(world);
	begin_sources(world);
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
		world->options.warmup + world->window : SIM_NEVER - 1;
	if (world->options.warmup > 0)
		sim_at(sim, &world->open_event, world->options.warmup);
	else
		open_window(sim, &world->open_event);
	for (int i = 0; i < world->sources; i++)
		source_begin(world, &world->source[i]);
	world_settle(world);
	while (!world->is_over && sim_step(sim, until)) {
		world_settle(world);
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
