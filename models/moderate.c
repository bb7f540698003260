/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/kind.h"

enum { MODERATE_PER, MODERATE_LAW, MODERATE_INTERVAL, MODERATE_COUNT,
       MODERATE_ADAPTIVE, MODERATE_TABLE, MODERATE_PARAMS };

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
};

const struct kind moderate_kind = {
	.name = "moderate",
	.meaning = "interrupt moderation: holds a kick back",
	.usage = USAGE_NOTIFY,
	.param = moderate_params,
	.params = MODERATE_PARAMS,
};
