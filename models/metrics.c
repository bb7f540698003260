/* SPDX-License-Identifier: GPL-3.0-or-later */
/* metrics.c -- what a world says in numbers: of workloads, of components (all
 * members and sets of one name together), of CPUs. */
#include <string.h>

#include "models/key.h"
#include "models/outcome.h"
#include "models/poll.h"
#include "models/ring.h"
#include "models/service.h"
#include "models/source.h"
#include "models/steal_clock.h"
#include "models/timer.h"

static void add(struct world *world, int workload, const char *name,
		const char *unit, double value)
{
	struct outcome *outcome = &world->outcome;
	struct metric *list = outcome_more(world, outcome->metric,
					   outcome->metrics, sizeof(*list));
	list[outcome->metrics++] = (struct metric){workload, name, unit,
						   value};
	outcome->metric = list;
}

static void add_named(struct world *world, const char *what, const char *name,
		      const char *unit, double value)
{
	add(world, -1, arena_format(&world->arena, "%s.%s", what, name), unit,
	    value);
}

static double seconds(const struct world *world)
{
	return (double)world->outcome.window / (double)SIM_S;
}

/* ---- workloads ---- */

static void of_workload(struct world *world, const struct tracker *tracker)
{
	int i = tracker->index;
	double time = seconds(world);
	if (time <= 0)
		return;
	add(world, i, "throughput", "/s", (double)tracker->left / time);
	add(world, i, "bandwidth", "B/s", tracker->bytes / time);
	add(world, i, "drops", "/s", (double)tracker->dropped / time);
	if (tracker->failed)
		add(world, i, "failed", "/s", (double)tracker->failed / time);
	add(world, i, "inside", "", (double)tracker->area /
				    (double)world->outcome.window);
	if (!tracker->left)
		return;
	add(world, i, "latency.mean", "ps", tracker->moments.mean);
	add(world, i, "latency.max", "ps", tracker->moments.high);
}

static uint64_t all_left(const struct world *world)
{
	uint64_t left = 0;
	for (int i = 0; i < world->program->conversations; i++)
		left += world->tracker[i].left;
	return left;
}

/* ---- counts: interrupts, exits, hypercalls, events ---- */

static void of_counters(struct world *world)
{
	const struct program *program = world->program;
	double time = seconds(world), left = (double)all_left(world);
	for (int i = 0; i < program->counters && time > 0; i++) {
		const char *name = arena_format(&world->arena, "%ss",
						program->counter[i]);
		double count = (double)world->counted[i];
		add_named(world, "rate", name, "/s", count / time);
		if (left > 0)
			add_named(world, "per_job", name, "", count / left);
	}
}

/* ---- components ---- */

static double area_of(const struct clock *clock)
{
	double sum = 0;
	for (int i = 0; i < clock->labels; i++)
		sum += (double)clock->area[i];
	return sum;
}

static void sum_poll(struct component_sum *sum, const struct poll *poll)
{
	sum->jobs += (double)poll->jobs;
	sum->kicks += (double)poll->kicks;
	sum->rounds += (double)poll->passes;
	sum->waited += (double)poll->waited;
	sum->drops += (double)poll->drops;
	sum->handovers += (double)poll->handovers;
	sum->area += area_of(&poll->clock);
}

static void sum_ring(struct component_sum *sum, const struct ring *ring)
{
	sum->jobs += (double)ring->takes;
	sum->waited += (double)ring->waited;
	sum->drops += (double)ring->drops;
	sum->area += area_of(&ring->clock);
}

static void sum_service(const struct world *world, struct component_sum *sum,
			const struct service *service)
{
	sum->jobs += (double)service->jobs;
	sum->waited += (double)service->waited;
	sum->area += area_of(&service->clock);
	sum->busy += (double)service->busy;
	if (service->servers < 1e9)
		sum->room += service->servers * (double)world->outcome.window;
}

static struct clock *clock_of(struct part *part)
{
	if (part->set->kind == &poll_kind)
		return &((struct poll *)part)->clock;
	if (part->set->kind == &ring_kind)
		return &((struct ring *)part)->clock;
	if (part->set->kind->enter == service_enter)
		return &((struct service *)part)->clock;
	return part->set->kind->clock ? part->set->kind->clock(part) : NULL;
}

static void sum_part(struct world *world, struct component_sum *sum,
		     struct part *part)
{
	struct clock *clock = clock_of(part);
	if (!clock)
		return;
	clock_set(clock, world->sim.now, clock->label);
	if (part->set->kind == &poll_kind) {
		sum_poll(sum, (struct poll *)part);
	} else if (part->set->kind == &ring_kind) {
		sum_ring(sum, (struct ring *)part);
	} else if (part->set->kind->sum) {
		part->set->kind->sum(world, part, sum);
		sum->area += area_of(clock);
	} else {
		service_settle(world, (struct service *)part);
		sum_service(world, sum, (struct service *)part);
	}
}

static void say_component(struct world *world, const struct component_sum *sum)
{
	double window = (double)world->outcome.window;
	if (window <= 0)
		return;
	/* It may have served one job all the time, that came before. */
	if (sum->room > 0 && sum->busy > 0)
		add_named(world, "utilisation", sum->name, "",
			  sum->busy / sum->room);
	if (sum->jobs <= 0)
		return;
	add_named(world, "wait", sum->name, "ps", sum->area / sum->jobs);
	add_named(world, "waited", sum->name, "", sum->waited / sum->jobs);
	add_named(world, "queue", sum->name, "", sum->area / window);
	if (sum->drops > 0)
		add_named(world, "drops", sum->name, "/s",
			  sum->drops / seconds(world));
	if (sum->kind == &lock_kind)
		add_named(world, "moved", sum->name, "",
			  sum->moves / sum->jobs);
	if (sum->kind == &poll_kind) {
		add_named(world, "kicks_per_job", sum->name, "",
			  sum->kicks / sum->jobs);
		add_named(world, "jobs_per_round", sum->name, "",
			  sum->jobs / sum->rounds);
		if (sum->handovers > 0)
			add_named(world, "handovers", sum->name, "/s",
				  sum->handovers / seconds(world));
	}
}

static bool is_first(const struct program *program, int index)
{
	for (int i = 0; i < index; i++)
		if (strcmp(program->set[i]->component,
			   program->set[index]->component) == 0)
			return false;
	return true;
}

static void of_components(struct world *world)
{
	const struct program *program = world->program;
	for (int i = 0; i < program->sets; i++) {
		if (!is_first(program, i))
			continue;
		struct component_sum sum = {.name = program->set[i]->component,
					    .kind = program->set[i]->kind};
		for (int k = i; k < program->sets; k++) {
			const struct set *set = program->set[k];
			if (strcmp(set->component, sum.name) != 0)
				continue;
			for (int n = 0; n < set->count; n++)
				sum_part(world, &sum,
					 world->part[set->first + n]);
		}
		say_component(world, &sum);
	}
}

/* To make what is on a disk unreadable: by its key, or without one. */
static void of_keys(struct world *world)
{
	for (int i = 0; i < world->program->sets; i++) {
		const struct set *set = world->program->set[i];
		const double *number = set->number;
		if (set->kind != &key_kind || number[KEY_CAPACITY] <= 0 ||
		    number[KEY_OVERWRITE] <= 0 ||
		    !is_first(world->program, i))
			continue;
		add(world, -1, "sanitise.key", "ps", number[KEY_ERASE]);
		add(world, -1, "sanitise.overwrite", "ps",
		    number[KEY_CAPACITY] / number[KEY_OVERWRITE] *
			    (double)SIM_S);
		return;
	}
}

/* ---- ticks, and what guests are told of steal ---- */

static void of_timers(struct world *world)
{
	const struct program *program = world->program;
	double time = seconds(world), told = 0;
	uint64_t sum[TIMER_COUNTS] = {0}, count[TIMER_COUNTS];
	bool has_timer = false, has_clock = false;
	for (int i = 0; i < program->parts; i++) {
		const struct part *part = world->part[i];
		if (part->set->kind == &timer_kind) {
			has_timer = true;
			timer_counts(part, count);
			for (int k = 0; k < TIMER_COUNTS; k++)
				sum[k] += count[k];
		} else if (part->set->kind == &steal_clock_kind) {
			has_clock = true;
			told += (double)steal_told(part);
		}
	}
	if (has_timer && time > 0) {
		add(world, -1, "rate.ticks", "/s",
		    (double)sum[TIMER_FIRED] / time);
		add(world, -1, "rate.ticks_skipped", "/s",
		    (double)sum[TIMER_SKIPPED] / time);
		add(world, -1, "rate.ticks_lost", "/s",
		    (double)sum[TIMER_SWALLOWED] / time);
	}
	if (has_clock && time > 0)
		add(world, -1, "steal_told", "",
		    told / (double)world->outcome.window);
}

/* ---- what waits opened into ---- */

static const char *label_name(struct world *world, int label)
{
	static const char *const states[] = {"wait", "work"};
	if (label < LABELS)
		return label_names[label];
	label -= LABELS;
	return arena_format(&world->arena, "%s:%s",
			    world->program->label[label / 2],
			    states[label % 2]);
}

static void open_set(struct world *world, const struct set *set,
		     wide_time *area, int labels)
{
	struct outcome *outcome = &world->outcome;
	for (int i = 0; i < labels; i++) {
		if (!area[i])
			continue;
		struct opened *list = outcome_more(world, outcome->opened,
			outcome->openeds, sizeof(*list));
		list[outcome->openeds++] = (struct opened){
			set->name, label_name(world, i), (double)area[i]};
		outcome->opened = list;
	}
}

static bool is_first_set(const struct program *program, int index)
{
	for (int i = 0; i < index; i++)
		if (strcmp(program->set[i]->name,
			   program->set[index]->name) == 0)
			return false;
	return true;
}

static void of_openings(struct world *world)
{
	const struct program *program = world->program;
	int labels = LABELS + 2 * program->labels;
	wide_time *area = arena_get(&world->arena, sizeof(*area) *
						(size_t)labels);
	for (int i = 0; i < program->sets; i++) {
		if (!is_first_set(program, i))
			continue;
		memset(area, 0, sizeof(*area) * (size_t)labels);
		for (int k = 0; k < program->parts; k++) {
			struct part *part = world->part[k];
			struct clock *clock = clock_of(part);
			if (!clock || strcmp(part->set->name,
					     program->set[i]->name) != 0)
				continue;
			for (int n = 0; n < clock->labels; n++)
				area[n] += clock->area[n];
		}
		open_set(world, program->set[i], area, labels);
	}
}

/* ---- CPUs ---- */

static sim_time booked(const struct cpu *cpu, int class)
{
	sim_time sum = 0;
	for (int kind = 0; kind <= BOOKS_OVERHEAD; kind++)
		sum += cpu->booked[class][kind];
	return sum;
}

static const struct cpu *physical(const struct cpu *cpu)
{
	return cpu->parent ? cpu->parent : cpu;
}

/* The pCPU under a vCPU is what saturates: the hypervisor's share is in. */
static void of_cpu(struct world *world, const struct cpu *cpu)
{
	double window = (double)world->outcome.window;
	const struct cpu *pcpu = physical(cpu);
	if (!pcpu->busy)
		return;
	add_named(world, "utilisation", cpu->name, "",
		  (double)pcpu->busy / window);
	for (int class = 0; class < CLASSES; class++) {
		sim_time time = booked(cpu, class);
		if (cpu->parent)
			time += booked(pcpu, class);
		if (time)
			add_named(world, "utilisation",
				  arena_format(&world->arena, "%s.%s",
					       cpu->name, class_names[class]),
				  "", (double)time / window);
	}
	if (cpu->parent)
		add_named(world, "steal", cpu->name, "",
			  (double)cpu->steal / window);
	if (cpu->polled)
		add_named(world, "polling", cpu->name, "",
			  (double)cpu->polled / window);
}

static void of_owner(struct world *world, const char *owner, double time)
{
	double left = (double)all_left(world);
	if (time <= 0)
		return;
	add_named(world, "cpu", owner, "cores",
		  time / (double)world->outcome.window);
	if (left > 0)
		add_named(world, "cpu_per_job", owner, "ps", time / left);
}

static void of_owners(struct world *world)
{
	double guest = 0, hypervisor = 0, domains = 0;
	for (int i = 0; i < world->cpus; i++) {
		const struct cpu *cpu = &world->cpu[i];
		double time = 0;
		for (int class = 0; class < CLASSES; class++)
			time += (double)booked(cpu, class);
		if (!cpu->realm)
			hypervisor += time;
		else if (cpu->realm->guest >= 0)
			guest += time;
		else
			domains += time;
	}
	of_owner(world, "guest", guest);
	of_owner(world, "hypervisor", hypervisor);
	of_owner(world, "dom0", domains);
}

void metrics_fill(struct world *world)
{
	const struct program *program = world->program;
	for (int i = 0; i < program->conversations; i++)
		of_workload(world, &world->tracker[i]);
	of_counters(world);
	of_components(world);
	of_keys(world);
	of_timers(world);
	of_openings(world);
	for (int i = 0; i < program->realms; i++)
		for (int k = 0; k < program->realm[i].cpus; k++)
			of_cpu(world, world->realm_cpu[i][k]);
	of_owners(world);
}

/* The part with the highest utilisation; classes of a CPU do not count. */
static const struct metric *busiest(const struct world *world)
{
	const char *prefix = "utilisation.";
	const struct metric *most = NULL;
	for (int i = 0; i < world->outcome.metrics; i++) {
		const struct metric *metric = &world->outcome.metric[i];
		if (strncmp(metric->name, prefix, strlen(prefix)) != 0)
			continue;
		const char *cpu = strchr(metric->name, '/');
		if (cpu && strchr(cpu, '.'))
			continue;
		if (!most || metric->value > most->value)
			most = metric;
	}
	return most;
}

const char *metrics_busiest(const struct world *world)
{
	const struct metric *metric = busiest(world);
	return metric ? strchr(metric->name, '.') + 1 : NULL;
}

double metrics_most(const struct world *world)
{
	const struct metric *metric = busiest(world);
	return metric ? metric->value : 0;
}
