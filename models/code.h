/* SPDX-License-Identifier: GPL-3.0-or-later */
/* code.h -- what a path is compiled to: flat lists of ops, and what they
 * draw.  Read-only once compiled; worlds of all replications share it.
 *
 * Everything that does not depend on the run is decided here: which fragment
 * a `use` means, which set of members a component is, the slot that a stage's
 * time is booked in, and the hash by which its costs are drawn.
 */
#ifndef MODELS_CODE_H
#define MODELS_CODE_H

#include <stdint.h>

#include "models/kind.h"
#include "models/world.h"

enum opcode {
	OP_HERE,    /* work in the job's context                     */
	OP_PUT,     /* into a place                                  */
	OP_THREAD,  /* to the job's thread                           */
	OP_PEER,    /* to its peer                                   */
	OP_ONESHOT, /* a handler of its own on a CPU                 */
	OP_TAKE,
	OP_GIVE,
	OP_SPAWN,
	OP_CALL,     /* leave the context, to come back to it        */
	OP_RETURN,   /* back in the context that the call left       */
	OP_ACQUIRE,  /* a lock                                       */
	OP_RELEASE,  /* the last that was taken                      */
	OP_THROUGH,  /* an inline component                          */
	OP_SWAP,     /* the other end of the conversation            */
	OP_SET,      /* attribute = attribute                        */
	OP_GATHERED, /* the poll's `each` is done with this job      */
	OP_DONE,     /* the poll's round, batch or rearm is done     */
	OP_END,
};

/* Which CPU a one-shot runs on. */
enum aim { AIM_TARGET, AIM_TARGET_PCPU, AIM_HOME, AIM_DOMAIN };

enum draw_unit { DRAW_TIME, DRAW_CYCLES, DRAW_LOCAL };

/* factor * value * attributes, the value drawn or spread by hash. */
struct draw_term {
	enum draw_unit unit; /* LOCAL: ps at the running core's full speed */
	double factor, value, spread;
	const struct distribution *distribution; /* NULL: constant `value` */
	uint64_t mixed; /* hash of stage, visit and cost, ready to fold */
	int8_t attribute[WORK_ATTRIBUTES + 4];
	int8_t attributes;
};

struct draw {
	const struct draw_term *term;
	int terms;
};

/* Most `here` stages that are one event. */
#define STRETCH_MAX 8
/* Deepest that `times: attribute` nest. */
#define MULTIPLIERS_MAX 4

struct code;
struct set;

struct op {
	uint8_t code, class, mode, aim;
	int16_t slot;    /* stage slot of the walker's table; -1: none */
	int16_t label;   /* of its stage, in the whole program; -1: none */
	int16_t counter; /* index into program->counter; -1: none */
	int16_t amount;  /* TAKE: attribute, -1: one.  SET: from.  ACQUIRE:
			    where `moved` goes */
	int16_t into;    /* SET: to.  ACQUIRE: where `waiters` goes */
	int16_t visit;   /* PUT: how often the job has been there before */
	int16_t cause;   /* PUT: the path that puts, in program->path */
	int16_t stretch; /* HERE: how many HEREs follow each other from here */
	int32_t skip;    /* THROUGH when: ops to skip when it is false */
	int32_t realm;   /* ONESHOT at a domain; SWAP: guest after it */
	const struct draw *draw;
	const struct set *set;
	const struct code *spawn; /* PUT: the way of a split's parts */
	int8_t multiplier[MULTIPLIERS_MAX]; /* attributes that multiply work
					       and counts */
	int8_t multipliers;
};

/* What an op was written as; for explaining, never for running. */
struct op_note {
	const struct step *step; /* NULL: the compiler's own */
	const struct mechanism *mechanism;
	const char *stage, *kind;
	int realm; /* of the context it starts in; -1: a device */
	enum class class;
};

/* A compiled list. */
struct code {
	const char *name;
	const struct op *op;
	const struct op_note *note; /* one per op */
	int ops;
	const struct stage_name *stage; /* slots of its walker */
	int stages;
	uint64_t hash; /* of the name, for the keys of what it starts */
	const struct set *const *gives; /* rings: a spawn takes these along */
	int given;
};

/* A set of members of one component, for one host, guest or realm. */
struct set {
	const char *name;      /* "netfront.tx_ring" */
	const char *component; /* "tx_ring" */
	const struct kind *kind;
	const struct component *decl;
	const struct mechanism *mechanism;
	int host, guest, realm; /* guest -1: the host's; realm of its CPU */
	int volume;             /* PER_VOLUME: of its guest's; else 0 */
	enum per per;
	int first, count; /* members are world->part[first + i] */
	const double *number; /* resolved parameters, by index; a choice that
				 was not made is -1, an unset time 0 */
	const struct draw *const *draw; /* compiled works, by index */
	bool is_thread; /* a workload's threads */
	int apart;      /* thread i is on vCPU i + apart */
	/* a poll's lists; NULL: empty */
	const struct code *round, *batch, *rearm;
	const struct code **notify; /* by payer: realm * CLASSES + class, the
				       last for devices; NULL: none walks */
	bool has_each;
	const struct set *ring;         /* poll: of `wants: half` */
	const struct set *moderator;    /* poll: adaptive, in its notify */
	const struct set *moderated;    /* moderate: the poll, only one */
	const int16_t *cause; /* moderate: index into program->path; -1: any */
	const double *interval;         /* moderate: their intervals */
	int causes;
	const double *list; /* moderate: table */
	int listed;
};

/* A realm: the CPUs of a guest or of another domain of a host. */
struct realm {
	const char *name; /* "guest", "dom0" */
	const char *label; /* "a", "b/dom0": for core names */
	int host, guest; /* guest: instance number, -1: the host's domain */
	const struct domain *domain;
	const struct setup_instance *instance; /* NULL for host domains */
	const struct instance *hardware;       /* whose clock it has */
	int cpus; /* vCPU i: on pCPU pin[i] of the host */
	const int *pin;
	bool is_virtual;
	double clock, factor; /* full cycles a second; work factor */
	int threads_per_core;
	double sibling_speed;
	const double *number;           /* of the cpu block */
	const struct draw *const *draw; /* of the cpu block */
	int queues;
};

struct conversation { /* one workload, compiled */
	const struct setup_workload *workload;
	const struct code *code;
	const struct set *threads, *peers; /* sets of thread polls, or NULL */
	int realm, peer_realm;             /* of the two ends; -1 */
	int sources;                       /* one a thread, at least 1 */
	bool starts_at_device;
	const int16_t *attribute; /* where each of the workload's goes */
	const struct draw *think; /* or NULL */
};

struct host_plan {
	const char *name;
	int pcpus;
	const double *clock;   /* of each pCPU */
	const int *sibling;    /* of each pCPU, or -1 */
	const double *sibling_speed;
	const struct cstate *cstate; /* up to the ceiling */
	int cstates;
};

struct program {
	struct arena *arena;
	const struct setup *setup;
	struct realm *realm;
	int realms;
	struct set **set;
	int sets, parts;
	struct conversation *conversation;
	int conversations;
	struct host_plan *host;
	const char **attribute; /* names; 0 is "B", 1 "packets" */
	int attributes;
	const char **counter; /* names: interrupt, exit, ... */
	int counters;
	const char **path; /* names of paths that put jobs: moderation causes */
	int paths;
	const char **label; /* of stages, as clocks name them */
	int labels;
	struct leaning *leaning;
	int leanings;
};

#endif
