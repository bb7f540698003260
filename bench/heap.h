/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap.h -- the yardstick: a plain 4-ary implicit heap, as one would write it.
 *
 * Entries of 24 bytes (time, sequence, event) in one array.  A popped entry
 * stays at the root until the next operation: if that is an arm, it takes the
 * root's place and sinks, which is one pass instead of two.
 *
 * Two of them: struct heap has no cancel and never touches an event; struct
 * heap_indexed writes into each event where its entry is, and can move and
 * cancel.  Both order by time, then by sequence, as the event set does.
 */
#ifndef BENCH_HEAP_H
#define BENCH_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct heap_event;

struct heap_entry {
	int64_t time;
	uint64_t sequence;
	struct heap_event *event;
};

struct heap {
	struct heap_entry *entry;
	size_t count, room;
	uint64_t sequence;
	bool hole; /* the root was popped */
};

struct heap_clock {
	struct heap heap;
	int64_t now;
	uint64_t fired;
};

/* Called when due; what belongs to it is around it, or around the clock. */
struct heap_event {
	void (*fn)(struct heap_clock *clock, struct heap_event *event);
	size_t position; /* + 1; of struct heap_indexed only */
};

void heap_init(struct heap *heap);
void heap_fini(struct heap *heap);
void heap_arm(struct heap *heap, struct heap_event *event, int64_t when);
/* The first entry, now popped; NULL when there is none due by `until`. */
const struct heap_entry *heap_pop(struct heap *heap, int64_t until);

/* Pop one event and call it; as sim_step() does. */
bool heap_step(struct heap_clock *clock, int64_t until);

/* The same with positions; an idle event has position 0. */
void heap_indexed_arm(struct heap *heap, struct heap_event *event,
		      int64_t when);
void heap_indexed_cancel(struct heap *heap, struct heap_event *event);
const struct heap_entry *heap_indexed_pop(struct heap *heap, int64_t until);

#endif
