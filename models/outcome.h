/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outcome.h -- what came out of a world, put into struct outcome.
 *
 *   outcome.c   workloads, their status and stages; the whole
 *   metrics.c   metrics of workloads, components and CPUs
 *   ledger.c    busy times and the exact checks
 */
#ifndef MODELS_OUTCOME_H
#define MODELS_OUTCOME_H

#include "models/engine.h"

void outcome_fill(struct world *world);

/* metrics.c: everything but the statuses; names the busiest part. */
void metrics_fill(struct world *world);
const char *metrics_busiest(const struct world *world);
double metrics_most(const struct world *world); /* its utilisation */
/* ledger.c */
void ledger_fill(struct world *world);
void checks_fill(struct world *world);

/* What the members of one name have done in the window. */
struct component_sum {
	const char *name;
	const struct kind *kind;
	double jobs, kicks, rounds, waited, drops, handovers;
	double moves;      /* of a lock's line, from core to core */
	double area;       /* of waiting, ps */
	double busy, room; /* of servers and locks, ps */
};

/* Arrays that grow in the world's arena by doubling. */
void *outcome_more(struct world *world, const void *array, int count,
		   size_t size);

#endif
