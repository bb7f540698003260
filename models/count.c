/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/kind.h"

enum { COUNT_PER, COUNT_OF, COUNT_SETS, COUNT_PARAMS };

static const struct param count_params[] = {
	[COUNT_PER] = PARAM_PER,
	[COUNT_OF] = {"of", PARAM_CPU, true, 0, 0, NULL, NULL,
		"domain whose running CPUs are counted, the job's own apart"},
	[COUNT_SETS] = {"sets", PARAM_WORD, true, 0, 0, NULL, NULL,
		"attribute of the job that it writes"},
};

const struct kind count_kind = {
	.name = "count",
	.meaning = "writes how many CPUs of a domain run now into a job",
	.usage = USAGE_INLINE,
	.param = count_params,
	.params = COUNT_PARAMS,
};
