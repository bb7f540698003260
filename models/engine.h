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
#include "models/cpu.h"
#include "sim/memory.h"
#include "sim/random.h"
#include "sim/sim.h"

struct world;
struct context;
struct cpu;
struct job;
struct poll;
struct source;

/* ---- the ready list ---- */

struct ready {
	struct ready *next;
	void (*go)(struct world *world, struct ready *ready);
};

/* ---- jobs ---- */

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
	bool is_sampled;
	int32_t parts;      /* of a split: still out */
	sim_time *booked;   /* [2 * slot + state]; NULL: no stage vector */
	int64_t attribute[];
};

/* ---- contexts ---- */

/* What a CPU runs: a context, or a vCPU. */
struct client {
	struct client *next, *previous; /* in a queue of its CPU */
	struct cpu *vcpu;               /* NULL: a context */
	enum class class;
	bool is_active; /* wants the CPU, or has it */
	bool is_queued;
	sim_time slice; /* left of its slice; 0: a new one at the next run */
	double virtual_time;
};

enum debt_kind { DEBT_KICK, DEBT_WALK, DEBT_WAKE };

struct debt {
	struct debt *next;
	enum debt_kind kind;
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
	double cycles[STRETCH_MAX];
	sim_time fixed;    /* time of it that no speed changes */
	sim_time since;    /* running: since when */
	context_fn *then;  /* its piece of work is done */
	context_fn *next;  /* the job has left */
	context_fn *paid;  /* every debt is paid */
	struct debt *debt, **last_debt;
	struct call call[CALL_DEPTH];
	int calls;
	enum { AWAY_NOT, AWAY_PAYING, AWAY_GONE } away; /* for the last call */
	bool walks_debt; /* a job that it owed a walk is on it */
	bool is_running, is_spinning;
	enum class home_class;
	uint8_t books; /* as what kind of work its time is booked */
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
/* The call is over, and the job has not left for it. */
void context_stay(struct context *context);
/* The job is back from its call, which need not be the last. */
void context_return(struct world *world, struct context *context,
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
void context_rearm(struct world *world, struct context *context);

/* ---- CPUs ---- */

struct scheduler {
	enum { SCHEDULER_RR, SCHEDULER_FAIR } kind;
	struct client *first, *last;
	int count;
	sim_time slice, period, granularity, minimum;
	double earliest; /* fair: virtual time that never goes back */
};

#define IDLE_HISTORY 8

struct cpu {
	struct client client; /* of its pCPU, when it is a vCPU */
	struct cpu *next_touched;
	struct cpu *parent; /* its pCPU; NULL: it is one */
	const struct realm *realm; /* NULL: a pCPU that vCPUs share */
	const char *name;
	int index; /* in its realm, or host */
	struct client *current, *task, *last_task;
	struct client *queue[CLASS_TASK][2]; /* first, last */
	unsigned queued; /* bit: that class has clients queued */
	struct scheduler scheduler;
	bool is_touched, is_on, needs_choice, is_switching;
	struct context *stalled_by;
	struct poll *ksoftirqd, *joined; /* softirq.c; the next to be it */
	struct context switching; /* C-state exit, switch of task or vCPU */
	struct event slice_event;
	sim_time task_since; /* the task runs since; -1: it does not */
	double clock; /* cycles a ps at full speed, without work_factor */
	double speed; /* cycles a ps of its realm's work at full rate */
	double rate;  /* 0..1: SMT, throttling, descheduling */
	struct cpu *sibling;
	double sibling_speed;
	double owed_cycles; /* a vCPU has blocked: the hypervisor's work */
	bool has_blocked;   /* vCPU: its next run pays `wake` */
	bool has_polled;    /* vCPU: its next run pays `resume` */
	bool is_polling;    /* vCPU: has halted, but keeps its pCPU */
	sim_time halt_poll; /* for so long, at most */
	sim_time polling_since, polled;
	struct event poll_event;
	uint64_t key, drawn;
	sim_time wanted_since, on_since, steal;
	sim_time idle_since; /* -1: it is not idle */
	sim_time idle[IDLE_HISTORY];
	int idles, cstate;
	const struct cstate_plan {
		sim_time residency, exit;
	} *cstates;
	int cstates_count;
	sim_time busy, busy_since; /* measured apart from what is booked */
	sim_time booked[CLASSES][JOB_KINDS + 1]; /* the last: overhead */
	struct clock waits; /* what those who wait for it wait for */
};
#define BOOKS_OVERHEAD JOB_KINDS

void cpu_touch(struct world *world, struct cpu *cpu);
void cpu_enqueue(struct world *world, struct cpu *cpu, struct client *client,
		 bool is_wake);
void cpu_leave(struct world *world, struct cpu *cpu, struct client *client);
void cpu_pick(struct world *world, struct cpu *cpu); /* phase three */
void cpu_stall(struct world *world, struct cpu *cpu, struct context *by);
void cpu_unstall(struct world *world, struct cpu *cpu);
bool cpu_is_idle(const struct cpu *cpu); /* runs nothing, wants nothing */
/* The speed of what runs on a pCPU changes now: 1 is full, 0 stops it. */
void cpu_set_rate(struct world *world, struct cpu *pcpu, double rate);
void cpu_init(struct world *world, struct cpu *cpu);
void cpu_settle(struct world *world, struct cpu *cpu); /* book up to now */
void cpu_open(struct world *world, struct cpu *cpu); /* the window opens */

static inline struct cpu *cpu_physical(struct cpu *cpu)
{
	return cpu->parent ? cpu->parent : cpu;
}

/* scheduler.c: the pick of the task class.  Asked only when there is no task
 * or `needs_choice` is set: by a wake-up that deserves it, by the end of a
 * slice, never by time alone. */
void scheduler_put(struct cpu *cpu, struct client *client, bool is_wake);
void scheduler_drop(struct cpu *cpu, struct client *client);
struct client *scheduler_choose(struct cpu *cpu, struct client *current);
void scheduler_ran(struct cpu *cpu, struct client *client, sim_time time);
sim_time scheduler_quantum(const struct cpu *cpu); /* 0: no end */
bool scheduler_expired(const struct cpu *cpu);

/* halt.c: a vCPU that had blocked, not polled to the end, goes on. */
void halt_ended(struct cpu *vcpu, sim_time halted);

/* idle.c: the C-state governor. */
void idle_enter(struct cpu *cpu);
sim_time idle_leave(struct cpu *cpu, sim_time slept); /* exit to be paid */

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
	struct context *free_contexts;
	struct job **free_jobs; /* by pool: 0 errands, 1 + workload */
	size_t *job_size;
	uint64_t key;
	uint64_t *counted; /* by counter */
	uint64_t moves;    /* in this instant: time must not stand still */
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

/* Run what is ready and let CPUs pick, until the instant is quiet. */
void world_settle(struct world *world);
/* Something is badly wrong: end the run with a verdict. */
void world_fail(struct world *world, enum verdict verdict, const char *format,
		...) __attribute__((format(printf, 3, 4)));

/* ---- job.c ---- */

/* A new job from a pool; its code, guest and kind set, the rest zero or, with
 * `like`, inherited from it. */
struct job *job_new(struct world *world, int pool, enum job_kind kind,
		    const struct code *code, const struct job *like);
void job_free(struct world *world, struct job *job);
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
void job_tell(struct world *world, const struct job *job);
void job_watch(struct world *world, struct job *job, struct clock *clock);
void job_unwatch(struct job *job, struct clock *clock);
struct part *job_member(struct world *world, const struct set *set,
			const struct job *job);
/* Sum of the draw's terms by `key`, in its unit: on a CPU cycles (`clock`:
 * cycles a ps of the core, for costs that say none), elsewhere ps. */
double draw_value(const struct draw *draw, const struct job *job, uint64_t key,
		  double clock);

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
		job_tell(world, job);
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
struct cpu *poll_cpu(struct poll *poll);
void poll_gathered(struct world *world, struct poll *poll, struct job *job);
void poll_once_done(struct world *world, struct poll *poll);

#endif
