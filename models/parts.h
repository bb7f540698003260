/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parts.h -- jobs that a place sends out for one that waits there, and goes on
 * when all are back: those of a split, the errands of a broadcast.
 *
 * The context in which the last one ends walks the whole on.
 */
#ifndef MODELS_PARTS_H
#define MODELS_PARTS_H

#include "models/engine.h"

void parts_begin(struct job *whole);
/* `by` owes it a walk. */
void parts_send(struct world *world, struct job *whole, struct job *part,
		struct context *by);

#endif
