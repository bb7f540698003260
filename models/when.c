/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/kind.h"

enum { WHEN_PER, WHEN_TEST, WHEN_THEN, WHEN_PARAMS };

static const struct param when_params[] = {
	[WHEN_PER] = PARAM_PER,
	[WHEN_TEST] = {"test", PARAM_CHOICE, true, 0, 0, NULL,
		"target_idle_and_remote", "the condition, made in C"},
	[WHEN_THEN] = {"then", PARAM_STEPS, true, 0, 0, NULL, NULL,
		"what the job walks, in its context, if it holds"},
};

const struct kind when_kind = {
	.name = "when",
	.meaning = "a condition: walks `then` if its test holds",
	.usage = USAGE_INLINE,
	.param = when_params,
	.params = WHEN_PARAMS,
};
