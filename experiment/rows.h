/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rows.h -- what a scenario compares: rows of `compare`, or the one that a
 * bare network or a list of hosts is.
 */
#ifndef EXPERIMENT_ROWS_H
#define EXPERIMENT_ROWS_H

#include "experiment/volume.h"

struct row {
	const char *platform, *instance; /* NULL: none; the platform's own */
	const char *label;
	struct where where, instance_where;
};

/* False when an error was noted; the rows are those that are good. */
bool rows_read(const struct reader *reader, const struct library *library,
	       const struct node *root, const struct row **row, int *count);

#endif
