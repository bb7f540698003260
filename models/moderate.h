/* SPDX-License-Identifier: GPL-3.0-or-later */
/* moderate.h -- interrupt moderation, a stage of a poll's `notify:`.
 *
 * law gap    no sooner than `interval` after the last interrupt (Intel ITR)
 * law delay  `interval` after the first job that it announces (ENA, NVMe)
 *
 * The interval may depend on the path that put the job.  While the errand
 * stands here, every job that joins the poll reconsiders: the time can only
 * come nearer.  `adaptive: ixgbevf` picks the interval from a table by bytes
 * a microsecond since the last interrupt: 10 and 20 are the thresholds
 * (linux-6.1 ixgbevf_main.c, ixgbevf_update_itr).
 */
#ifndef MODELS_MODERATE_H
#define MODELS_MODERATE_H

#include "models/engine.h"

void moderate_reconsider(struct world *world, struct part *part,
			 const struct job *job);
/* Bytes that the adaptive law counts for a job. */
double moderate_bytes(const struct set *set, const struct job *job);

#endif
