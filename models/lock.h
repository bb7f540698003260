/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lock.h -- one holder at a time; who comes later waits, first come first.
 *
 *   acquire: free -> the job holds it, in its context
 *            held, waits: spin   its CPU burns; what it owes waits, since who
 *                                is owed a walk may want the same lock
 *            held, waits: sleep  a thread sleeps, as it is
 *   release: the first who waits holds it from now on, whether it has its CPU
 *            or not (a ticket lock)
 *
 * A context that holds or spins makes no way for another task, and with
 * `masks:` not for that class and those below either; `masks: hypervisor`
 * keeps its vCPU on the pCPU, too.  Without it the pCPU may take the vCPU
 * away: the holder is preempted, and all who spin go on burning.
 *
 * The job learns how many others waited when it got the lock (`waiters`), and
 * whether another core had it last (`moved`).  The clock's label is what the
 * holder does: waits open into its stages, or that it was preempted.
 *
 * A block `within:` takes and releases, so none is leaked; what may not be
 * done within it, and who may take it, the compiler checks (within.c).
 */
#ifndef MODELS_LOCK_H
#define MODELS_LOCK_H

#include "models/engine.h"

enum lock_param { LOCK_PER, LOCK_MASKS, LOCK_WAITS, LOCK_PARAMS };

struct lock {
	struct part part;
	enum class mask; /* CLASS_NONE: none */
	bool sleeps;
	struct job *holder;        /* NULL: it is free */
	struct job *first, **last; /* who waits */
	int64_t waiting;
	const struct cpu *line; /* core that had it last */
	struct clock clock;
	uint64_t takes, waited, moves;
	sim_time held, since; /* in the window */
};

/* The class that `masks:` raises to; CLASS_NONE: none. */
enum class lock_mask(const struct set *set);
/* False: it waits.  `op` says where `waiters` and `moved` go. */
bool lock_acquire(struct world *world, struct part *part, struct job *job,
		  const struct op *op);
/* The last lock that it took. */
void lock_release(struct world *world, struct job *job);

#endif
