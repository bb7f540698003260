/* SPDX-License-Identifier: GPL-3.0-or-later */
/* point.h -- all that the tables say of one point; read.c's other half. */
#ifndef RESULTS_POINT_H
#define RESULTS_POINT_H

#include "results/database.h"
#include "results/read.h"

/* Fill `into`, whose point.id is set, from the tables; its arrays and texts
 * are the arena's. */
int point_read(struct database *database, struct arena *arena,
	       struct point_results *into, struct error *error);

/* Stages by workload and position, of the jobs at or above 2^octave ps. */
int point_read_stages(struct database *database, struct arena *arena,
		      int64_t point, int octave,
		      const struct stage_mean **stage, int *count,
		      struct error *error);

#endif
