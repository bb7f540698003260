/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cpu.h -- runs clients of four classes: contexts, or vCPUs.
 *
 *   task     what its scheduler picked last, and has not left
 *   current  what runs: the task, or a higher class on top of it
 *
 * Preemptive-resume between classes; a higher class that comes and goes does
 * not ask the scheduler.  Work is held in cycles: a changing speed, down to 0
 * and back, loses nothing.  A vCPU is a CPU that is a client of its pCPU.
 *
 * Degenerates to M/M/1, M/G/1, two preemptive classes and processor sharing
 * (tests/test_cpu.c).
 */
#ifndef MODELS_CPU_H
#define MODELS_CPU_H

#include "models/clock.h"
#include "models/context.h"
#include "models/job.h"

enum cpu_param {
	CPU_VIRTUAL, CPU_CONTEXT_SWITCH, CPU_VCPU_SWITCH, CPU_BLOCK, CPU_WAKE,
	CPU_SCHEDULER, CPU_SLICE, CPU_VCPU_SLICE, CPU_PERIOD, CPU_GRANULARITY,
	CPU_MINIMUM, CPU_WORK_FACTOR, CPU_HALT_POLL, CPU_HALT_POLL_START,
	CPU_HALT_POLL_GROW, CPU_RESUME, CPU_PARAMS,
};

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
	sim_time wanted_since, steal, told; /* told: to its guest */
	int softirqs; /* polls that keep tasks off, since: */
	sim_time softirq_since;
	sim_time idle_since; /* -1: it is not idle */
	sim_time idle[IDLE_HISTORY], idle_sorted[IDLE_HISTORY];
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

#endif
