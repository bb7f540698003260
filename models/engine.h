/* SPDX-License-Identifier: GPL-3.0-or-later */
/* engine.h -- jobs, contexts and the instant: the inside of models/.
 *
 * A job is at exactly one place (job->place), or walks in exactly one context
 * (job->context), or is on the ready list.  job_next() alone moves it on.
 *
 * An instant has three phases, repeated until quiet:
 *   1. the event                              (sim_step)
 *   2. everything ready, first come first     (ready list)
 *   3. every CPU touched picks what it runs   (touched list)
 * A component never calls another: it appends to the ready list.  That is
 * "completion before dispatch", without re-entrancy.
 *
 * A context leaves a job (or a job its context) in this order: the job is in
 * its place, visible to its consumer; then the context is free, pays what it
 * owes, and goes on.  context->next says how.
 */
#ifndef MODELS_ENGINE_H
#define MODELS_ENGINE_H

#include "models/clock.h"
#include "models/code.h"
#include "models/context.h"
#include "models/cpu.h"
#include "models/job.h"
#include "models/roll.h"
#include "sim/memory.h"
#include "sim/random.h"
#include "sim/sim.h"

/* ---- components ---- */

/* A member of a set; each kind's state begins with one. */
struct part {
	const struct set *set;
	int index; /* in the set */
};

/* ---- the world ---- */

struct world {
	struct sim sim; /* first */
	const struct program *program;
	struct world_options options;
	struct arena arena;
	struct part **part;
	struct cpu ***realm_cpu; /* [realm][i]: its CPUs */
	struct cpu *cpu;        /* all: of each host its pCPUs, then vCPUs */
	int cpus;
	struct source *source;
	int sources;
	struct tracker *tracker; /* per workload: what is measured */
	struct ready *ready, **last_ready;
	struct cpu *touched, **last_touched;
	struct debt *free_debts;
	struct token *free_tokens;
	struct hold *free_holds;
	struct context *free_contexts;
	struct job **free_jobs; /* by pool: 0 errands, 1 + workload */
	size_t *job_size;
	uint64_t key;
	uint64_t *counted; /* by counter */
	uint64_t moves;    /* in this instant: time must not stand still */
	uint64_t offspring; /* spawns and parts that there are */
	sim_time instant;
	sim_time window_opens;
	bool is_measuring, is_over;
	enum verdict verdict;
	char *story, *starved;
	struct event open_event, third_event, watch_event;
	sim_time window, patience; /* 0: until so many jobs */
	int third;
	struct outcome outcome;
};

static inline void ready_put(struct world *world, struct ready *ready,
			     void (*go)(struct world *, struct ready *))
{
	ready->go = go;
	ready->next = NULL;
	*world->last_ready = ready;
	world->last_ready = &ready->next;
}

/* Where jobs have that attribute, or -1: nobody speaks of it. */
int program_attribute(const struct program *program, const char *name);

/* The luck of a member, whatever else there is: by what it is named and where
 * it stands. */
uint64_t part_key(const struct world *world, const struct part *part);

/* CPUs, pools, components, sources: furnish.c. */
void world_furnish(struct world *world);
/* Something is badly wrong: end the run with a verdict. */
void world_fail(struct world *world, enum verdict verdict, const char *format,
		...) __attribute__((format(printf, 3, 4)));

/* Book the time since the last mark; from now on it is in the stage of `op`
 * (NULL: the same as before). */
static inline void job_mark(struct world *world, struct job *job,
			    const struct op *op, enum job_state state)
{
	if (job->marked != world->sim.now)
		job_book(world, job);
	if (op && op->label >= 0) {
		job->slot = op->slot;
		job->label = op->label;
	}
	job->state = (uint8_t)state;
	if (job->watchers)
		job_tell(job, world->sim.now);
}

/* ---- ring.c, poll.c, source.c ---- */

bool ring_take(struct world *world, struct part *part, struct job *job,
	       int64_t count); /* false: it waits or has ended */
/* The job gives back what it took from that set's ring. */
void ring_give(struct world *world, const struct set *set, struct job *job);
int64_t ring_outstanding(const struct part *part);
/* The tokens that `code` gives go from a job to the one it has spawned. */
void ring_hand_over(struct world *world, struct job *from, struct job *to,
		    const struct code *code);
void ring_return_all(struct world *world, struct job *job,
		     struct context *by);

/* A job's errand: the way of a kick, or NULL if none is due. */
struct job *poll_kick(struct world *world, struct poll *poll,
		      struct context *payer);
/* Wake the thread in whose context `job` slept: the way of that, or NULL. */
struct job *poll_wake(struct world *world, struct job *job,
		      struct context *payer);
/* It is to wake: `by` owes that, a device (NULL) does it at once. */
void poll_wake_by(struct world *world, struct job *job, struct context *by);
struct context *poll_context(struct poll *poll);
void poll_gathered(struct world *world, struct poll *poll, struct job *job);
void poll_once_done(struct world *world, struct poll *poll);

#endif
