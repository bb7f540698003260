/* SPDX-License-Identifier: GPL-3.0-or-later */
/* event_far.h -- private to the event set: a radix wheel of what comes later.
 *
 * Entries lie unsorted in buckets.  `last` is below or at every entry's time;
 * an entry's level is that of the highest digit (6 bits) in which its time
 * differs from `last`, its bucket the value of that digit.  So all of a lower
 * level comes before all of a higher one, within a level the buckets are in
 * order, and when `last` moves to the start of the first bucket, only that
 * bucket's entries change their place: all of them to lower levels (a radix
 * heap; Ahuja, Mehlhorn, Orlin, Tarjan, JACM 37, 1990).
 *
 * An entry is only the promise to look at an event not later than its time;
 * when and in which order the event is due stands in the event itself.  So an
 * entry stays where it is when its event is cancelled or moved later, and when
 * its bucket is opened it may be
 *   live    the event is far and due at this time
 *   moved   the event is far and due later: queue it anew
 *   dead    the event is idle, or near by now: drop it
 *   orphan  not the entry that the event knows of: drop it
 * An event knows of at most one entry: `queued` is its time + 1, or 0.  One
 * that is moved to before its entry's time gets another, and the old one is an
 * orphan.  When orphans are many, a sweep drops them.
 *
 * Buckets are circular lists of chunks of 1024 bytes, aligned to that, so the
 * write pointer alone says when a chunk is full.
 */
#ifndef SIM_EVENT_FAR_H
#define SIM_EVENT_FAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/event.h"
#include "sim/event_run.h"

#define FAR_SLOT UINT32_MAX /* event->slot of an event that is far */

#define FAR_DIGIT 6
#define FAR_BUCKETS (1u << FAR_DIGIT)
#define FAR_LEVELS 11 /* 63 bits of time */
#define FAR_CHUNK 1024
#define FAR_SLABS 48

struct far_entry {
	sim_time time;
	struct event *event;
};

#define FAR_ENTRIES ((FAR_CHUNK - 16) / sizeof(struct far_entry))

struct far_chunk {
	struct far_chunk *next; /* of the last one: the first */
	uint64_t unused;
	struct far_entry entry[FAR_ENTRIES];
};

struct far_bucket {
	struct far_entry *write; /* in the last chunk, or at its end */
	size_t chunks;
};

/* Which bucket, and the times it spans: start <= time < end. */
struct far_place {
	unsigned level, digit;
	sim_time start, end;
};

struct far {
	sim_time last;
	uint32_t levels;          /* bit l: level l has entries */
	uint64_t map[FAR_LEVELS]; /* bit d: bucket d has entries */
	struct far_bucket bucket[FAR_LEVELS][FAR_BUCKETS];
	size_t live;    /* events that are far, wherever their entry is */
	size_t orphans; /* at least so many: a guess is enough */
	struct run run; /* before all buckets but one of its own instant */
	struct far_chunk *spare;          /* used before */
	struct far_chunk *fresh, *behind; /* of the last slab */
	int slabs;
	void *slab[FAR_SLABS]; /* each twice as large as the one before */
};

void far_init(struct far *far);
void far_fini(struct far *far);

/* The event is far now (its slot, time and order say so): it gets an entry,
 * unless the one it has comes up soon enough. */
void far_queue(struct far *far, struct event *event);

static inline bool far_is_empty(const struct far *far)
{
	return far->levels == 0 && run_is_empty(&far->run);
}

/* The first bucket; not when `levels` is 0. */
struct far_place far_first(const struct far *far);

/* How many entries are there. */
size_t far_count_at(const struct far *far, const struct far_place *place);

/* Take all out of a bucket, which then is empty, and walk through it: entries
 * may be pushed meanwhile.  Each chunk is free once it is behind. */
struct far_walk {
	struct far_chunk *chunk;
	size_t at, left;
};

struct far_walk far_take(struct far *far, const struct far_place *place);
bool far_next(struct far *far, struct far_walk *walk, struct far_entry *entry);

/* Start to load all events of a walk, at once rather than one by one. */
void far_prefetch(struct far_walk walk);

/* What has become of an entry. */
enum far_state { FAR_LIVE, FAR_MOVED, FAR_DEAD, FAR_ORPHAN };

static inline enum far_state far_state(const struct far_entry *entry)
{
	const struct event *event = entry->event;

	if (event->queued != entry->time + 1)
		return FAR_ORPHAN;
	if (event->slot != FAR_SLOT)
		return FAR_DEAD;
	return event->time == entry->time ? FAR_LIVE : FAR_MOVED;
}

/* True if live; what is moved is queued anew, what is dead forgotten. */
bool far_keep(struct far *far, enum far_state state, struct event *event);

/* Judge an entry that was taken out.  True if its event, which knows of none
 * now, is due before `end`; if it is due later it is queued anew. */
bool far_claim(struct far *far, const struct far_entry *entry, sim_time end);

/* Spread the first bucket, whose start `last` must be, over lower levels. */
void far_spread(struct far *far, const struct far_place *place);

/* Put all entries where they belong for an earlier `last`. */
void far_rebase(struct far *far, sim_time last);

/* Drop all entries that are dead or orphans. */
void far_sweep(struct far *far);

/* Assert every invariant, in O(entries). */
void far_check(const struct far *far);

#endif
