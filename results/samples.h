/* SPDX-License-Identifier: GPL-3.0-or-later */
/* samples.h -- a point's values by replication, from the tables; what
 * store_get_samples() does. */
#ifndef RESULTS_SAMPLES_H
#define RESULTS_SAMPLES_H

#include "results/database.h"
#include "results/record.h"

int samples_get(struct database *database, int64_t point, struct arena *arena,
		struct point_samples *samples, struct error *error);

#endif
