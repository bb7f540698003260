/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ledger.c -- where each core's time went, and the exact checks.
 *
 * Two ledgers, never added together: a job's wait and work over its stages
 * are its latency; a core's busy time by class and owner, and idle, are the
 * time.  Both in whole picoseconds.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "models/outcome.h"
#include "models/source.h"

static const char *const kind_names[JOB_KINDS + 1] = {
	"job", "errand", "spawn", "part", "overhead"};

/* ---- a core's ledger ---- */

/* vCPUs that share a core have one row: it is told by owner, not by vCPU. */
static struct busy *row_of(struct world *world, const struct cpu *core,
			   const char *class, const char *owner,
			   const char *kind)
{
	struct busy *list = (struct busy *)world->outcome.busy;
	for (int i = world->outcome.busies - 1;
	     i >= 0 && list[i].core == core->name; i--)
		if (list[i].class == class && list[i].kind == kind &&
		    strcmp(list[i].owner, owner) == 0)
			return &list[i];
	return NULL;
}

static void add_busy(struct world *world, const struct cpu *core,
		     const char *class, const char *owner, const char *kind,
		     sim_time time)
{
	struct outcome *outcome = &world->outcome;
	struct busy *row = row_of(world, core, class, owner, kind);
	if (row) {
		row->time += time;
		return;
	}
	struct busy *list = outcome_more(world, outcome->busy,
					 outcome->busies, sizeof(*list));
	list[outcome->busies++] = (struct busy){core->name, class, owner, kind,
						time};
	outcome->busy = list;
}

static const char *owner_of(const struct cpu *cpu)
{
	return cpu->realm ? cpu->realm->name : "hypervisor";
}

static void add_booked(struct world *world, const struct cpu *core,
		       const struct cpu *cpu)
{
	const char *owner = owner_of(cpu);
	for (int class = 0; class < CLASSES; class++)
		for (int kind = 0; kind <= BOOKS_OVERHEAD; kind++)
			if (cpu->booked[class][kind])
				add_busy(world, core, class_names[class],
					 owner, kind_names[kind],
					 cpu->booked[class][kind]);
}

void ledger_fill(struct world *world)
{
	for (int i = 0; i < world->cpus; i++) {
		const struct cpu *pcpu = &world->cpu[i];
		if (pcpu->parent || !pcpu->busy)
			continue;
		add_booked(world, pcpu, pcpu);
		for (int k = 0; k < world->cpus; k++)
			if (world->cpu[k].parent == pcpu)
				add_booked(world, pcpu, &world->cpu[k]);
		add_busy(world, pcpu, "none", "none", "idle",
			 world->outcome.window - pcpu->busy);
	}
}

/* ---- checks ---- */

static void print_wide(char *buffer, size_t size, wide_time value)
{
	char digits[48];
	int at = (int)sizeof(digits) - 1;
	bool is_negative = value < 0;
	digits[at] = '\0';
	if (is_negative)
		value = -value;
	do {
		digits[--at] = (char)('0' + (int)(value % 10));
		value /= 10;
	} while (value && at > 1);
	if (is_negative)
		digits[--at] = '-';
	snprintf(buffer, size, "%s", digits + at);
}

static void add_check(struct world *world, const char *name,
		      const char *component, wide_time left, wide_time right)
{
	struct outcome *outcome = &world->outcome;
	struct check *list = outcome_more(world, outcome->check,
					  outcome->checks, sizeof(*list));
	struct check *check = &list[outcome->checks++];
	*check = (struct check){.name = name, .component = component,
				.is_ok = left == right};
	print_wide(check->left, sizeof(check->left), left);
	print_wide(check->right, sizeof(check->right), right);
	outcome->check = list;
	if (!check->is_ok)
		world_fail(world, VERDICT_CHECK, "check '%s' of %s failed: %s "
			   "is not %s", name, component, check->left,
			   check->right);
}

static wide_time counted_inside(const struct world *world,
				const struct tracker *tracker)
{
	wide_time count = 0;
	for (int i = 0; i < world->sources; i++) {
		const struct source *source = &world->source[i];
		if (source->tracker != tracker)
			continue;
		for (const struct job *job = source->oldest; job;
		     job = job->newer)
			count++;
	}
	return count;
}

static void check_workload(struct world *world, const struct tracker *tracker)
{
	const char *name = tracker->conversation->workload->name;
	add_check(world, "conservation", name, (wide_time)tracker->entered,
		  (wide_time)tracker->ended + (wide_time)tracker->lost +
			  counted_inside(world, tracker));
	add_check(world, "little", name, tracker->area, tracker->sojourn);
	add_check(world, "stages", name, 0, (wide_time)tracker->mismatched);
}

static wide_time booked_on(const struct cpu *cpu)
{
	wide_time sum = 0;
	for (int class = 0; class < CLASSES; class++)
		for (int kind = 0; kind <= BOOKS_OVERHEAD; kind++)
			sum += cpu->booked[class][kind];
	return sum;
}

/* Busy time was measured where a core begins and ceases to run anything. */
static void check_core(struct world *world, const struct cpu *pcpu)
{
	wide_time booked = booked_on(pcpu);
	for (int i = 0; i < world->cpus; i++)
		if (world->cpu[i].parent == pcpu)
			booked += booked_on(&world->cpu[i]);
	if (pcpu->busy || booked)
		add_check(world, "busy", pcpu->name, pcpu->busy, booked);
}

void checks_fill(struct world *world)
{
	if (world->verdict != VERDICT_OK)
		return;
	for (int i = 0; i < world->program->conversations; i++)
		check_workload(world, &world->tracker[i]);
	for (int i = 0; i < world->cpus; i++)
		if (!world->cpu[i].parent)
			check_core(world, &world->cpu[i]);
}
