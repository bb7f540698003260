/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sweeps: which values, how many points, in which order. */
#include "experiment/sweep.h"

#include <math.h>
#include <stdio.h>

#include "experiment/scenario.h"
#include "tests/reading.h"
#include "tests/scratch.h"
#include "tests/suite.h"

static struct reading reading;

static void setup(void)
{
	scratch_enter();
	reading_init(&reading);
}

static void teardown(void)
{
	reading_fini(&reading);
	scratch_leave();
}

#define LADDER READING_LADDER
#define NETWORK READING_NETWORK

static struct scenario *load(const char *text, const char *const *set,
			     int sets)
{
	return reading_scenario(&reading, text, set, sets);
}

static struct scenario *load_good(const char *text, const char *set)
{
	return reading_good_scenario(&reading, text, set);
}

static const struct setup *setup_of(struct scenario *scenario, int point)
{
	return reading_setup(&reading, scenario, point);
}

static const char *texts(struct scenario *scenario)
{
	const char *all = "";

	for (int i = 0; i < scenario_points(scenario); i++) {
		const struct point *point = scenario_point(scenario, i);

		all = arena_format(&reading.arena, "%s%s%s", all,
				   i ? " | " : "", point->label);
		for (int k = 0; k < point->swepts; k++)
			all = arena_format(&reading.arena, "%s %s", all,
					   point->swept[k].text);
	}
	return all;
}

START_TEST(the_first_key_varies_slowest_and_the_platform_slower)
{
	struct scenario *scenario = load_good(
		LADDER "sweep: {workload.s.payload: [1B, 2B], "
		"workload.s.threads: [1, 2]}\n", NULL);

	ck_assert_str_eq(texts(scenario),
			 "xen-pv 1B 1 | xen-pv 1B 2 | xen-pv 2B 1 | "
			 "xen-pv 2B 2 | nitro 1B 1 | nitro 1B 2 | nitro 2B 1 | "
			 "nitro 2B 2");
	ck_assert_int_eq(setup_of(scenario, 7)->workload->threads, 2);
	scenario_free(scenario);
}
END_TEST

static const struct {
	const char *sweep, *points;
} ranges[] = {
	{"workload.c.arrival.open: {from: 1k/s, to: 1M/s, log: 4}",
	 "network 1k/s | network 10k/s | network 100k/s | network 1000k/s"},
	{"workload.c.payload: {from: 1B, to: 1400B, log: 8}",
	 "network 1B | network 3B | network 8B | network 22B | network 63B | "
	 "network 177B | network 497B | network 1400B"},
	{"workload.c.payload: {from: 0, to: 4KiB, count: 3}",
	 "network 0B | network 2048B | network 4096B"},
	{"network.costs.x: {from: 1us, to: 2us, step: 250ns}",
	 "network 1us | network 1.25us | network 1.5us | network 1.75us | "
	 "network 2us"},
	{"network.components.st.servers: {from: 1, to: 4, step: 1}",
	 "network 1 | network 2 | network 3 | network 4"},
	{"network.components.st.servers: {from: 1, to: 3, log: 5}",
	 "network 1 | network 2 | network 3"},
	{"run.spread: {from: 0%, to: 10%, count: 3}",
	 "network 0% | network 5% | network 10%"},
	{"workload.c.arrival: [{open: 1k/s}, {closed: 2}]",
	 "network {\"open\":\"1k/s\"} | network {\"closed\":\"2\"}"},
};

START_TEST(a_range_is_as_many_values_as_it_says)
{
	char text[600];
	struct scenario *scenario;

	snprintf(text, sizeof(text), NETWORK "sweep: {%s}\n",
		 ranges[_i].sweep);
	scenario = load_good(text, NULL);
	ck_assert_str_eq(texts(scenario), ranges[_i].points);
	scenario_free(scenario);
}
END_TEST

START_TEST(a_swept_value_is_a_number_in_its_unit)
{
	struct scenario *scenario = load_good(
		NETWORK "sweep: {network.costs.x: [0, 1us, exp 1us], "
		"workload.c.payload: [4KiB], run.spread: [5%]}\n", NULL);
	const struct swept *swept = scenario_point(scenario, 0)->swept;

	ck_assert_str_eq(swept[0].key, "network.costs.x");
	ck_assert_double_eq(swept[0].number, 0);
	ck_assert_str_eq(swept[0].unit, "s");
	ck_assert_double_eq(swept[1].number, 4096);
	ck_assert_str_eq(swept[1].unit, "B");
	ck_assert_double_eq(swept[2].number, 5);
	ck_assert_str_eq(swept[2].unit, "%");
	ck_assert_double_eq_tol(scenario_point(scenario, 1)->swept[0].number,
				1e-6, 1e-18);
	swept = scenario_point(scenario, 2)->swept;
	ck_assert(isnan(swept[0].number));
	ck_assert_str_eq(swept[0].unit, "");
	scenario_free(scenario);
}
END_TEST

START_TEST(a_sweep_over_workloads_runs_one_a_point)
{
	struct scenario *scenario = load_good(
		"compare: [nitro]\n"
		"workload:\n"
		"  a: {kind: packets, direction: tx, payload: 1B, arrival: "
		"saturate}\n"
		"  b: {kind: requests, payload: 1B, answer: 1B, arrival: "
		"{closed: 1}}\n"
		"sweep: {workload: [a, b], workload.b.payload: [1B, 2B]}\n",
		NULL);
	const struct setup *a = setup_of(scenario, 0);

	ck_assert_int_eq(scenario_points(scenario), 4);
	ck_assert_int_eq(a->workloads, 1);
	ck_assert_int_eq(a->hosts, 1);
	ck_assert_str_eq(setup_of(scenario, 3)->workload->name, "b");
	ck_assert_int_eq(setup_of(scenario, 3)->hosts, 2);
	scenario_free(scenario);
}
END_TEST

START_TEST(a_key_that_is_set_is_swept_over_that_value_alone)
{
	struct scenario *all = load_good(
		NETWORK "sweep: {workload.c.arrival.open: [1k/s, 7k/s]}\n",
		NULL);
	struct scenario *one = load_good(
		NETWORK "sweep: {workload.c.arrival.open: [1k/s, 7k/s]}\n",
		"workload.c.arrival.open=7k/s");

	ck_assert_int_eq(scenario_points(one), 1);
	ck_assert_uint_eq(scenario_point(one, 0)->id,
			  scenario_point(all, 1)->id);
	ck_assert_double_eq(setup_of(one, 0)->workload->rate, 7000);
	scenario_free(all);
	scenario_free(one);
}
END_TEST

START_TEST(a_key_that_is_set_is_not_hidden_by_a_sweep_of_it)
{
	static const char *const one = "network.x=2us",
		*const two = "workload.c.arrival.open=2k/s",
		*const three = "nitro:linux.recv=1us";

	ck_assert_ptr_null(load(NETWORK "sweep: {network.costs.x: [1us]}\n",
				&one, 1));
	reading_expect(&reading, "1:1: 'network.x' would have no effect: "
				 "'network.costs.x' is swept\n");
	ck_assert_ptr_null(load(NETWORK "sweep: {workload.c.arrival: [{open: "
				"1k/s}]}\n", &two, 1));
	reading_expect(&reading, "1:1: 'workload.c.arrival.open' would have no "
				 "effect: 'workload.c.arrival' is swept\n");
	ck_assert_ptr_null(load(LADDER "sweep: {linux.recv: [2us]}\n", &three,
				1));
	reading_expect(&reading, "1:1: 'nitro:linux.recv' would have no "
				 "effect: 'linux.recv' is swept\n");
}
END_TEST

START_TEST(a_key_may_be_set_beside_a_sweep_of_another)
{
	scenario_free(load_good(LADDER "sweep: {workload: [s]}\n",
				"workload.s.threads=2"));
	scenario_free(load_good(LADDER "sweep: {'nitro:linux.send': [2us]}\n",
				"linux.send=1us"));
	scenario_free(load_good(LADDER "sweep: {'nitro:linux.send': [2us]}\n",
				"xen-pv:linux.send=1us"));
	scenario_free(load_good(NETWORK "sweep: {run.seed: [1, 2]}\n",
				"run.jobs=5"));
}
END_TEST

static const struct {
	const char *sweep, *said;
} bad_sweeps[] = {
	{"run.seed: 1", "3:19: 'run.seed' takes a list of values, or {from: "
			"A, to: B, log: N}\n"},
	{"run.seed: []", "3:19: 'run.seed' has no values\n"},
	{"run.seed: [1, 2, 1]", "3:26: 'run.seed' takes the value '1' "
				"twice\n"},
	{"run.seed: {from: 1, to: 9}", "3:19: a swept range has one of "
				       "'step', 'count' and 'log'\n"},
	{"run.seed: {from: 9, to: 1, step: 1}",
	 "3:19: a swept range must end above its beginning\n"},
	{"run.seed: {from: 0, to: 9, log: 3}",
	 "3:19: a swept range with 'log' cannot begin at 0\n"},
	{"run.seed: {from: 1, to: 9, step: 0}",
	 "3:19: a swept range needs a step above 0\n"},
	{"run.seed: {from: 1, to: 9us, count: 3}",
	 "3:19: a swept range has ends of different dimensions\n"},
	{"run.seed: {from: 1, to: 1M, step: 1}",
	 "3:19: a swept range has over 100,000 values\n"},
	{"run.seed: {from: 1, to: 9, count: 1}",
	 "3:43: count is out of range: '1'; legal is 2 to 100000\n"},
	{"run.warmup: [1ms, 2B]", "3:27: warmup: '2B' is bytes; it must be a "
				  "time (ps, ns, us, ms, s)\n"},
	{"network.costs.y: [1us]", "3:9: 'network.costs.y' names nothing: no "
				   "'y' in 'network'; there is x\n"},
	{"workload: [c, d]", "3:23: no workload 'd'; there is c\n"},
	{"run.seed: {from: 1, to: 60k, step: 1}, workload.c.threads: [1, 2]",
	 "3:1: the sweep has 120000 points; at most 10000 are run\n"},
};

START_TEST(a_sweep_that_cannot_be_is_refused)
{
	char text[600];

	snprintf(text, sizeof(text), NETWORK "sweep: {%s}\n",
		 bad_sweeps[_i].sweep);
	ck_assert_ptr_null(load(text, NULL, 0));
	reading_expect(&reading, bad_sweeps[_i].said);
}
END_TEST

#define COUNT(table) ((int)(sizeof(table) / sizeof((table)[0])))

Suite *make_suite(void)
{
	Suite *suite = suite_create("sweep");
	TCase *tests = tcase_create("all");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests,
		       the_first_key_varies_slowest_and_the_platform_slower);
	tcase_add_loop_test(tests, a_range_is_as_many_values_as_it_says, 0,
			    COUNT(ranges));
	tcase_add_test(tests, a_swept_value_is_a_number_in_its_unit);
	tcase_add_test(tests, a_sweep_over_workloads_runs_one_a_point);
	tcase_add_test(tests, a_key_that_is_set_is_swept_over_that_value_alone);
	tcase_add_test(tests, a_key_that_is_set_is_not_hidden_by_a_sweep_of_it);
	tcase_add_test(tests, a_key_may_be_set_beside_a_sweep_of_another);
	tcase_add_loop_test(tests, a_sweep_that_cannot_be_is_refused, 0,
			    COUNT(bad_sweeps));
	suite_add_tcase(suite, tests);
	return suite;
}
