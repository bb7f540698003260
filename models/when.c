/* SPDX-License-Identifier: GPL-3.0-or-later */
/* when.c -- conditions are made in C, one by one, and named in YAML. */
#include "models/engine.h"

enum { WHEN_PER, WHEN_TEST, WHEN_THEN, WHEN_PARAMS };

static const struct param when_params[] = {
	[WHEN_PER] = PARAM_PER,
	[WHEN_TEST] = {"test", PARAM_CHOICE, true, 0, 0, NULL,
		"target_idle_and_remote", "the condition, made in C"},
	[WHEN_THEN] = {"then", PARAM_STEPS, true, 0, 0, NULL, NULL,
		"what the job walks, in its context, if it holds"},
};

/* The only test so far: is the CPU to be woken another one, and idle? */
static bool when_through(struct world *world, struct part *part,
			 struct job *job)
{
	(void)world;
	(void)part;
	struct cpu *here = job->context ? job->context->cpu : NULL;
	return job->target && job->target != here && cpu_is_idle(job->target);
}

const struct kind when_kind = {
	.name = "when",
	.meaning = "a condition: walks `then` if its test holds",
	.usage = USAGE_INLINE,
	.param = when_params,
	.params = WHEN_PARAMS,
	.size = sizeof(struct part),
	.through = when_through,
};
