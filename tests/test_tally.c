/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/tally.h"

#include <gsl/gsl_statistics_double.h>
#include <math.h>

#include "sim/random.h"
#include "tests/suite.h"

#define COUNT 1000

/* A large offset: what a sum of squares would lose. */
static void sample(double value[COUNT])
{
	struct random_stream stream = {random_name("tally")};

	for (int i = 0; i < COUNT; i++)
		value[i] = 1e6 + random_uniform(&stream);
}

START_TEST(moments_are_those_of_gsl)
{
	struct tally tally = {0};
	double value[COUNT], low, high;

	sample(value);
	for (int i = 0; i < COUNT; i++)
		tally_add(&tally, value[i]);
	gsl_stats_minmax(&low, &high, value, 1, COUNT);
	ck_assert_uint_eq(tally.count, COUNT);
	ck_assert_double_eq_tol(tally.mean, gsl_stats_mean(value, 1, COUNT),
				1e-6);
	ck_assert_double_eq_tol(tally_variance(&tally),
				gsl_stats_variance(value, 1, COUNT), 1e-9);
	ck_assert_double_eq(tally.low, low);
	ck_assert_double_eq(tally.high, high);
}
END_TEST

START_TEST(merging_parts_gives_the_whole)
{
	struct tally whole = {0}, left = {0}, right = {0};
	double value[COUNT];

	sample(value);
	for (int i = 0; i < COUNT; i++) {
		tally_add(&whole, value[i]);
		tally_add(i < _i * 400 ? &left : &right, value[i]);
	}
	tally_merge(&left, &right);
	ck_assert_uint_eq(left.count, COUNT);
	ck_assert_double_eq_tol(left.mean, whole.mean, 1e-6);
	ck_assert_double_eq_tol(left.m2, whole.m2, 1e-6);
	ck_assert_double_eq(left.low, whole.low);
	ck_assert_double_eq(left.high, whole.high);
}
END_TEST

START_TEST(too_few_values_have_no_interval)
{
	struct tally tally = {0};

	ck_assert_double_eq(tally_variance(&tally), 0);
	ck_assert(isnan(tally_half_width(&tally, 0.95)));
	tally_add(&tally, -3);
	ck_assert_double_eq(tally.mean, -3);
	ck_assert_double_eq(tally.low, -3);
	ck_assert_double_eq(tally.high, -3);
	ck_assert_double_eq(tally_variance(&tally), 0);
	ck_assert(isnan(tally_half_width(&tally, 0.95)));
}
END_TEST

/* t(0.975, 4) = 2.776445 in every table; 1..5 has variance 2.5. */
START_TEST(the_interval_is_students)
{
	struct tally tally = {0};

	for (int i = 1; i <= 5; i++)
		tally_add(&tally, i);
	ck_assert_double_eq_tol(tally_half_width(&tally, 0.95),
				2.776445 * sqrt(2.5 / 5), 1e-6);
}
END_TEST

START_TEST(the_interval_covers_the_mean_as_often_as_it_says)
{
	struct random_stream stream = {random_name("coverage")};
	const int trials = 4000;
	int covered = 0;

	for (int i = 0; i < trials; i++) {
		struct tally tally = {0};

		for (int k = 0; k < 10; k++)
			tally_add(&tally, random_uniform(&stream));
		covered += fabs(tally.mean - 0.5) <
			   tally_half_width(&tally, 0.9);
	}
	ck_assert_double_eq_tol(covered, 0.9 * trials,
				3.3 * sqrt(trials * 0.9 * 0.1));
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("tally");
	TCase *tally = tcase_create("tally");

	tcase_add_test(tally, moments_are_those_of_gsl);
	tcase_add_loop_test(tally, merging_parts_gives_the_whole, 0, 4);
	tcase_add_test(tally, too_few_values_have_no_interval);
	tcase_add_test(tally, the_interval_is_students);
	tcase_add_test(tally, the_interval_covers_the_mean_as_often_as_it_says);
	suite_add_tcase(suite, tally);
	return suite;
}
