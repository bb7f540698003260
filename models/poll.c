/* SPDX-License-Identifier: GPL-3.0-or-later */
/* poll.c -- the worker's rounds, and how it is told (poll.h). */
#include "models/moderate.h"
#include "models/poll.h"
#include "models/source.h"

static const struct param poll_params[] = {
	[POLL_PER] = PARAM_PER,
	[POLL_CPU] = {"cpu", PARAM_CPU, true, 0, 0, NULL, NULL,
		"whose CPU the worker runs on: guest, target or a domain"},
	[POLL_PICK] = {"pick", PARAM_WORD, false, 0, 0, NULL, NULL,
		"which of them: first, queue, vcpu, guest or a number; unsaid: "
		"by queue, vcpu or volume; dom0 adds the guest's number"},
	[POLL_CLASS] = {"class", PARAM_CHOICE, true, 0, 0, NULL,
		"hypervisor|hardirq|softirq|task", "class of the worker"},
	[POLL_BUDGET] = {"budget", PARAM_COUNT, true, 1, 1e6, NULL, NULL,
		"most jobs a round"},
	[POLL_LIMIT] = {"limit", PARAM_COUNT, false, 1, 1e9, "inf", NULL,
		"jobs that find so many waiting are dropped"},
	[POLL_HANDOVER] = {"handover", PARAM_COUNT, false, 1, 1e6, "inf", NULL,
		"rounds after which the worker goes on in class task"},
	[POLL_HANDOVER_AFTER] = {"handover_after", PARAM_TIME, false, 1, 1e18,
		NULL, NULL, "time after which it does, whatever the rounds"},
	[POLL_KICKS] = {"kicks", PARAM_CHOICE, false, 0, 0, NULL, "each|round",
		"when its debts are paid; unsaid: each if the budget is 1"},
	[POLL_WANTS] = {"wants", PARAM_CHOICE, false, 0, 0, "one", "one|half",
		"jobs put before a kick: one, or half of what `ring` has out"},
	[POLL_RING] = {"ring", PARAM_NAME, false, 0, 0, NULL, NULL,
		"the ring whose tokens `wants: half` counts"},
	[POLL_MISSED] = {"missed", PARAM_CHOICE, false, 0, 0, "poll",
		"poll|kick", "jobs that came while it re-armed: go on, or be "
		"kicked again"},
	[POLL_NOTIFY] = {"notify", PARAM_STEPS, false, 0, 0, NULL, NULL,
		"the way of a kick, as an errand"},
	[POLL_ROUND] = {"round", PARAM_STEPS, false, 0, 0, NULL, NULL,
		"once a round, before its jobs"},
	[POLL_EACH] = {"each", PARAM_STEPS, false, 0, 0, NULL, NULL,
		"for every job of the round"},
	[POLL_BATCH] = {"batch", PARAM_STEPS, false, 0, 0, NULL, NULL,
		"once a round, after `each` of all its jobs"},
	[POLL_REARM] = {"rearm", PARAM_STEPS, false, 0, 0, NULL, NULL,
		"when the queue is empty, before the last look"},
};

/* ---- lists of jobs ---- */

static void list_put(struct job_list *list, struct job *job)
{
	job->next = NULL;
	*list->last = job;
	list->last = &job->next;
	list->count++;
}

static struct job *list_take(struct job_list *list)
{
	struct job *job = list->first;
	list->first = job->next;
	list->count--;
	if (!list->first)
		list->last = &list->first;
	return job;
}

/* ---- coming in ---- */

void poll_put(struct world *world, struct poll *poll, struct job *job)
{
	list_put(&poll->queue, job);
	job->place = &poll->part;
	if (poll->state == POLL_KICKED)
		context_sync(world, poll->errand);
	clock_come(&poll->clock, world->sim.now);
}

static int64_t weight(const struct poll *poll, const struct job *job)
{
	if (!poll->part.set->ring)
		return 1;
	int64_t sum = 0;
	for (struct token *token = job->token; token; token = token->next)
		if (token->ring->set == poll->part.set->ring)
			sum += token->count;
	return sum;
}

static void poll_enter(struct world *world, struct part *part, struct job *job,
		       struct context *by)
{
	struct poll *poll = (struct poll *)part;
	if (poll->queue.count >= poll->limit) {
		poll->drops++;
		job->place = NULL;
		job_drop(world, job, by);
		return;
	}
	poll_put(world, poll, job);
	poll->since += weight(poll, job);
	if (poll->part.set->moderator)
		poll->bytes += moderate_bytes(poll->part.set->moderator, job);
	if (poll->moderate && poll->state == POLL_KICKED)
		moderate_reconsider(world, poll->moderate, job);
	if (poll->state != POLL_IDLE) {
		poll->waited++;
		return;
	}
	if (!poll->has_cause) {
		poll->has_cause = true;
		poll->cause = job->key;
	}
	if (by) {
		poll->debtor = by;
		context_owe(world, by, DEBT_KICK, poll);
		clock_set(&poll->clock, world->sim.now, LABEL_OWED);
	} else {
		struct job *errand = poll_kick(world, poll, NULL);
		if (errand)
			job_move(world, errand);
	}
}

/* ---- rounds ---- */

static void round_begins(struct world *world, struct context *context);
static void gather(struct world *world, struct context *context);
static void let_go(struct world *world, struct context *context);
static void again(struct world *world, struct context *context);
static void last_look(struct world *world, struct context *context);

void poll_start(struct world *world, struct poll *poll)
{
	poll->state = POLL_POLLING;
	poll->rounds = 0;
	poll->began = world->sim.now;
	clock_set(&poll->clock, world->sim.now, LABEL_RUNNABLE);
	/* Nothing is done before the CPU is had, however cheap it is. */
	softirq_start(world, poll, round_begins);
}

/* Walk one of the poll's own lists in its context, then go on. */
static void once(struct world *world, struct poll *poll,
		 const struct code *code, const struct job *luck,
		 context_fn *then)
{
	struct job *walker = poll->walker;
	poll->then = then;
	walker->pc = code->op;
	walker->context = &poll->context;
	walker->key = random_fold(luck ? luck->key : walker->key, code->hash);
	poll->context.next = NULL;
	job_move(world, walker);
}

void poll_once_done(struct world *world, struct poll *poll)
{
	poll->then(world, &poll->context);
}

static void round_begins(struct world *world, struct context *context)
{
	struct poll *poll = context->poll;
	int64_t count = poll->queue.count < poll->budget ? poll->queue.count :
							   poll->budget;
	poll->passes++;
	poll->jobs += (uint64_t)count;
	while (count--)
		list_put(&poll->todo, list_take(&poll->queue));
	if (poll->part.set->round)
		once(world, poll, poll->part.set->round, poll->todo.first,
		     gather);
	else
		gather(world, context);
}

static void pay_then(struct world *world, struct context *context)
{
	context_pay(world, context, context->poll->then);
}

/* The job goes on alone, in the worker's context until it leaves it. */
static void release(struct world *world, struct poll *poll, struct job *job,
		    context_fn *then)
{
	poll->then = then;
	poll->context.next = poll->pays_each ? pay_then : then;
	job->context = &poll->context;
	job_move(world, job);
}

static void end_round(struct world *world, struct poll *poll)
{
	context_pay(world, &poll->context, again);
}

static void wait_for_batch(struct world *world, struct poll *poll,
			   struct job *job)
{
	list_put(&poll->done, job);
	job->place = &poll->part;
	job_mark(world, job, NULL, STATE_WAIT);
}

static void walk_each(struct world *world, struct poll *poll, struct job *job)
{
	job->context = &poll->context;
	poll->context.next = gather; /* if `each` drops it */
	job_move(world, job);
}

/* A loop, as a round may have a million jobs. */
static void gather(struct world *world, struct context *context)
{
	struct poll *poll = context->poll;
	const struct set *set = poll->part.set;
	while (poll->todo.count) {
		struct job *job = list_take(&poll->todo);
		job->place = NULL;
		clock_go(&poll->clock, world->sim.now);
		if (set->has_each) {
			walk_each(world, poll, job);
			return;
		}
		if (!set->batch) {
			release(world, poll, job, gather);
			return;
		}
		wait_for_batch(world, poll, job);
	}
	if (set->batch)
		once(world, poll, set->batch, poll->done.first, let_go);
	else
		end_round(world, poll);
}

void poll_gathered(struct world *world, struct poll *poll, struct job *job)
{
	poll->context.job = NULL;
	poll->context.books = BOOKS_OVERHEAD;
	if (!poll->part.set->batch) {
		release(world, poll, job, gather);
		return;
	}
	wait_for_batch(world, poll, job);
	gather(world, &poll->context);
}

static void let_go(struct world *world, struct context *context)
{
	struct poll *poll = context->poll;
	if (poll->done.count)
		release(world, poll, list_take(&poll->done), let_go);
	else
		end_round(world, poll);
}

/* Too long above the tasks: go on as one of them (ksoftirqd). */
static bool hands_over(const struct world *world, const struct poll *poll)
{
	return poll->context.client.class != CLASS_TASK &&
	       (poll->rounds >= poll->handover ||
		softirq_is_long(world, poll));
}

static void next_round(struct world *world, struct poll *poll)
{
	poll->rounds++;
	if (hands_over(world, poll)) {
		poll->handovers++;
		softirq_hand_over(world, poll, round_begins);
	} else if (!softirq_gives_way(world, poll, round_begins)) {
		round_begins(world, &poll->context);
	}
}

static void again(struct world *world, struct context *context)
{
	struct poll *poll = context->poll;
	if (!poll->queue.count && poll->source) {
		struct job *job = source_next(world, poll->source);
		if (job)
			poll_put(world, poll, job);
	}
	if (poll->queue.count)
		next_round(world, poll);
	else if (poll->part.set->rearm)
		once(world, poll, poll->part.set->rearm, NULL, last_look);
	else
		last_look(world, context);
}

static void stop(struct world *world, struct context *context)
{
	struct poll *poll = context->poll;
	softirq_stop(world, context);
	if (!poll->starts_anew)
		return;
	poll->starts_anew = false;
	poll_start(world, poll);
}

/* It has re-armed; what came meanwhile would be lost without this look. */
static void last_look(struct world *world, struct context *context)
{
	struct poll *poll = context->poll;
	if (poll->queue.count && poll->polls_missed) {
		next_round(world, poll);
		return;
	}
	if (poll->queue.count) { /* the device raises its interrupt again */
		poll->debtor = context;
		context_owe(world, context, DEBT_KICK, poll);
		poll->has_cause = true;
		poll->cause = poll->queue.first->key;
		poll->state = POLL_IDLE;
		context_pay(world, context, stop);
		return;
	}
	poll->since = 0;
	poll->threshold = 1;
	if (poll->wants_half) {
		struct part *ring = world->part[poll->part.set->ring->first +
						poll->part.index];
		int64_t half = ring_outstanding(ring) / 2;
		poll->threshold = half > 1 ? half : 1;
	}
	softirq_stop(world, context);
	poll->state = POLL_IDLE;
	clock_set(&poll->clock, world->sim.now, LABEL_OTHER);
}

static void poll_open(struct world *world, struct part *part)
{
	struct poll *poll = (struct poll *)part;
	poll->kicks = poll->jobs = poll->passes = 0;
	poll->drops = poll->handovers = poll->waited = 0;
	clock_open(&poll->clock, world->sim.now);
}

const struct kind poll_kind = {
	.name = "poll",
	.meaning = "a queue with a worker that sleeps, is kicked, and drains",
	.usage = USAGE_PLACE,
	.param = poll_params,
	.params = POLL_PARAMS,
	.size = sizeof(struct poll),
	.begin = poll_begin,
	.enter = poll_enter,
	.open = poll_open,
};
