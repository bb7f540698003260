/* SPDX-License-Identifier: GPL-3.0-or-later */
/* replication.h -- what came out of a world, as rows for the store.
 *
 * Everything is copied: the world may be freed afterwards.  The world's own
 * metrics are kept as they are; to them come the percentiles of its workloads'
 * latencies, and `latency.mean` and `latency.max`, NaN, where no job left.
 */
#ifndef EXPERIMENT_REPLICATION_H
#define EXPERIMENT_REPLICATION_H

#include "models/world.h"
#include "results/record.h"
#include "sim/memory.h"

/* Fill all but point, replication and seed, with memory of the arena. */
void replication_fill(struct replication_record *record,
		      const struct outcome *outcome, struct arena *arena);

#endif
