/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/histogram.h"

#include <math.h>
#include <stdlib.h>

#include "sim/memory.h"
#include "sim/random.h"
#include "tests/suite.h"

#define COUNT 20000
#define ERROR 0x1p-10

static int compare(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Values over that many decimal orders, sorted. */
static int64_t *sample(int orders)
{
	struct random_stream stream = {random_name("histogram")};
	int64_t *value = memory_get(COUNT * sizeof(*value));

	for (int i = 0; i < COUNT; i++)
		value[i] = (int64_t)pow(10, orders * random_uniform(&stream));
	qsort(value, COUNT, sizeof(*value), compare);
	return value;
}

/* A quantile lies between the samples on both sides of its rank, give or take
 * the width of a bucket. */
START_TEST(quantiles_are_those_of_the_sorted_sample)
{
	const double q[] = {0.001, 0.01, 0.1, 0.25, 0.5, 0.9, 0.99, 0.999};
	int64_t *value = sample(_i);
	struct histogram histogram;

	histogram_init(&histogram);
	for (int i = 0; i < COUNT; i++)
		histogram_add(&histogram, value[i]);
	for (int i = 0; i < 8; i++) {
		int rank = (int)(q[i] * COUNT);
		double quantile = histogram_quantile(&histogram, q[i]);

		ck_assert_double_ge(quantile,
				    (double)value[rank - 1] * (1 - ERROR));
		ck_assert_double_le(quantile,
				    (double)value[rank] * (1 + ERROR));
	}
	ck_assert_double_eq(histogram_quantile(&histogram, 0),
			    (double)value[0]);
	ck_assert_double_eq(histogram_quantile(&histogram, 1),
			    (double)value[COUNT - 1]);
	histogram_fini(&histogram);
	free(value);
}
END_TEST

/* The bucket that holds one value, beside the value. */
static void check_bucket(int64_t value)
{
	struct histogram_bucket bucket;
	struct histogram histogram;
	uint32_t cursor = 0;

	histogram_init(&histogram);
	histogram_add(&histogram, value);
	ck_assert(histogram_next(&histogram, &cursor, &bucket));
	ck_assert_int_le(bucket.low, value);
	ck_assert_int_le(value - bucket.low, bucket.width - 1);
	ck_assert_double_le((double)(bucket.width - 1),
			    (double)value * ERROR);
	ck_assert_uint_eq(bucket.count, 1);
	ck_assert(!histogram_next(&histogram, &cursor, &bucket));
	ck_assert_double_eq(histogram_quantile(&histogram, 0.5),
			    (double)value);
	histogram_fini(&histogram);
}

START_TEST(a_value_is_known_to_one_part_in_1024)
{
	struct random_stream stream = {random_name("bucket")};

	for (int bit = 0; bit < 63; bit++) {
		int64_t power = (int64_t)1 << bit;

		check_bucket(power);
		check_bucket(power - 1);
		check_bucket(power + (power - 1));
		check_bucket(power + (int64_t)(random_uniform(&stream) *
					       (double)power) / 2);
	}
	check_bucket(INT64_MAX);
}
END_TEST

START_TEST(small_values_are_exact)
{
	struct histogram_bucket bucket;
	struct histogram histogram;
	uint32_t cursor = 0;

	histogram_init(&histogram);
	for (int64_t value = 0; value < 2048; value++)
		histogram_add_many(&histogram, value, (uint64_t)value + 1);
	for (int64_t value = 0; value < 2048; value++) {
		ck_assert(histogram_next(&histogram, &cursor, &bucket));
		ck_assert_int_eq(bucket.low, value);
		ck_assert_int_eq(bucket.width, 1);
		ck_assert_uint_eq(bucket.count, (uint64_t)value + 1);
	}
	ck_assert(!histogram_next(&histogram, &cursor, &bucket));
	histogram_fini(&histogram);
}
END_TEST

START_TEST(buckets_come_upwards_and_never_overlap)
{
	int64_t *value = sample(15), end = 0;
	struct histogram_bucket bucket;
	struct histogram histogram;
	uint32_t cursor = 0;
	uint64_t count = 0;

	histogram_init(&histogram);
	for (int i = 0; i < COUNT; i++)
		histogram_add(&histogram, value[i]);
	while (histogram_next(&histogram, &cursor, &bucket)) {
		ck_assert_int_ge(bucket.low, end);
		end = bucket.low + bucket.width;
		count += bucket.count;
	}
	ck_assert_uint_eq(count, COUNT);
	histogram_fini(&histogram);
	free(value);
}
END_TEST

START_TEST(merging_parts_gives_the_whole)
{
	int64_t *value = sample(12);
	struct histogram whole, part[2];

	histogram_init(&whole);
	histogram_init(&part[0]);
	histogram_init(&part[1]);
	for (int i = 0; i < COUNT; i++) {
		histogram_add(&whole, value[i]);
		histogram_add(&part[i % 7 == 0], value[i]);
	}
	histogram_merge(&part[0], &part[1]);
	ck_assert_uint_eq(part[0].count, whole.count);
	ck_assert_int_eq(part[0].low, whole.low);
	ck_assert_int_eq(part[0].high, whole.high);
	for (double q = 0; q <= 1; q += 0.01)
		ck_assert_double_eq(histogram_quantile(&part[0], q),
				    histogram_quantile(&whole, q));
	histogram_fini(&part[0]);
	histogram_fini(&part[1]);
	histogram_fini(&whole);
	free(value);
}
END_TEST

START_TEST(an_empty_histogram_is_neutral)
{
	struct histogram one, empty;

	histogram_init(&one);
	histogram_init(&empty);
	ck_assert_double_eq(histogram_quantile(&empty, 0.5), 0);
	ck_assert_uint_eq(histogram_above(&empty, 0.5), 0);
	histogram_add(&one, 7);
	histogram_merge(&one, &empty);
	ck_assert_int_eq(one.low, 7);
	histogram_merge(&empty, &one);
	ck_assert_int_eq(empty.low, 7);
	ck_assert_int_eq(empty.high, 7);
	ck_assert_uint_eq(empty.count, 1);
	histogram_add_many(&one, 9, 0);
	ck_assert_int_eq(one.high, 7);
	histogram_fini(&one);
	histogram_fini(&empty);
}
END_TEST

/* Where (1 - q) * count is whole, rounding must not lose one. */
START_TEST(samples_above_a_quantile_are_counted_down)
{
	struct histogram histogram;

	histogram_init(&histogram);
	histogram_add_many(&histogram, 1, 10);
	ck_assert_uint_eq(histogram_above(&histogram, 0.9), 1);
	ck_assert_uint_eq(histogram_above(&histogram, 0.95), 0);
	ck_assert_uint_eq(histogram_above(&histogram, 0), 10);
	ck_assert_uint_eq(histogram_above(&histogram, 1), 0);
	histogram_add_many(&histogram, 1, 99990);
	ck_assert_uint_eq(histogram_above(&histogram, 0.999), 100);
	ck_assert_uint_eq(histogram_above(&histogram, 0.99995), 5);
	ck_assert_uint_eq(histogram_above(&histogram, 0.999955), 4);
	histogram_fini(&histogram);
}
END_TEST

/* 10^5 exponentials: the median is ln 2 within four of its own deviations. */
START_TEST(quantiles_of_an_exponential_are_its_own)
{
	struct random_stream stream = {random_name("quantile")};
	const int n = 100000;
	struct histogram histogram;

	histogram_init(&histogram);
	for (int i = 0; i < n; i++)
		histogram_add(&histogram,
			      (int64_t)(random_exponential(&stream) * 1e9));
	for (double q = 0.1; q < 0.999; q += 0.1) {
		double sd = sqrt(q * (1 - q) / n) / (1 - q);

		ck_assert_double_eq_tol(
			histogram_quantile(&histogram, q) / 1e9, -log1p(-q),
			4 * sd);
	}
	histogram_fini(&histogram);
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("histogram");
	TCase *histogram = tcase_create("histogram");

	tcase_set_timeout(histogram, 60);
	tcase_add_loop_test(histogram, quantiles_are_those_of_the_sorted_sample,
			    1, 18);
	tcase_add_test(histogram, a_value_is_known_to_one_part_in_1024);
	tcase_add_test(histogram, small_values_are_exact);
	tcase_add_test(histogram, buckets_come_upwards_and_never_overlap);
	tcase_add_test(histogram, merging_parts_gives_the_whole);
	tcase_add_test(histogram, an_empty_histogram_is_neutral);
	tcase_add_test(histogram, samples_above_a_quantile_are_counted_down);
	tcase_add_test(histogram, quantiles_of_an_exponential_are_its_own);
	suite_add_tcase(suite, histogram);
	return suite;
}
