/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kick.c -- how a poll is told: by an errand that walks its notify list,
 * first in the context of who pays for it. */
#include <assert.h>

#include "models/poll.h"

static const struct code *notify_for(const struct world *world,
				     const struct poll *poll,
				     const struct context *payer)
{
	const struct code **notify = poll->part.set->notify;
	if (!payer)
		return notify[world->program->realms * CLASSES];
	int realm = (int)(payer->realm - world->program->realm);
	return notify[realm * CLASSES + (int)payer->home_class];
}

static struct job *send_errand(struct world *world, struct poll *poll,
			       struct context *payer, job_end_fn *ended)
{
	struct job *errand = poll->errand;
	const struct code *code = notify_for(world, poll, payer);
	assert(code != NULL);
	errand->pc = code->op;
	errand->ended = ended;
	errand->start = errand->marked = world->sim.now;
	errand->label = -1;
	errand->state = STATE_WAIT;
	return errand;
}

static void started(struct world *world, struct job *errand,
		    struct context *by)
{
	struct poll *poll = errand->owner;
	job_unwatch(errand, &poll->clock);
	if (by == &poll->context) /* its own: it has yet to stop */
		poll->starts_anew = true;
	else
		poll_start(world, poll);
}

struct job *poll_kick(struct world *world, struct poll *poll,
		      struct context *payer)
{
	poll->debtor = NULL;
	if (poll->state != POLL_IDLE || poll->since < poll->threshold)
		return NULL;
	poll->state = POLL_KICKED;
	poll->kicks++;
	struct job *errand = send_errand(world, poll, payer, started);
	errand->key = random_fold(poll->cause, poll->kick_hash);
	poll->has_cause = false;
	job_watch(world, errand, &poll->clock);
	clock_set(&poll->clock, world->sim.now, LABEL_KICK);
	return errand;
}

static void woken(struct world *world, struct job *errand, struct context *by)
{
	(void)by;
	struct context *context = poll_context(errand->owner);
	context_return(world, context, context_waits_for(context));
}

struct job *poll_wake(struct world *world, struct job *job,
		      struct context *payer)
{
	struct context *context = job->context;
	struct poll *poll = context->poll;
	poll->debtor = NULL;
	if (context_waits_for(context) != job) { /* it is busy, or paying */
		context_return(world, context, job);
		return NULL;
	}
	struct job *errand = send_errand(world, poll, payer, woken);
	errand->key = random_fold(job->key, poll->kick_hash);
	return errand;
}

void poll_wake_by(struct world *world, struct job *job, struct context *by)
{
	if (by) {
		job->context->poll->debtor = by;
		context_owe(world, by, DEBT_WAKE, job);
		return;
	}
	struct job *errand = poll_wake(world, job, NULL);
	if (errand)
		job_move(world, errand);
}
