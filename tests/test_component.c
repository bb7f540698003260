/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Components by the tables of their kinds. */
#include "experiment/component.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "experiment/mechanism.h"
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

/* A mechanism of two lines of head, then what a test is about. */
#define HEAD "mechanism: m\ndimension: network\n"

static void refused(const char *text, const char *said)
{
	ck_assert_ptr_null(reading_mechanism(&reading, text));
	reading_expect(&reading, said);
}

START_TEST(a_parameter_is_a_cost_a_literal_or_the_instances)
{
	const struct mechanism *mechanism = reading_good_mechanism(&reading, 
		HEAD "costs: {slots: 256}\n"
		"components:\n"
		"  a: {kind: ring, slots: $slots, when_full: drop}\n"
		"  b: {kind: ring, slots: {value: 64, status: assumed}}\n"
		"  c: {kind: server, servers: inf, work: exp 1us}\n"
		"  d: {kind: link, rate: $instance.nic_rate, header: 42B}\n");
	const struct component *component = mechanism->component;
	const struct value *value = reading_value(&component[0], "slots");

	ck_assert_ptr_eq(value->cost, &mechanism->cost[0]);
	ck_assert_double_eq(value->number, 256);
	ck_assert(value->is_given);
	ck_assert_int_eq(reading_value(&component[0], "when_full")->choice, 2);
	value = reading_value(&component[1], "slots");
	ck_assert_str_eq(value->cost->name, "b.slots");
	ck_assert_int_eq(value->cost->status, COST_ASSUMED);
	ck_assert(value->cost > mechanism->cost &&
		  value->cost < mechanism->cost + mechanism->costs);
	ck_assert(isinf(reading_value(&component[2], "servers")->number));
	value = reading_value(&component[3], "rate");
	ck_assert_str_eq(value->instance, "nic_rate");
	ck_assert_ptr_null(value->cost);
}
END_TEST

START_TEST(what_is_unsaid_is_the_tables_default)
{
	const struct mechanism *mechanism = reading_good_mechanism(&reading, 
		HEAD "components: {p: {kind: poll, cpu: guest, class: softirq, "
		"budget: 64}}\n");
	const struct component *poll = &mechanism->component[0];
	const struct value *value = reading_value(poll, "limit");

	ck_assert(!value->is_given);
	ck_assert(isinf(value->number));
	ck_assert_int_eq(reading_value(poll, "per")->choice, 0);
	ck_assert_str_eq(reading_value(poll, "per")->name, "guest");
	ck_assert_int_eq(reading_value(poll, "kicks")->choice, -1);
	ck_assert_ptr_null(reading_value(poll, "handover_after")->cost);
	ck_assert_int_eq(reading_value(poll, "each")->steps.count, 0);
	ck_assert_int_eq(mechanism->costs, 1);
}
END_TEST

START_TEST(an_interval_may_differ_by_the_path_that_puts_the_job)
{
	const struct mechanism *mechanism = reading_good_mechanism(&reading, 
		HEAD "costs: {tx: 64us, rx: 0us}\n"
		"components:\n"
		"  a: {kind: moderate, interval: {sent: $tx, got: $rx}}\n"
		"  b: {kind: moderate, interval: 50us}\n"
		"  c: {kind: moderate, interval: {value: 9us}, adaptive: "
		"ixgbevf, table: [10us, $tx]}\n"
		"paths: {sent: [], got: []}\n");
	const struct value *value = reading_value(&mechanism->component[0],
					     "interval");

	ck_assert_int_eq(value->causes, 2);
	ck_assert_str_eq(value->cause[1].path, "got");
	ck_assert_ptr_eq(value->cause[0].cost, &mechanism->cost[0]);
	value = reading_value(&mechanism->component[1], "interval");
	ck_assert_int_eq(value->causes, 1);
	ck_assert_ptr_null(value->cause[0].path);
	value = reading_value(&mechanism->component[2], "interval");
	ck_assert_int_eq(value->causes, 1);
	value = reading_value(&mechanism->component[2], "table");
	ck_assert_int_eq(value->listed, 2);
	ck_assert_ptr_eq(value->list[1], &mechanism->cost[0]);
}
END_TEST

static const struct {
	const char *component, *said;
} bad_components[] = {
	{"{kind: rng, slots: 1}", "6:13: no kind of component 'rng'; did you "
				  "mean 'ring'?\n"},
	{"{kind: merge}", "6:13: components of kind 'merge' are not supported "
			 "yet\n"},
	{"{slots: 1}", "6:3: component 'x' needs 'kind'\n"},
	{"{kind: ring}", "6:3: component 'x' needs 'slots': tokens: "
			 "descriptors, or bytes of a window\n"},
	{"{kind: ring, slot: 1}", "6:19: unknown key 'slot' in component 'x', "
				  "which is a ring; did you mean 'slots'?\n"},
	{"{kind: ring, slots: 1, color: red}",
	 "6:29: unknown key 'color' in component 'x', which is a ring; there "
	 "is per, slots, when_full, resume_at, above_task\n"},
	{"{kind: ring, slots: 0}", "6:26: x.slots is out of range: '0'; legal "
				   "is 1 to 1000000000\n"},
	{"{kind: ring, slots: 5us}", "6:26: x.slots: '5us' is a time; it must "
				     "be a plain number (no unit)\n"},
	{"{kind: ring, slots: nan}", "6:26: x.slots: 'nan' is not a number\n"},
	{"{kind: ring, slots: -1}", "6:26: x.slots: '-1' is negative\n"},
	{"{kind: ring, slots: inf}", "6:26: x.slots: 'inf' is not a number\n"},
	{"{kind: ring, slots: $sloths}", "6:26: no cost '$sloths' in mechanism "
					 "'m'; did you mean 'slots'?\n"},
	{"{kind: ring, slots: $c}", "3:9: x.slots: '1us' is a time; it must be "
				    "a plain number (no unit)\n"},
	{"{kind: ring, slots: $odd}", "3:42: x.slots: '2.5' is not a whole "
				      "number\n"},
	{"{kind: ring, slots: 3 + 4/B}",
	 "6:26: x.slots: '3 + 4/B' is not a single quantity; it must be a "
	 "plain number (no unit)\n"},
	{"{kind: ring, slots: 1, when_full: dorp}",
	 "6:40: x.when_full is 'dorp'; did you mean 'drop'?\n"},
	{"{kind: link, rate: 5}", "6:25: x.rate: '5' has no unit; it must be a "
				  "bandwidth (Mbit/s, Gbit/s, MB/s, MiB/s, "
				  "GB/s, ...)\n"},
	{"{kind: link, rate: $instance.clock}",
	 "6:25: x.rate: $instance.clock is of another dimension\n"},
	{"{kind: poll, cpu: guest, class: task, budget: 1, ring: rong}",
	 "6:61: no component 'rong' in mechanism 'm'; did you mean 'ring'?\n"},
	{"{kind: server, work: }", "6:27: x.work is empty\n"},
	{"{kind: moderate, interval: {snt: 1us}}",
	 "6:34: no path 'snt' in mechanism 'm'; there is p\n"},
};

START_TEST(what_no_component_may_be_is_refused)
{
	char text[2000];

	snprintf(text, sizeof(text),
		 HEAD "costs: {c: 1us, slots: 256, bytes: 4KiB, odd: 2.5}\n"
		 "components:\n  ring: {kind: ring, slots: $slots}\n"
		 "  x: %s\npaths: {p: []}\n", bad_components[_i].component);
	refused(text, bad_components[_i].said);
}
END_TEST

START_TEST(shipped_parameters_are_costs_flags_and_choices_apart)
{
	reading.reader.is_shipped = true;
	refused(HEAD "components:\n"
		"  a: {kind: ring, slots: 256, when_full: drop}\n"
		"  b: {kind: server, servers: inf, work: 1us}\n",
		"4:26: a.slots is a bare number; a shipped file gives value, "
		"range, status and source\n"
		"5:41: b.work: '1us' is a bare number; shipped files name a "
		"cost\n");
}
END_TEST

#define COUNT(table) ((int)(sizeof(table) / sizeof((table)[0])))

Suite *make_suite(void)
{
	Suite *suite = suite_create("component");
	TCase *tests = tcase_create("all");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests,
		       a_parameter_is_a_cost_a_literal_or_the_instances);
	tcase_add_test(tests, what_is_unsaid_is_the_tables_default);
	tcase_add_test(tests,
		       an_interval_may_differ_by_the_path_that_puts_the_job);
	tcase_add_loop_test(tests, what_no_component_may_be_is_refused, 0,
			    COUNT(bad_components));
	tcase_add_test(tests,
		       shipped_parameters_are_costs_flags_and_choices_apart);
	suite_add_tcase(suite, tests);
	return suite;
}
