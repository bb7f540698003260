/* SPDX-License-Identifier: GPL-3.0-or-later */
/* replication.h -- what came out of a world, as rows for the store.
 *
 * Everything is copied: the world may be freed afterwards.  To the world's
 * own metrics come those that follow from its workloads: `throughput`,
 * `bandwidth` (when jobs have bytes), `drops`, `latency.mean`, `latency.max`
 * and the percentiles, unless the world says the same name itself.
 */
#ifndef EXPERIMENT_REPLICATION_H
#define EXPERIMENT_REPLICATION_H

#include "models/world.h"
#include "results/record.h"
#include "sim/memory.h"

/* Fill all but point, replication and seed, with memory of the arena. */
void replication_fill(struct replication_record *record,
		      const struct outcome *outcome, const struct setup *setup,
		      struct arena *arena);

#endif
