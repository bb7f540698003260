/* SPDX-License-Identifier: GPL-3.0-or-later */
/* histogram.h -- log-linear counts of non-negative int64 values, mergeable.
 *
 * Every value below 2^11 has a bucket of its own; above, each octave has 2^10
 * buckets: the relative error of a value read back is at most 2^-10.  Octaves
 * get their memory when a value first falls into them.
 */
#ifndef SIM_HISTOGRAM_H
#define SIM_HISTOGRAM_H

#include <stdbool.h>
#include <stdint.h>

#define HISTOGRAM_BITS 10
#define HISTOGRAM_OCTAVES 54

struct histogram {
	uint64_t count;
	int64_t low, high; /* exact extremes; undefined while count is 0 */
	uint64_t *octave[HISTOGRAM_OCTAVES]; /* private */
};

void histogram_init(struct histogram *histogram);
void histogram_fini(struct histogram *histogram);

/* Count `value` (>= 0) once. */
void histogram_add(struct histogram *histogram, int64_t value);
void histogram_add_many(struct histogram *histogram, int64_t value,
			uint64_t times);
void histogram_merge(struct histogram *into, const struct histogram *from);

/* The value below which a share q (0..1) of the counts lies, interpolated
 * within its bucket; the exact extremes at 0 and 1.  0 when empty. */
double histogram_quantile(const struct histogram *histogram, double q);

/* How many samples lie above the q-quantile: (1 - q) * count, rounded down. */
uint64_t histogram_above(const struct histogram *histogram, double q);

/* Walk the non-empty buckets upwards.  Start with *cursor = 0; false at the
 * end.  A bucket holds values low <= v < low + width. */
struct histogram_bucket {
	int64_t low, width;
	uint64_t count;
};
bool histogram_next(const struct histogram *histogram, uint32_t *cursor,
		    struct histogram_bucket *bucket);

#endif
