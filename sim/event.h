/* SPDX-License-Identifier: GPL-3.0-or-later */
/* event.h -- the event set: what will happen, in total order.
 *
 * Five verbs: arm (or re-arm), cancel, pop, release, and is_armed.  Order is
 * total: by time, and at one time by the order of arming.  Events are
 * intrusive: the caller owns the storage, which must stay where it is while
 * the event is armed.  Zeroed storage plus event_init() is an idle event.
 *
 * No allocation per event; memory grows to the largest number ever pending.
 * Arming and popping cost O(log n) up to 1,024 pending events, which stay in
 * a tournament (event_near.h), and O(1) amortised above, where those due
 * later wait in a radix wheel (event_far.h).  Cancelling and re-arming leave
 * traces in the wheel, hence event_release().
 */
#ifndef SIM_EVENT_H
#define SIM_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/time.h"

struct sim;
struct event;

/* Called when the event is due; it is idle by then and may be armed again. */
typedef void event_fn(struct sim *sim, struct event *event);

struct event {
	event_fn *fn;
	/* private */
	uint32_t slot;   /* 0: idle */
	uint32_t traces; /* 1: the set may remember it even when idle */
	sim_time time;   /* when it was last due; of a far one: will be */
	uint64_t order;
	sim_time queued;
};

struct event_set;

/* A new empty set.  Never NULL: out of memory ends the program. */
struct event_set *event_set_new(void);
void event_set_free(struct event_set *set);

static inline void event_init(struct event *event, event_fn *fn)
{
	*event = (struct event){.fn = fn};
}

static inline bool event_is_armed(const struct event *event)
{
	return event->slot != 0;
}

/* Arm an idle event for `when` (>= the time of the last pop), or move an
 * armed one there; either way it goes behind all others of that time. */
void event_arm(struct event_set *set, struct event *event, sim_time when);

/* Make an armed event idle; nothing happens to an idle one. */
void event_cancel(struct event_set *set, struct event *event);

/* Take the first event that is due at or before `until`, or NULL.  The event
 * is idle when it is returned; event->time still says when it was due. */
struct event *event_pop(struct event_set *set, sim_time until);

/* Must precede freeing or moving the storage of an event: cancels it, and makes
 * the set forget every trace of it.  O(1) while there are few events,
 * O(pending) for one that was ever due far ahead of 1,024 others.  Not needed
 * when the set is freed first, nor before an idle event is initialised again
 * (a pool of jobs) if its storage lives as long as the set. */
void event_release(struct event_set *set, struct event *event);

/* How many are armed now. */
size_t event_set_count(const struct event_set *set);

/* Assert every invariant of the set, in O(pending): for tests. */
void event_set_check(const struct event_set *set);

#endif
