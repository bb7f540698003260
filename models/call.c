/* SPDX-License-Identifier: GPL-3.0-or-later */
/* call.c -- a job leaves its context for a call, and comes back to it.
 *
 * The context first pays what it owes, then stalls (its vCPU is held, the
 * pCPU free), spins or sleeps; the job may be back before that.
 */
#include <assert.h>

#include "models/engine.h"

static void end_call(struct context *context)
{
	context->calls--;
	context->next = context->call[context->calls].next;
	context->paid = context->call[context->calls].paid;
	context->away = context->calls ? AWAY_PAYING : AWAY_NOT;
}

static void walk_on(struct world *world, struct context *context)
{
	job_next(world, context->job);
}

/* A stage waits for the CPU by itself; what takes no time must not be done
 * without it. */
static void resume(struct world *world, struct context *context,
		   struct job *job)
{
	job->context = context;
	context->job = job;
	if (job->pc->code != OP_HERE && !context_has_cpu(context)) {
		context_work(world, context, 0, walk_on);
		return;
	}
	job_move(world, job);
	cpu_touch(world, context->cpu);
}

void context_spin(struct world *world, struct context *context)
{
	context->books = BOOKS_OVERHEAD;
	context->is_spinning = true;
	cpu_touch(world, context->cpu);
}

static void stop_spinning(struct world *world, struct context *context)
{
	if (context->is_running)
		context_settle(world, context);
	context->is_running = false;
	context->is_spinning = false;
}

void context_unspin(struct world *world, struct context *context,
		    struct job *job)
{
	stop_spinning(world, context);
	resume(world, context, job);
}

static void sleeps(struct world *world, struct context *context)
{
	context->away = AWAY_GONE;
	if (context->clock)
		clock_set(context->clock, world->sim.now, LABEL_STALLED);
	context_stop(world, context);
}

void context_sleep(struct world *world, struct context *context)
{
	context_call(context, MEANWHILE_SLEEP);
	context->job = NULL;
	context->books = BOOKS_OVERHEAD;
	sleeps(world, context);
}

/* Everything is paid: now it stalls, spins or sleeps until the job is back. */
static void go_away(struct world *world, struct context *context)
{
	const struct call *call = &context->call[context->calls - 1];
	if (call->is_back) {
		end_call(context);
		resume(world, context, call->out);
		return;
	}
	context->away = AWAY_GONE;
	if (context->clock)
		clock_set(context->clock, world->sim.now, LABEL_STALLED);
	switch (call->mode) {
	case MEANWHILE_STALL:
		cpu_stall(world, context->cpu, context);
		break;
	case MEANWHILE_SPIN:
		context->is_spinning = true;
		cpu_touch(world, context->cpu);
		break;
	case MEANWHILE_SLEEP:
		context_stop(world, context);
		break;
	}
}

static void pay_then_go(struct world *world, struct context *context)
{
	context_pay(world, context, go_away);
}

void context_call(struct context *context, enum meanwhile mode)
{
	assert(context->calls < CALL_DEPTH);
	context->call[context->calls++] = (struct call){
		.next = context->next,
		.paid = context->paid,
		.out = context->job,
		.mode = mode,
	};
	context->next = pay_then_go;
	context->away = AWAY_PAYING;
}

void context_return(struct world *world, struct context *context,
		    struct job *job)
{
	int last = context->calls - 1, i = last;
	while (i > 0 && context->call[i].out != job)
		i--;
	assert(context->calls > 0 && context->call[i].out == job);
	if (i < last || context->away == AWAY_PAYING) {
		context->call[i].is_back = true;
		return;
	}
	enum meanwhile mode = context->call[i].mode;
	end_call(context);
	if (mode == MEANWHILE_STALL) {
		cpu_unstall(world, context->cpu);
	} else if (mode == MEANWHILE_SPIN) {
		stop_spinning(world, context);
	}
	resume(world, context, job);
}
