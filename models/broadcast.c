/* SPDX-License-Identifier: GPL-3.0-or-later */
/* broadcast.c -- an errand to every CPU of a domain that runs something now,
 * the job's own apart; it goes on when all are back (parts.h), or at once when
 * there is nobody to tell.  A TLB flush, a call of a function on all CPUs. */
#include "models/broadcast.h"
#include "models/parts.h"

static const struct param broadcast_params[] = {
	[BROADCAST_PER] = PARAM_PER,
	[BROADCAST_TO] = {"to", PARAM_CPU, true, 0, 0, NULL, NULL,
		"domain whose running CPUs are told: guest, here or another"},
	[BROADCAST_PATH] = {"path", PARAM_STEPS, true, 0, 0, NULL, NULL,
		"the way of each errand; `target` is its CPU"},
};

static bool is_told(const struct cpu *cpu, const struct context *by)
{
	return cpu->is_on && cpu->current != NULL && !(by && by->cpu == cpu);
}

static struct job *errand_to(struct world *world, const struct job *job,
			     const struct code *path, struct cpu *cpu)
{
	struct job *errand = job_new(world, 0, JOB_ERRAND, path, job);
	errand->thread = errand->peer = NULL;
	errand->target = cpu;
	errand->cpu = (uint16_t)cpu->index;
	errand->key = random_fold(random_fold(job->key, path->hash),
				  (uint64_t)cpu->index);
	return errand;
}

static void broadcast_enter(struct world *world, struct part *part,
			    struct job *job, struct context *by)
{
	const struct code *path = job->pc[-1].spawn; /* of this very visit */
	int realm = part->set->realm;
	int cpus = world->program->realm[realm].cpus;
	parts_begin(job);
	for (int i = 0; i < cpus; i++) {
		struct cpu *cpu = world->realm_cpu[realm][i];
		if (is_told(cpu, by))
			parts_send(world, job,
				   errand_to(world, job, path, cpu), by);
	}
	if (job->parts)
		return;
	job->place = NULL;
	job_walk_on(world, job, by);
}

const struct kind broadcast_kind = {
	.name = "broadcast",
	.meaning = "an errand to each CPU that runs; on when all are back",
	.usage = USAGE_PLACE,
	.param = broadcast_params,
	.params = BROADCAST_PARAMS,
	.size = sizeof(struct part),
	.enter = broadcast_enter,
};
