/* SPDX-License-Identifier: GPL-3.0-or-later */
/* component.h -- declared parts, and the tables of their kinds' parameters:
 * loader, range errors and `fathom explain` all read these. */
#ifndef MODELS_COMPONENT_H
#define MODELS_COMPONENT_H

#include "models/path.h"

enum param_type {
	PARAM_COUNT,  /* 256, inf, $cost                        -> number   */
	PARAM_TIME,   /* 50us, $cost                            -> number   */
	PARAM_RATE,   /* 200k/s                                 -> number   */
	PARAM_BYTES,  /* 64KiB                                  -> number   */
	PARAM_BANDWIDTH, /* 25Gbit/s (bytes per second)         -> number   */
	PARAM_AMOUNT, /* 256, 64KiB                             -> number   */
	PARAM_PACE,   /* 200k/s, 25Gbit/s                       -> number   */
	PARAM_CLOCK,  /* 2.4GHz                                 -> number   */
	PARAM_SHARE,  /* 62%                                    -> number   */
	PARAM_FLAG,   /* true, false                            -> number   */
	PARAM_CHOICE, /* one of `choices`                       -> choice   */
	PARAM_WORD,   /* a free word                            -> name     */
	PARAM_ATTRIBUTE, /* of a job                            -> name     */
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
	const char *volume;      /* `$volume.iops`: likewise */
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

#endif
