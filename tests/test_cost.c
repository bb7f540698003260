/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cited numbers, and the work that is made of them. */
#include "experiment/cost.h"

#include <math.h>

#include "experiment/scope.h"
#include "experiment/work.h"
#include "tests/reading.h"
#include "tests/suite.h"

static struct reading reading;

static void setup(void)
{
	reading_init(&reading);
	reading.reader.sources = reading_tree(
		&reading, "S1: a paper\nA03: a case\nlinux-6.1: a kernel\n");
}

static void teardown(void)
{
	reading_fini(&reading);
}

static struct cost cost_of(const char *text)
{
	const struct node *node = reading_tree(&reading, text);
	struct cost cost = {.name = "it"};

	ck_assert_msg(cost_read(&reading.reader, node, "cost 'it'", &cost),
		      "%s", text);
	reading_expect(&reading, "");
	return cost;
}

static void refused(const char *text, const char *said)
{
	struct cost cost = {.name = "it"};

	ck_assert(!cost_read(&reading.reader, reading_tree(&reading, text),
			     "cost 'it'", &cost));
	reading_expect(&reading, said);
}

START_TEST(a_bare_number_of_a_user_is_uncited)
{
	struct cost cost = cost_of("278ns");

	ck_assert_int_eq(cost.status, COST_UNCITED);
	ck_assert(!cost.is_shipped);
	ck_assert(isnan(cost.low) && isnan(cost.high));
	ck_assert_str_eq(cost.name, "it");
	ck_assert_str_eq(cost.text, "278ns");
	ck_assert_double_eq(cost_mean(&cost), 278e3);
}
END_TEST

START_TEST(a_shipped_cost_keeps_all_that_it_says)
{
	struct cost cost;

	reading.reader.is_shipped = true;
	cost = cost_of("{value: 490ns + 0.1ns/B, clock: 2.3GHz, status: fitted,"
		       " range: 400ns..600ns, source: \"S1, A03\", note: why}");
	ck_assert(cost.is_shipped);
	ck_assert_int_eq(cost.status, COST_FITTED);
	ck_assert_int_eq(cost.terms, 2);
	ck_assert_double_eq(cost.clock, 2.3e9);
	ck_assert_double_eq(cost.low, 400e3);
	ck_assert_double_eq(cost.high, 600e3);
	ck_assert_str_eq(cost.source, "S1, A03");
	ck_assert_str_eq(cost.note, "why");
}
END_TEST

START_TEST(a_range_is_of_the_mean_and_may_be_one_number)
{
	struct cost cost = cost_of("{value: exp 2us, range: 1us..3us}");

	ck_assert_double_eq(cost.high, 3e6);
	cost = cost_of("{value: 1.15, range: 1.0..1.25}");
	ck_assert_double_eq(cost.low, 1);
	cost = cost_of("{value: 256, range: 256..256}");
	ck_assert_double_eq(cost.low, cost.high);
}
END_TEST

START_TEST(a_cost_that_is_wrong_is_refused)
{
	refused("{value: 5us, range: 6us..7us}",
		"1:21: range: the value '5us' lies outside of it\n");
	refused("{value: 5us, range: 7us..4us}",
		"1:21: range: '7us..4us' ends below its beginning\n");
	refused("{value: 5us, range: 4us}",
		"1:21: range: '4us' is no range: write low..high\n");
	refused("{value: 5us, range: 4B..6B}",
		"1:21: range: '4B..6B' is not a time as the value is\n");
	refused("{value: 5cyc, clock: 2GHz}",
		"1:22: clock: only a time needs the clock at which it was "
		"measured; '5cyc' is none\n");
	refused("{value: 5us, status: guessed}",
		"1:22: status is 'guessed'; there is measured, documented, "
		"derived, fitted, assumed\n");
	refused("{value: 5us, sorce: S1}",
		"1:14: unknown key 'sorce' in cost 'it'; did you mean "
		"'source'?\n");
	refused("{range: 1us..2us}", "1:1: cost 'it' needs 'value'\n");
	refused("[1us]",
		"1:1: cost 'it' is a list; it must be a single value\n");
}
END_TEST

START_TEST(a_shipped_cost_must_be_cited)
{
	reading.reader.is_shipped = true;
	refused("5us", "1:1: cost 'it' is a bare number; a shipped file gives "
		"value, range, status and source\n");
	refused("{value: 5us, status: assumed, range: 4us..6us}",
		"1:1: cost 'it' needs 'source'\n");
	refused("{value: 5us}", "1:1: cost 'it' needs 'range'\n"
		"1:1: cost 'it' needs 'status'\n"
		"1:1: cost 'it' needs 'source'\n");
	refused("{value: 5us, status: assumed, range: 4us..6us, source: S2}",
		"1:56: source: 'S2' is no key of models/sources.yaml\n");
	refused("{value: 5us, status: fitted, range: 4us..6us, source: S1}",
		"1:55: source: a fitted cost names the case that it was "
		"fitted to, such as A01\n");
}
END_TEST

/* ---- work ---- */

static struct scope scope_of(const char *document)
{
	struct scope scope;

	ck_assert(scope_init(&scope, &reading.reader, "mechanism 'm'",
			     reading_tree(&reading, document)));
	return scope;
}

/* The texts of works get room from their own document. */
#define DOCUMENT                                                      \
	"costs: {a: 1us, b: 100cyc + 2cyc/B, size: 4KiB, rate: 5/s, " \
	"zero: 0}\n"                                                  \
	"room: [x, x, x, x, x, x, x, x]\n"

static const struct work *work_of(struct scope *scope, const char *text)
{
	const struct work *work = work_read(
		scope, reading_scalar(&reading, text), "stage.work");

	ck_assert_msg(work != NULL, "%s", text);
	reading_expect(&reading, "");
	return work;
}

START_TEST(work_is_a_sum_of_products)
{
	struct scope scope = scope_of(DOCUMENT);
	const struct work *work = work_of(
		&scope, "2*$a*segments + $b + $instance.lookup*0.5*n*m");

	ck_assert_int_eq(work->terms, 3);
	ck_assert_double_eq(work->term[0].factor, 2);
	ck_assert_ptr_eq(work->term[0].cost, &scope.cost[0]);
	ck_assert_int_eq(work->term[0].attributes, 1);
	ck_assert_str_eq(work->term[0].attribute[0], "segments");
	ck_assert_ptr_eq(work->term[1].cost, &scope.cost[1]);
	ck_assert_ptr_null(work->term[2].cost);
	ck_assert_str_eq(work->term[2].instance, "lookup");
	ck_assert_double_eq(work->term[2].factor, 0.5);
	ck_assert_int_eq(work->term[2].attributes, 2);
}
END_TEST

START_TEST(a_literal_is_a_cost_named_after_its_place)
{
	struct scope scope = scope_of(DOCUMENT);
	const struct work *work = work_of(&scope, "exp 1us + 3us*segments");

	ck_assert_int_eq(work->terms, 2);
	ck_assert_int_eq(scope.named, 5);
	ck_assert_int_eq(scope.costs, 7);
	ck_assert_ptr_eq(work->term[0].cost, &scope.cost[5]);
	ck_assert_str_eq(scope.cost[5].name, "stage.work");
	ck_assert_str_eq(scope.cost[5].text, "exp 1us");
	ck_assert_str_eq(scope.cost[6].name, "stage.work.2");
	ck_assert_int_eq(scope.cost[6].status, COST_UNCITED);
	ck_assert_str_eq(work->term[1].attribute[0], "segments");
}
END_TEST

START_TEST(zero_is_work_that_takes_no_time)
{
	struct scope scope = scope_of(DOCUMENT);
	const struct work *work = work_of(&scope, "0");

	ck_assert_int_eq(work->terms, 1);
	ck_assert(cost_is_zero(work->term[0].cost));
	work_of(&scope, "$zero");
}
END_TEST

static const struct {
	const char *text, *said;
} bad[] = {
	{"$c", "1:1: no cost '$c' in mechanism 'm'; there is a, b, size, rate, "
	       "zero\n"},
	{"$a + $sise", "1:6: no cost '$sise' in mechanism 'm'; did you mean "
		       "'size'?\n"},
	{"$size", "1:1: stage.work: '$size' is bytes; work is a time or "
		  "cycles\n"},
	{"$a*$b", "1:4: stage.work: a term has one cost\n"},
	{"segments", "1:1: stage.work: 'segments' has no cost: it needs a unit "
		     "(ps, ns, us, ms, s, cyc) or a $name\n"},
	{"3", "1:1: stage.work: '3' has no cost: it needs a unit (ps, ns, us, "
	      "ms, s, cyc) or a $name\n"},
	{"5B", "1:1: stage.work: '5B' is bytes; work is a time or cycles\n"},
	{"-5us", "1:1: stage.work: '-5us' is negative\n"},
	{"nan", "1:1: stage.work: 'nan' is not a number\n"},
	{"$a +", "1:5: stage.work: a cost is missing: $name, or a time or "
		 "cycles\n"},
	{"$a $b", "1:4: stage.work: unexpected '$b'\n"},
	{"$", "1:1: stage.work: a name is missing behind '$'\n"},
	{"$instance.", "1:1: stage.work: a name is missing behind "
		       "'$instance.'\n"},
	{"1e9*$a", "1:1: stage.work: a factor is at most 1000000\n"},
};

START_TEST(what_is_no_work_is_refused)
{
	struct scope scope = scope_of(DOCUMENT);

	ck_assert_ptr_null(work_read(&scope,
				     reading_scalar(&reading, bad[_i].text),
				     "stage.work"));
	reading_expect(&reading, bad[_i].said);
}
END_TEST

START_TEST(shipped_work_names_its_costs)
{
	struct scope scope = scope_of(DOCUMENT);
	struct reader shipped = reading.reader;

	shipped.is_shipped = true;
	scope.reader = &shipped;
	work_of(&scope, "2*$a");
	ck_assert_ptr_null(work_read(&scope, reading_scalar(&reading, "3us"),
				     "stage.work"));
	ck_assert_ptr_null(work_read(&scope, reading_scalar(&reading, "0"),
				     "stage.work"));
	reading_expect(&reading,
		       "1:1: stage.work: '3us' is a bare number; shipped files "
		       "name a cost\n"
		       "1:1: stage.work: a bare 0; shipped files name a "
		       "cost\n");
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("cost");
	TCase *tests = tcase_create("all");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, a_bare_number_of_a_user_is_uncited);
	tcase_add_test(tests, a_shipped_cost_keeps_all_that_it_says);
	tcase_add_test(tests, a_range_is_of_the_mean_and_may_be_one_number);
	tcase_add_test(tests, a_cost_that_is_wrong_is_refused);
	tcase_add_test(tests, a_shipped_cost_must_be_cited);
	tcase_add_test(tests, work_is_a_sum_of_products);
	tcase_add_test(tests, a_literal_is_a_cost_named_after_its_place);
	tcase_add_test(tests, zero_is_work_that_takes_no_time);
	tcase_add_loop_test(tests, what_is_no_work_is_refused, 0,
			    (int)(sizeof(bad) / sizeof(bad[0])));
	tcase_add_test(tests, shipped_work_names_its_costs);
	suite_add_tcase(suite, tests);
	return suite;
}
