/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/histogram.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "sim/memory.h"

/* Octave 0 holds 0 .. 2^10 - 1 and octave k the values of 2^(9+k) and above,
 * both in 2^10 buckets; octaves 0 and 1 have buckets one wide. */
#define BUCKETS (1u << HISTOGRAM_BITS)

static inline unsigned octave_of(int64_t value)
{
	uint64_t floor = (uint64_t)value | (BUCKETS >> 1);

	return 63 - HISTOGRAM_BITS + 1 - (unsigned)__builtin_clzll(floor);
}

static inline unsigned shift_of(unsigned octave)
{
	return octave ? octave - 1 : 0;
}

static inline unsigned bucket_of(int64_t value, unsigned octave)
{
	return (unsigned)(value >> shift_of(octave)) & (BUCKETS - 1);
}

static int64_t bucket_low(unsigned octave, unsigned bucket)
{
	int64_t top = octave ? BUCKETS : 0;

	return (top + bucket) << shift_of(octave);
}

void histogram_init(struct histogram *histogram)
{
	*histogram = (struct histogram){0};
}

void histogram_fini(struct histogram *histogram)
{
	for (unsigned i = 0; i < HISTOGRAM_OCTAVES; i++)
		free(histogram->octave[i]);
	histogram_init(histogram);
}

static uint64_t *octave_get(struct histogram *histogram, unsigned octave)
{
	if (!histogram->octave[octave])
		histogram->octave[octave] =
			memory_get(BUCKETS * sizeof(uint64_t));
	return histogram->octave[octave];
}

static inline void widen(struct histogram *histogram, int64_t low, int64_t high)
{
	if (histogram->count == 0 || low < histogram->low)
		histogram->low = low;
	if (histogram->count == 0 || high > histogram->high)
		histogram->high = high;
}

void histogram_add_many(struct histogram *histogram, int64_t value,
			uint64_t times)
{
	unsigned octave = octave_of(value);

	assert(value >= 0);
	if (times == 0)
		return;
	octave_get(histogram, octave)[bucket_of(value, octave)] += times;
	widen(histogram, value, value);
	histogram->count += times;
}

void histogram_add(struct histogram *histogram, int64_t value)
{
	histogram_add_many(histogram, value, 1);
}

void histogram_merge(struct histogram *into, const struct histogram *from)
{
	if (from->count == 0)
		return;
	widen(into, from->low, from->high);
	into->count += from->count;
	for (unsigned o = 0; o < HISTOGRAM_OCTAVES; o++) {
		uint64_t *sum;

		if (!from->octave[o])
			continue;
		sum = octave_get(into, o);
		for (unsigned b = 0; b < BUCKETS; b++)
			sum[b] += from->octave[o][b];
	}
}

/* A bucket's values are low .. low + width - 1; `share` (0..1) of them lie
 * below the result, which never leaves that range nor the extremes. */
static double interpolate(const struct histogram *histogram,
			  const struct histogram_bucket *bucket, double share)
{
	double value = (double)bucket->low +
		       (double)(bucket->width - 1) * share;

	value = fmax(value, (double)histogram->low);
	return fmin(value, (double)histogram->high);
}

double histogram_quantile(const struct histogram *histogram, double q)
{
	double wanted = q * (double)histogram->count, below = 0;
	struct histogram_bucket bucket;
	uint32_t cursor = 0;

	if (histogram->count == 0)
		return 0;
	if (q <= 0)
		return (double)histogram->low;
	while (q < 1 && histogram_next(histogram, &cursor, &bucket)) {
		double here = (double)bucket.count;

		if (below + here >= wanted)
			return interpolate(histogram, &bucket,
					   (wanted - below) / here);
		below += here;
	}
	return (double)histogram->high;
}

/* The slack keeps (1 - 0.9) * 10 from becoming 0. */
uint64_t histogram_above(const struct histogram *histogram, double q)
{
	double above = (1 - q) * (double)histogram->count;

	return q >= 1 ? 0 : (uint64_t)(above * (1 + 1e-12) + 1e-9);
}

bool histogram_next(const struct histogram *histogram, uint32_t *cursor,
		    struct histogram_bucket *bucket)
{
	while (*cursor < HISTOGRAM_OCTAVES * BUCKETS) {
		unsigned o = *cursor / BUCKETS, b = *cursor % BUCKETS;

		if (!histogram->octave[o]) {
			*cursor = (o + 1) * BUCKETS;
			continue;
		}
		++*cursor;
		if (histogram->octave[o][b] == 0)
			continue;
		bucket->low = bucket_low(o, b);
		bucket->width = (int64_t)1 << shift_of(o);
		bucket->count = histogram->octave[o][b];
		return true;
	}
	return false;
}
