/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/kind.h"

enum { SPLIT_PER, SPLIT_BY, SPLIT_PATH, SPLIT_PARAMS };

static const struct param split_params[] = {
	[SPLIT_PER] = PARAM_PER,
	[SPLIT_BY] = {"by", PARAM_WORD, true, 0, 0, NULL, NULL,
		"attribute that says how many parts"},
	[SPLIT_PATH] = {"path", PARAM_STEPS, true, 0, 0, NULL, NULL,
		"the way of each part"},
};

const struct kind split_kind = {
	.name = "split",
	.meaning = "n parts of one job, which goes on when all are back",
	.usage = USAGE_PLACE,
	.param = split_params,
	.params = SPLIT_PARAMS,
};
