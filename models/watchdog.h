/* SPDX-License-Identifier: GPL-3.0-or-later */
/* watchdog.h -- a dead model must never say "ok".
 *
 * Each `patience`, a look at every source that has jobs inside of which none
 * began a step since the last look: who waits for whom?  The chain ends in
 *   an armed event    starved: told, the run goes on
 *   itself            deadlock
 *   nobody            lost wake-up
 *   a job that ended  leak
 * The last three fail the run.  Progress is counted per source: errands do
 * not count, or an interrupt storm would look alive.
 */
#ifndef MODELS_WATCHDOG_H
#define MODELS_WATCHDOG_H

#include "models/engine.h"

void watchdog_begin(struct world *world);
void watchdog_look(struct world *world);

#endif
