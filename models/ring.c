/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/kind.h"

enum { RING_PER, RING_SLOTS, RING_WHEN_FULL, RING_RESUME_AT, RING_ABOVE_TASK,
       RING_PARAMS };

static const struct param ring_params[] = {
	[RING_PER] = PARAM_PER,
	[RING_SLOTS] = {"slots", PARAM_COUNT, true, 1, 1e9, NULL, NULL,
		"tokens: descriptors, or bytes of a window"},
	[RING_WHEN_FULL] = {"when_full", PARAM_CHOICE, false, 0, 0, "sleep",
		"sleep|park|drop",
		"a thread sleeps, a job parks outside its context, or it ends"},
	[RING_RESUME_AT] = {"resume_at", PARAM_COUNT, false, 1, 1e9, "1",
		NULL, "free tokens before those who wait go on"},
	[RING_ABOVE_TASK] = {"above_task", PARAM_CHOICE, false, 0, 0, "park",
		"park|drop", "what `sleep` means for a job above class task"},
};

const struct kind ring_kind = {
	.name = "ring",
	.meaning = "a bounded number of tokens, taken and given by jobs",
	.usage = USAGE_RING,
	.param = ring_params,
	.params = RING_PARAMS,
};
