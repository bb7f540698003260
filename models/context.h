/* SPDX-License-Identifier: GPL-3.0-or-later */
/* context.h -- a thread of control on one CPU in one class: a thread, a
 * poll's worker, an interrupt handler.
 *
 * It holds at most one job, which walks in it; it owes debts: kicks of polls
 * that it put work in, walks of jobs that it made able to move, wake-ups of
 * those that slept.  A thread pays at once, a poll at the end of its round,
 * both before they sleep, stall or spin.
 *
 *   a job leaves:  context_left() -> next(): pay, or take the next job
 *   a call:        context_call() -> the job leaves -> pay -> go away
 *                  -> context_return(): the job is back, and walks on
 */
#ifndef MODELS_CONTEXT_H
#define MODELS_CONTEXT_H

#include "models/code.h"
#include "models/ready.h"
#include "sim/sim.h"

struct world;
struct cpu;
struct job;
struct poll;
struct source;

struct clock;
struct hold;

/* What a CPU runs: a context, or a vCPU. */
struct client {
	struct client *next, *previous; /* in a queue of its CPU */
	struct cpu *vcpu;               /* NULL: a context */
	enum class class;
	bool is_active; /* wants the CPU, or has it */
	bool is_queued;
	int held; /* locks that keep other tasks off (hold.h) */
	sim_time slice; /* left of its slice; 0: a new one at the next run */
	double virtual_time;
};

enum debt_kind { DEBT_KICK, DEBT_WALK, DEBT_WAKE };

struct debt {
	struct debt *next;
	enum debt_kind kind;
	int depth;  /* calls that its context was in */
	void *what; /* struct poll * of a kick, struct job * of the others */
};

typedef void context_fn(struct world *world, struct context *context);

/* A call under way: it is paid for before it begins, and who walks meanwhile,
 * because the context owes it a walk, may call in turn. */
struct call {
	context_fn *next, *paid; /* of the context, when it is over */
	struct job *out;         /* whose call it is */
	enum meanwhile mode;
	bool is_back; /* the job is, before the context has gone */
};

#define CALL_DEPTH 16

struct context {
	struct client client; /* first: a client is its context */
	struct ready ready;
	struct event event; /* the end of its piece of work */
	struct cpu *cpu;
	const struct realm *realm; /* on whose behalf: its CPU's, or, for a
				      handler on a pCPU, its target's */
	struct poll *poll; /* whose worker it is; NULL: a one-shot */
	struct clock *clock; /* of the poll */
	struct job *job;   /* that walks in it */
	double left;       /* cycles of its piece of work */
	/* Its piece of work is several stages of its job, from `op` on: those
	 * before `at` are done, that one has cycles[at] left. */
	const struct op *op; /* NULL: it is one stage, or none */
	int stages, at;
	sim_time fixed;    /* time of it that no speed changes */
	sim_time since;    /* running: since when */
	context_fn *then;  /* its piece of work is done */
	context_fn *next;  /* the job has left */
	context_fn *paid;  /* every debt is paid */
	struct debt *debt, **last_debt;
	struct hold *hold; /* locks that it has or waits for, the last first */
	int calls;
	enum { AWAY_NOT, AWAY_PAYING, AWAY_GONE } away; /* for the last call */
	int walking; /* jobs that it owed a walk, on it or out in a call */
	bool is_running, is_spinning;
	enum class home_class;
	uint8_t books; /* as what kind of work its time is booked */
	/* The first `calls`, and of those of `stages`, mean something. */
	struct call call[CALL_DEPTH];
	double cycles[STRETCH_MAX];
};

/* A context has work of `cycles` to do, then `then`.  Takes its turn. */
void context_work(struct world *world, struct context *context, double cycles,
		  context_fn *then);
void context_init(struct context *context, struct cpu *cpu, enum class class);
/* It has gone for a call: the job that it waits for, or NULL. */
static inline struct job *context_waits_for(const struct context *context)
{
	return context->away == AWAY_GONE ?
		       context->call[context->calls - 1].out : NULL;
}
void context_stop(struct world *world, struct context *context);
void context_owe(struct world *world, struct context *context,
		 enum debt_kind kind, void *what);
/* Pay every debt, then go on with `paid`. */
void context_pay(struct world *world, struct context *context,
		 context_fn *paid);
/* The job that walked in it has gone. */
void context_left(struct world *world, struct context *context);
/* The job leaves for a call: pay, then stall, spin or sleep. */
void context_call(struct context *context, enum meanwhile mode);
/* The job is back from its call, which need not be the last. */
void context_return(struct world *world, struct context *context,
		    struct job *job);
/* The job in it waits for a lock: spins, or sleeps as it is; it goes on. */
void context_spin(struct world *world, struct context *context);
void context_sleep(struct world *world, struct context *context);
void context_unspin(struct world *world, struct context *context,
		    struct job *job);
/* A handler on `cpu`, from the pool; it goes when its job has left. */
struct context *context_oneshot(struct world *world, struct cpu *cpu,
				enum class class);
bool context_has_cpu(const struct context *context);

/* of its CPU, to it */
void context_granted(struct world *world, struct context *context);
void context_revoked(struct world *world, struct context *context);
/* Book the time run so far, as the speed is about to change. */
void context_settle(struct world *world, struct context *context);
/* A clock that follows `job` is about to be set: let it be where the job is. */
void context_sync(struct world *world, const struct job *job);
void context_rearm(struct world *world, struct context *context);

#endif
