/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mechanism.h -- one way to do one thing; platforms and hardware that are made
 * of such. */
#ifndef MODELS_MECHANISM_H
#define MODELS_MECHANISM_H

#include "models/component.h"

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
	const struct mechanism *shadow; /* on hardware without nested paging;
					   NULL: the same */
};

struct domain {
	const char *name; /* "guest" is the first, always there */
	struct where where;
	const struct binding *binding;
	int bindings;
};

/* What a platform says of a dimension. */
struct remark {
	const char *dimension, *text;
	struct where where;
};

struct platform {
	const char *name, *title;
	struct where where;
	const char *instance; /* default instance type, or NULL */
	const struct remark *stand; /* others, for what uses a dimension */
	int stands;
	const struct remark *absent; /* what it has not, and why */
	int absents;
	const char *counterfactual; /* why nobody could buy it; or NULL */
	int year, month; /* 0: unsaid */
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

/* What a workload reads and writes, seen by the guest: an EBS volume of some
 * type. */
struct block_volume {
	const char *name;
	struct where where;
	const struct cost *cost; /* of its type: `$volume.NAME` */
	int costs;
	bool is_shipped;
};

#endif
