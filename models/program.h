/* SPDX-License-Identifier: GPL-3.0-or-later */
/* program.h -- a setup, checked and compiled; read-only, shared by threads.
 *
 * The static checker and the compiler are one walk: every path, and every
 * list of every poll, is walked with the abstract state (context, tokens,
 * locks, target, call) that a job has there; what no job could do is refused
 * with the place where it is written, and what remains is laid out flat.
 */
#ifndef MODELS_PROGRAM_H
#define MODELS_PROGRAM_H

#include "models/model.h"

struct program;

/* Check and compile.  NULL when diagnostics got an error.  The setup and all
 * that it points to must outlive the program. */
struct program *program_new(const struct setup *setup,
			    struct diagnostics *diagnostics);
void program_free(struct program *program);

/* A costed line of a path, as `fathom explain` prints it. */
struct passage {
	const char *workload;
	int depth;           /* of calls, kicks and spawns */
	const char *stage;
	const char *kind;    /* here, poll, server, ring, kick, spawn, ... */
	const char *place;   /* component or CPU, with its domain */
	const char *payer;   /* "guest task", "dom0 softirq", "device", ... */
	const char *where_run; /* which CPUs: "dom0 vCPU 0 on pCPU 2" */
	const struct work *work; /* or NULL */
	const struct mechanism *mechanism;
};
typedef void passage_fn(void *data, const struct passage *passage);
void program_explain(const struct program *program, passage_fn *fn, void *data);

/* Every cost that the compiled paths lean on, with how often and what it adds
 * to a job's work: for the line of trust. */
struct leaning {
	const struct cost *cost;
	const struct mechanism *mechanism; /* NULL: the instance's */
	double weight; /* mean picoseconds (at the base clock) a job */
};
int program_leanings(const struct program *program,
		     const struct leaning **leaning);

#endif
