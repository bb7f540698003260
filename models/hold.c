/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <assert.h>

#include "models/hold.h"
#include "models/lock.h"

static struct hold *hold_new(struct world *world)
{
	struct hold *hold = world->free_holds;
	if (hold)
		world->free_holds = hold->next;
	else
		hold = arena_get(&world->arena, sizeof(*hold));
	return hold;
}

/* Who walks has its CPU: its client is in no queue. */
static void raise(struct client *client, enum class class)
{
	assert(!client->is_queued);
	client->held++;
	if (class < client->class)
		client->class = class;
}

/* What waited for the CPU, or wants it now, is looked at again. */
static void lower(struct world *world, struct cpu *cpu, struct client *client,
		  enum class class)
{
	client->held--;
	client->class = class;
	unsigned above = (1u << class) - 1;
	if (cpu->needs_choice || (cpu->queued & above))
		cpu_touch(world, cpu);
}

/* ksoftirqd runs with softirqs off: as if it were one of them. */
static enum class least(const struct context *context, enum class mask)
{
	return mask < context->home_class ? mask : context->home_class;
}

void hold_begin(struct world *world, struct context *context,
		struct part *lock, enum class mask, bool sleeps)
{
	struct cpu *cpu = context->cpu;
	struct hold *hold = hold_new(world);
	*hold = (struct hold){
		.next = context->hold,
		.lock = lock,
		.before = context->client.class,
		.is_kept = !sleeps,
		.keeps_vcpu = mask == CLASS_HYPERVISOR && cpu->parent,
	};
	context->hold = hold;
	if (context->is_running)
		context_settle(world, context);
	if (hold->is_kept)
		raise(&context->client, least(context, mask));
	if (hold->keeps_vcpu)
		raise(&cpu->client, mask);
}

void hold_end(struct world *world, struct context *context)
{
	struct hold *hold = context->hold;
	struct cpu *cpu = context->cpu;
	context->hold = hold->next;
	if (context->is_running)
		context_settle(world, context);
	if (hold->is_kept)
		lower(world, cpu, &context->client, hold->before);
	if (hold->keeps_vcpu)
		lower(world, cpu->parent, &cpu->client,
		      cpu->client.held > 1 ? CLASS_HYPERVISOR : CLASS_TASK);
	hold->next = world->free_holds;
	world->free_holds = hold;
}

void hold_tell(struct world *world, const struct context *context, bool is_off)
{
	int label = context->cpu->is_on ? LABEL_PREEMPTED : LABEL_STEAL;
	if (!context->job)
		return; /* it is out in a call: they follow it */
	if (!is_off)
		job_tell(context->job, world->sim.now);
	for (const struct hold *hold = context->hold; hold && is_off;
	     hold = hold->next) {
		struct lock *lock = (struct lock *)hold->lock;
		if (lock->holder == context->job)
			clock_set(&lock->clock, world->sim.now, label);
	}
}
