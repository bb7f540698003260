/* SPDX-License-Identifier: GPL-3.0-or-later */
/* speed.c -- how busy a CPU is, measured apart from what contexts book, and
 * how fast it runs: siblings, throttling. */
#include "models/processor.h"

/* Polling is not: a halted vCPU pauses, and leaves its sibling the core. */
static bool runs_anything(const struct cpu *cpu)
{
	const struct client *client = cpu->current;
	return cpu->is_switching ||
	       (client && !(client->vcpu && client->vcpu->is_polling));
}

static void note_busy(struct world *world, struct cpu *cpu)
{
	bool is_busy = runs_anything(cpu);
	if (is_busy == (cpu->busy_since >= 0))
		return;
	if (is_busy) {
		cpu->busy_since = world->sim.now;
	} else {
		cpu->busy += world->sim.now - cpu->busy_since;
		cpu->busy_since = -1;
	}
}

/* The context that burns cycles on a pCPU now, or NULL. */
struct context *cpu_leaf(struct cpu *cpu)
{
	if (cpu->is_switching)
		return cpu->switching.is_running ? &cpu->switching : NULL;
	struct client *client = cpu->current;
	if (!client)
		return NULL;
	if (client->vcpu)
		return client->vcpu->is_on ? cpu_leaf(client->vcpu) : NULL;
	struct context *context = (struct context *)client;
	return context->is_running ? context : NULL;
}

void cpu_set_rate(struct world *world, struct cpu *pcpu, double rate)
{
	if (rate == pcpu->rate)
		return;
	struct context *context = cpu_leaf(pcpu);
	if (context)
		context_settle(world, context);
	pcpu->rate = rate;
	if (context && !context->is_spinning)
		context_rearm(world, context);
}

static void share_core(struct world *world, struct cpu *cpu)
{
	struct cpu *other = cpu->sibling;
	if (!other)
		return;
	bool both = cpu->busy_since >= 0 && other->busy_since >= 0;
	cpu_set_rate(world, cpu, both ? cpu->sibling_speed : 1);
	cpu_set_rate(world, other, both ? other->sibling_speed : 1);
}

void cpu_changed(struct world *world, struct cpu *cpu)
{
	note_busy(world, cpu);
	share_core(world, cpu);
}

void cpu_settle(struct world *world, struct cpu *cpu)
{
	struct context *context = cpu->parent ? NULL : cpu_leaf(cpu);
	vcpu_note_polling(world, cpu);
	if (cpu->parent && !cpu->is_on && cpu->client.is_active)
		vcpu_note_steal(world, cpu);
	if (context) {
		context_settle(world, context);
		if (!context->is_spinning)
			context_rearm(world, context);
	}
	if (cpu->busy_since >= 0) {
		cpu->busy += world->sim.now - cpu->busy_since;
		cpu->busy_since = world->sim.now;
	}
}
