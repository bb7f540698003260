/* SPDX-License-Identifier: GPL-3.0-or-later */
/* watchdog.h -- a dead model must never say "ok".
 *
 * Each `patience`, a look at the oldest job of every source: for whom does it
 * wait, and that one?  The chain ends in
 *   an armed event    it will go on
 *   itself            deadlock
 *   nobody            lost wake-up
 *   a job that ended  leak (found when it ends)
 * The last three fail the run, also while younger jobs pass it by.  A source
 * of whose jobs none took a step since the last look is told of, and starved
 * when it was so for half of the run.  Progress is counted per source: errands
 * do not count, or an interrupt storm would look alive.
 */
#ifndef MODELS_WATCHDOG_H
#define MODELS_WATCHDOG_H

#include "models/engine.h"

struct tracker;

void watchdog_begin(struct world *world);
void watchdog_look(struct world *world);

/* There are jobs inside, and none moved in the second half of the run. */
bool watchdog_is_starved(const struct world *world,
			 const struct tracker *tracker);

#endif
