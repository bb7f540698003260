/* SPDX-License-Identifier: GPL-3.0-or-later */
/* softirq.c -- the polls of a CPU that go on in class task: ksoftirqd.
 *
 * There is one a CPU, and softirqs do not nest: while a poll is ksoftirqd,
 * others of class softirq that are kicked there do not preempt it but join,
 * and they take turns, a round each (ksoftirqd_running and __do_softirq in
 * Linux's kernel/softirq.c).  To the scheduler they are one task: its virtual
 * time goes from one to the next, and no switch is paid.
 *
 * How long a CPU has been above its tasks is counted over all of its softirqs,
 * as __do_softirq does: two that take turns, each idle now and then, must not
 * starve a task for ever.
 */
#include "models/poll.h"

static void join(struct cpu *cpu, struct poll *poll)
{
	struct poll **last = &cpu->joined;
	while (*last)
		last = &(*last)->joined;
	*last = poll;
	poll->joined = NULL;
}

/* The next of those that joined is ksoftirqd; nobody if there is none. */
static void pass_on(struct world *world, struct poll *poll)
{
	struct context *from = &poll->context;
	struct cpu *cpu = from->cpu;
	struct poll *next = cpu->joined;
	cpu->ksoftirqd = next;
	if (!next)
		return;
	cpu->joined = next->joined;
	struct context *to = &next->context;
	to->client.class = CLASS_TASK;
	to->client.virtual_time = from->client.virtual_time;
	if (cpu->last_task == &from->client)
		cpu->last_task = &to->client;
	context_work(world, to, 0, next->then);
}

bool softirq_is_long(const struct world *world, const struct poll *poll)
{
	sim_time since = poll->context.home_class == CLASS_SOFTIRQ ?
		poll->context.cpu->softirq_since : poll->began;
	return world->sim.now - since > poll->handover_after;
}

/* It has ceased to keep tasks from its CPU. */
static void leave(struct context *context)
{
	if (context->home_class == CLASS_SOFTIRQ &&
	    context->client.class == CLASS_SOFTIRQ)
		context->cpu->softirqs--;
}

static void begin_as_task(struct world *world, struct poll *poll,
			  context_fn *then)
{
	poll->context.client.class = CLASS_TASK;
	poll->context.cpu->ksoftirqd = poll;
	context_work(world, &poll->context, 0, then);
}

void softirq_hand_over(struct world *world, struct poll *poll,
		       context_fn *then)
{
	struct cpu *cpu = poll->context.cpu;
	poll->then = then;
	context_stop(world, &poll->context);
	leave(&poll->context);
	if (!cpu->ksoftirqd) {
		begin_as_task(world, poll, then);
		return;
	}
	poll->context.client.class = CLASS_TASK;
	join(cpu, poll);
}

void softirq_start(struct world *world, struct poll *poll, context_fn *then)
{
	struct context *context = &poll->context;
	struct cpu *cpu = context->cpu;
	poll->then = then;
	if (context->home_class != CLASS_SOFTIRQ) {
		context_work(world, context, 0, then);
	} else if (cpu->ksoftirqd) {
		join(cpu, poll);
	} else if (cpu->softirqs && softirq_is_long(world, poll)) {
		poll->handovers++;
		begin_as_task(world, poll, then);
	} else {
		if (cpu->softirqs++ == 0)
			cpu->softirq_since = world->sim.now;
		context_work(world, context, 0, then);
	}
}

bool softirq_gives_way(struct world *world, struct poll *poll,
		       context_fn *then)
{
	struct cpu *cpu = poll->context.cpu;
	if (cpu->ksoftirqd != poll || !cpu->joined)
		return false;
	poll->then = then;
	context_stop(world, &poll->context);
	join(cpu, poll);
	pass_on(world, poll);
	return true;
}

void softirq_stop(struct world *world, struct context *context)
{
	struct poll *poll = context->poll;
	context_stop(world, context);
	leave(context);
	context->client.class = context->home_class;
	if (context->cpu->ksoftirqd == poll)
		pass_on(world, poll);
}
