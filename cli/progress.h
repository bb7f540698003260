/* SPDX-License-Identifier: GPL-3.0-or-later */
/* progress.h -- one line on a terminal that says how far a run is.
 *
 *   points 3/8  runs 17/40  9.1 M events/s  12 s left
 */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>

#include "experiment/run.h"

/* Is there somebody to look at it?  stderr must be a terminal. */
bool progress_is_wanted(bool is_quiet);

/* Draw the line anew; of the type that run_options.progress wants. */
void progress_draw(void *data, const struct run_progress *progress);

/* Wipe it, before anything else goes to the terminal. */
void progress_wipe(void);

#endif
