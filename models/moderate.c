/* SPDX-License-Identifier: GPL-3.0-or-later */
/* moderate.c -- the law, and when it is reconsidered (moderate.h). */
#include <stddef.h>

#include "models/moderate.h"
#include "models/poll.h"

enum { MODERATE_PER, MODERATE_LAW, MODERATE_INTERVAL, MODERATE_COUNT,
       MODERATE_ADAPTIVE, MODERATE_TABLE, MODERATE_HEADER,
       MODERATE_MINIMUM, MODERATE_PARAMS };

static const struct param moderate_params[] = {
	[MODERATE_PER] = PARAM_PER,
	[MODERATE_LAW] = {"law", PARAM_CHOICE, false, 0, 0, "gap", "gap|delay",
		"so long after the last interrupt, or after the first job"},
	[MODERATE_INTERVAL] = {"interval", PARAM_CAUSES, false, 0, 1e15, "0",
		NULL, "the time, or one for each path that puts jobs"},
	[MODERATE_COUNT] = {"count", PARAM_COUNT, false, 1, 1e9, "inf", NULL,
		"at once when so many jobs wait"},
	[MODERATE_ADAPTIVE] = {"adaptive", PARAM_CHOICE, false, 0, 0, "none",
		"none|ixgbevf", "choose from `table` by bytes a microsecond"},
	[MODERATE_TABLE] = {"table", PARAM_TIMES, false, 0, 1e15, NULL, NULL,
		"intervals of the adaptive law, shortest first"},
	[MODERATE_HEADER] = {"header", PARAM_BYTES, false, 0, 1e6, "0B", NULL,
		"bytes of headers that the driver counts with each packet"},
	[MODERATE_MINIMUM] = {"minimum", PARAM_BYTES, false, 0, 1e6, "0B",
		NULL, "least bytes of a packet that it counts"},
};

struct moderate {
	struct part part;
	bool is_delay, is_adaptive;
	double limit; /* jobs that end it at once */
	sim_time last; /* interrupt; -1: none yet */
	int step;     /* of the table */
	double interval; /* adaptive: in force, ps */
	struct job *errand; /* that stands here */
	sim_time due;
	struct event event;
	uint64_t fired;
};

static double interval_for(const struct moderate *moderate,
			   const struct job *job)
{
	const struct set *set = moderate->part.set;
	if (moderate->is_adaptive)
		return moderate->interval;
	for (int i = 0; i < set->causes; i++)
		if (set->cause[i] < 0 || set->cause[i] == job->cause)
			return set->interval[i];
	return 0;
}

static sim_time due_for(const struct world *world,
			const struct moderate *moderate,
			const struct job *job)
{
	sim_time interval = (sim_time)interval_for(moderate, job);
	sim_time now = world->sim.now;
	if (moderate->is_delay)
		return now + interval;
	if (moderate->last < 0 || moderate->last + interval < now)
		return now;
	return moderate->last + interval;
}

/* After ixgbevf_update_itr and ixgbevf_set_itr: the bytes since the last
 * interrupt over the interval in force (not over the time that passed) choose
 * the next step, towards which the interval moves smoothly. */
static void adapt(struct moderate *moderate, const struct poll *poll)
{
	const double low = 10, high = 20;
	const struct set *set = moderate->part.set;
	double rate = poll->bytes / (moderate->interval / (double)SIM_US);
	if (rate <= low && moderate->step < 2)
		moderate->step = 0;
	else if (rate <= high || moderate->step == 0)
		moderate->step = 1;
	else
		moderate->step = 2;
	if (moderate->step >= set->listed)
		moderate->step = set->listed - 1;
	double to = set->list[moderate->step], from = moderate->interval;
	if (to != from)
		moderate->interval = 10 * to * from / (9 * to + from);
}

static void fire(struct world *world, struct moderate *moderate)
{
	struct job *errand = moderate->errand;
	struct poll *poll = errand->owner;
	if (moderate->is_adaptive)
		adapt(moderate, poll);
	poll->bytes = 0;
	moderate->last = world->sim.now;
	moderate->errand = NULL;
	moderate->fired++;
	poll->moderate = NULL;
	errand->place = NULL;
	job_move(world, errand);
}

static void is_due(struct sim *sim, struct event *event)
{
	struct moderate *moderate = (struct moderate *)((char *)event -
					offsetof(struct moderate, event));
	fire((struct world *)sim, moderate);
}

static void wait_until(struct world *world, struct moderate *moderate,
		       sim_time due)
{
	moderate->due = due;
	if (due > world->sim.now) {
		sim_at(&world->sim, &moderate->event, due);
	} else {
		sim_cancel(&world->sim, &moderate->event);
		fire(world, moderate);
	}
}

static void moderate_enter(struct world *world, struct part *part,
			   struct job *job, struct context *by)
{
	struct poll *poll = job->owner;
	(void)by;
	if (poll->part.set->count > 1) /* not the errand's CPU or queue */
		part = world->part[part->set->first + poll->part.index];
	struct moderate *moderate = (struct moderate *)part;
	moderate->errand = job;
	poll->moderate = job->place = part;
	sim_time due = SIM_NEVER;
	for (struct job *each = poll->queue.first; each; each = each->next) {
		sim_time one = due_for(world, moderate, each);
		if (one < due)
			due = one;
	}
	if ((double)poll->queue.count >= moderate->limit || due == SIM_NEVER)
		due = world->sim.now;
	wait_until(world, moderate, due);
}

double moderate_bytes(const struct set *set, const struct job *job)
{
	double packets = job->attribute[1] > 0 ? (double)job->attribute[1] : 1;
	double frame = (double)job->attribute[0] / packets +
		       set->number[MODERATE_HEADER];
	if (frame < set->number[MODERATE_MINIMUM])
		frame = set->number[MODERATE_MINIMUM];
	return packets * frame;
}

void moderate_reconsider(struct world *world, struct part *part,
			 const struct job *job)
{
	struct moderate *moderate = (struct moderate *)part;
	const struct poll *poll = moderate->errand->owner;
	sim_time due = due_for(world, moderate, job);
	if ((double)poll->queue.count >= moderate->limit)
		due = world->sim.now;
	if (due < moderate->due)
		wait_until(world, moderate, due);
}

static void moderate_begin(struct world *world, struct part *part)
{
	struct moderate *moderate = (struct moderate *)part;
	const double *number = part->set->number;
	(void)world;
	moderate->is_delay = number[MODERATE_LAW] > 0;
	moderate->is_adaptive = number[MODERATE_ADAPTIVE] > 0 &&
				part->set->listed > 0;
	moderate->step = part->set->listed > 1 ? 1 : 0;
	if (moderate->is_adaptive)
		moderate->interval = part->set->list[moderate->step];
	moderate->limit = number[MODERATE_COUNT];
	moderate->last = -1;
	event_init(&moderate->event, is_due);
}

static void moderate_open(struct world *world, struct part *part)
{
	(void)world;
	((struct moderate *)part)->fired = 0;
}

const struct kind moderate_kind = {
	.name = "moderate",
	.meaning = "interrupt moderation: holds a kick back",
	.usage = USAGE_NOTIFY,
	.param = moderate_params,
	.params = MODERATE_PARAMS,
	.size = sizeof(struct moderate),
	.begin = moderate_begin,
	.enter = moderate_enter,
	.open = moderate_open,
};
