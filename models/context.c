/* SPDX-License-Identifier: GPL-3.0-or-later */
/* context.c -- a thread of control: its work, its debts, its calls. */
#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "models/hold.h"

static struct context *of_event(struct event *event)
{
	return (struct context *)((char *)event -
				  offsetof(struct context, event));
}

static struct context *of_ready(struct ready *ready)
{
	return (struct context *)((char *)ready -
				  offsetof(struct context, ready));
}

/* ---- work on the CPU ---- */

static double speed_of(const struct context *context)
{
	struct cpu *cpu = context->cpu;
	return cpu->speed * cpu_physical(cpu)->rate;
}

bool context_has_cpu(const struct context *context)
{
	const struct cpu *cpu = context->cpu;
	return context->client.is_active && cpu->is_on &&
	       cpu->current == &context->client && !cpu->is_switching &&
	       !cpu->stalled_by;
}

/* It goes on with more work without a pick: nobody could come between, since
 * who becomes ready in this instant preempts it before time passes. */
static bool keeps_cpu(const struct context *context)
{
	const struct cpu *cpu = context->cpu;
	return context_has_cpu(context) && !cpu->is_touched &&
	       !cpu->needs_choice;
}

void context_work(struct world *world, struct context *context, double cycles,
		  context_fn *then)
{
	context->left += cycles;
	context->then = then;
	if (keeps_cpu(context)) {
		context_granted(world, context);
	} else if (context->client.is_active) {
		cpu_touch(world, context->cpu);
	} else {
		context->client.is_active = true;
		cpu_enqueue(world, context->cpu, &context->client, true);
	}
}

/* Time until its piece of work is done, rounded up; -1: never, at speed 0. */
static sim_time time_left(const struct context *context)
{
	double speed = speed_of(context);
	if (context->left <= 0)
		return context->fixed;
	if (speed <= 0)
		return -1;
	double exact = context->left / speed;
	if (exact > 9e18)
		return SIM_NEVER - 1;
	sim_time time = (sim_time)exact;
	time += (double)time < exact; /* ceil(), without a call */
	return context->fixed + time;
}

void context_rearm(struct world *world, struct context *context)
{
	sim_time time = time_left(context);
	if (time < 0)
		sim_cancel(&world->sim, &context->event);
	else
		sim_after(&world->sim, &context->event, time);
}

static void finish(struct world *world, struct context *context);
static void run_then(struct world *world, struct ready *ready);

void context_granted(struct world *world, struct context *context)
{
	context->is_running = true;
	context->since = world->sim.now;
	if (context->clock)
		clock_set(context->clock, world->sim.now, LABEL_BEHIND);
	if (context->hold)
		hold_tell(world, context, false);
	if (context->is_spinning)
		return;
	assert(context->then != NULL);
	if (context->job)
		job_mark(world, context->job, NULL, STATE_WORK);
	if (context->left <= 0 && !context->fixed) {
		/* It needed no more than the CPU. */
		finish(world, context);
		ready_put(world, &context->ready, run_then);
	} else {
		context_rearm(world, context);
	}
}

/* Book what has run since the last mark to the stages that it was for, to the
 * picosecond: the last of them gets what rounding left.  The clocks that
 * follow the job learn when each began: none has been set since, or it would
 * have asked (context_sync). */
static void settle_stages(struct world *world, struct context *context,
			  sim_time ran, double done)
{
	struct job *job = context->job;
	double speed = speed_of(context);
	sim_time begun = world->sim.now - ran;
	while (context->at < context->stages - 1 &&
	       done >= context->cycles[context->at]) {
		double cycles = context->cycles[context->at];
		sim_time time = speed > 0 ? (sim_time)(cycles / speed) : 0;
		if (time > ran)
			time = ran;
		job_book_work(job, time);
		ran -= time;
		done -= cycles;
		begun += time;
		context->at++;
		job->slot = context->op[context->at].slot;
		job->label = context->op[context->at].label;
		if (job->watchers)
			job_tell(job, begun);
	}
	context->cycles[context->at] -= done;
	job_book_work(job, ran);
	job->marked = world->sim.now;
}

void context_settle(struct world *world, struct context *context)
{
	sim_time ran = world->sim.now - context->since;
	struct cpu *cpu = context->cpu;
	cpu->booked[context->client.class][context->books] += ran;
	context->since = world->sim.now;
	if (context->is_spinning)
		return;
	if (context->fixed) {
		sim_time fixed = ran < context->fixed ? ran : context->fixed;
		context->fixed -= fixed;
		ran -= fixed;
	}
	double done = (double)ran * speed_of(context);
	context->left -= done;
	if (context->left < 0)
		context->left = 0;
	if (context->op)
		settle_stages(world, context, ran, done);
}

void context_sync(struct world *world, const struct job *job)
{
	struct context *context = job->context;
	if (context && context->op && context->is_running &&
	    context->job == job)
		context_settle(world, context); /* its end stays as armed */
}

void context_revoked(struct world *world, struct context *context)
{
	context_settle(world, context);
	context->is_running = false;
	if (context->clock)
		clock_set(context->clock, world->sim.now,
			  context->cpu->is_on ? LABEL_PREEMPTED : LABEL_STEAL);
	if (!context->is_spinning) {
		if (context->job)
			job_mark(world, context->job, NULL, STATE_WAIT);
		sim_cancel(&world->sim, &context->event);
	}
	if (context->hold)
		hold_tell(world, context, true);
}

static void run_then(struct world *world, struct ready *ready)
{
	struct context *context = of_ready(ready);
	context_fn *then = context->then;
	context->then = NULL;
	then(world, context);
}

/* Its piece of work is done to the end, whatever rounding says.  Nobody picks
 * before the ready list is empty: `then` runs before that. */
static void finish(struct world *world, struct context *context)
{
	sim_time ran = world->sim.now - context->since;
	context->cpu->booked[context->client.class][context->books] += ran;
	context->is_running = false;
	context->left = 0;
	context->fixed = 0;
	if (context->op) {
		settle_stages(world, context, ran,
			      (double)ran * speed_of(context));
		context->op = NULL;
	}
	if (context->job)
		job_mark(world, context->job, NULL, STATE_WAIT);
}

/* The ready list is empty when an event comes: `then` is what is ready. */
static void work_done(struct sim *sim, struct event *event)
{
	struct world *world = (struct world *)sim;
	struct context *context = of_event(event);
	finish(world, context);
	run_then(world, &context->ready);
}

void context_init(struct context *context, struct cpu *cpu, enum class class)
{
	/* The arrays at its end mean nothing yet, and are large. */
	memset(context, 0, offsetof(struct context, call));
	context->client.class = context->home_class = class;
	context->cpu = cpu;
	context->realm = cpu->realm;
	context->books = BOOKS_OVERHEAD;
	context->last_debt = &context->debt;
	event_init(&context->event, work_done);
}

void context_stop(struct world *world, struct context *context)
{
	if (!context->client.is_active)
		return;
	context->client.is_active = false;
	context->client.slice = 0;
	if (context->is_running) {
		context_settle(world, context);
		context->is_running = false;
	}
	cpu_leave(world, context->cpu, &context->client);
}

/* ---- debts ---- */

static bool is_owed(const struct context *context, const void *what)
{
	for (const struct debt *debt = context->debt; debt; debt = debt->next)
		if (debt->what == what)
			return true;
	return false;
}

void context_owe(struct world *world, struct context *context,
		 enum debt_kind kind, void *what)
{
	if (kind == DEBT_KICK && is_owed(context, what))
		return;
	struct debt *debt = world->free_debts;
	if (debt)
		world->free_debts = debt->next;
	else
		debt = arena_get(&world->arena, sizeof(*debt));
	*debt = (struct debt){.kind = kind, .depth = context->calls,
			      .what = what};
	*context->last_debt = debt;
	context->last_debt = &debt->next;
}

/* The job that pays the debt by walking, or NULL if nothing is due any more. */
static struct job *debtor_walks(struct world *world, struct context *context,
				const struct debt *debt)
{
	switch (debt->kind) {
	case DEBT_KICK:
		return poll_kick(world, debt->what, context);
	case DEBT_WAKE:
		return poll_wake(world, debt->what, context);
	case DEBT_WALK:
		break;
	}
	struct job *job = debt->what;
	job->debtor = NULL;
	return job;
}

/* Who walks because that was owed, and now calls, has its kicks paid, but not
 * the others that are owed a walk: those come when it has left.  So has who
 * calls within a lock, which they may want.  What the call itself has made due
 * is paid: it may wait for that. */
static bool can_wait(const struct context *context, const struct debt *debt)
{
	return (context->walking || context->hold) &&
	       debt->kind == DEBT_WALK && debt->depth < context->calls;
}

static struct debt *next_debt(struct context *context)
{
	struct debt **at = &context->debt;
	while (*at && can_wait(context, *at))
		at = &(*at)->next;
	struct debt *debt = *at;
	if (!debt)
		return NULL;
	*at = debt->next;
	if (!*at)
		context->last_debt = at;
	return debt;
}

static void pay_on(struct world *world, struct context *context);

static void walked(struct world *world, struct context *context)
{
	context->walking--;
	pay_on(world, context);
}

static void pay_on(struct world *world, struct context *context)
{
	struct debt *debt;
	while ((debt = next_debt(context)) != NULL) {
		enum debt_kind kind = debt->kind;
		struct job *job = debtor_walks(world, context, debt);
		debt->next = world->free_debts;
		world->free_debts = debt;
		if (!job)
			continue;
		context->walking += kind == DEBT_WALK;
		context->next = kind == DEBT_WALK ? walked : pay_on;
		job->context = context;
		job_move(world, job);
		return;
	}
	context_fn *paid = context->paid;
	context->next = NULL;
	context->paid = NULL;
	paid(world, context);
}

void context_pay(struct world *world, struct context *context,
		 context_fn *paid)
{
	context->paid = paid;
	pay_on(world, context);
}

void context_left(struct world *world, struct context *context)
{
	context->job = NULL;
	context->books = BOOKS_OVERHEAD;
	assert(context->next != NULL);
	context->next(world, context);
}

/* ---- handlers that nobody owns ---- */

static void oneshot_free(struct world *world, struct context *context)
{
	context_stop(world, context);
	context->client.next = (struct client *)world->free_contexts;
	world->free_contexts = context;
}

static void oneshot_pay(struct world *world, struct context *context)
{
	context_pay(world, context, oneshot_free);
}

struct context *context_oneshot(struct world *world, struct cpu *cpu,
				enum class class)
{
	struct context *context = world->free_contexts;
	if (context)
		world->free_contexts = (struct context *)context->client.next;
	else
		context = arena_get(&world->arena, sizeof(*context));
	context_init(context, cpu, class);
	context->next = oneshot_pay;
	return context;
}
