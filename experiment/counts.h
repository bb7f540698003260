/* SPDX-License-Identifier: GPL-3.0-or-later */
/* counts.h -- the counts among a workload's costs are attributes of its jobs.
 *
 * `costs: {faults: {value: 10, ...}}` of the document makes `times: faults`
 * ten, cited like every other number and named by the same paths
 * (`operations.faults`).  What the scenario's `attributes:` say goes first.
 */
#ifndef EXPERIMENT_COUNTS_H
#define EXPERIMENT_COUNTS_H

#include "models/setup.h"
#include "sim/memory.h"

/* Adds those that the workload has no attribute of the name of. */
void counts_add(struct arena *arena, struct setup_workload *workload);

#endif
