/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/heap.h"

#include <stdlib.h>

#include "sim/memory.h"

void heap_init(struct heap *heap)
{
	*heap = (struct heap){0};
}

void heap_fini(struct heap *heap)
{
	free(heap->entry);
}

static inline bool is_before(const struct heap_entry *a,
			     const struct heap_entry *b)
{
	return a->time < b->time ||
	       (a->time == b->time && a->sequence < b->sequence);
}

/* One text for both heaps: the compiler drops what `indexed` rules out. */
static inline void put(struct heap *heap, size_t at, struct heap_entry entry,
		       bool indexed)
{
	heap->entry[at] = entry;
	if (indexed)
		entry.event->position = at + 1;
}

static inline void rise(struct heap *heap, size_t at, struct heap_entry entry,
			bool indexed)
{
	while (at > 0) {
		size_t parent = (at - 1) / 4;

		if (!is_before(&entry, &heap->entry[parent]))
			break;
		put(heap, at, heap->entry[parent], indexed);
		at = parent;
	}
	put(heap, at, entry, indexed);
}

static inline size_t first_child(const struct heap *heap, size_t at)
{
	const struct heap_entry *entry = heap->entry;
	size_t child = 4 * at + 1, end = child + 4, first = child;

	if (end > heap->count)
		end = heap->count;
	while (++child < end)
		if (is_before(&entry[child], &entry[first]))
			first = child;
	return first;
}

static inline void sink(struct heap *heap, size_t at, struct heap_entry entry,
			bool indexed)
{
	while (4 * at + 1 < heap->count) {
		size_t child = first_child(heap, at);

		if (!is_before(&heap->entry[child], &entry))
			break;
		put(heap, at, heap->entry[child], indexed);
		at = child;
	}
	put(heap, at, entry, indexed);
}

static inline void close_hole(struct heap *heap, bool indexed)
{
	heap->hole = false;
	if (--heap->count > 0)
		sink(heap, 0, heap->entry[heap->count], indexed);
}

static void make_room(struct heap *heap)
{
	if (heap->count < heap->room)
		return;
	heap->room = heap->room ? 2 * heap->room : 64;
	heap->entry = memory_resize(heap->entry,
				    heap->room * sizeof(*heap->entry));
}

static inline void arm(struct heap *heap, struct heap_event *event,
		       int64_t when, bool indexed)
{
	struct heap_entry entry = {when, ++heap->sequence, event};

	if (heap->hole) {
		heap->hole = false;
		sink(heap, 0, entry, indexed);
		return;
	}
	make_room(heap);
	rise(heap, heap->count++, entry, indexed);
}

static inline const struct heap_entry *pop(struct heap *heap, int64_t until,
					   bool indexed)
{
	if (heap->hole)
		close_hole(heap, indexed);
	if (heap->count == 0 || heap->entry[0].time > until)
		return NULL;
	heap->hole = true;
	return heap->entry;
}

void heap_arm(struct heap *heap, struct heap_event *event, int64_t when)
{
	arm(heap, event, when, false);
}

const struct heap_entry *heap_pop(struct heap *heap, int64_t until)
{
	return pop(heap, until, false);
}

bool heap_step(struct heap_clock *clock, int64_t until)
{
	const struct heap_entry *entry = heap_pop(&clock->heap, until);

	if (!entry)
		return false;
	clock->now = entry->time;
	clock->fired++;
	entry->event->fn(clock, entry->event);
	return true;
}

void heap_indexed_arm(struct heap *heap, struct heap_event *event, int64_t when)
{
	heap_indexed_cancel(heap, event);
	arm(heap, event, when, true);
}

void heap_indexed_cancel(struct heap *heap, struct heap_event *event)
{
	size_t at = event->position - 1;
	struct heap_entry last;

	if (event->position == 0)
		return;
	event->position = 0;
	if (heap->hole)
		close_hole(heap, true);
	last = heap->entry[--heap->count];
	if (at == heap->count)
		return;
	if (at > 0 && is_before(&last, &heap->entry[(at - 1) / 4]))
		rise(heap, at, last, true);
	else
		sink(heap, at, last, true);
}

const struct heap_entry *heap_indexed_pop(struct heap *heap, int64_t until)
{
	const struct heap_entry *entry = pop(heap, until, true);

	if (entry)
		entry->event->position = 0;
	return entry;
}
