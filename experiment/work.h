/* SPDX-License-Identifier: GPL-3.0-or-later */
/* work.h -- what a stage or server does, as an expression over costs.
 *
 *	2*$check*segments + $base + $instance.nic_latency
 *
 * A sum of terms; a term is a product of one cost (times or cycles), of plain
 * factors and of attributes of the job.  `exp 1us` or `3us` in a cost's place
 * is a cost without a name of its own: uncited, refused in shipped files.
 */
#ifndef EXPERIMENT_WORK_H
#define EXPERIMENT_WORK_H

#include "experiment/scope.h"

/* NULL when an error was noted.  `what` names the place, "station.work". */
const struct work *work_read(struct scope *scope, const struct node *node,
			     const char *what);

#endif
