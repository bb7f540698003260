/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sweep.h -- keys by their path, each with the values that it takes.
 *
 *	sweep:
 *	  workload.sender.payload: [1B, 64B, 512B]
 *	  netfront.forward: {from: 1kcyc, to: 16kcyc, log: 5}
 *	  workload.sender.threads: {from: 1, to: 8, step: 1}    or count: 8
 *
 * All of them make a product, in which the first key varies slowest.
 */
#ifndef EXPERIMENT_SWEEP_H
#define EXPERIMENT_SWEEP_H

#include "experiment/override.h"
#include "experiment/scenario.h"

#define SWEEP_VALUES 100000 /* most of one key */

struct axis {
	struct override override; /* without a value */
	const struct node **value;
	struct swept *swept; /* each value, as points show it */
	int count;
};

/* The axes of a sweep, which may be NULL.  False when an error was noted; the
 * axes are those that are good. */
bool sweep_read(const struct reader *reader, const struct node *sweep,
		struct axis **axis, int *count);

/* Do the axis's values take the place of what the path of `set` names: the
 * same key, however it is written, or one around it? */
bool axis_covers(const struct axis *axis, const struct override *set);

/* An axis of one value: what --set makes of a key that is swept. */
void axis_pin(struct axis *axis, struct arena *arena,
	      const struct node *value);

#endif
