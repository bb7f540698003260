/* SPDX-License-Identifier: GPL-3.0-or-later */
/* keeper.h -- exemplars: every 1,024th job and the slowest are kept whole.
 *
 * Which are the slowest is known when jobs end: the keeper holds the SLOWEST
 * longest latencies seen so far, with their stages, in a small heap.
 */
#ifndef MODELS_KEEPER_H
#define MODELS_KEEPER_H

#include "models/source.h"

#define KEEPER_EVERY 1024
#define KEEPER_SAMPLES 64
#define KEEPER_SLOWEST 16

struct kept {
	uint64_t job;
	sim_time latency;
	sim_time *booked; /* 2 * stages */
};

struct keeper {
	int samples, slowest;
	struct kept sample[KEEPER_SAMPLES];
	struct kept slow[KEEPER_SLOWEST]; /* [0] is the least of them */
};

void keeper_offer(struct world *world, struct tracker *tracker,
		  const struct job *job, sim_time latency);

#endif
