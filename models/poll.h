/* SPDX-License-Identifier: GPL-3.0-or-later */
/* poll.h -- a queue with a worker that sleeps, is kicked, and drains in
 * batches.
 *
 * NAPI in a guest or in dom0, netback's and blkback's threads, QEMU's loop,
 * an NVMe completion queue, an upcall, a user's thread: all are this.
 *
 *      a kick is paid     worker has its CPU      queue empty, rearm,
 * IDLE -----------> KICKED -----------> POLLING ------------> IDLE
 *                                        |   ^    still empty
 *                         budget used    |   |
 *                                        +---+  next round (in class task
 *                                               after `handover` rounds)
 *
 * A job put while not IDLE costs no kick: that is why the interrupts per
 * packet fall as load grows.  With free interrupts they are 1 - rho (proved
 * in tests/test_poll.c).
 *
 * A round: the batch is formed when the worker has its CPU; `round` once,
 * `each` per job, `batch` once; then the jobs go on, in order, each still in
 * the worker's context until it leaves it.  Without `batch` a job goes on as
 * soon as its `each` is done.
 *
 * Owns: jobs in its queue, from enter until they walk in the worker; one
 * errand (a kick, or the wake-up of its sleeping thread) and one walker (of
 * round, batch and rearm), both used again and again.
 */
#ifndef MODELS_POLL_H
#define MODELS_POLL_H

#include "models/engine.h"

enum poll_param {
	POLL_PER,
	POLL_CPU,
	POLL_PICK,
	POLL_CLASS,
	POLL_BUDGET,
	POLL_LIMIT,
	POLL_HANDOVER,
	POLL_HANDOVER_AFTER,
	POLL_KICKS,
	POLL_WANTS,
	POLL_RING,
	POLL_MISSED,
	POLL_NOTIFY,
	POLL_ROUND,
	POLL_EACH,
	POLL_BATCH,
	POLL_REARM,
	POLL_PARAMS,
};

enum poll_state { POLL_IDLE, POLL_KICKED, POLL_POLLING };

struct job_list {
	struct job *first, **last;
	int64_t count;
};

struct poll {
	struct part part;
	struct context context;
	enum poll_state state;
	struct job_list queue, todo, done;
	int64_t budget, limit, handover;
	sim_time handover_after, began;
	int64_t rounds;           /* since it was kicked */
	int64_t since, threshold; /* put since it armed; that kick it */
	bool pays_each, polls_missed, wants_half, has_cause;
	bool starts_anew; /* it has walked its own kick, and stops first */
	uint64_t cause; /* key of the job that made the kick due */
	uint64_t kick_hash;
	struct job *errand, *walker;
	context_fn *then;
	struct source *source; /* a thread's, when it saturates */
	struct poll *joined;   /* the next that waits for ksoftirqd */
	struct context *debtor; /* IDLE: owes its kick; asleep: its wake-up */
	struct part *moderate; /* the errand stands in it now */
	double bytes; /* put since the last interrupt, for an adaptive law */
	uint16_t queue_number, cpu_number;
	struct clock clock;
	uint64_t kicks, jobs, passes, drops, handovers, waited;
};

#define PICK_MAX 1023
/* Does its worker find a CPU by that `pick:`? */
bool poll_may_pick(const char *pick);

/* A thread of a workload comes to life (its set says is_thread). */
void poll_begin(struct world *world, struct part *part);
/* Jobs are in the queue and nobody needs to be told: start without a kick. */
void poll_start(struct world *world, struct poll *poll);
void poll_put(struct world *world, struct poll *poll, struct job *job);

/* softirq.c.  `then` goes on when the poll has its CPU. */
void softirq_start(struct world *world, struct poll *poll, context_fn *then);
/* Have softirqs kept its CPU for longer than it may? */
bool softirq_is_long(const struct world *world, const struct poll *poll);
/* It goes on as ksoftirqd, in class task. */
void softirq_hand_over(struct world *world, struct poll *poll,
		       context_fn *then);
/* After a round: another's turn?  Then `then` later. */
bool softirq_gives_way(struct world *world, struct poll *poll,
		       context_fn *then);
/* It has nothing to do: its context stops, in its own class. */
void softirq_stop(struct world *world, struct context *context);

#endif
