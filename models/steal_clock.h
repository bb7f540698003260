/* SPDX-License-Identifier: GPL-3.0-or-later */
/* steal_clock.h -- for metrics: what the guest was told since the window
 * opened. */
#ifndef MODELS_STEAL_CLOCK_H
#define MODELS_STEAL_CLOCK_H

#include "sim/time.h"

struct part;
sim_time steal_told(const struct part *part);

#endif
