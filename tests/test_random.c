/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/random.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>

#include "sim/memory.h"
#include "sim/tally.h"
#include "tests/goodness.h"
#include "tests/suite.h"

#define COUNT 200000

static double uniform_cdf(double value, const void *parameters)
{
	(void)parameters;
	return gsl_cdf_flat_P(value, 0, 1);
}

static double exponential_cdf(double value, const void *parameters)
{
	(void)parameters;
	return gsl_cdf_exponential_P(value, 1);
}

static double *values_new(int count)
{
	return memory_get((size_t)count * sizeof(double));
}

/* Vigna's splitmix64.c, seed 0. */
START_TEST(a_stream_is_splitmix64)
{
	struct random_stream stream = {0};

	ck_assert_uint_eq(random_next(&stream), UINT64_C(0xe220a8397b1dcdaf));
	ck_assert_uint_eq(random_next(&stream), UINT64_C(0x6e789e6aa1b965f4));
	ck_assert_uint_eq(random_next(&stream), UINT64_C(0x06c45d188009454f));
}
END_TEST

/* FNV-1a of "a" is published with the algorithm. */
START_TEST(a_name_has_the_same_key_everywhere)
{
	ck_assert_uint_eq(random_name("a"),
			  random_mix(UINT64_C(0xaf63dc4c8601ec8c)));
	ck_assert_uint_ne(random_name("ring"), random_name("rings"));
	ck_assert_uint_ne(random_name("ab"), random_name("ba"));
}
END_TEST

START_TEST(a_key_gives_the_first_number_of_its_stream)
{
	struct random_stream stream = {random_name("key")};
	double unit = random_unit(random_name("key"));

	ck_assert_double_eq(unit, random_uniform(&stream));
}
END_TEST

START_TEST(folding_minds_the_order_of_words)
{
	uint64_t key = random_fold(random_fold(1, 2), 3);

	ck_assert_uint_ne(key, random_fold(random_fold(1, 3), 2));
	ck_assert_uint_ne(key, random_fold(random_fold(2, 1), 3));
	ck_assert_uint_eq(key, random_fold(random_fold(1, 2), 3));
}
END_TEST

static int compare(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

START_TEST(neighbouring_words_never_share_a_key)
{
	uint64_t *key = memory_get(COUNT * sizeof(*key));

	for (unsigned i = 0; i < COUNT; i++)
		key[i] = random_fold(random_fold(7, i / 500), i % 500);
	qsort(key, COUNT, sizeof(*key), compare);
	for (unsigned i = 1; i < COUNT; i++)
		if (key[i] == key[i - 1])
			ck_abort_msg("key %u occurs twice", i);
	free(key);
}
END_TEST

/* Of every seed: jobs 0, 1, 2, ... of one stage. */
START_TEST(neighbouring_keys_give_uniform_numbers)
{
	uint64_t seed = random_fold((uint64_t)_i, random_name("stage"));
	double *value = values_new(COUNT);

	for (unsigned i = 0; i < COUNT; i++)
		value[i] = random_unit(random_fold(seed, i));
	ck_assert_double_gt(goodness_ks(value, COUNT, uniform_cdf, NULL),
			    GOODNESS_MIN);
	free(value);
}
END_TEST

/* Cells of the unit square: this key's number against the next one's. */
START_TEST(neighbouring_keys_are_independent)
{
	uint64_t seed = random_fold((uint64_t)_i, random_name("stage"));
	int cell[32 * 32] = {0};
	double last = random_unit(random_fold(seed, 0));

	for (unsigned i = 1; i < COUNT; i++) {
		double unit = random_unit(random_fold(seed, i));

		if (i % 2)
			cell[(int)(last * 32) * 32 + (int)(unit * 32)]++;
		last = unit;
	}
	ck_assert_double_gt(goodness_even(cell, 32 * 32), GOODNESS_MIN);
}
END_TEST

/* The same job under one seed and the next, and two streams of one job. */
START_TEST(seeds_and_names_are_independent)
{
	int by_seed[256] = {0}, by_name[256] = {0};

	for (unsigned i = 0; i < COUNT; i++) {
		uint64_t a = random_fold(random_fold(1, 5), i);
		uint64_t b = random_fold(random_fold(2, 5), i);
		uint64_t c = random_fold(random_fold(1, 6), i);
		int at = (int)(random_unit(a) * 16) * 16;

		by_seed[at + (int)(random_unit(b) * 16)]++;
		by_name[at + (int)(random_unit(c) * 16)]++;
	}
	ck_assert_double_gt(goodness_even(by_seed, 256), GOODNESS_MIN);
	ck_assert_double_gt(goodness_even(by_name, 256), GOODNESS_MIN);
}
END_TEST

START_TEST(each_bit_of_a_key_is_fair)
{
	int ones[64] = {0};

	for (unsigned i = 0; i < COUNT; i++)
		for (int bit = 0; bit < 64; bit++)
			ones[bit] += random_fold(3, i) >> bit & 1;
	for (int bit = 0; bit < 64; bit++)
		ck_assert_double_lt(fabs(ones[bit] - COUNT / 2.0),
				    4.5 * sqrt(COUNT / 4.0));
}
END_TEST

START_TEST(the_ziggurat_is_exponential)
{
	struct random_stream stream = {random_name("zig") + (uint64_t)_i};
	double *value = values_new(COUNT);

	for (int i = 0; i < COUNT; i++)
		value[i] = random_exponential(&stream);
	ck_assert_double_gt(goodness_ks(value, COUNT, exponential_cdf, NULL),
			    GOODNESS_MIN);
	free(value);
}
END_TEST

START_TEST(the_ziggurat_has_the_moments_of_an_exponential)
{
	struct random_stream stream = {random_name("moments")};
	const double factorial[] = {1, 1, 2, 6};
	struct tally tally[4] = {{0}};

	for (int i = 0; i < 10 * COUNT; i++) {
		double x = random_exponential(&stream);

		for (int k = 1; k <= 3; k++)
			tally_add(&tally[k], pow(x, k));
	}
	for (int k = 1; k <= 3; k++)
		ck_assert_double_eq_tol(tally[k].mean, factorial[k],
					tally_half_width(&tally[k], 0.999));
}
END_TEST

/* What is above the last layer starts over there. */
START_TEST(the_tail_of_the_ziggurat_is_exponential)
{
	const double from = 7.6; /* just inside the layers */
	const int draws = 40 * COUNT, expected = (int)(draws * exp(-from));
	struct random_stream stream = {random_name("tail")};
	double *value = values_new(2 * expected);
	int tail = 0, above = 0;

	for (int i = 0; i < draws; i++) {
		double x = random_exponential(&stream);

		if (x > from && tail < 2 * expected)
			value[tail++] = x - from;
		above += x > 14;
	}
	ck_assert_double_lt(abs(tail - expected), 4 * sqrt(expected));
	ck_assert_double_gt(goodness_ks(value, tail, exponential_cdf, NULL),
			    GOODNESS_MIN);
	ck_assert_int_gt(above, 0); /* 6.7 expected: the tail has a tail */
	ck_assert_int_lt(above, 20);
	free(value);
}
END_TEST

START_TEST(gsl_draws_from_a_stream)
{
	struct random_stream stream = {random_name("gsl")};
	gsl_rng rng = random_gsl(&stream);
	double *value = values_new(COUNT);

	ck_assert_uint_eq(gsl_rng_max(&rng), UINT64_MAX);
	ck_assert_uint_eq(gsl_rng_min(&rng), 0);
	for (int i = 0; i < COUNT; i++)
		value[i] = gsl_ran_exponential(&rng, 1);
	ck_assert_double_gt(goodness_ks(value, COUNT, exponential_cdf, NULL),
			    GOODNESS_MIN);
	free(value);
}
END_TEST

START_TEST(gsl_can_allocate_and_seed_a_stream)
{
	gsl_rng *one = gsl_rng_alloc(random_gsl_type);
	gsl_rng *two = gsl_rng_alloc(random_gsl_type);
	int cell[10] = {0};

	gsl_rng_set(one, 5);
	gsl_rng_set(two, 5);
	ck_assert_uint_eq(gsl_rng_get(one), gsl_rng_get(two));
	gsl_rng_set(two, 6);
	ck_assert_uint_ne(gsl_rng_get(one), gsl_rng_get(two));
	for (int i = 0; i < COUNT; i++)
		cell[gsl_rng_uniform_int(one, 10)]++;
	ck_assert_double_gt(goodness_even(cell, 10), GOODNESS_MIN);
	gsl_rng_free(one);
	gsl_rng_free(two);
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("random");
	TCase *keys = tcase_create("keys");
	TCase *streams = tcase_create("streams");

	tcase_set_timeout(keys, 60);
	tcase_add_test(keys, a_name_has_the_same_key_everywhere);
	tcase_add_test(keys, a_key_gives_the_first_number_of_its_stream);
	tcase_add_test(keys, folding_minds_the_order_of_words);
	tcase_add_test(keys, neighbouring_words_never_share_a_key);
	tcase_add_loop_test(keys, neighbouring_keys_give_uniform_numbers, 0, 4);
	tcase_add_loop_test(keys, neighbouring_keys_are_independent, 0, 4);
	tcase_add_test(keys, seeds_and_names_are_independent);
	tcase_add_test(keys, each_bit_of_a_key_is_fair);
	suite_add_tcase(suite, keys);
	tcase_set_timeout(streams, 60);
	tcase_add_test(streams, a_stream_is_splitmix64);
	tcase_add_loop_test(streams, the_ziggurat_is_exponential, 0, 4);
	tcase_add_test(streams, the_ziggurat_has_the_moments_of_an_exponential);
	tcase_add_test(streams, the_tail_of_the_ziggurat_is_exponential);
	tcase_add_test(streams, gsl_draws_from_a_stream);
	tcase_add_test(streams, gsl_can_allocate_and_seed_a_stream);
	suite_add_tcase(suite, streams);
	return suite;
}
