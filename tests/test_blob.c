/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Histograms as bytes: there and back, and what is no histogram. */
#include "results/blob.h"

#include <stdlib.h>
#include <string.h>

#include "sim/random.h"
#include "tests/suite.h"

static struct histogram sample(int values, double mean, uint64_t seed)
{
	struct random_stream stream = {seed};
	struct histogram histogram;

	histogram_init(&histogram);
	for (int i = 0; i < values; i++)
		histogram_add(&histogram, (int64_t)(mean *
			      random_exponential(&stream)));
	return histogram;
}

static struct histogram there_and_back(const struct histogram *from,
				       size_t *length)
{
	void *bytes = blob_encode(from, length);
	struct histogram back;

	histogram_init(&back);
	ck_assert_int_eq(blob_decode(bytes, *length, &back), 0);
	free(bytes);
	return back;
}

static void assert_same(const struct histogram *a, const struct histogram *b)
{
	static const double shares[] = {0, 0.001, 0.5, 0.9, 0.99, 0.999, 1};

	ck_assert_uint_eq(a->count, b->count);
	for (size_t i = 0; i < sizeof(shares) / sizeof(shares[0]); i++)
		ck_assert(histogram_quantile(a, shares[i]) ==
			  histogram_quantile(b, shares[i]));
}

START_TEST(a_histogram_comes_back_as_it_was)
{
	struct histogram from = sample(100000, 3e6, 7), back;
	size_t length;

	back = there_and_back(&from, &length);
	assert_same(&from, &back);
	ck_assert_int_eq(from.low, back.low);
	ck_assert_int_eq(from.high, back.high);
	histogram_fini(&from);
	histogram_fini(&back);
}
END_TEST

START_TEST(an_empty_one_is_a_byte)
{
	struct histogram from, back;
	size_t length;

	histogram_init(&from);
	back = there_and_back(&from, &length);
	ck_assert_uint_eq(length, 1);
	ck_assert_uint_eq(back.count, 0);
	histogram_fini(&back);
}
END_TEST

START_TEST(extremes_of_64_bits_come_back)
{
	struct histogram from, back;
	size_t length;

	histogram_init(&from);
	histogram_add(&from, 0);
	histogram_add_many(&from, INT64_MAX, UINT64_MAX / 2);
	back = there_and_back(&from, &length);
	assert_same(&from, &back);
	ck_assert_int_eq(back.low, 0);
	ck_assert_int_eq(back.high, INT64_MAX);
	histogram_fini(&from);
	histogram_fini(&back);
}
END_TEST

START_TEST(a_bucket_takes_four_bytes_at_most)
{
	struct histogram from = sample(100000, 3e6, 7), back;
	struct histogram_bucket bucket;
	uint32_t cursor = 0;
	size_t length, buckets = 0;

	back = there_and_back(&from, &length);
	while (histogram_next(&from, &cursor, &bucket))
		buckets++;
	ck_assert_uint_le(length, 4 * buckets + 32);
	histogram_fini(&from);
	histogram_fini(&back);
}
END_TEST

START_TEST(equal_histograms_give_equal_bytes)
{
	struct histogram all = sample(2000, 1e6, 3), parts;
	struct histogram empty;
	size_t length, other;
	void *a, *b;

	histogram_init(&parts);
	histogram_init(&empty);
	histogram_merge(&parts, &empty);
	histogram_merge(&parts, &all);
	a = blob_encode(&all, &length);
	b = blob_encode(&parts, &other);
	ck_assert_uint_eq(length, other);
	ck_assert_mem_eq(a, b, length);
	free(a);
	free(b);
	histogram_fini(&all);
	histogram_fini(&parts);
}
END_TEST

START_TEST(decoding_adds_to_what_is_there)
{
	struct histogram from = sample(500, 1e6, 1), into;
	size_t length;
	void *bytes = blob_encode(&from, &length);

	into = sample(500, 1e6, 2);
	ck_assert_int_eq(blob_decode(bytes, length, &into), 0);
	ck_assert_uint_eq(into.count, 1000);
	free(bytes);
	histogram_fini(&from);
	histogram_fini(&into);
}
END_TEST

/* Bytes that are no histogram; the format's number is 1. */
static const struct {
	const char *bytes;
	size_t length;
} damaged[] = {
	{"", 0},
	{"\2", 1},                       /* another format */
	{"\1\1", 2},                     /* no highest value */
	{"\1\1\2", 3},                   /* no bucket */
	{"\1\2\1\1\1", 5},               /* the lowest above the highest */
	{"\1\1\1\1\0", 5},               /* an empty bucket */
	{"\1\1\1\1\x81", 5},             /* a number that does not end */
	{"\1\1\1\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f\1", 14}, /* 70 bits */
	{"\1\1\1\xff\xff\xff\xff\xff\xff\xff\xff\xff\1\1", 14},   /* < 0 */
};

START_TEST(what_is_no_histogram_is_refused_and_changes_nothing)
{
	struct histogram into;

	histogram_init(&into);
	ck_assert_int_eq(blob_decode(damaged[_i].bytes, damaged[_i].length,
				     &into), -1);
	ck_assert_uint_eq(into.count, 0);
	histogram_fini(&into);
}
END_TEST

START_TEST(every_truncation_is_refused_or_shorter)
{
	struct histogram from = sample(300, 1e5, 9);
	size_t length;
	unsigned char *bytes = blob_encode(&from, &length);

	for (size_t i = 0; i < length; i++) {
		struct histogram into;

		histogram_init(&into);
		if (blob_decode(bytes, i, &into) == 0)
			ck_assert_uint_lt(into.count, from.count);
		histogram_fini(&into);
	}
	free(bytes);
	histogram_fini(&from);
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("blob");
	TCase *tests = tcase_create("blob");

	tcase_add_test(tests, a_histogram_comes_back_as_it_was);
	tcase_add_test(tests, an_empty_one_is_a_byte);
	tcase_add_test(tests, extremes_of_64_bits_come_back);
	tcase_add_test(tests, a_bucket_takes_four_bytes_at_most);
	tcase_add_test(tests, equal_histograms_give_equal_bytes);
	tcase_add_test(tests, decoding_adds_to_what_is_there);
	tcase_add_loop_test(tests,
		what_is_no_histogram_is_refused_and_changes_nothing, 0,
		(int)(sizeof(damaged) / sizeof(damaged[0])));
	tcase_add_test(tests, every_truncation_is_refused_or_shorter);
	suite_add_tcase(suite, tests);
	return suite;
}
