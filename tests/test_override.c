/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --set and sweeps: whose value takes whose place, and how many points. */
#include "experiment/override.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

#define LADDER                                                             \
	"compare: [xen-pv, nitro]\n"                                       \
	"workload: {s: {kind: packets, direction: tx, payload: 1B, "       \
	"arrival: saturate}}\n"
#define NETWORK                                                              \
	"network: {costs: {x: exp 1us}, components: {st: {kind: server, work: " \
	"$x}}, path: [{at: st}]}\n"                                          \
	"workload: {c: {kind: network, arrival: {open: 1k/s}}}\n"

static struct scenario *load(const char *text, const char *const *set,
			     int sets)
{
	const struct scenario_options options = {.set = set, .sets = sets};

	scratch_write("t.yaml", text);
	return scenario_load("t.yaml", &options, &reading.diagnostics);
}

static struct scenario *load_good(const char *text, const char *set)
{
	struct scenario *scenario = load(text, &set, set ? 1 : 0);

	reading_expect(&reading, "");
	ck_assert_ptr_nonnull(scenario);
	return scenario;
}

static const struct setup *setup_of(struct scenario *scenario, int point)
{
	const struct setup *setup = scenario_setup(scenario, point,
						   &reading.diagnostics);

	reading_expect(&reading, "");
	return setup;
}

static const struct mechanism *bound(struct scenario *scenario, int point,
				     const char *dimension)
{
	const struct setup *setup_0 = setup_of(scenario, point);
	const struct domain *guest =
		setup_0->host->instance->platform->domain;

	for (int i = 0; i < guest->bindings; i++)
		if (strcmp(guest->binding[i].dimension, dimension) == 0)
			return guest->binding[i].mechanism;
	return NULL;
}

static const struct cost *cost_of(const struct mechanism *mechanism,
				  const char *name)
{
	for (int i = 0; i < mechanism->costs; i++)
		if (strcmp(mechanism->cost[i].name, name) == 0)
			return &mechanism->cost[i];
	ck_abort_msg("no cost %s", name);
	return NULL;
}

/* ---- --set ---- */

START_TEST(a_cost_set_to_zero_is_really_zero_and_uncited)
{
	struct scenario *scenario = load_good(LADDER,
					      "netfront.grant_copy=0ns");
	const struct cost *cost = cost_of(bound(scenario, 0, "network"),
					  "grant_copy");

	ck_assert_int_eq(cost->terms, 1);
	ck_assert_double_eq(cost->term->value.a, 0);
	ck_assert_int_eq(cost->status, COST_UNCITED);
	ck_assert(!cost->is_shipped);
	ck_assert(isnan(cost->low));
	cost = cost_of(bound(scenario, 0, "network"), "forward");
	ck_assert(cost->is_shipped);
	scenario_free(scenario);
}
END_TEST

START_TEST(a_cost_keeps_the_clock_of_the_one_it_replaces)
{
	struct scenario *scenario = load_good(
		"network: {costs: {x: {value: 1us, clock: 2GHz}}, components: "
		"{st: {kind: server, work: $x}}, path: [{at: st}]}\n"
		"workload: {c: {kind: network, arrival: {open: 1k/s}}}\n",
		"network.costs.x=3us");
	const struct cost *cost = setup_of(scenario, 0)->workload->home->cost;

	ck_assert_double_eq(cost->term->value.a, 3e6);
	ck_assert_double_eq(cost->clock, 2e9);
	scenario_free(scenario);
}
END_TEST

START_TEST(rows_that_do_not_use_a_mechanism_stay_the_same_point)
{
	struct scenario *plain = load_good(LADDER, NULL);
	struct scenario *set = load_good(LADDER, "netfront.grant_copy=0ns");

	ck_assert_uint_ne(scenario_point(plain, 0)->id,
			  scenario_point(set, 0)->id);
	ck_assert_uint_eq(scenario_point(plain, 1)->id,
			  scenario_point(set, 1)->id);
	ck_assert_ptr_null(scenario_point(plain, 1)->resolved);
	setup_of(plain, 1);
	setup_of(set, 1);
	ck_assert_str_eq(scenario_point(plain, 1)->resolved,
			 scenario_point(set, 1)->resolved);
	scenario_free(plain);
	scenario_free(set);
}
END_TEST

static double clock_of(struct scenario *scenario, int point)
{
	const struct component *hardware =
		setup_of(scenario, point)->host->instance->hardware->hardware;
	int count;
	const struct param *param = kind_params(hardware->kind, &count);

	for (int i = 0; i < count; i++)
		if (strcmp(param[i].name, "clock") == 0)
			return hardware->value[i].number;
	return 0;
}

START_TEST(a_platform_in_front_limits_an_override)
{
	struct scenario *scenario = load_good(LADDER,
					      "nitro:instance.clock=1GHz");

	ck_assert_double_ne(clock_of(scenario, 0), 1e9);
	ck_assert_double_eq(clock_of(scenario, 1), 1e9);
	scenario_free(scenario);
	scenario = load_good(LADDER, "instance.clock=1GHz");
	ck_assert_double_eq(clock_of(scenario, 0), 1e9);
	scenario_free(scenario);
}
END_TEST

START_TEST(keys_of_the_scenario_and_the_platform_can_be_set)
{
	struct scenario *scenario = load_good(LADDER,
					      "workload.s.arrival.open=5k/s");
	const struct setup *setup_0 = setup_of(scenario, 0);

	ck_assert_int_eq(setup_0->workload->arrival, ARRIVAL_OPEN);
	ck_assert_double_eq(setup_0->workload->rate, 5000);
	scenario_free(scenario);
	scenario = load_good(LADDER,
			     "workload.s.arrival={closed: 2, think: exp 1us}");
	setup_0 = setup_of(scenario, 0);
	ck_assert_int_eq(setup_0->workload->outstanding, 2);
	scenario_free(scenario);
	scenario = load_good(LADDER, "run.duration=7ms");
	ck_assert(scenario_point(scenario, 0)->duration == 7 * SIM_MS);
	scenario_free(scenario);
	scenario = load_good(LADDER, "xen-pv:platform.network=ena");
	ck_assert_str_eq(bound(scenario, 0, "network")->name, "ena");
	scenario_free(scenario);
}
END_TEST

START_TEST(a_parameter_can_be_set_in_place_of_its_cost)
{
	struct scenario *scenario = load_good(LADDER,
					      "netfront.tx_ring.slots=32");
	const struct mechanism *netfront = bound(scenario, 0, "network");
	const struct component *ring = NULL;

	for (int i = 0; i < netfront->components; i++)
		if (strcmp(netfront->component[i].name, "tx_ring") == 0)
			ring = &netfront->component[i];
	ck_assert_double_eq(ring->value[1].number, 32);
	ck_assert_double_eq(cost_of(netfront, "tx_slots")->term->value.a,
			    256);
	scenario_free(scenario);
	scenario = load_good(NETWORK, "network.components.st.servers=3");
	scenario_free(scenario);
}
END_TEST

static const struct {
	const char *set, *said;
} bad[] = {
	{"netfront.grant_copy", "1:1: 'netfront.grant_copy' is no "
				"PATH=VALUE\n"},
	{"netfront.grant_copy=", "1:1: 'netfront.grant_copy=' is no "
				 "PATH=VALUE\n"},
	{"netfront..x=1", "1:1: 'netfront..x' is no path: a name is "
			  "missing\n"},
	{"netfront.grnt_copy=0ns",
	 "1:1: 'netfront.grnt_copy' names nothing: no 'grnt_copy' in "
	 "'netfront'; did you mean 'grant_copy'?\n"},
	{"netfront.tx_ring=1", "1:1: 'netfront.tx_ring' names a whole "
			       "component; write "
			       "MECHANISM.COMPONENT.PARAMETER\n"},
	{"netfront.tx_rng.slots=1",
	 "1:1: 'netfront.tx_rng.slots' names nothing: no 'tx_rng' in "
	 "'netfront'; did you mean 'tx_ring'?\n"},
	{"netfront.tx_ring.slts=1",
	 "1:18: unknown key 'slts' in component 'tx_ring', which is a ring; "
	 "did you mean 'slots'?\n"},
	{"netfront.tx_ring.slots=0",
	 "1:24: tx_ring.slots is out of range: '0'; legal is 1 to "
	 "1000000000\n"},
	{"netfront.grant_copy=4KiB",
	 "1:21: netfront.grant_copy is cycles ('1510cyc + 0.25cyc/B'), and "
	 "'4KiB' is bytes\n"},
	{"netfront.grant_copy=nan", "1:21: the value: 'nan' is not a "
				    "number\n"},
	{"netfrnt.x=1", "1:1: 'netfrnt.x' names nothing: no mechanism "
			"'netfrnt'; did you mean 'netfront'?\n"},
	{"ixgbevf.tx_slots=1", "1:1: 'ixgbevf.tx_slots' names nothing: "
			       "nothing in this scenario uses 'ixgbevf'\n"},
	{"metal:run.seed=1", "1:1: 'metal:run.seed' names nothing: no "
			     "platform 'metal' is compared here\n"},
	{"nitro:netfront.forward=0", "1:1: 'nitro:netfront.forward' names "
				     "nothing: nothing in this scenario uses "
				     "'netfront'\n"},
	{"workload.t.payload=1B", "1:1: 'workload.t.payload' names nothing: "
				  "no 't' in 'workload'; there is s\n"},
	{"workload.s=1", "1:1: 'workload.s' names a whole workload; write "
			 "workload.NAME.KEY\n"},
	{"workload.s.paylod=1B", "1:12: unknown key 'paylod' in workload 's'; "
				 "did you mean 'payload'?\n"},
	{"workload.s.payload=1", "1:20: payload: '1' has no unit; it must be "
				 "bytes (B, KiB, MiB, GiB)\n"},
	{"run=1", "1:1: 'run' names all of the run; write run.KEY\n"},
	{"run.sped=1", "1:5: unknown key 'sped' in run; did you mean "
		       "'seed'?\n"},
	{"network.costs.x=1us", "1:1: 'network.costs.x' names nothing: this "
				"scenario has no network\n"},
	{"run.seed=[1", "1:12: did not find expected ',' or ']' (while "
			"parsing a flow sequence)\n"},
};

START_TEST(an_override_that_cannot_be_is_an_error_at_set)
{
	ck_assert_ptr_null(load(LADDER, &bad[_i].set, 1));
	ck_assert_str_eq(reading.diagnostics.item[0].where.file, "--set");
	reading_expect(&reading, bad[_i].said);
}
END_TEST

START_TEST(the_second_option_is_line_2_and_the_caret_finds_it)
{
	static const char *const set[] = {"run.seed=3", "run.seed=x"};
	const char *printed;
	size_t size;
	FILE *to;

	ck_assert_ptr_null(load(LADDER, set, 2));
	to = fopen("said.txt", "w");
	diagnostics_print(&reading.diagnostics, to);
	fclose(to);
	printed = scratch_read("said.txt", &size);
	ck_assert_str_eq(printed,
			 "--set:2:10: error: seed is 'x'; legal is 0 to "
			 "9223372036854775807\n"
			 "    2 | run.seed=x\n"
			 "      |          ^\n");
	free((char *)printed);
}
END_TEST

START_TEST(the_last_of_two_values_counts)
{
	static const char *const set[] = {"run.seed=3", "run.seed=4"};
	struct scenario *scenario = load(LADDER, set, 2);

	ck_assert_uint_eq(scenario_point(scenario, 0)->seed, 4);
	scenario_free(scenario);
}
END_TEST

/* ---- sweeps ---- */

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
	 "3:1: the sweep has 120000 points; at most 100000 are run\n"},
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
	Suite *suite = suite_create("override");
	TCase *set = tcase_create("set"), *sweep = tcase_create("sweep");

	tcase_add_checked_fixture(set, setup, teardown);
	tcase_add_test(set, a_cost_set_to_zero_is_really_zero_and_uncited);
	tcase_add_test(set, a_cost_keeps_the_clock_of_the_one_it_replaces);
	tcase_add_test(set,
		       rows_that_do_not_use_a_mechanism_stay_the_same_point);
	tcase_add_test(set, a_platform_in_front_limits_an_override);
	tcase_add_test(set, keys_of_the_scenario_and_the_platform_can_be_set);
	tcase_add_test(set, a_parameter_can_be_set_in_place_of_its_cost);
	tcase_add_loop_test(set, an_override_that_cannot_be_is_an_error_at_set,
			    0, COUNT(bad));
	tcase_add_test(set, the_second_option_is_line_2_and_the_caret_finds_it);
	tcase_add_test(set, the_last_of_two_values_counts);
	suite_add_tcase(suite, set);
	tcase_add_checked_fixture(sweep, setup, teardown);
	tcase_add_test(sweep,
		       the_first_key_varies_slowest_and_the_platform_slower);
	tcase_add_loop_test(sweep, a_range_is_as_many_values_as_it_says, 0,
			    COUNT(ranges));
	tcase_add_test(sweep, a_swept_value_is_a_number_in_its_unit);
	tcase_add_test(sweep, a_sweep_over_workloads_runs_one_a_point);
	tcase_add_test(sweep, a_key_that_is_set_is_swept_over_that_value_alone);
	tcase_add_loop_test(sweep, a_sweep_that_cannot_be_is_refused, 0,
			    COUNT(bad_sweeps));
	suite_add_tcase(suite, sweep);
	return suite;
}
