/* SPDX-License-Identifier: GPL-3.0-or-later */
/* step.c -- how a job walks: one op after the other, until it waits. */
#include <assert.h>

#include "models/lock.h"
#include "models/poll.h"
#include "models/source.h"
#include "models/thread.h"

/* Each op returns whether the job walks on at once. */

static void worked(struct world *world, struct context *context)
{
	job_next(world, context->job);
}

static int wrap(int index, int count)
{
	return index < count ? index : index % count;
}

/* A handler on a pCPU stands for the vCPU that it is for. */
static int cpu_here(const struct job *job)
{
	const struct context *context = job->context;
	return context->cpu->realm == context->realm ?
		       context->cpu->index : job->target->index;
}

struct part *job_member(struct world *world, const struct set *set,
			const struct job *job)
{
	int member = 0;
	switch (set->per) {
	case PER_GUEST:
	case PER_HOST:
	case PER_VOLUME:
		break;
	case PER_QUEUE:
		member = wrap(job->queue, set->count);
		break;
	case PER_VCPU:
		member = wrap(job->cpu, set->count);
		break;
	case PER_CPU:
		member = job->target->index;
		break;
	case PER_THREAD:
		member = thread_index(job->thread);
		break;
	case PER_FLOW:
		member = (int)(job->flow % (uint32_t)set->count);
		break;
	case PER_HERE:
		member = cpu_here(job);
		break;
	}
	return world->part[set->first + member];
}

/* The job is in its new place first; then the context that it left goes on. */
static void hand_over(struct world *world, struct job *job, struct part *part,
		      const struct op *op)
{
	struct context *context = job->context;
	job_mark(world, job, op, STATE_WAIT);
	job->context = NULL;
	job->place = part;
	part->set->kind->enter(world, part, job, context);
	if (context)
		context_left(world, context);
}

static void count(struct world *world, const struct op *op, uint64_t times)
{
	if (op->counter >= 0 && world->is_measuring)
		world->counted[op->counter] += times;
}

/* The work is done as often as the attributes say, each time the same. */
static double multiplied(struct world *world, const struct op *op,
			 const struct job *job, double cycles)
{
	double times = 1;
	for (int i = 0; i < op->multipliers; i++)
		times *= (double)job->attribute[op->multiplier[i]];
	count(world, op, times < 1e18 ? (uint64_t)times : (uint64_t)1e18);
	return cycles * times;
}

static inline double here_cycles(struct world *world, const struct job *job,
				 const struct op *op, double clock)
{
	double cycles = op->draw ? draw_value(op->draw, job, job->key, clock) :
				   0;
	if (op->multipliers)
		return multiplied(world, op, job, cycles);
	count(world, op, 1);
	return cycles;
}

/* The stages from `op` on that follow each other are one piece of work. */
static double stretch_cycles(struct world *world, struct job *job,
			     const struct op *op)
{
	struct context *context = job->context;
	double clock = context->cpu->clock, sum = 0;
	int stages = op->stretch;
	for (int i = 0; i < stages; i++) {
		context->cycles[i] = here_cycles(world, job, op + i, clock);
		sum += context->cycles[i];
	}
	job->pc += stages - 1;
	context->stages = stages;
	context->at = 0;
	return sum;
}

static bool op_here(struct world *world, struct job *job, const struct op *op)
{
	struct context *context = job->context;
	assert(context != NULL);
	job_mark(world, job, op, STATE_WAIT);
	double cycles = stretch_cycles(world, job, op);
	if (cycles <= 0 && context_has_cpu(context))
		return true;
	context->op = context->stages > 1 ? op : NULL;
	context->job = job;
	context->books = job->kind;
	context_work(world, context, cycles, worked);
	return false;
}

static struct cpu *aimed_at(struct world *world, const struct op *op,
			    const struct job *job)
{
	const struct realm *realm;
	switch ((enum aim)op->aim) {
	case AIM_TARGET:
		return job->target;
	case AIM_TARGET_PCPU:
		return cpu_physical(job->target);
	case AIM_HOME:
		realm = &world->program->realm[op->realm];
		return world->realm_cpu[op->realm]
				       [wrap(job->cpu, realm->cpus)];
	case AIM_DOMAIN:
		break;
	}
	realm = &world->program->realm[op->realm];
	int index = job->queue + (realm->guest < 0 ? job->guest : 0);
	return world->realm_cpu[op->realm][wrap(index, realm->cpus)];
}

static bool op_oneshot(struct world *world, struct job *job,
		       const struct op *op)
{
	struct context *left = job->context;
	struct cpu *cpu = aimed_at(world, op, job);
	struct context *context = context_oneshot(world, cpu,
						  (enum class)op->class);
	if (op->aim == AIM_TARGET_PCPU)
		context->realm = job->target->realm;
	double cycles = op->draw ? draw_value(op->draw, job, job->key,
					      cpu->clock) : 0;
	count(world, op, 1);
	job_mark(world, job, op, STATE_WAIT);
	job->context = context;
	context->job = job;
	context->books = job->kind;
	context_work(world, context, cycles, worked);
	if (left)
		context_left(world, left);
	return false;
}

static bool op_take(struct world *world, struct job *job, const struct op *op)
{
	int64_t wanted = op->amount < 0 ? 1 : job->attribute[op->amount];
	job_mark(world, job, op, STATE_WAIT);
	return ring_take(world, job_member(world, op->set, job), job, wanted);
}

static void op_spawn(struct world *world, struct job *job, const struct op *op)
{
	struct job *spawn = job_new(world, 0, JOB_SPAWN, op->spawn, job);
	spawn->key = random_fold(job->key, op->spawn->hash);
	ring_hand_over(world, job, spawn, op->spawn);
	job_walk_on(world, spawn, job->context);
}

static bool op_return(struct world *world, struct job *job)
{
	struct context *context = job->context;
	struct context *home = job->home[--job->homes];
	job->context = home;
	if (context_waits_for(home) == job &&
	    home->call[home->calls - 1].mode == MEANWHILE_SLEEP)
		poll_wake_by(world, job, context);
	else
		context_return(world, home, job);
	if (context)
		context_left(world, context);
	return false;
}

static void op_swap(struct job *job, const struct op *op)
{
	struct poll *thread = job->thread;
	job->thread = job->peer;
	job->peer = thread;
	job->guest = (int16_t)op->realm;
	thread_place(job->thread, &job->cpu, &job->queue);
}

static bool op_gathered(struct world *world, struct job *job)
{
	struct context *context = job->context;
	job->context = NULL;
	poll_gathered(world, context->poll, job);
	return false;
}

static bool op_done(struct world *world, struct job *job)
{
	struct context *context = job->context;
	job->context = NULL;
	context->job = NULL;
	context->books = BOOKS_OVERHEAD;
	poll_once_done(world, context->poll);
	return false;
}

static bool op_call(struct job *job, const struct op *op)
{
	struct context *context = job->context;
	assert(job->homes < 2);
	job->home[job->homes++] = context;
	context->job = job;
	context_call(context, (enum meanwhile)op->mode);
	return true;
}

static bool op_place(struct world *world, struct job *job,
		     const struct op *op)
{
	struct part *part =
		op->code == OP_PUT    ? job_member(world, op->set, job) :
		op->code == OP_THREAD ? (struct part *)job->thread :
					(struct part *)job->peer;
	count(world, op, 1);
	job->cause = op->cause;
	job->visit = op->visit;
	hand_over(world, job, part, op);
	return false;
}

static bool op_through(struct world *world, struct job *job,
		       const struct op *op)
{
	struct part *part = job_member(world, op->set, job);
	if (!part->set->kind->through(world, part, job))
		job->pc += op->skip;
	return true;
}

/* One op; true when the job walks on at once. */
static inline __attribute__((always_inline)) bool
step(struct world *world, struct job *job, const struct op *op)
{
	switch ((enum opcode)op->code) {
	case OP_HERE:
		return op_here(world, job, op);
	case OP_PUT:
	case OP_THREAD:
	case OP_PEER:
		return op_place(world, job, op);
	case OP_ONESHOT:
		return op_oneshot(world, job, op);
	case OP_TAKE:
		return op_take(world, job, op);
	case OP_GIVE:
		ring_give(world, op->set, job);
		return true;
	case OP_SPAWN:
		op_spawn(world, job, op);
		return true;
	case OP_CALL:
		return op_call(job, op);
	case OP_RETURN:
		return op_return(world, job);
	case OP_ACQUIRE:
		return lock_acquire(world, job_member(world, op->set, job),
				    job, op);
	case OP_RELEASE:
		lock_release(world, job);
		return true;
	case OP_THROUGH:
		return op_through(world, job, op);
	case OP_SWAP:
		op_swap(job, op);
		return true;
	case OP_SET:
		job->attribute[op->into] = job->attribute[op->amount];
		return true;
	case OP_GATHERED:
		return op_gathered(world, job);
	case OP_DONE:
		return op_done(world, job);
	case OP_END:
		break;
	}
	job_end(world, job);
	return false;
}

/* The only code that moves a job on: one function for all of a walk, entered
 * and left once. */
__attribute__((noinline)) void job_next(struct world *world, struct job *job)
{
	const struct op *op;
	do {
		op = job->pc++;
		job->place = NULL;
		if (job->source)
			source_moved(job->source);
	} while (step(world, job, op));
}
