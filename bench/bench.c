/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bench.c -- speed, one line a figure: name, ns, ratio to the yardstick.
 *
 * usage: bench [ROW...]      from the root of the tree; all rows by default
 */
#include "bench/bench.h"
#include "bench/product.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/memory.h"
#include "sim/random.h"

#define ROUNDS 11

/* The engine first; then rows that run the finished program. */
static const struct row rows[] = {
	{"mm1", measure_sides, 0, 3000000, ROUNDS, &side_mm1, &side_heap_mm1},
	{"hold-100", measure_sides, 100, 2000000, ROUNDS, &side_hold,
	 &side_heap_hold},
	{"hold-10k", measure_sides, 10000, 1000000, ROUNDS, &side_hold,
	 &side_heap_hold},
	{"hold-1m", measure_sides, 1000000, 1000000, 9, &side_hold,
	 &side_heap_hold},
	{"cancel-1k", measure_sides, 1000, 1000000, ROUNDS, &side_cancel,
	 &side_heap_cancel},
	{"draw-exponential", measure_sides, 0, 10000000, 0, &side_exponential,
	 NULL},
	{"histogram-add", measure_sides, 0, 10000000, 0, &side_histogram, NULL},
	{"mmc-yaml", measure_mmc, 0, 0, 3, NULL, NULL},
	{"path", measure_path, 0, 0, 3, NULL, NULL},
	{"threads-2", measure_threads, 0, 0, 5, NULL, NULL},
	{"million-jobs", measure_million, 0, 0, 1, NULL, NULL},
	{"simpy", measure_simpy, 0, 0, 0, NULL, NULL},
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

static int64_t *draws_new(void)
{
	int64_t *value = memory_get(DRAWS * sizeof(*value));
	struct random_stream stream = {random_name("bench")};

	for (unsigned i = 0; i < DRAWS; i++)
		value[i] = (int64_t)(random_exponential(&stream) * DRAW_MEAN);
	return value;
}

static bool is_wanted(const char *name, char **wanted)
{
	if (!*wanted)
		return true;
	for (; *wanted; wanted++)
		if (strcmp(*wanted, name) == 0)
			return true;
	return false;
}

int main(int argc, char **argv)
{
	int64_t *draws = draws_new();
	bool good = argc >= 1;

	for (size_t i = 0; i < ROWS; i++) {
		if (!is_wanted(rows[i].name, argv + 1))
			continue;
		good = rows[i].measure(&rows[i], draws) && good;
		fflush(stdout);
	}
	free(draws);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
