/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stddef.h>

#include "models/service.h"

static struct job *job_of(struct event *event)
{
	return (struct job *)((char *)event - offsetof(struct job, event));
}

void service_settle(struct world *world, struct service *service)
{
	sim_time now = world->sim.now;
	service->busy += (wide_time)(now - service->since) *
			 service->in_service;
	service->since = now;
}

/* ---- who waits, in turns ---- */

static uint64_t turn_key(const struct service *service, const struct job *job)
{
	uint64_t guest = (uint64_t)job->guest << 32;
	switch (service->turns) {
	case TURNS_GUEST:
		return guest;
	case TURNS_QUEUE:
		return guest | job->queue;
	case TURNS_FLOW:
		return guest | job->flow;
	case TURNS_FIFO:
		break;
	}
	return 0;
}

static struct turn *turn_of(struct world *world, struct service *service,
			    const struct job *job)
{
	uint64_t key = turn_key(service, job);
	struct turn *turn;
	for (turn = service->turn; turn; turn = turn->next)
		if (turn->key == key)
			return turn;
	turn = arena_get(&world->arena, sizeof(*turn));
	turn->key = key;
	turn->last = &turn->first;
	turn->tokens = service->burst;
	turn->since = world->sim.now;
	turn->next = service->turn;
	service->turn = turn;
	return turn;
}

static void wait_turn(struct world *world, struct service *service,
		      struct job *job)
{
	struct turn *turn = turn_of(world, service, job);
	job->next = NULL;
	*turn->last = job;
	turn->last = &job->next;
	service->waiting++;
	service->waited++;
	clock_come(&service->clock, world->sim.now);
	if (!turn->is_waiting) {
		turn->is_waiting = true;
		turn->after = NULL;
		*service->last = turn;
		service->last = &turn->after;
	}
}

/* A token, but for what rounding takes of it: else each is a ps late. */
#define TOKEN (1 - 1e-9)

/* May this turn send now?  Otherwise: when it may. */
static bool has_tokens(struct world *world, const struct service *service,
		       struct turn *turn, sim_time *when)
{
	if (service->limit <= 0)
		return true;
	sim_time now = world->sim.now;
	turn->tokens += (double)(now - turn->since) * service->limit;
	if (turn->tokens > service->burst)
		turn->tokens = service->burst;
	turn->since = now;
	if (turn->tokens >= TOKEN)
		return true;
	sim_time then = now + (sim_time)ceil((TOKEN - turn->tokens) /
					     service->limit);
	if (then < *when)
		*when = then > now ? then : now + 1;
	return false;
}

static void pop_round(struct service *service)
{
	struct turn *turn = service->round;
	service->round = turn->after;
	if (!service->round)
		service->last = &service->round;
}

static void push_round(struct service *service, struct turn *turn)
{
	turn->after = NULL;
	*service->last = turn;
	service->last = &turn->after;
}

static struct job *pop_job(struct world *world, struct service *service,
			   struct turn *turn)
{
	struct job *job = turn->first;
	turn->first = job->next;
	if (!turn->first)
		turn->last = &turn->first;
	turn->tokens -= job->attribute[1] > 0 ? (double)job->attribute[1] : 1;
	service->waiting--;
	clock_go(&service->clock, world->sim.now);
	return job;
}

/* The next in turn that may be served; NULL: nobody, or not before `when`. */
static struct job *next_job(struct world *world, struct service *service,
			    sim_time *when)
{
	struct turn *first_asked = NULL;
	while (service->round && service->round != first_asked) {
		struct turn *turn = service->round;
		pop_round(service);
		if (!has_tokens(world, service, turn, when)) {
			if (!first_asked)
				first_asked = turn;
			push_round(service, turn);
			continue;
		}
		struct job *job = pop_job(world, service, turn);
		turn->is_waiting = turn->first != NULL;
		if (turn->is_waiting)
			push_round(service, turn);
		return job;
	}
	return NULL;
}

/* ---- service ---- */

static void served(struct sim *sim, struct event *event);
static void arrived(struct sim *sim, struct event *event);

double service_draw(const struct draw *draw, const struct job *job)
{
	uint64_t key = job->key;
	if (job->visit)
		key = random_fold(key, (uint64_t)job->visit);
	return draw_value(draw, job, key, 0);
}

static sim_time whole(double time)
{
	return time < 9e18 ? (sim_time)(time + 0.5) : SIM_NEVER - 1;
}

static void serve(struct world *world, struct service *service,
		  struct job *job)
{
	service_settle(world, service);
	service->in_service++;
	service->jobs++;
	job_mark(world, job, NULL, STATE_WORK);
	job->event.fn = served;
	sim_after(&world->sim, &job->event,
		  whole(service->time(world, service, job)));
}

static void serve_waiters(struct world *world, struct service *service)
{
	sim_time when = SIM_NEVER;
	struct job *job;
	while ((double)service->in_service < service->servers &&
	       (job = next_job(world, service, &when)) != NULL)
		serve(world, service, job);
	if (when != SIM_NEVER && (double)service->in_service <
					 service->servers)
		sim_at(&world->sim, &service->refill, when);
}

static void leave(struct world *world, struct job *job)
{
	job_mark(world, job, NULL, STATE_WAIT);
	job->place = NULL;
	job_move(world, job);
}

static void served(struct sim *sim, struct event *event)
{
	struct world *world = (struct world *)sim;
	struct job *job = job_of(event);
	struct service *service = (struct service *)job->place;
	service_settle(world, service);
	service->in_service--;
	sim_time after = service->after ?
		whole(service->after(world, service, job)) :
		service->propagation;
	if (after) {
		event->fn = arrived;
		sim_after(sim, event, after);
	} else {
		leave(world, job);
	}
	serve_waiters(world, service);
}

static void arrived(struct sim *sim, struct event *event)
{
	leave((struct world *)sim, job_of(event));
}

static void refilled(struct sim *sim, struct event *event)
{
	struct service *service = (struct service *)((char *)event -
					offsetof(struct service, refill));
	serve_waiters((struct world *)sim, service);
}

void service_enter(struct world *world, struct part *part, struct job *job,
		   struct context *by)
{
	struct service *service = (struct service *)part;
	(void)by;
	bool is_free = (double)service->in_service < service->servers;
	if (is_free && !service->waiting && service->limit <= 0) {
		serve(world, service, job);
		return;
	}
	wait_turn(world, service, job);
	if (is_free)
		serve_waiters(world, service);
}

void service_begin(struct world *world, struct service *service)
{
	service->last = &service->round;
	service->since = world->sim.now;
	event_init(&service->refill, refilled);
	clock_init(&service->clock, &world->arena, 0, LABEL_BEHIND);
}

void service_open(struct world *world, struct part *part)
{
	struct service *service = (struct service *)part;
	service_settle(world, service);
	service->jobs = service->waited = 0;
	service->busy = 0;
	clock_open(&service->clock, world->sim.now);
}
