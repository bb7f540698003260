/* SPDX-License-Identifier: GPL-3.0-or-later */
/* clock.h -- label clocks: what a wait opens into.
 *
 * A component keeps one accumulated time per label.  Whoever waits there
 * takes a snapshot when it comes and subtracts it when it goes: the parts sum
 * to the wait.  The integral of the number waiting, by label, gives the
 * totals without snapshots.  While nobody waits the clock stands still: to set
 * it costs nothing then.
 *
 * The first labels are the same everywhere; after them a clock may have two
 * (waiting, working) for each stage of what it follows: the errand of a kick,
 * the job that holds a ring's oldest token.
 */
#ifndef MODELS_CLOCK_H
#define MODELS_CLOCK_H

#include "sim/memory.h"
#include "sim/time.h"

enum label {
	LABEL_KICK,      /* its kick is under way, before any stage */
	LABEL_RUNNABLE,  /* the worker waits for its CPU            */
	LABEL_PREEMPTED, /* ... which a higher class took           */
	LABEL_STEAL,     /* ... whose pCPU runs somebody else       */
	LABEL_STALLED,   /* ... or which the hypervisor holds       */
	LABEL_OWED,      /* nobody has paid for the kick yet        */
	LABEL_BEHIND,    /* others are served                       */
	LABEL_EMPTY,     /* a bucket must be refilled               */
	LABEL_OTHER,     /* none of these                           */
	LABELS,
};

extern const char *const label_names[LABELS];

/* For integrals over picoseconds. */
__extension__ typedef __int128 wide_time;

struct clock {
	sim_time since; /* while somebody waits: counted up to here */
	int label, labels;
	int waiting;
	struct clock *next; /* another that watches the same job */
	sim_time *total;   /* by label */
	wide_time *area; /* integral of waiting, by label */
};

/* `stages`: how many it may follow (program->labels, or 0): stage i has label
 * LABELS + 2 * i while waiting, and that + 1 while working. */
void clock_init(struct clock *clock, struct arena *arena, int stages,
		int label);

/* Count what has passed; some wait. */
static inline void clock_run(struct clock *clock, sim_time now)
{
	sim_time passed = now - clock->since;
	if (!passed)
		return;
	clock->total[clock->label] += passed;
	clock->area[clock->label] += (wide_time)passed * clock->waiting;
	clock->since = now;
}

static inline void clock_set(struct clock *clock, sim_time now, int label)
{
	if (clock->waiting)
		clock_run(clock, now);
	clock->label = label;
}

/* One more, one less waits. */
static inline void clock_come(struct clock *clock, sim_time now)
{
	if (clock->waiting)
		clock_run(clock, now);
	clock->since = now;
	clock->waiting++;
}

static inline void clock_go(struct clock *clock, sim_time now)
{
	clock_run(clock, now);
	clock->waiting--;
}

/* The window opens: the integrals start anew. */
void clock_open(struct clock *clock, sim_time now);

#endif
