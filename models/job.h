/* SPDX-License-Identifier: GPL-3.0-or-later */
/* job.h -- a packet, a request, an operation, an errand; what it holds.
 *
 * It is at exactly one place (job->place), or walks in exactly one context
 * (job->context), or is on the ready list, or a context owes it a walk
 * (job->debtor).  Only job_next(), in step.c, moves it on.
 *
 * Owned by its source, or (errands, walkers) by the poll that uses it again
 * and again; storage comes from a pool of the world and goes back to it.
 */
#ifndef MODELS_JOB_H
#define MODELS_JOB_H

#include "models/code.h"
#include "models/ready.h"
#include "sim/sim.h"

struct world;
struct context;
struct cpu;
struct poll;
struct source;

struct clock;
struct part;

enum job_kind { JOB_MAIN, JOB_ERRAND, JOB_SPAWN, JOB_PART, JOB_KINDS };
enum job_state { STATE_WAIT, STATE_WORK };

struct token {
	struct part *ring;
	int64_t count;
	struct job *holder;
	struct token *next;          /* of the same job */
	struct token *older, *newer; /* of the same ring, by time taken */
};

typedef void job_end_fn(struct world *world, struct job *job,
			struct context *by);

struct job {
	struct ready ready;
	struct event event; /* of the server that serves it */
	const struct op *pc;
	struct context *context; /* that it walks in, or NULL */
	struct context *debtor;  /* that owes it a walk, or NULL */
	struct part *place;      /* where it waits, or NULL */
	struct job *next;        /* in a queue; in a split: a part of it */
	struct source *source;   /* JOB_MAIN only */
	struct poll *thread, *peer;
	struct cpu *target; /* of an errand */
	struct context *home[2]; /* contexts that calls left, innermost last */
	struct token *token;
	struct job *older, *newer; /* of the same source, by arrival; of
				      the same whole, still out */
	job_end_fn *ended;
	void *owner; /* of an errand or part: who gets it back */
	struct clock *watchers; /* clocks whose labels follow this job */
	sim_time start, marked;
	uint64_t key, number;
	int64_t wanted; /* tokens it waits for */
	uint32_t flow;
	uint16_t queue, cpu;
	int16_t slot, label, guest, cause, pool, visit;
	uint8_t state, kind, homes;
	bool has_failed;    /* what it came for is lost: key.c */
	int32_t parts;      /* of a split: still out */
	sim_time *booked;   /* [2 * slot + state]; NULL: no stage vector */
	int64_t attribute[];
};

/* A new job from a pool; its code, guest and kind set, the rest zero or, with
 * `like`, inherited from it. */
struct job *job_new(struct world *world, int pool, enum job_kind kind,
		    const struct code *code, const struct job *like);
void job_free(struct world *world, struct job *job);
/* Walk on now: the only code that moves a job (step.c). */
void job_next(struct world *world, struct job *job);
/* It has walked to the end of its path. */
void job_end(struct world *world, struct job *job);
/* Put it on the ready list, to walk on. */
void job_move(struct world *world, struct job *job);
/* Whoever made a job able to move walks it on: a context owes that, a device
 * (by NULL) owes nothing. */
void job_walk_on(struct world *world, struct job *job, struct context *by);
/* It ends here, dropped: its tokens go back. */
void job_drop(struct world *world, struct job *job, struct context *by);
void job_book(struct world *world, struct job *job);
static inline void job_book_work(struct job *job, sim_time time)
{
	if (job->booked)
		job->booked[2 * job->slot + STATE_WORK] += time;
}
/* The clocks that follow it learn what it does, from `when` on. */
void job_tell(const struct job *job, sim_time when);
void job_watch(struct world *world, struct job *job, struct clock *clock);
void job_unwatch(struct job *job, struct clock *clock);
struct part *job_member(struct world *world, const struct set *set,
			const struct job *job);

#endif
