/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trace.h -- one series through a panel: a line with its band, and hollow
 * marks where there was no steady state to measure.
 *
 * A saturated point has a throughput and no latency.  It is drawn at the upper
 * edge, where its latency is bound to go, tied to the last point of the line
 * by dots; a point that has a value and was saturated or dropping is a ring on
 * the line.
 */
#ifndef PLOTS_TRACE_H
#define PLOTS_TRACE_H

#include "plots/figure.h"
#include "plots/view.h"

struct trace_point {
	double x;
	struct measure y;
};

/* Make room for a value and its interval. */
void measure_cover(struct axis *axis, const struct measure *measure);

/* Must its value not be taken for that of a steady state? */
bool trace_is_hollow(const struct trace_point *point);

/* Pixels to leave free at the top of an axis for the marks at the edge. */
#define TRACE_EDGE 30

/* Add the curves.  The panel's axes are fitted.  `start` and `end` become the
 * first and last place (x, y) that something is drawn at; returns
 * the number of places. */
int trace_add(struct figure *figure, struct panel *panel,
	      const struct series *series, const struct trace_point *point,
	      int count, double start[2], double end[2]);

#endif
