/* SPDX-License-Identifier: GPL-3.0-or-later */
/* axis.h -- an axis of a figure: its range, its tics, and where a value lies.
 *
 * We fit axes ourselves, rather than leave it to gnuplot, since labels are
 * placed by pixels and must know where curves end.
 *
 *	axis_begin(&axis, is_log, amount);
 *	axis_cover(&axis, value) ...
 *	axis_end(&axis, length, before, after, AXIS_UP)
 */
#ifndef PLOTS_AXIS_H
#define PLOTS_AXIS_H

#include <stdbool.h>

#include "plots/amount.h"

#define AXIS_TICS 24

enum axis_way { AXIS_ACROSS, AXIS_UP };

struct axis {
	bool is_log;
	enum amount amount;
	double low, high;  /* at the ends; covered values until axis_end() */
	const char *label; /* or NULL */
	struct axis_tic {
		double at;
		char text[AMOUNT_TEXT];
	} tic[AXIS_TICS];
	int tics;
};

void axis_begin(struct axis *axis, bool is_log, enum amount amount);

/* Make room for a value; NaN, and what a logarithm has not, are passed by. */
void axis_cover(struct axis *axis, double value);

/* Fix the range and the tics: covered values keep `before` and `after` pixels
 * free at the ends of an axis `length` pixels long.  Tics are as many as there
 * is room for; where the free ends are wide enough for labels, none stands in
 * them. */
void axis_end(struct axis *axis, double length, double before, double after,
	      enum axis_way way);

/* Where a value lies, 0..1 from low to high, and back. */
double axis_place(const struct axis *axis, double value);
double axis_value(const struct axis *axis, double place);

/* A tic with a text of the caller's. */
void axis_tic(struct axis *axis, double at, const char *text);

#endif
