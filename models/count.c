/* SPDX-License-Identifier: GPL-3.0-or-later */
/* count.c -- how many CPUs of a domain run now: who a TLB flush must reach. */
#include "models/count.h"
#include "models/engine.h"

static const struct param count_params[] = {
	[COUNT_PER] = PARAM_PER,
	[COUNT_OF] = {"of", PARAM_CPU, true, 0, 0, NULL, NULL,
		"domain whose running CPUs are counted, the job's own apart"},
	[COUNT_SETS] = {"sets", PARAM_ATTRIBUTE, true, 0, 0, NULL, NULL,
		"attribute of the job that it writes"},
};

static bool count_through(struct world *world, struct part *part,
			  struct job *job)
{
	const struct set *set = part->set;
	const struct realm *realm = &world->program->realm[set->realm];
	struct cpu **cpu = world->realm_cpu[set->realm];
	int64_t running = 0;
	for (int i = 0; i < realm->cpus; i++)
		running += cpu[i]->is_on && cpu[i]->current != NULL &&
			   !(job->context && job->context->cpu == cpu[i]);
	job->attribute[(int)set->number[COUNT_SETS]] = running;
	return true;
}

const struct kind count_kind = {
	.name = "count",
	.meaning = "writes how many CPUs of a domain run now into a job",
	.usage = USAGE_INLINE,
	.param = count_params,
	.params = COUNT_PARAMS,
	.size = sizeof(struct part),
	.through = count_through,
};
