/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gnuplot.h -- run gnuplot on a script that stands in a folder. */
#ifndef PLOTS_GNUPLOT_H
#define PLOTS_GNUPLOT_H

#include "sim/error.h"

/* Run it in `directory`, without the user's start-up files, and wait for it.
 * STATUS_SYSTEM, with the first line that it said, when it says anything or
 * fails, and when it cannot be started. */
int gnuplot_run(const char *directory, const char *script,
		struct error *error);

#endif
