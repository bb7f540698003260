/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ring.h -- the state of a ring, for ring.c, the watchdog and outcomes. */
#ifndef MODELS_RING_H
#define MODELS_RING_H

#include "models/engine.h"

enum ring_param { RING_PER, RING_SLOTS, RING_WHEN_FULL, RING_RESUME_AT,
		  RING_ABOVE_TASK, RING_PARAMS };
enum ring_full { RING_SLEEP, RING_PARK, RING_DROP };

struct ring {
	struct part part;
	int64_t slots, free, resume_at;
	enum ring_full when_full, above_task;
	struct job *first, **last; /* who waits */
	struct token *oldest, *newest;
	struct job *watched; /* holder of the oldest, while some wait */
	struct clock clock;
	uint64_t takes, waited, drops;
};

#endif
