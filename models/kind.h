/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kind.h -- what a kind of component is: its parameters and its verbs.
 *
 * A kind is one C file, one row in kinds.c, one test.  The table of verbs is
 * the whole contract; a component never calls another, it appends to the
 * ready list (engine.h).
 */
#ifndef MODELS_KIND_H
#define MODELS_KIND_H

#include <stddef.h>

#include "models/model.h"

struct world;
struct part;
struct set;
struct job;
struct context;
struct clock;
struct build;
struct component_sum;

/* How a path may name a component of this kind. */
enum usage {
	USAGE_PLACE,  /* {at: NAME}: a job waits there          */
	USAGE_NOTIFY, /* {at: NAME} within a poll's notify list */
	USAGE_RING,   /* {take: NAME}, {give: NAME}             */
	USAGE_LOCK,   /* {within: NAME, do: ...}                */
	USAGE_INLINE, /* {through: NAME}                        */
	USAGE_NONE,   /* not in paths: cpu, instance            */
};

struct kind {
	const char *name, *meaning;
	enum usage usage;
	const struct param *param;
	int params;
	size_t size; /* of a member's state, which begins with struct part */

	/* A member comes to life in a new world; its struct part is filled
	 * in.  Called once per member, before any event.  May be NULL. */
	void (*begin)(struct world *world, struct part *part);

	/* PLACE and NOTIFY: `job` has left its context (job->context is NULL)
	 * and is now this part's, until the part moves it on through
	 * job_move().  `by`: the context that brought it, or NULL for a
	 * device; what the visit makes due is owed by it.  Must not run the
	 * job or anything else at once. */
	void (*enter)(struct world *world, struct part *part, struct job *job,
		      struct context *by);

	/* INLINE: act on the job without leaving its context.  For `when`:
	 * false skips the steps of `then`. */
	bool (*through)(struct world *world, struct part *part,
			struct job *job);

	/* The measured window opens: counters start anew.  May be NULL. */
	void (*open)(struct world *world, struct part *part);

	/* Add what it has done in the window to the sums over all members of
	 * its name, and the clock of those that wait.  May be NULL. */
	void (*sum)(struct world *world, struct part *part,
		    struct component_sum *sum);
	struct clock *(*clock)(struct part *part);

	/* When compiling: numbers that do not go together.  May be NULL. */
	void (*check)(struct build *build, const struct set *set);
};

/* Every component's first parameter: what it has one member of. */
enum per {
	PER_GUEST,
	PER_HOST,
	PER_QUEUE,
	PER_VCPU,
	PER_CPU,    /* of the errand's target */
	PER_THREAD,
	PER_VOLUME,
	PER_FLOW,
	PER_HERE,   /* CPU that the job is on, in its realm */
};
#define PER_CHOICES "guest|host|queue|vcpu|cpu|thread|volume|flow|here"
#define PARAM_PER                                                        \
	{"per", PARAM_CHOICE, false, 0, 0, "guest", PER_CHOICES,         \
	 "one member for each of these"}

extern const char *const class_names[CLASSES];

extern const struct kind poll_kind, ring_kind, server_kind, link_kind,
	dma_kind, nic_kind, bucket_kind, disk_kind, store_kind, card_kind,
	moderate_kind, split_kind, broadcast_kind, when_kind, count_kind,
	lock_kind, key_kind, steer_kind, timer_kind,
	steal_clock_kind, cpu_kind, instance_kind;

#endif
