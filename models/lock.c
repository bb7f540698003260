/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <assert.h>

#include "models/hold.h"
#include "models/lock.h"
#include "models/outcome.h"

static const struct param lock_params[] = {
	[LOCK_PER] = PARAM_PER,
	[LOCK_MASKS] = {"masks", PARAM_CHOICE, false, 0, 0, "none",
		"none|hypervisor|hardirq|softirq",
		"class that is kept off while a context holds it or spins"},
	[LOCK_WAITS] = {"waits", PARAM_CHOICE, false, 0, 0, "spin",
		"spin|sleep", "how one waits; only threads sleep"},
};

enum class lock_mask(const struct set *set)
{
	int choice = (int)set->number[LOCK_MASKS];
	return choice > 0 ? (enum class)(choice - 1) : CLASS_NONE;
}

static void lock_settle(struct world *world, struct lock *lock)
{
	if (lock->holder)
		lock->held += world->sim.now - lock->since;
	lock->since = world->sim.now;
}

static void get(struct world *world, struct lock *lock, struct job *job,
		const struct op *op)
{
	const struct cpu *core = cpu_physical(job->context->cpu);
	bool is_moved = lock->line && lock->line != core;
	lock->holder = job;
	lock->since = world->sim.now;
	lock->line = core;
	lock->takes++;
	lock->moves += is_moved;
	job->attribute[op->into] = lock->waiting;
	job->attribute[op->amount] = is_moved;
	job_watch(world, job, &lock->clock);
}

/* A clock that follows the holder is about to be read. */
static void sync(struct world *world, const struct lock *lock)
{
	if (lock->holder)
		context_sync(world, lock->holder);
}

bool lock_acquire(struct world *world, struct part *part, struct job *job,
		  const struct op *op)
{
	struct lock *lock = (struct lock *)part;
	struct context *context = job->context;
	hold_begin(world, context, part, lock->mask, lock->sleeps);
	job_mark(world, job, op, STATE_WAIT);
	if (!lock->holder) {
		get(world, lock, job, op);
		return true;
	}
	lock->waited++;
	lock->waiting++;
	job->place = part;
	job->next = NULL;
	*lock->last = job;
	lock->last = &job->next;
	sync(world, lock);
	clock_come(&lock->clock, world->sim.now);
	context->job = job;
	if (lock->sleeps)
		context_sleep(world, context);
	else
		context_spin(world, context);
	return false;
}

static void serve_next(struct world *world, struct lock *lock,
		       struct context *by)
{
	struct job *job = lock->first;
	if (!job) {
		clock_set(&lock->clock, world->sim.now, LABEL_OTHER);
		return;
	}
	lock->first = job->next;
	if (!lock->first)
		lock->last = &lock->first;
	lock->waiting--;
	clock_go(&lock->clock, world->sim.now);
	job->place = NULL;
	get(world, lock, job, job->pc - 1);
	if (lock->sleeps)
		poll_wake_by(world, job, by);
	else
		context_unspin(world, job->context, job);
}

void lock_release(struct world *world, struct job *job)
{
	struct context *context = job->context;
	struct lock *lock = (struct lock *)context->hold->lock;
	assert(lock->holder == job);
	lock_settle(world, lock);
	lock->holder = NULL;
	job_unwatch(job, &lock->clock);
	hold_end(world, context);
	serve_next(world, lock, context);
}

static void lock_begin(struct world *world, struct part *part)
{
	struct lock *lock = (struct lock *)part;
	lock->mask = lock_mask(part->set);
	lock->sleeps = part->set->number[LOCK_WAITS] > 0;
	lock->last = &lock->first;
	clock_init(&lock->clock, &world->arena, world->program->labels,
		   LABEL_OTHER);
}

static void lock_open(struct world *world, struct part *part)
{
	struct lock *lock = (struct lock *)part;
	lock_settle(world, lock);
	lock->held = 0;
	lock->takes = lock->waited = lock->moves = 0;
	clock_open(&lock->clock, world->sim.now);
}

/* Its utilisation is the share of the time that it was held. */
static void lock_sum(struct world *world, struct part *part,
		     struct component_sum *sum)
{
	struct lock *lock = (struct lock *)part;
	lock_settle(world, lock);
	sum->jobs += (double)lock->takes;
	sum->waited += (double)lock->waited;
	sum->moves += (double)lock->moves;
	sum->busy += (double)lock->held;
	sum->room += (double)world->outcome.window;
}

static struct clock *lock_clock(struct part *part)
{
	return &((struct lock *)part)->clock;
}

const struct kind lock_kind = {
	.name = "lock",
	.meaning = "one holder at a time; others spin or sleep, in order",
	.usage = USAGE_LOCK,
	.param = lock_params,
	.params = LOCK_PARAMS,
	.size = sizeof(struct lock),
	.begin = lock_begin,
	.open = lock_open,
	.sum = lock_sum,
	.clock = lock_clock,
};
