/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model.h -- a model as it was written: what a loader fills, and what
 * program.h checks and compiles.
 *
 * Nothing here knows of files or YAML, but everything remembers where it was
 * written, so that errors found later still point there.  All of it is plain
 * data in arenas of its owner, read-only once loaded.
 *
 *   cost       a cited number: `grant_copy: {value: 490ns, status: ...}`
 *   work       an expression over costs and a job's attributes
 *   step       one line of a path: a stage, take, give, call, use, ...
 *   component  a declared part, with the values of its kind's parameters
 *   mechanism  costs, components and path fragments of one way to do one thing
 *   platform   a mechanism per dimension, for the guest and its other domains
 *   instance   hardware: vCPUs, clocks, C-states
 *   setup      hosts with instances and workloads: one point, ready to compile
 */
#ifndef MODELS_MODEL_H
#define MODELS_MODEL_H

#include <stdbool.h>

#include "sim/distribution.h"
#include "sim/error.h"
#include "sim/time.h"

/* What a number is measured in.  Values are held in the base unit. */
enum unit {
	UNIT_COUNT,   /* plain number                   */
	UNIT_TIME,    /* picoseconds                    */
	UNIT_CYCLES,  /* cycles of the CPU that runs it */
	UNIT_BYTES,   /* bytes                          */
	UNIT_RATE,    /* per second (also /s of bytes: see UNIT_BANDWIDTH) */
	UNIT_BANDWIDTH, /* bytes per second (Gbit/s, MB/s are converted)   */
	UNIT_CLOCK,   /* hertz                          */
	UNIT_SHARE,   /* 1.0 is 100 %                   */
};

enum cost_status {
	COST_UNCITED, /* a bare number in a user's own file */
	COST_MEASURED,
	COST_DOCUMENTED,
	COST_DERIVED,
	COST_FITTED,
	COST_ASSUMED,
};

/* One summand of a cost: `0.1ns/B` is {0.1 ns, UNIT_TIME, "B"}. */
struct term {
	struct distribution value; /* prepared; in the base unit */
	enum unit unit;
	const char *per; /* attribute of the job, or NULL */
};

struct cost {
	const char *name;
	const char *text;   /* the value as written: "490ns + 0.1ns/B" */
	const char *source; /* keys of models/sources.yaml, or NULL */
	const char *note;   /* formula or remark, or NULL */
	struct where where;
	enum cost_status status;
	const struct term *term;
	int terms;
	double clock; /* Hz at which times were measured on a CPU; 0: unsaid */
	double low, high; /* range of the first term's mean; NaN: none given */
	bool is_shipped;  /* constants of shipped files get run.spread */
};

/* A summand of a work: factor * cost * attribute * attribute... */
#define WORK_ATTRIBUTES 4
struct work_term {
	double factor;
	const struct cost *cost; /* NULL: `instance` names the hardware's */
	const char *instance;
	const char *attribute[WORK_ATTRIBUTES];
	int attributes;
};

struct work {
	const char *text;
	struct where where;
	const struct work_term *term;
	int terms;
};

/* Classes of a CPU, highest first. */
enum class {
	CLASS_HYPERVISOR,
	CLASS_HARDIRQ,
	CLASS_SOFTIRQ,
	CLASS_TASK,
	CLASSES,
	CLASS_NONE = CLASSES,
};

enum step_kind {
	STEP_HERE,    /* {stage: S, at: here, work: W, counts: C}             */
	STEP_AT,      /* {at: PLACE} a component, task, peer; or a CPU:
			 {stage: S, at: target|target.pcpu|home|guest|DOMAIN,
			 class: hardirq, work: W}                             */
	STEP_USE,     /* {use: dimension.fragment, times: N|attribute}        */
	STEP_TAKE,    /* {take: ring, n: attribute}                           */
	STEP_GIVE,    /* {give: ring}                                         */
	STEP_SPAWN,   /* {spawn: path}                                        */
	STEP_CALL,    /* {call: [...], meanwhile: stall|spin|sleep}           */
	STEP_WITHIN,  /* {within: lock, do: [...]}                            */
	STEP_THROUGH, /* {through: component}: when, count, steer             */
	STEP_SWAP,    /* {swap: ends}                                         */
	STEP_SET,     /* {set: B, to: attribute}: the job changes size        */
};

enum meanwhile { MEANWHILE_STALL, MEANWHILE_SPIN, MEANWHILE_SLEEP };

struct steps {
	const struct step *step;
	int count;
};

struct step {
	enum step_kind kind;
	struct where where;
	const char *stage;     /* HERE, AT: the stage's name (AT: or NULL) */
	const char *name;      /* component, ring, path, PLACE; SET: what */
	const char *dimension; /* USE: "own" or a dimension */
	const char *fragment;  /* USE */
	enum class class;      /* AT a CPU; CLASS_NONE otherwise */
	const struct work *work;
	const char *counts; /* interrupt, exit, hypercall, event; or NULL */
	const char *amount; /* TAKE n:, SET to: an attribute; or NULL */
	int times;          /* 1 when unsaid */
	const char *times_by; /* an attribute, or NULL */
	enum meanwhile meanwhile;
	struct steps body; /* CALL, WITHIN */
};

/* ---- parameters of components, declared once in a table per kind ---- */

enum param_type {
	PARAM_COUNT,  /* 256, inf, $cost                        -> number   */
	PARAM_TIME,   /* 50us, $cost                            -> number   */
	PARAM_RATE,   /* 200k/s                                 -> number   */
	PARAM_BYTES,  /* 64KiB                                  -> number   */
	PARAM_BANDWIDTH, /* 25Gbit/s (bytes per second)         -> number   */
	PARAM_CLOCK,  /* 2.4GHz                                 -> number   */
	PARAM_SHARE,  /* 62%                                    -> number   */
	PARAM_FLAG,   /* true, false                            -> number   */
	PARAM_CHOICE, /* one of `choices`                       -> choice   */
	PARAM_WORD,   /* a free word (an attribute)             -> name     */
	PARAM_NAME,   /* a component of the same file           -> name     */
	PARAM_CPU,    /* guest, target, pcpu or a domain        -> name     */
	PARAM_WORK,   /* $a + 2*$b*segments                     -> work     */
	PARAM_STEPS,  /* a list of steps                        -> steps    */
	PARAM_TIMES,  /* a list of times                        -> list     */
	PARAM_CAUSES, /* a time, or {path: time, ...}           -> causes   */
};

struct param {
	const char *name;
	enum param_type type;
	bool is_required;
	double low, high;      /* legal numbers, in base units; both 0: any */
	const char *otherwise; /* the default as text, NULL: none */
	const char *choices;   /* "sleep|park|drop" */
	const char *meaning;   /* one line for `fathom explain` */
};

/* `interval: {sent: 64us, receive: 0us}` */
struct cause {
	const char *path;
	const struct cost *cost;
};

struct value {
	bool is_given; /* written by somebody: not the table's default */
	struct where where;
	const struct cost *cost; /* numbers: always there once loaded; `inf` is
				    INFINITY; defaults are documented */
	const char *instance;    /* `$instance.nic_rate`: cost comes later */
	double number;           /* mean of the cost, in base units */
	int choice;              /* index into `choices` */
	const char *name;
	const struct work *work;
	struct steps steps;
	const struct cost *const *list; /* PARAM_TIMES */
	int listed;
	const struct cause *cause; /* PARAM_CAUSES; a single time: path NULL */
	int causes;
};

/* A kind of component: one row in models/kinds.c. */
struct kind;
const char *kind_name(const struct kind *kind);
const char *kind_meaning(const struct kind *kind);
const struct param *kind_params(const struct kind *kind, int *count);
const struct kind *kind_find(const char *name); /* NULL: no such kind */
const struct kind *kind_at(int index);          /* NULL: past the last */

/* The `cpu:` block of a cpu mechanism is a component of this kind, and an
 * instance file is one of that kind: the same tables, loader and errors. */
const struct kind *kind_of_cpu(void);
const struct kind *kind_of_instance(void);

struct component {
	const char *name;
	struct where where;
	const struct kind *kind;
	const struct value *value; /* one per parameter of the kind, in order */
};

struct fragment {
	const char *name;
	struct where where;
	struct steps steps;
	bool starts_at_device; /* workloads: `starts: device` (else a task);
				  mechanisms: `begins: device` */
	bool says_where;       /* `starts:` or `begins:` was given */
};

struct mechanism {
	const char *name;
	const char *dimension; /* "workload" for workloads, "network" (bare) */
	const char *title;     /* or NULL */
	struct where where;
	const struct cost *cost;
	int costs;
	const struct component *component;
	int components;
	const struct fragment *fragment;
	int fragments;
	struct value queues;         /* number of queues; number 0: none */
	const struct component *cpu; /* dimension cpu: the `cpu:` block */
	bool is_shipped;
};

/* Which mechanism a platform uses for a dimension, in one domain. */
struct binding {
	const char *dimension;
	struct where where;
	const struct mechanism *mechanism;
};

struct domain {
	const char *name; /* "guest" is the first, always there */
	struct where where;
	const struct binding *binding;
	int bindings;
};

struct platform {
	const char *name, *title;
	struct where where;
	const char *instance; /* default instance type, or NULL */
	int year;
	const struct domain *domain;
	int domains;
	const char *idle_ceiling; /* deepest C-state, or NULL: any */
	bool is_shipped;
};

struct cstate {
	const char *name;
	const struct cost *residency, *exit;
};

struct instance {
	const char *name, *title;
	struct where where;
	const struct component *hardware; /* of kind_of_instance() */
	const struct cstate *cstate;      /* lightest first */
	int cstates;
	const struct cost *cost; /* its `costs:`: `$instance.NAME` finds both
				    these and the hardware's parameters */
	int costs;
	bool is_shipped;
};

/* ---- one point: what runs where ---- */

struct setup_instance {
	const char *name; /* unique in the setup */
	struct where where;
	const struct platform *platform;
	const struct instance *hardware;
	const int *cpu; /* pins: pCPU of each vCPU; NULL: pCPUs of its own */
	int cpus;
};

struct setup_host {
	const char *name;
	struct where where;
	const struct setup_instance *instance;
	int instances;
	int pcpus;           /* 0: as many as its vCPUs and dom0's need */
	const int *dom0_cpu; /* pins of dom0's vCPUs; NULL: pCPUs of its own */
	int dom0_cpus;
};

enum arrival { ARRIVAL_SATURATE, ARRIVAL_OPEN, ARRIVAL_CLOSED };

struct attribute {
	const char *name; /* "B", "answer", "segments", ... */
	double value;
};

struct setup_workload {
	const char *name;
	struct where where;
	const struct mechanism *home;   /* where the path's own parts are */
	const struct fragment *path;
	int host, instance;             /* where it runs */
	int peer_host, peer_instance;   /* the other end; -1: none */
	int threads;                    /* of each end, at least 1 */
	enum arrival arrival;
	double rate;        /* OPEN: jobs a second, over all threads */
	bool is_regular;    /* OPEN: constant gaps, not Poisson */
	int outstanding;    /* CLOSED: jobs inside, over all threads */
	const struct cost *think; /* CLOSED: or NULL */
	const struct attribute *attribute;
	int attributes;
};

struct setup {
	const struct setup_host *host;
	int hosts;
	const struct setup_workload *workload;
	int workloads;
	double spread; /* of shipped constants: 0.05 is +-5 % */
};

#endif
