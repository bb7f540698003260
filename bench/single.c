/* SPDX-License-Identifier: GPL-3.0-or-later */
/* single.c -- what a model does beside events: draw, and count a value. */
#include <stdlib.h>

#include "bench/bench.h"
#include "sim/histogram.h"
#include "sim/memory.h"
#include "sim/random.h"

static void *exponential_start(const int64_t *draws, int size)
{
	(void)draws;
	(void)size;
	return memory_get(sizeof(struct random_stream));
}

static int64_t exponential_run(void *state, int64_t units)
{
	double sum = 0;

	while (units-- > 0)
		sum += random_exponential(state);
	return (int64_t)sum;
}

const struct side side_exponential = {exponential_start, exponential_run, free};

struct counting {
	struct histogram histogram;
	struct draws draws;
};

static void *histogram_start(const int64_t *draws, int size)
{
	struct counting *counting = memory_get(sizeof(*counting));

	(void)size;
	histogram_init(&counting->histogram);
	counting->draws.value = draws;
	return counting;
}

static int64_t histogram_run(void *state, int64_t units)
{
	struct counting *counting = state;

	while (units-- > 0)
		histogram_add(&counting->histogram,
			      draws_next(&counting->draws));
	return (int64_t)counting->histogram.count;
}

static void histogram_stop(void *state)
{
	struct counting *counting = state;

	histogram_fini(&counting->histogram);
	free(counting);
}

const struct side side_histogram = {histogram_start, histogram_run,
				    histogram_stop};
