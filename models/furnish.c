/* SPDX-License-Identifier: GPL-3.0-or-later */
/* furnish.c -- what a new world is given: CPUs, pools of jobs, components and
 * sources, as the program says. */
#include "models/keeper.h"
#include "models/poll.h"

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

void world_furnish(struct world *world)
{
	begin_cpus(world);
	begin_pools(world);
	begin_parts(world);
	begin_sources(world);
}
