/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers with units, and the distributions that costs are made of. */
#include "experiment/quantity.h"

#include <math.h>

#include "experiment/terms.h"
#include "tests/reading.h"
#include "tests/suite.h"

static struct reading reading;

static void setup(void)
{
	reading_init(&reading);
}

static void teardown(void)
{
	reading_fini(&reading);
}

/* ---- quantities ---- */

static const struct {
	const char *text;
	enum unit unit;
	double value;
} good[] = {
	{"0", UNIT_TIME, 0},
	{"0", UNIT_BYTES, 0},
	{"64", UNIT_COUNT, 64},
	{"2M", UNIT_COUNT, 2e6},
	{"20k", UNIT_COUNT, 2e4},
	{"1e3", UNIT_COUNT, 1000},
	{".5us", UNIT_TIME, 5e5},
	{"1.5us", UNIT_TIME, 1.5e6},
	{"1e-3ms", UNIT_TIME, 1e6},
	{"2s", UNIT_TIME, 2e12},
	{"7ps", UNIT_TIME, 7},
	{"1200cyc", UNIT_CYCLES, 1200},
	{"1.2kcyc", UNIT_CYCLES, 1200},
	{"3Mcyc", UNIT_CYCLES, 3e6},
	{"1B", UNIT_BYTES, 1},
	{"4KiB", UNIT_BYTES, 4096},
	{"2MiB", UNIT_BYTES, 2097152},
	{"1GiB", UNIT_BYTES, 1073741824},
	{"5/s", UNIT_RATE, 5},
	{"200k/s", UNIT_RATE, 2e5},
	{"2.2M/s", UNIT_RATE, 2.2e6},
	{"8bit/s", UNIT_BANDWIDTH, 1},
	{"25Gbit/s", UNIT_BANDWIDTH, 3.125e9},
	{"1KB/s", UNIT_BANDWIDTH, 1000},
	{"1KiB/s", UNIT_BANDWIDTH, 1024},
	{"1GB/s", UNIT_BANDWIDTH, 1e9},
	{"2.4GHz", UNIT_CLOCK, 2.4e9},
	{"5%", UNIT_SHARE, 0.05},
};

START_TEST(a_unit_gives_the_value_in_base_units)
{
	struct legal legal = {good[_i].unit, 0, 0, false, false};
	double value = -1;

	ck_assert(quantity_read(&reading.reader,
				reading_scalar(&reading, good[_i].text), "it",
				&legal, &value));
	ck_assert_double_eq_tol(value, good[_i].value,
				1e-12 * (1 + good[_i].value));
	reading_expect(&reading, "");
}
END_TEST

static const struct {
	const char *text, *said;
} bad[] = {
	{"", "1:1: it is empty; it must be a single value\n"},
	{"5", "1:1: it: '5' has no unit; it must be a time (ps, ns, us, ms, "
	      "s)\n"},
	{"5B", "1:1: it: '5B' is bytes; it must be a time (ps, ns, us, ms, "
	       "s)\n"},
	{"5cyc", "1:1: it: '5cyc' is cycles; it must be a time (ps, ns, us, "
		 "ms, s)\n"},
	{"5ns/B", "1:1: it: '5ns/B' is a time for each something; it must be "
		  "a time (ps, ns, us, ms, s)\n"},
	{"5us2", "1:1: it: unknown unit 'us2'; units are ps, ns, us, ms, s\n"},
	{"5 us", "1:3: it: unexpected 'us'\n"},
	{"5us 6us", "1:5: it: unexpected '6us'\n"},
	{"5min", "1:1: it: unknown unit 'min'; units are ps, ns, us, ms, s\n"},
	{"-5us", "1:1: it: '-5us' is negative\n"},
	{"- 5us", "1:1: it: '- ' is negative\n"},
	{"+5us", "1:1: it: '+' is not a number\n"},
	{"nan", "1:1: it: 'nan' is not a number\n"},
	{"NaNus", "1:1: it: 'NaNus' is not a number\n"},
	{".nan", "1:1: it: '.nan' is not a number\n"},
	{"inf", "1:1: it: 'inf' is not a number\n"},
	{"1e999us", "1:1: it: '1e999' is too large\n"},
	{"1e9s", "1:1: it: a time is at most 106 days\n"},
	{"0x10us", "1:1: it: unknown unit 'x10us'; units are ps, ns, us, ms, "
		   "s\n"},
	{"1,5us", "1:2: it: unexpected ',5us'\n"},
	{"10us", "1:1: it is out of range: '10us'; legal is 1us to 2us\n"},
	{"0", "1:1: it is out of range: '0'; legal is 1us to 2us\n"},
};

START_TEST(what_is_no_legal_time_is_refused)
{
	struct legal legal = {UNIT_TIME, 1e6, 2e6, false, false};
	double value;

	ck_assert(!quantity_read(&reading.reader,
				 reading_scalar(&reading, bad[_i].text), "it",
				 &legal, &value));
	reading_expect(&reading, bad[_i].said);
}
END_TEST

START_TEST(counts_are_whole_where_they_must_be)
{
	double value;

	ck_assert(!reader_count(&reading.reader,
				reading_scalar(&reading, "2.5"), "threads", 1,
				8, &value));
	ck_assert(!reader_count(&reading.reader,
				reading_scalar(&reading, "9"), "threads", 1, 8,
				&value));
	reading_expect(&reading,
		       "1:1: threads: '2.5' is not a whole number\n"
		       "1:1: threads is out of range: '9'; legal is 1 to 8\n");
}
END_TEST

START_TEST(inf_is_a_number_only_where_it_may_be)
{
	struct legal legal = {UNIT_COUNT, 1, 1e6, true, true};
	double value;

	ck_assert(quantity_read(&reading.reader,
				reading_scalar(&reading, "inf"), "servers",
				&legal, &value));
	ck_assert(isinf(value));
	ck_assert(!quantity_read(&reading.reader,
				 reading_scalar(&reading, "0"), "servers",
				 &legal, &value));
	reading_expect(&reading, "1:1: servers is out of range: '0'; legal is "
		       "1 to 1000000, or inf\n");
}
END_TEST

START_TEST(a_value_is_printed_in_the_unit_that_suits_it)
{
	struct arena *arena = &reading.arena;

	ck_assert_str_eq(quantity_print(arena, 1.5e6, UNIT_TIME), "1.5us");
	ck_assert_str_eq(quantity_print(arena, 1e15, UNIT_TIME), "1000s");
	ck_assert_str_eq(quantity_print(arena, 65536, UNIT_BYTES), "64KiB");
	ck_assert_str_eq(quantity_print(arena, 1000, UNIT_BYTES), "1000B");
	ck_assert_str_eq(quantity_print(arena, 65536, UNIT_COUNT), "65536");
	ck_assert_str_eq(quantity_print(arena, 0.05, UNIT_SHARE), "5%");
	ck_assert_str_eq(quantity_print(arena, 2.4e9, UNIT_CLOCK), "2.4GHz");
	ck_assert_str_eq(quantity_print(arena, 0, UNIT_TIME), "0");
	ck_assert_str_eq(quantity_print(arena, INFINITY, UNIT_TIME), "inf");
}
END_TEST

/* ---- sums and distributions ---- */

static const struct term *terms_of(const char *text, int *count)
{
	const struct term *term = terms_read(&reading.reader,
					     reading_scalar(&reading, text),
					     "it", count);

	ck_assert_msg(term != NULL, "%s", text);
	reading_expect(&reading, "");
	return term;
}

START_TEST(a_sum_has_a_term_for_each_summand)
{
	int count;
	const struct term *term = terms_of("490ns + 0.1ns/B+1us/segments "
					   "+ 1200cyc", &count);

	ck_assert_int_eq(count, 4);
	ck_assert_double_eq(term[0].value.a, 490e3);
	ck_assert_ptr_null(term[0].per);
	ck_assert_double_eq(term[1].value.a, 100);
	ck_assert_str_eq(term[1].per, "B");
	ck_assert_str_eq(term[2].per, "segments");
	ck_assert_int_eq(term[3].unit, UNIT_CYCLES);
}
END_TEST

START_TEST(a_bare_zero_is_a_time)
{
	int count;
	const struct term *term = terms_of("0", &count);

	ck_assert_int_eq(term->unit, UNIT_TIME);
	ck_assert(terms_are_zero(term, count));
}
END_TEST

static const struct {
	const char *text;
	enum distribution_kind kind;
	double mean, scv;
} drawn[] = {
	{"constant 3us", DISTRIBUTION_CONSTANT, 3e6, 0},
	{"exp 2us", DISTRIBUTION_EXPONENTIAL, 2e6, 1},
	{"uniform 1us 3us", DISTRIBUTION_UNIFORM, 2e6, 1 / 12.0},
	{"uniform 0 3us", DISTRIBUTION_UNIFORM, 1.5e6, 1 / 3.0},
	{"normal mean=2us sd=20ns", DISTRIBUTION_NORMAL, 2e6, 1e-4},
	{"normal sd=20ns mean=2us", DISTRIBUTION_NORMAL, 2e6, 1e-4},
	{"lognormal mean=60us cv=0.8", DISTRIBUTION_LOGNORMAL, 6e7, 0.64},
	{"gamma mean=60us cv=0.5", DISTRIBUTION_GAMMA, 6e7, 0.25},
	{"pareto min=1us shape=3", DISTRIBUTION_PARETO, 1.5e6, 1 / 3.0},
	{"mix 0.5 1us 0.5 3us", DISTRIBUTION_MIXTURE, 2e6, 0.25},
	{"mix 0.75 exp 2us 0.25 lognormal mean=2us cv=1",
	 DISTRIBUTION_MIXTURE, 2e6, 1},
};

START_TEST(a_distribution_has_the_moments_that_its_text_says)
{
	int count;
	const struct term *term = terms_of(drawn[_i].text, &count);

	ck_assert_int_eq(count, 1);
	ck_assert_int_eq(term->value.kind, drawn[_i].kind);
	ck_assert_int_eq(term->unit, UNIT_TIME);
	ck_assert_double_eq_tol(distribution_mean(&term->value),
				drawn[_i].mean, 1e-9 * drawn[_i].mean);
	ck_assert_double_eq_tol(distribution_scv(&term->value), drawn[_i].scv,
				1e-9);
}
END_TEST

static const struct {
	const char *text, *said;
} undrawn[] = {
	{"exp", "1:4: it: exp needs its mean\n"},
	{"expo 2us", "1:1: it: 'expo' is neither a number nor a distribution "
		     "(exp, uniform, normal, lognormal, gamma, pareto, mix)\n"},
	{"uniform 3us 1us", "1:1: it: high must be at least low\n"},
	{"uniform 1us 2B", "1:13: it: one term has one unit\n"},
	{"lognormal 60us 0.8", "1:11: it: lognormal takes mean=... and "
			       "cv=...\n"},
	{"lognormal mean=60us mean=60us", "1:26: it: mean stands twice\n"},
	{"lognormal mean=60us cv=80%", "1:24: it: cv is a plain number\n"},
	{"lognormal mean=60us cv=-1", "1:24: it: '-1' is negative\n"},
	{"pareto min=1us shape=2", "1:1: it: shape must be above 2\n"},
	{"mix 0.7 exp 2us 0.2 exp 9us", "1:4: it: weights must add up to 1\n"},
	{"mix", "1:4: it: a mixture needs parts\n"},
	{"mix 1us exp 2us", "1:5: it: a weight is a plain number\n"},
	{"exp nan", "1:5: it: 'nan' is not a number\n"},
	{"1us +", "1:6: it: a number is missing\n"},
	{"1us 2us", "1:5: it: unexpected '2us'\n"},
	{"1us - 2us", "1:5: it: unexpected '- 2us'\n"},
	{"1us/s", "1:1: it: unknown unit 'us/s'\n"},
	{"1us/", "1:1: it: unknown unit 'us/'\n"},
	{"inf", "1:1: it: 'inf' is not a number\n"},
};

START_TEST(what_is_no_cost_is_refused_at_its_place)
{
	int count;

	ck_assert_ptr_null(terms_read(&reading.reader,
				      reading_scalar(&reading,
						     undrawn[_i].text),
				      "it", &count));
	reading_expect(&reading, undrawn[_i].said);
}
END_TEST

#define COUNT(table) ((int)(sizeof(table) / sizeof((table)[0])))

Suite *make_suite(void)
{
	Suite *suite = suite_create("quantity");
	TCase *tests = tcase_create("all");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_loop_test(tests, a_unit_gives_the_value_in_base_units, 0,
			    COUNT(good));
	tcase_add_loop_test(tests, what_is_no_legal_time_is_refused, 0,
			    COUNT(bad));
	tcase_add_test(tests, counts_are_whole_where_they_must_be);
	tcase_add_test(tests, inf_is_a_number_only_where_it_may_be);
	tcase_add_test(tests, a_value_is_printed_in_the_unit_that_suits_it);
	tcase_add_test(tests, a_sum_has_a_term_for_each_summand);
	tcase_add_test(tests, a_bare_zero_is_a_time);
	tcase_add_loop_test(tests,
			    a_distribution_has_the_moments_that_its_text_says,
			    0, COUNT(drawn));
	tcase_add_loop_test(tests, what_is_no_cost_is_refused_at_its_place, 0,
			    COUNT(undrawn));
	suite_add_tcase(suite, tests);
	return suite;
}
