/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lean.h -- the costs that a compiled point leans on, as rows. */
#ifndef EXPERIMENT_LEAN_H
#define EXPERIMENT_LEAN_H

#include "models/program.h"
#include "results/record.h"
#include "sim/memory.h"

/* One row a cost, however often it is used; "instance" is the mechanism of
 * the hardware's, "line 12" the name of a bare number.  The rows are the
 * arena's, their texts the costs' or the arena's. */
const struct cost_record *lean_records(const struct leaning *leaning,
				       int leanings, struct arena *arena,
				       int *count);

#endif
