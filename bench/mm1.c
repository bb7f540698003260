/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mm1.c -- one server at 7/8 load; a unit is an event, two a customer. */
#include <stdlib.h>

#include "bench/bench.h"
#include "bench/heap.h"
#include "sim/memory.h"
#include "sim/sim.h"

/* What both sides share: who is there, and the integral over time of it. */
struct queue {
	struct draws draws;
	int64_t inside, area, changed;
};

static inline void queue_change(struct queue *queue, int64_t now, int64_t by)
{
	queue->area += queue->inside * (now - queue->changed);
	queue->changed = now;
	queue->inside += by;
}

static inline int64_t service(struct queue *queue)
{
	int64_t draw = draws_next(&queue->draws);

	return draw - draw / 8;
}

struct mm1 {
	struct sim sim;
	struct event arrival, departure;
	struct queue queue;
};

static void mm1_arrive(struct sim *sim, struct event *event)
{
	struct mm1 *mm1 = (struct mm1 *)sim;
	struct queue *queue = &mm1->queue;

	sim_at(sim, event, sim->now + draws_next(&queue->draws));
	queue_change(queue, sim->now, 1);
	if (queue->inside == 1)
		sim_at(sim, &mm1->departure, sim->now + service(queue));
}

static void mm1_depart(struct sim *sim, struct event *event)
{
	struct queue *queue = &((struct mm1 *)sim)->queue;

	queue_change(queue, sim->now, -1);
	if (queue->inside > 0)
		sim_at(sim, event, sim->now + service(queue));
}

static void *mm1_start(const int64_t *draws, int size)
{
	struct mm1 *mm1 = memory_get(sizeof(*mm1));

	(void)size;
	sim_init(&mm1->sim);
	mm1->queue.draws.value = draws;
	event_init(&mm1->arrival, mm1_arrive);
	event_init(&mm1->departure, mm1_depart);
	sim_at(&mm1->sim, &mm1->arrival, 0);
	return mm1;
}

static int64_t mm1_run(void *state, int64_t units)
{
	struct mm1 *mm1 = state;

	while (units-- > 0)
		sim_step(&mm1->sim, SIM_NEVER);
	return mm1->queue.area;
}

static void mm1_stop(void *state)
{
	struct mm1 *mm1 = state;

	sim_fini(&mm1->sim);
	free(mm1);
}

const struct side side_mm1 = {mm1_start, mm1_run, mm1_stop};

struct heap_mm1 {
	struct heap_clock clock;
	struct heap_event arrival, departure;
	struct queue queue;
};

static void heap_arrive(struct heap_clock *clock, struct heap_event *event)
{
	struct heap_mm1 *mm1 = (struct heap_mm1 *)clock;
	struct queue *queue = &mm1->queue;

	heap_arm(&clock->heap, event, clock->now + draws_next(&queue->draws));
	queue_change(queue, clock->now, 1);
	if (queue->inside == 1)
		heap_arm(&clock->heap, &mm1->departure,
			 clock->now + service(queue));
}

static void heap_depart(struct heap_clock *clock, struct heap_event *event)
{
	struct queue *queue = &((struct heap_mm1 *)clock)->queue;

	queue_change(queue, clock->now, -1);
	if (queue->inside > 0)
		heap_arm(&clock->heap, event, clock->now + service(queue));
}

static void *heap_start(const int64_t *draws, int size)
{
	struct heap_mm1 *mm1 = memory_get(sizeof(*mm1));

	(void)size;
	heap_init(&mm1->clock.heap);
	mm1->queue.draws.value = draws;
	mm1->arrival.fn = heap_arrive;
	mm1->departure.fn = heap_depart;
	heap_arm(&mm1->clock.heap, &mm1->arrival, 0);
	return mm1;
}

static int64_t heap_run(void *state, int64_t units)
{
	struct heap_mm1 *mm1 = state;

	while (units-- > 0)
		heap_step(&mm1->clock, INT64_MAX);
	return mm1->queue.area;
}

static void heap_stop(void *state)
{
	struct heap_mm1 *mm1 = state;

	heap_fini(&mm1->clock.heap);
	free(mm1);
}

const struct side side_heap_mm1 = {heap_start, heap_run, heap_stop};
