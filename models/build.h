/* SPDX-License-Identifier: GPL-3.0-or-later */
/* build.h -- the compiler's inside: a program in the making.
 *
 *   program.c   hosts, realms and conversations; the entry
 *   walk.c      walks steps with the abstract state, checks and emits;
 *   places.c    those that leave the context, and
 *   tokens.c    those that take, give, spawn and call (steps.h)
 *   within.c    those that hold a lock
 *   block.c     lists of ops in the making
 *   legal.c     what a step may do in the state that a job has there
 *   produce.c   the lists of polls, for each kind of producer
 *   set.c       sets of members, and their resolved parameters
 *   draw.c      works to draws
 *   foreign.c   costs of the hardware and of volumes
 */
#ifndef MODELS_BUILD_H
#define MODELS_BUILD_H

#include "models/code.h"
#include "models/cpu.h"
#include "sim/memory.h"
#include "sim/random.h"

#define HELD_MAX 16
#define CALLS_MAX 2
#define LOCKS_MAX 4
#define DEPTH_MAX 32
#define WALKED_MAX 250000 /* steps, over all lists */

/* Where a job can be: walked along every path. */
struct state {
	int guest;        /* instance number of the job's guest */
	int realm;        /* of the context; -1: none is held */
	enum class class;
	bool is_swapped;  /* the job's thread is the peer, and vice versa */
	bool is_oneshot;  /* a handler: nobody wakes it if it sleeps */
	struct set *worker; /* poll whose context it is, or NULL */
	bool has_thread;  /* the walker knows a thread: no errand does */
	bool has_flow;    /* it is a job, or came of one: no kick is */
	const struct set *parked[HELD_MAX]; /* taken since the last place: a
					       giver of these may walk it on */
	int parkeds;
	int target;       /* realm of the errand's target; -1: no errand */
	bool in_notify;   /* the errand is a kick */
	const struct set *held[HELD_MAX];
	int helds;
	struct {
		int realm; /* of the context that the call left */
		enum class class;
		enum meanwhile mode;
		const struct set *worker; /* whose context that is, or NULL */
	} call[CALLS_MAX];
	int calls;
	int away; /* calls that this very job, not its parent, is in */
	const char *fork; /* a `when`, or a split with parts that are dropped,
			     since which it may be in either of two contexts;
			     or NULL */
	int holds;        /* locks, this very job */
	bool is_part;     /* of a split, and no spawn or errand of it */
	const char *confined; /* list that may not be left: "netback.batch" */
	int confined_at;      /* calls outside of it: in one it may be left */
	const struct set *locked[LOCKS_MAX];
	int locked_at[LOCKS_MAX]; /* calls that it was in: whose context holds
				     it */
	int lockeds;
	bool is_list;         /* ... that is nobody's job: not `each` */
	const struct setup_workload *workload;
};

/* A list in the making. */
struct block {
	const char *name;
	struct op *op;
	struct op_note *note;
	int ops, room;
	struct stage_name *stage; /* NULL: its walker has no stage vector */
	int stages, stage_room, next_stage;
	struct visit {
		const char *name;
		int count;
	} *visit;
	int visits;
	const struct mechanism *mechanism; /* whose path it is */
	int8_t multiplier[MULTIPLIERS_MAX]; /* as in struct op */
	int multipliers;
	int16_t cause; /* path that puts jobs, in program->path */
	int depth;
	bool is_main; /* a workload's own path */
};

/* A take that may park, and what follows in the giver's context: checked, and
 * kicks compiled for, when all givers are known. */
struct parking {
	const struct set *ring;
	struct where where;
	struct set *put; /* the place that follows, or NULL: it goes on */
	struct set *lock; /* ... by taking it, or NULL: `here` */
	int guest;
	const char *what; /* "stage 'x' at here" */
	int seen; /* givings that it was looked at with */
};

struct giving {
	const struct set *ring;
	int realm;
	enum class class;
};

/* A lock is taken in that class, as other locks held there raise it. */
struct lock_use {
	const struct set *lock;
	int realm;
	enum class class;
	struct where where;
};

struct build {
	struct program *program;
	struct arena *arena;
	struct diagnostics *diagnostics;
	int set_room;
	struct parking *parking;
	int parkings;
	struct giving *giving;
	int givings;
	struct lock_use *use;
	int uses;
	int part_drops; /* places where a part of a split may be dropped */
	const struct set *kicking[DEPTH_MAX]; /* polls whose notify is walked */
	int kicks;
	int walked; /* steps so far */
	bool is_too_much;
};

/* walk.c */
void walk(struct build *build, struct block *block, const struct steps *steps,
	  const struct mechanism *mechanism, struct state *state);
struct op *emit(struct build *build, struct block *block, enum opcode code,
		const struct step *step, const struct mechanism *mechanism,
		const struct state *state);
struct block *block_new(struct build *build, const char *name);
void block_lend(struct block *from, struct block *to);
const struct code *block_finish(struct build *build, struct block *block,
				uint64_t hash);
void stage_add(struct build *build, struct block *block, struct op *op,
	       const char *stage, const char *kind, const struct state *state);
int visit(struct build *build, struct block *block, const char *name);
void wrong(struct build *build, struct where where, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* legal.c: each is true, or says what is wrong; the first says nothing. */
bool is_confined(const struct state *state);
bool may_leave(struct build *build, const struct step *step,
	       const struct state *state);
bool may_call(struct build *build, const struct step *step,
	      const struct state *state);
bool may_drop(struct build *build, const struct step *step,
	      const struct set *set, const struct state *state);
/* Its member can be found: by the errand's target, by the job's thread. */
bool has_member(struct build *build, const struct step *step,
		const struct set *set, const struct state *state);
/* No call that it is in keeps what `name` needs: a CPU of `realm` for
 * `class`, or `worker` itself (NULL: a handler). */
bool is_served(struct build *build, const struct step *step,
	       const char *name, int realm, enum class class,
	       const struct set *worker, const struct state *state);
/* It is known in whose context the step is walked. */
bool is_one_way(struct build *build, const struct step *step,
		const struct state *state);
/* The job is in the same context, whichever of two ways it came; says
 * nothing. */
bool is_same_way(const struct state *a, const struct state *b);

/* produce.c: `set` (a poll) gets a job from `by`; compile what that makes it
 * do.  `by` has realm -1 for a device. */
void produce(struct build *build, struct set *set, const struct state *by,
	     struct where where);
void produce_parked(struct build *build);

/* within.c */
void note_use(struct build *build, const struct lock_use *use);
enum class class_within(const struct state *state);

/* set.c */
struct set *set_find(struct build *build, const struct mechanism *mechanism,
		     const char *name, const struct state *state,
		     struct where where);
struct set *set_threads(struct build *build, int realm, const char *name,
			int count);
int realm_find(const struct build *build, const struct state *state,
	       const char *domain);
const char *realm_place(const struct build *build, int realm,
			enum class class);

/* Who draws a work, and where. */
struct drawer {
	const char *stage;
	int visit;
	int realm; /* -1: hardware */
	int guest;
	double share; /* how often a job of the workload draws it, as far as
			 that is known when compiling (1 on its own path; 0:
			 unknown, or not its own) */
	const struct setup_workload *workload; /* NULL: nobody's */
};

/* An amount of B is in bytes. */
void check_amount(struct build *build, const struct set *set, int param,
		  int attribute);

/* draw.c */
const struct draw *draw_new(struct build *build, const struct work *work,
			    const struct drawer *drawer);
/* A cost that stands for a parameter is leaned on too. */
void lean(struct build *build, const struct cost *cost, double weight);

/* foreign.c: `$instance.NAME`, or `$volume.NAME`. */
struct foreign {
	const char *instance, *volume; /* one of them */
	const struct instance *hardware;
	const struct setup_workload *workload; /* or NULL */
	struct where where;
};
/* NULL: there is none, and that is said. */
const struct cost *foreign_cost(struct build *build,
				const struct foreign *foreign);
/* Its mean, as that parameter; what it may not be is said. */
double foreign_number(struct build *build, const struct cost *cost,
		      const struct param *param, struct where where);

/* program.c: interned names. */
int attribute_index(struct build *build, const char *name);
int counter_index(struct build *build, const char *name);
int path_index(struct build *build, const char *name);
int label_index(struct build *build, const char *name);
const struct mechanism *realm_mechanism(const struct build *build, int realm,
					const char *dimension);
int guest_realm(const struct build *build, int guest);

#endif
