/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hold.c -- `size` pending events, each popped one armed again after an
 * exponential delay (Vaucher and Duval's HOLD); with `cancel`, a random other
 * one is cancelled and armed again each time.  A unit is a pop. */
#include <stdlib.h>

#include "bench/bench.h"
#include "bench/heap.h"
#include "sim/event.h"
#include "sim/memory.h"

/* Which other one: cheap, and the same on both sides. */
static inline uint32_t other(uint32_t *state, int size)
{
	*state = *state * 1664525u + 1013904223u;
	return (uint32_t)((uint64_t)*state * (uint32_t)size >> 32);
}

struct hold {
	struct event_set *set;
	struct event *event;
	struct draws draws;
	int size;
	uint32_t random;
};

static void *hold_start(const int64_t *draws, int size)
{
	struct hold *hold = memory_get(sizeof(*hold));

	hold->set = event_set_new();
	hold->draws.value = draws;
	hold->size = size;
	hold->event = memory_get((size_t)size * sizeof(*hold->event));
	for (int i = 0; i < size; i++) {
		event_init(&hold->event[i], NULL);
		event_arm(hold->set, &hold->event[i], draws_next(&hold->draws));
	}
	return hold;
}

static int64_t hold_run(void *state, int64_t units)
{
	struct hold *hold = state;
	sim_time now = 0;

	while (units-- > 0) {
		struct event *event = event_pop(hold->set, SIM_NEVER);

		now = event->time;
		event_arm(hold->set, event, now + draws_next(&hold->draws));
	}
	return now;
}

static int64_t cancel_run(void *state, int64_t units)
{
	struct hold *hold = state;
	sim_time now = 0;

	while (units-- > 0) {
		struct event *event = event_pop(hold->set, SIM_NEVER);

		now = event->time;
		event_arm(hold->set, event, now + draws_next(&hold->draws));
		event = &hold->event[other(&hold->random, hold->size)];
		event_cancel(hold->set, event);
		event_arm(hold->set, event, now + draws_next(&hold->draws));
	}
	return now;
}

static void hold_stop(void *state)
{
	struct hold *hold = state;

	event_set_free(hold->set);
	free(hold->event);
	free(hold);
}

const struct side side_hold = {hold_start, hold_run, hold_stop};
const struct side side_cancel = {hold_start, cancel_run, hold_stop};

struct heap_hold {
	struct heap heap;
	struct heap_event *event;
	struct draws draws;
	int size;
	uint32_t random;
};

static struct heap_hold *heap_new(const int64_t *draws, int size)
{
	struct heap_hold *hold = memory_get(sizeof(*hold));

	heap_init(&hold->heap);
	hold->draws.value = draws;
	hold->size = size;
	hold->event = memory_get((size_t)size * sizeof(*hold->event));
	return hold;
}

static void *heap_start(const int64_t *draws, int size)
{
	struct heap_hold *hold = heap_new(draws, size);

	for (int i = 0; i < size; i++)
		heap_arm(&hold->heap, &hold->event[i],
			 draws_next(&hold->draws));
	return hold;
}

static void *indexed_start(const int64_t *draws, int size)
{
	struct heap_hold *hold = heap_new(draws, size);

	for (int i = 0; i < size; i++)
		heap_indexed_arm(&hold->heap, &hold->event[i],
				 draws_next(&hold->draws));
	return hold;
}

static int64_t heap_run(void *state, int64_t units)
{
	struct heap_hold *hold = state;
	int64_t now = 0;

	while (units-- > 0) {
		const struct heap_entry *first =
			heap_pop(&hold->heap, INT64_MAX);

		now = first->time;
		heap_arm(&hold->heap, first->event,
			 now + draws_next(&hold->draws));
	}
	return now;
}

static int64_t indexed_run(void *state, int64_t units)
{
	struct heap_hold *hold = state;
	struct heap *heap = &hold->heap;
	int64_t now = 0;

	while (units-- > 0) {
		const struct heap_entry *first =
			heap_indexed_pop(heap, INT64_MAX);
		struct heap_event *event = first->event;

		now = first->time;
		heap_indexed_arm(heap, event, now + draws_next(&hold->draws));
		event = &hold->event[other(&hold->random, hold->size)];
		heap_indexed_cancel(heap, event);
		heap_indexed_arm(heap, event, now + draws_next(&hold->draws));
	}
	return now;
}

static void heap_stop(void *state)
{
	struct heap_hold *hold = state;

	heap_fini(&hold->heap);
	free(hold->event);
	free(hold);
}

const struct side side_heap_hold = {heap_start, heap_run, heap_stop};
const struct side side_heap_cancel = {indexed_start, indexed_run, heap_stop};
