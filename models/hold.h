/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hold.h -- what a context keeps off its CPU while it holds or spins for a
 * lock.  Locks of a context are released in the opposite order. */
#ifndef MODELS_HOLD_H
#define MODELS_HOLD_H

#include "models/engine.h"

struct hold {
	struct hold *next; /* taken before it, by the same context */
	struct part *lock;
	enum class before; /* the context's class was */
	bool is_kept;      /* no other task has its CPU */
	bool keeps_vcpu;   /* nor another vCPU its pCPU */
};

/* It waits for the lock from now on, or has it. */
void hold_begin(struct world *world, struct context *context,
		struct part *lock, enum class mask, bool sleeps);
/* The last one ends. */
void hold_end(struct world *world, struct context *context);
/* It has lost its CPU (is_off) or has it again: the clocks of the locks that
 * the job in it holds say so. */
void hold_tell(struct world *world, const struct context *context,
	       bool is_off);

#endif
