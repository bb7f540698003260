/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bench.h -- how one row of the benchmark is measured and printed.
 *
 * A figure is CPU nanoseconds a unit of work.  Machines differ by tens of per
 * cent and so does one machine from minute to minute, so what counts is the
 * ratio to a yardstick that does the same work in the same run, round by
 * round in turn: the median over rounds of the ratio within a round.
 */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Exponentials of mean DRAW_MEAN, drawn once: a draw costs as much as an
 * event, and both sides must not pay for it. */
#define DRAWS 65536u
#define DRAW_MEAN 1e9

struct draws {
	uint32_t next; /* index of the next, modulo DRAWS */
	const int64_t *value;
};

static inline int64_t draws_next(struct draws *draws)
{
	return draws->value[draws->next++ % DRAWS];
}

/* One side of a comparison.  `size` is the row's. */
struct side {
	void *(*start)(const int64_t *draws, int size);
	/* Do `units` of work; the result is the same on both sides. */
	int64_t (*run)(void *state, int64_t units);
	void (*stop)(void *state);
};

struct row {
	const char *name;
	/* Measure and print; false if something is wrong. */
	bool (*measure)(const struct row *row, const int64_t *draws);
	int size;
	int64_t units; /* in a round */
	int rounds;
	const struct side *side, *yardstick;
};

/* Measure `side` and, if there is one, `yardstick`, which is printed as
 * heap:NAME. */
bool measure_sides(const struct row *row, const int64_t *draws);

/* SimPy's figures, beside those of heap:mm1 and heap:hold-100. */
bool measure_simpy(const struct row *row, const int64_t *draws);

/* "name<TAB>ns<TAB>ratio"; a ratio of 0 prints as "-". */
void figure_print(const char *name, double ns, double ratio);

/* CPU nanoseconds a unit of one side, by itself: the median of a few rounds. */
double side_ns(const struct side *side, int size, int64_t units,
	       const int64_t *draws);

/* CPU seconds that this process has used. */
double cpu_seconds(void);

/* Sorts the values. */
double median(double *value, int count);

extern const struct side side_mm1, side_heap_mm1;
extern const struct side side_hold, side_heap_hold;
extern const struct side side_cancel, side_heap_cancel;
extern const struct side side_exponential, side_histogram;

#endif
