/* SPDX-License-Identifier: GPL-3.0-or-later */
/* timer.h -- an errand each period, for each member.
 *
 *   due, CPU idle, `idle: skip`    none: the tick is stopped (NO_HZ)
 *   due, the last not back         swallowed: ticks are lost, not saved up
 *   due                            the errand walks `path`, from no context
 *
 * No path leads to a timer: it lives when a mechanism that its guest is bound
 * to declares it (timers_new).  Its phase is drawn by seed, name and member:
 * exact periods that agree would lock.
 */
#ifndef MODELS_TIMER_H
#define MODELS_TIMER_H

#include "models/build.h"

enum { TIMER_PER, TIMER_CPU, TIMER_PERIOD, TIMER_IDLE, TIMER_PATH,
       TIMER_PARAMS };

enum { TIMER_FIRED, TIMER_SKIPPED, TIMER_SWALLOWED, TIMER_COUNTS };

struct part;
/* Since the window opened. */
void timer_counts(const struct part *part, uint64_t count[TIMER_COUNTS]);

/* timers.c: those of all guests, compiled. */
void timers_new(struct build *build);

#endif
