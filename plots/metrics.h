/* SPDX-License-Identifier: GPL-3.0-or-later */
/* metrics.h -- which metrics a figure of panels shows. */
#ifndef PLOTS_METRICS_H
#define PLOTS_METRICS_H

#include "plots/view.h"
#include "sim/error.h"

#define METRICS_SHOWN 2

/* The one asked for, or of throughput and p99 latency those that have a value
 * somewhere.  Returns how many; -1 and STATUS_INPUT when the results have no
 * metric of that name, or neither of the two. */
int metrics_choose(const struct view *view, const char *asked,
		   const char *metric[METRICS_SHOWN], struct error *error);

#endif
