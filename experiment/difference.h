/* SPDX-License-Identifier: GPL-3.0-or-later */
/* difference.h -- which key tells a plan from the results of another run. */
#ifndef EXPERIMENT_DIFFERENCE_H
#define EXPERIMENT_DIFFERENCE_H

#include <stddef.h>

#include "experiment/plan.h"
#include "results/read.h"

/* Write the first difference, as "run.seed is 2, was 1", and say true; false
 * when the results are those of the plan, as far as they go. */
bool difference_find(const struct plan *plan, const struct results *results,
		     char *text, size_t size);

#endif
