/* SPDX-License-Identifier: GPL-3.0-or-later */
/* steps.h -- the lines of a path.
 *
 *	{stage: S, at: here, work: W, counts: C}
 *	{at: COMPONENT|task|peer, counts: C}
 *	{stage: S, at: target|target.pcpu|home|guest|DOMAIN, class: C, work: W}
 *	{use: DIMENSION.FRAGMENT|own.PATH, times: N|ATTRIBUTE}
 *	{take: RING, n: ATTRIBUTE}   {give: RING}   {spawn: PATH}
 *	{call: [...], meanwhile: stall|spin|sleep}   {through: COMPONENT}
 *	{swap: ends}   {set: B, to: ATTRIBUTE}
 *
 * `times: N` repeats any step when it is read.  Names of the same document
 * are checked here; what a job could not do is program.h's to refuse.
 */
#ifndef EXPERIMENT_STEPS_H
#define EXPERIMENT_STEPS_H

#include "experiment/scope.h"

#define STEPS_TIMES 1000 /* most that `times: N` may say */

/* The dimensions that a platform may have, "cpu|memory|...". */
#define DIMENSIONS "cpu|memory|interrupts|timers|kernel|network|fabric|" \
	"bridge|emulation|grants|blkif|store|ebs|instance_store"

/* False when an error was noted.  `what` names the list. */
bool steps_read(struct scope *scope, const struct node *node, const char *what,
		struct steps *steps);

#endif
