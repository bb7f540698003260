/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "models/keeper.h"

static size_t vector_size(const struct tracker *tracker)
{
	return (size_t)tracker->conversation->code->stages * 2 *
	       sizeof(sim_time);
}

static void keep(struct world *world, const struct tracker *tracker,
		 struct kept *kept, const struct job *job, sim_time latency)
{
	kept->job = job->number;
	kept->latency = latency;
	if (!kept->booked)
		kept->booked = arena_get(&world->arena, vector_size(tracker));
	memcpy(kept->booked, job->booked, vector_size(tracker));
}

/* Restore the order after the least has been replaced. */
static void sift(struct keeper *keeper)
{
	int at = 0;
	for (;;) {
		int least = at, child = 2 * at + 1;
		for (int i = child; i < child + 2 && i < keeper->slowest; i++)
			if (keeper->slow[i].latency <
			    keeper->slow[least].latency)
				least = i;
		if (least == at)
			return;
		struct kept swap = keeper->slow[at];
		keeper->slow[at] = keeper->slow[least];
		keeper->slow[least] = swap;
		at = least;
	}
}

static void rise(struct keeper *keeper, int at)
{
	while (at > 0) {
		int parent = (at - 1) / 2;
		if (keeper->slow[parent].latency <= keeper->slow[at].latency)
			return;
		struct kept swap = keeper->slow[at];
		keeper->slow[at] = keeper->slow[parent];
		keeper->slow[parent] = swap;
		at = parent;
	}
}

void keeper_offer(struct world *world, struct tracker *tracker,
		  const struct job *job, sim_time latency)
{
	struct keeper *keeper = tracker->keeper;
	if (tracker->left % KEEPER_EVERY == 1 &&
	    keeper->samples < KEEPER_SAMPLES)
		keep(world, tracker, &keeper->sample[keeper->samples++], job,
		     latency);
	if (keeper->slowest < KEEPER_SLOWEST) {
		keep(world, tracker, &keeper->slow[keeper->slowest], job,
		     latency);
		rise(keeper, keeper->slowest++);
	} else if (latency > keeper->slow[0].latency) {
		keep(world, tracker, &keeper->slow[0], job, latency);
		sift(keeper);
	}
}
