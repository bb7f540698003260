/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scheduler.c -- who of the task class runs next: round robin, or fair.
 *
 * Both keep what waits in one list in order of coming; `fair` takes the least
 * virtual time of it (few tasks wait on one CPU: a scan is the fastest).
 *
 * fair, after Linux's CFS: a task that wakes is placed at most half a period
 * behind the earliest, and preempts when it is a granularity behind the one
 * that runs.
 */
#include "models/engine.h"

static void append(struct scheduler *scheduler, struct client *client)
{
	client->next = NULL;
	client->previous = scheduler->last;
	if (scheduler->last)
		scheduler->last->next = client;
	else
		scheduler->first = client;
	scheduler->last = client;
	scheduler->count++;
	client->is_queued = true;
}

static void unlink_client(struct scheduler *scheduler, struct client *client)
{
	if (client->previous)
		client->previous->next = client->next;
	else
		scheduler->first = client->next;
	if (client->next)
		client->next->previous = client->previous;
	else
		scheduler->last = client->previous;
	client->next = client->previous = NULL;
	scheduler->count--;
	client->is_queued = false;
}

static struct client *least(const struct scheduler *scheduler)
{
	struct client *best = scheduler->first;
	for (struct client *client = best; client; client = client->next)
		if (client->virtual_time < best->virtual_time)
			best = client;
	return best;
}

/* Virtual time is that of the task furthest behind, also while one runs alone;
 * else who wakes beside it would be given all that it has run (linux-6.1
 * kernel/sched/fair.c, update_min_vruntime). */
static void advance(struct scheduler *scheduler, const struct client *current)
{
	const struct client *behind = least(scheduler);
	if (!behind || current->virtual_time < behind->virtual_time)
		behind = current;
	if (behind->virtual_time > scheduler->earliest)
		scheduler->earliest = behind->virtual_time;
}

void scheduler_put(struct cpu *cpu, struct client *client, bool is_wake)
{
	struct scheduler *scheduler = &cpu->scheduler;
	append(scheduler, client);
	if (scheduler->kind != SCHEDULER_FAIR || !is_wake)
		return;
	double least = scheduler->earliest - (double)scheduler->period / 2;
	if (client->virtual_time < least)
		client->virtual_time = least;
	if (cpu->task && client->virtual_time +
		    (double)scheduler->granularity < cpu->task->virtual_time)
		cpu->needs_choice = true;
}

void scheduler_drop(struct cpu *cpu, struct client *client)
{
	if (client->is_queued)
		unlink_client(&cpu->scheduler, client);
}

struct client *scheduler_choose(struct cpu *cpu, struct client *current)
{
	struct scheduler *scheduler = &cpu->scheduler;
	if (current)
		append(scheduler, current);
	struct client *client = scheduler->kind == SCHEDULER_FAIR ?
					least(scheduler) :
					scheduler->first;
	if (!client)
		return NULL;
	unlink_client(scheduler, client);
	if (scheduler->kind == SCHEDULER_FAIR) {
		if (client->virtual_time > scheduler->earliest)
			scheduler->earliest = client->virtual_time;
		client->slice = 0;
	}
	return client;
}

void scheduler_ran(struct cpu *cpu, struct client *client, sim_time time)
{
	client->virtual_time += (double)time;
	if (cpu->scheduler.kind == SCHEDULER_FAIR)
		advance(&cpu->scheduler, client);
	if (client->slice) /* at least 1: it ends at its event, not here */
		client->slice = client->slice > time ? client->slice - time : 1;
}

sim_time scheduler_quantum(const struct cpu *cpu)
{
	const struct scheduler *scheduler = &cpu->scheduler;
	if (scheduler->kind == SCHEDULER_RR)
		return scheduler->slice;
	sim_time share = scheduler->period / (1 + scheduler->count);
	return share > scheduler->minimum ? share : scheduler->minimum;
}

bool scheduler_expired(const struct cpu *cpu)
{
	return cpu->scheduler.count > 0;
}
