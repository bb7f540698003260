/* SPDX-License-Identifier: GPL-3.0-or-later */
/* points.h -- the product of rows and swept values, and one of it assembled.
 *
 * Point i is row i / product, and within it the digits of the swept keys, of
 * which the last varies fastest.
 */
#ifndef EXPERIMENT_POINTS_H
#define EXPERIMENT_POINTS_H

#include "experiment/assembly.h"
#include "experiment/rows.h"
#include "experiment/sweep.h"

/* All are compiled before anything is written, at about 130 KiB each. */
#define POINTS_MAX 10000

/* What all points are made of. */
struct design {
	const struct source *source; /* of the scenario */
	const struct node *root;
	struct library *library;
	const struct row *row;
	int rows;
	struct override *set; /* of `set:` and --set, that name no swept key */
	int sets;
	struct axis *axis;
	int axes;
};

/* How many; 0 when there are over POINTS_MAX. */
int points_count(const struct design *design);

const struct row *points_row(const struct design *design, int i);

/* Put point i together in `arena`; false when an error was noted. */
bool points_assemble(const struct design *design, int i, struct arena *arena,
		     struct diagnostics *diagnostics,
		     struct assembly *assembly);

/* Put point i together for what is wrong with it, and for what struct point
 * says; all but `resolved`.  Texts go to `arena`. */
bool points_describe(const struct design *design, int i, struct arena *arena,
		     struct diagnostics *diagnostics, struct point *point);

/* Errors for what named nothing in any point that was assembled. */
bool points_check_used(const struct design *design,
		       const struct reader *reader);

#endif
