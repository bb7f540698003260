/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "bench/bench.h"

#define ROUNDS_MAX 64
#define ROUNDS_ALONE 7

double cpu_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double median(double *value, int count)
{
	qsort(value, (size_t)count, sizeof(*value), compare);
	return (value[(count - 1) / 2] + value[count / 2]) / 2;
}

void figure_print(const char *name, double ns, double ratio)
{
	if (ratio > 0)
		printf("%s\t%.2f\t%.3f\n", name, ns, ratio);
	else
		printf("%s\t%.2f\t-\n", name, ns);
}

/* A side that runs, and what its rounds took. */
struct running {
	const struct side *side;
	void *state;
	int64_t result;
	double ns[ROUNDS_MAX];
};

/* A round and twice the size, unmeasured: caches and queues settle. */
static void begin(struct running *running, const struct side *side,
		  const struct row *row, const int64_t *draws)
{
	running->side = side;
	running->state = side->start(draws, row->size);
	side->run(running->state, row->units + 2 * row->size);
}

static void run_round(struct running *running, const struct row *row, int i)
{
	double begun = cpu_seconds();

	running->result = running->side->run(running->state, row->units);
	running->ns[i] = (cpu_seconds() - begun) / (double)row->units * 1e9;
}

static bool report(const struct row *row, struct running *own,
		   struct running *yard)
{
	double ratio[ROUNDS_MAX];
	char name[64];

	for (int i = 0; i < row->rounds; i++)
		ratio[i] = own->ns[i] / yard->ns[i];
	figure_print(row->name, median(own->ns, row->rounds),
		     median(ratio, row->rounds));
	snprintf(name, sizeof(name), "heap:%s", row->name);
	figure_print(name, median(yard->ns, row->rounds), 1);
	if (own->result == yard->result)
		return true;
	fprintf(stderr, "bench: %s: the two sides differ\n", row->name);
	return false;
}

double side_ns(const struct side *side, int size, int64_t units,
	       const int64_t *draws)
{
	const struct row row = {.size = size, .units = units};
	struct running running;

	begin(&running, side, &row, draws);
	for (int i = 0; i < ROUNDS_ALONE; i++)
		run_round(&running, &row, i);
	side->stop(running.state);
	return median(running.ns, ROUNDS_ALONE);
}

bool measure_sides(const struct row *row, const int64_t *draws)
{
	struct running own, yard;
	bool good;

	if (!row->yardstick) {
		figure_print(row->name,
			     side_ns(row->side, row->size, row->units, draws),
			     0);
		return true;
	}
	begin(&own, row->side, row, draws);
	begin(&yard, row->yardstick, row, draws);
	for (int i = 0; i < row->rounds; i++) {
		run_round(&own, row, i);
		run_round(&yard, row, i);
	}
	good = report(row, &own, &yard);
	own.side->stop(own.state);
	yard.side->stop(yard.state);
	return good;
}
