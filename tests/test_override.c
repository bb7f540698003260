/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --set: whose value takes whose place. */
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

START_TEST(a_cost_set_to_zero_is_really_zero_and_uncited)
{
	struct scenario *scenario = load_good(LADDER,
					      "grants-copied.grant_copy=0ns");
	const struct cost *cost = cost_of(bound(scenario, 0, "grants"),
					  "grant_copy");

	ck_assert_int_eq(cost->terms, 1);
	ck_assert_double_eq(cost->term->value.a, 0);
	ck_assert_int_eq(cost->status, COST_UNCITED);
	ck_assert(!cost->is_shipped);
	ck_assert(isnan(cost->low));
	cost = cost_of(bound(scenario, 0, "bridge"), "forward");
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
	struct scenario *set = load_good(LADDER,
					 "grants-copied.grant_copy=0ns");

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
	{"netfront.respond", "1:1: 'netfront.respond' is no PATH=VALUE\n"},
	{"netfront.respond=", "1:1: 'netfront.respond=' is no PATH=VALUE\n"},
	{"netfront..x=1", "1:1: 'netfront..x' is no path: a name is "
			  "missing\n"},
	{"grants-copied.grnt_copy=0ns",
	 "1:1: 'grants-copied.grnt_copy' names nothing: no "
	 "'grnt_copy' in 'grants-copied'; did you mean 'grant_copy'?\n"},
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
	{"grants-copied.grant_copy=4KiB",
	 "1:26: grants-copied.grant_copy is cycles ('1510cyc + 0.25cyc/B'), "
	 "and '4KiB' is bytes\n"},
	{"grants-copied.grant_copy=nan", "1:26: the value: 'nan' is not "
					"a number\n"},
	{"netfrnt.x=1", "1:1: 'netfrnt.x' names nothing: no mechanism "
			"'netfrnt'; did you mean 'netfront'?\n"},
	{"ixgbevf.tx_slots=1", "1:1: 'ixgbevf.tx_slots' names nothing: "
			       "nothing in this scenario uses 'ixgbevf'\n"},
	{"metal:run.seed=1", "1:1: 'metal:run.seed' names nothing: no "
			     "platform 'metal' is compared here\n"},
	{"nitro:netfront.respond=0", "1:1: 'nitro:netfront.respond' names "
				     "nothing: nothing in this scenario uses "
				     "'netfront'\n"},
	{"workload.t.payload=1B", "1:1: 'workload.t.payload' names nothing: "
				  "no 't' in 'workload'; there is s\n"},
	{"workload.s=1", "1:1: 'workload.s' names a whole workload; write "
			 "workload.NAME.KEY\n"},
	{"workload.s.paylod=1B", "1:12: unknown key 'paylod' in workload 's'; "
				 "did you mean 'payload'?\n"},
	{"workload.s.payload=1", "1:20: payload: '1' has no unit; it must be "
				 "bytes (B, KiB, MiB, GiB, TiB)\n"},
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

START_TEST(what_the_file_sets_holds_unless_an_option_says_otherwise)
{
	struct scenario *scenario = load_good(
		LADDER "set: {run.seed: 3, \"xen-pv:linux.send\": 5kcyc}\n",
		NULL);
	const struct mechanism *kernel = bound(scenario, 0, "kernel");

	ck_assert_uint_eq(scenario_point(scenario, 0)->seed, 3);
	ck_assert_int_eq(scenario_point(scenario, 0)->swepts, 0);
	ck_assert_double_eq(cost_of(kernel, "send")->term->value.a, 5000);
	kernel = bound(scenario, 1, "kernel");
	ck_assert_double_lt(cost_of(kernel, "send")->term->value.a, 5000);
	scenario_free(scenario);
	scenario = load_good(LADDER "set: {run.seed: 3}\n", "run.seed=4");
	ck_assert_uint_eq(scenario_point(scenario, 0)->seed, 4);
	scenario_free(scenario);
}
END_TEST

#define COUNT(table) ((int)(sizeof(table) / sizeof((table)[0])))

Suite *make_suite(void)
{
	Suite *suite = suite_create("override");
	TCase *set = tcase_create("set");

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
	tcase_add_test(set,
		what_the_file_sets_holds_unless_an_option_says_otherwise);
	suite_add_tcase(suite, set);
	return suite;
}
