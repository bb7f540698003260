/* SPDX-License-Identifier: GPL-3.0-or-later */
/* worker.c -- a poll comes to life: its worker's CPU, its parameters, its
 * errand and walker; and a thread is one (thread.h). */
#include <stdlib.h>
#include <string.h>

#include "models/poll.h"
#include "models/thread.h"

static void list_init(struct job_list *list)
{
	*list = (struct job_list){NULL, &list->first, 0};
}

struct context *poll_context(struct poll *poll)
{
	return &poll->context;
}

/* The sets of threads are the program's first. */
int thread_index(const struct poll *thread)
{
	return thread->part.set->first + thread->part.index;
}

void thread_place(const struct poll *thread, uint16_t *cpu, uint16_t *queue)
{
	*cpu = thread->cpu_number;
	*queue = thread->queue_number;
}

bool poll_may_pick(const char *pick)
{
	return !strcmp(pick, "first") || !strcmp(pick, "queue") ||
	       !strcmp(pick, "vcpu") || !strcmp(pick, "guest") ||
	       (strlen(pick) < 5 && strspn(pick, "0123456789") ==
		strlen(pick) && atoi(pick) <= PICK_MAX);
}

static int picked(const struct set *set, int index)
{
	const char *pick = set->is_thread ? NULL :
					    set->decl->value[POLL_PICK].name;
	if (!pick)
		return index + set->apart;
	if (strcmp(pick, "first") == 0)
		return 0;
	if (strcmp(pick, "guest") == 0)
		return set->guest < 0 ? 0 : set->guest; /* per host: none */
	if (pick[0] >= '0' && pick[0] <= '9')
		return index + atoi(pick);
	return index;
}

static bool is_spread(const struct set *set)
{
	const char *pick = set->is_thread ? NULL :
					    set->decl->value[POLL_PICK].name;
	return !pick || (set->per == PER_VOLUME && pick[0] >= '0' &&
			 pick[0] <= '9');
}

/* Queue and vCPU i go to CPU i; dom0 spreads guests by their number, and
 * volumes by theirs. */
static int cpu_number(const struct world *world, const struct set *set,
		      int index)
{
	const struct realm *realm = &world->program->realm[set->realm];
	bool is_fixed = set->per == PER_CPU || set->per == PER_HERE;
	int number = is_fixed ? index : picked(set, index);
	if (realm->guest < 0 && !is_fixed && is_spread(set))
		number += (set->guest > 0 ? set->guest : 0) + set->volume;
	return number % realm->cpus;
}

static struct job *own_job(struct world *world, struct poll *poll)
{
	struct job *job = job_new(world, 0, JOB_ERRAND, NULL, NULL);
	job->owner = poll;
	job->target = poll->context.cpu;
	job->queue = poll->queue_number;
	job->cpu = poll->cpu_number;
	job->guest = (int16_t)(poll->part.set->guest < 0 ?
				       0 : poll->part.set->guest);
	job->thread = poll->part.set->is_thread ? poll : NULL;
	job->key = random_fold(world->key, random_name(poll->part.set->name));
	return job;
}

static int64_t whole(double number)
{
	return number < 9e18 ? (int64_t)number : INT64_MAX;
}

static void read_params(struct poll *poll, const double *number)
{
	poll->budget = whole(number[POLL_BUDGET]);
	poll->limit = whole(number[POLL_LIMIT]);
	poll->handover = whole(number[POLL_HANDOVER]);
	poll->handover_after = number[POLL_HANDOVER_AFTER] > 0 ?
				       whole(number[POLL_HANDOVER_AFTER]) :
				       SIM_NEVER;
	poll->pays_each = number[POLL_KICKS] < 0 ? poll->budget == 1 :
						   number[POLL_KICKS] == 0;
	poll->wants_half = number[POLL_WANTS] > 0;
	poll->polls_missed = number[POLL_MISSED] == 0;
}

void poll_begin(struct world *world, struct part *part)
{
	struct poll *poll = (struct poll *)part;
	const struct set *set = part->set;
	const struct realm *realm = &world->program->realm[set->realm];
	read_params(poll, set->number);
	list_init(&poll->queue);
	list_init(&poll->todo);
	list_init(&poll->done);
	int number = cpu_number(world, set, part->index);
	struct cpu *cpu = world->realm_cpu[set->realm][number];
	context_init(&poll->context, cpu,
		     (enum class)set->number[POLL_CLASS]);
	poll->context.poll = poll;
	poll->context.clock = &poll->clock;
	poll->cpu_number = (uint16_t)(set->per == PER_QUEUE ||
				      set->per == PER_VCPU ? part->index :
							     number);
	poll->queue_number = (uint16_t)(set->per == PER_QUEUE ? part->index :
				realm->queues > 0 ? number % realm->queues : 0);
	poll->threshold = 1;
	poll->kick_hash = random_name(set->name);
	poll->errand = own_job(world, poll);
	poll->walker = own_job(world, poll);
	clock_init(&poll->clock, &world->arena, world->program->labels,
		   LABEL_OTHER);
}
