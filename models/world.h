/* SPDX-License-Identifier: GPL-3.0-or-later */
/* world.h -- one replication of a program: run it, and read what came out. */
#ifndef MODELS_WORLD_H
#define MODELS_WORLD_H

#include "models/program.h"
#include "sim/histogram.h"
#include "sim/tally.h"

struct world;

struct world_options {
	uint64_t seed;
	uint32_t replication;
	sim_time warmup;   /* before the window opens */
	sim_time duration; /* of the window; 0: until `jobs` */
	uint64_t jobs;     /* per workload, in place of a duration; 0: unused */
	uint64_t limit;    /* most jobs inside, and most spawns and parts; 0:
			      10^6.  More is saturation */
	const volatile int *stop; /* not NULL: give up soon once it is not 0 */
};

enum verdict {
	VERDICT_OK,
	VERDICT_CHECK,     /* an exact check failed: a defect of fathom */
	VERDICT_DEADLOCK,  /* the watchdog's three, and standing still */
	VERDICT_LOST_WAKEUP,
	VERDICT_LEAK,
	VERDICT_STANDSTILL,
	VERDICT_STOPPED,   /* options.stop */
};

enum load_status {
	LOAD_OK,
	LOAD_SATURATED,
	LOAD_DROPPING, /* over 1 % dropped */
	LOAD_STARVED,  /* the watchdog: inside, and nothing moved */
	LOAD_FAILING,  /* what some came for is lost (key.c) */
	LOAD_EMPTY,    /* no job ended in the window */
};

/* Names point into the program or the world. */
struct metric {
	int workload; /* -1: of the whole run */
	const char *name, *unit;
	double value;
};

/* What the jobs whose latency fell into one octave spent in one stage. */
struct stage_sum {
	int octave; /* 2^octave <= latency in ps */
	int stage;
	sim_time wait, work; /* sums */
	uint64_t jobs;
};

struct stage_name {
	const char *stage, *owner; /* "guest task", "dom0 softirq", "device" */
	const char *kind;          /* here, poll, server, ring, ... */
};

struct workload_outcome {
	const char *name;
	enum load_status status;
	const char *binding; /* saturated: the part that saturates */
	uint64_t arrived, left, dropped, inside; /* in the window; at its end */
	struct histogram latency;
	struct tally moments;
	const struct stage_name *stage;
	int stages;
	const struct stage_sum *sum;
	int sums;
};

struct busy {
	const char *core;  /* "a/pcpu0", "a/dom0.0" */
	const char *class; /* hypervisor, hardirq, softirq, task */
	const char *owner; /* guest, dom0, ...; which kind of work: */
	const char *kind;  /* job, errand, spawn, overhead, idle */
	sim_time time;
};

/* What the waits at a component opened into: integral of waiters by label. */
struct opened {
	const char *component, *label;
	double time; /* picoseconds of waiting, over all waiters */
};

struct check {
	const char *name, *component;
	bool is_ok;
	char left[48], right[48]; /* the two sides, exact */
};

struct exemplar_part {
	int stage;
	sim_time wait, work;
};

struct exemplar {
	int workload;
	const char *why; /* "sampled", "slowest" */
	uint64_t job;
	sim_time latency;
	const struct exemplar_part *part;
	int parts;
};

struct outcome {
	enum verdict verdict;
	const char *story; /* who waits for whom, several lines; or NULL */
	uint64_t events;
	sim_time window;
	const struct metric *metric;
	int metrics;
	const struct workload_outcome *workload;
	int workloads;
	const struct busy *busy;
	int busies;
	const struct opened *opened;
	int openeds;
	const struct check *check;
	int checks;
	const struct exemplar *exemplar;
	int exemplars;
	size_t memory; /* bytes the world took */
};

struct world *world_new(const struct program *program,
			const struct world_options *options);

/* Run to the end of the window.  The outcome lives as long as the world. */
const struct outcome *world_run(struct world *world);

void world_free(struct world *world);

#endif
