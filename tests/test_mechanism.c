/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps and paths of one document; instances and platforms. */
#include "experiment/mechanism.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "experiment/instance.h"
#include "experiment/platform.h"
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
#define PARTS                                                               \
	HEAD "costs: {c: 1us, slots: 256, bytes: 4KiB, odd: 2.5}\n"         \
	     "components: {ring: {kind: ring, slots: $slots}, "             \
	     "station: {kind: server, work: $c}}\n"

static void refused(const char *text, const char *said)
{
	ck_assert_ptr_null(reading_mechanism(&reading, text));
	reading_expect(&reading, said);
}

/* ---- steps ---- */

static const struct step *steps_of(const char *path, int count)
{
	char text[2000];
	const struct mechanism *mechanism;

	snprintf(text, sizeof(text), PARTS "paths:\n  other: []\n  p: %s\n",
		 path);
	mechanism = reading_good_mechanism(&reading, text);
	ck_assert_int_eq(mechanism->fragment[1].steps.count, count);
	return mechanism->fragment[1].steps.step;
}

START_TEST(every_form_of_a_step_is_read)
{
	const struct step *step = steps_of(
		"[{stage: s, at: here, work: $c, counts: exit}, {at: station}, "
		"{at: task}, {stage: t, at: target.pcpu, class: hypervisor, "
		"work: 2*$c}, {use: kernel.send, times: n}, {use: own.other}, "
		"{take: ring, n: B}, {give: ring}, {spawn: other}, "
		"{through: station}, {swap: ends}, {set: B, to: answer}, "
		"{call: [{at: station}], meanwhile: spin}]", 13);

	ck_assert_int_eq(step[0].kind, STEP_HERE);
	ck_assert_str_eq(step[0].stage, "s");
	ck_assert_str_eq(step[0].counts, "exit");
	ck_assert_int_eq(step[0].class, CLASS_NONE);
	ck_assert_int_eq(step[1].kind, STEP_AT);
	ck_assert_str_eq(step[1].name, "station");
	ck_assert_ptr_null(step[1].stage);
	ck_assert_str_eq(step[2].name, "task");
	ck_assert_int_eq(step[3].kind, STEP_AT);
	ck_assert_str_eq(step[3].name, "target.pcpu");
	ck_assert_int_eq(step[3].class, CLASS_HYPERVISOR);
	ck_assert_int_eq(step[4].kind, STEP_USE);
	ck_assert_str_eq(step[4].dimension, "kernel");
	ck_assert_str_eq(step[4].fragment, "send");
	ck_assert_str_eq(step[4].times_by, "n");
	ck_assert_int_eq(step[4].times, 1);
	ck_assert_str_eq(step[5].dimension, "own");
	ck_assert_str_eq(step[6].amount, "B");
	ck_assert_int_eq(step[7].kind, STEP_GIVE);
	ck_assert_int_eq(step[8].kind, STEP_SPAWN);
	ck_assert_int_eq(step[9].kind, STEP_THROUGH);
	ck_assert_int_eq(step[10].kind, STEP_SWAP);
	ck_assert_int_eq(step[11].kind, STEP_SET);
	ck_assert_str_eq(step[11].amount, "answer");
	ck_assert_int_eq(step[12].meanwhile, MEANWHILE_SPIN);
	ck_assert_int_eq(step[12].body.count, 1);
}
END_TEST

START_TEST(a_number_of_times_repeats_any_step)
{
	const struct step *step = steps_of(
		"[{use: own.other, times: 3}, {at: station, times: 2}]", 5);

	ck_assert_int_eq(step[2].kind, STEP_USE);
	ck_assert_int_eq(step[2].times, 1);
	ck_assert_int_eq(step[4].kind, STEP_AT);
}
END_TEST

static const struct {
	const char *path, *said;
} bad_steps[] = {
	{"[{at: statoin}]", "7:12: no component 'statoin' in mechanism 'm'; "
			    "did you mean 'station'?\n"},
	{"[{at: target}]", "7:12: 'at: target' is a CPU: it needs a class "
			   "(hypervisor, hardirq, softirq, task)\n"},
	{"[{at: station, work: $c}]",
	 "7:21: 'work' goes with 'at: here', or with a CPU and its class\n"},
	{"[{stage: s, at: here}]", "7:7: a stage needs 'work'\n"},
	{"[{at: here, work: $c}]", "7:7: a stage needs 'stage'\n"},
	{"[{stage: s, at: here, class: task, work: $c}]",
	 "7:28: 'class' goes with a CPU; 'here' is in the job's own\n"},
	{"[{stage: s, at: home, class: irq, work: $c}]",
	 "7:35: class is 'irq'; there is hypervisor, hardirq, softirq, task\n"},
	{"[{use: kernel}]", "7:13: use: 'kernel' is no dimension.fragment\n"},
	{"[{use: netwrk.send}]", "7:13: use: no dimension 'netwrk'; did you "
				 "mean 'network'?\n"},
	{"[{use: own.othr}]", "7:13: no path 'othr' in mechanism 'm'; did you "
			      "mean 'other'?\n"},
	{"[{take: rng}]", "7:14: no component 'rng' in mechanism 'm'; did you "
			  "mean 'ring'?\n"},
	{"[{call: []}]", "7:7: a call needs 'meanwhile'\n"},
	{"[{swap: sides}]", "7:14: swap is 'sides'; there is ends\n"},
	{"[{at: station, times: 0}]",
	 "7:28: times is out of range: '0'; legal is 1 to 1000\n"},
	{"[{at: station, times: n}]", "7:28: times: 'n' is not a number\n"},
	{"[{within: ring}]", "7:7: within needs 'do'\n"},
	{"[{timer: t}]", "7:8: a step 'timer' is not supported yet\n"},
	{"[{goto: x}]", "7:8: no step has the key 'goto'; there is at, use, "
			"take, give, spawn, call, within, through, swap, "
			"set\n"},
	{"[{at: station, size: 1B}]",
	 "7:21: unknown key 'size' in a step 'at'; there is at, stage, class, "
	 "work, counts, times\n"},
	{"[station]", "7:7: a step is a single value; it must be a map, {key: "
		      "value, ...}\n"},
	{"{at: station}", "7:7: unknown key 'at' in path 'p'; there is begins, "
			  "path\n7:3: path 'p' needs 'path'\n"},
};

START_TEST(what_is_no_step_is_refused)
{
	char text[2000];

	snprintf(text, sizeof(text), PARTS "paths:\n  other: []\n  p: %s\n",
		 bad_steps[_i].path);
	refused(text, bad_steps[_i].said);
}
END_TEST

START_TEST(a_path_may_say_that_it_begins_at_a_device)
{
	const struct mechanism *mechanism = reading_good_mechanism(&reading, 
		HEAD "paths: {a: [], b: {begins: device, path: []}}\n");

	ck_assert(!mechanism->fragment[0].says_where);
	ck_assert(mechanism->fragment[1].says_where);
	ck_assert(mechanism->fragment[1].starts_at_device);
	mechanism = workload_document_read(
		&reading.reader, "w",
		reading_tree(&reading, "workload: w\npaths: {a: {starts: task, "
			     "path: []}, b: {starts: device, path: []}}\n"));
	ck_assert_str_eq(mechanism->dimension, "workload");
	ck_assert(mechanism->fragment[0].says_where);
	ck_assert(!mechanism->fragment[0].starts_at_device);
	ck_assert(mechanism->fragment[1].starts_at_device);
}
END_TEST

START_TEST(all_that_is_wrong_is_said_at_once)
{
	refused("mechanism: m\n"
		"dimension: netwrk\n"
		"costs: {a: 5, b: nan}\n"
		"components: {c: {kind: server, work: $b}, d: {kind: rign}}\n"
		"paths: {p: [{at: e}]}\n"
		"colour: red\n",
		"6:1: unknown key 'colour' in mechanism 'm'; there is "
		"mechanism, dimension, title, queues, costs, components, "
		"paths, cpu\n"
		"3:18: cost 'b': 'nan' is not a number\n"
		"2:12: dimension is 'netwrk'; did you mean 'network'?\n"
		"4:53: no kind of component 'rign'; did you mean 'ring'?\n"
		"5:18: no component 'e' in mechanism 'm'; there is c, d\n");
}
END_TEST

START_TEST(only_a_cpu_mechanism_has_a_cpu_block)
{
	const struct mechanism *mechanism = reading_good_mechanism(&reading, 
		"mechanism: m\ndimension: cpu\ncosts: {s: 900cyc}\n"
		"cpu: {virtual: true, context_switch: $s, scheduler: fair}\n");

	ck_assert_double_eq(reading_value(mechanism->cpu, "virtual")->number,
			    1);
	ck_assert_int_eq(reading_value(mechanism->cpu, "scheduler")->choice, 1);
	refused("mechanism: m\ndimension: cpu\n",
		"1:12: mechanism 'm' is of dimension cpu: it needs a block "
		"'cpu'\n");
	refused(HEAD "cpu: {virtual: true}\n",
		"3:1: a block 'cpu' belongs to the dimension cpu, not "
		"network\n");
	refused("mechanism: m\ndimension: cpu\ncpu: {slise: 1ms}\n",
		"3:7: unknown key 'slise' in the cpu block; did you mean "
		"'slice'?\n");
}
END_TEST

/* ---- instances and platforms ---- */

static const struct instance *instance_of(const char *text)
{
	return instance_read(&reading.reader, "i",
			     reading_tree(&reading, text));
}

START_TEST(an_instance_has_hardware_costs_and_c_states)
{
	const struct instance *instance = instance_of(
		"instance: i\nvcpus: 2\nclock: 2.4GHz\nipc: 0.95\n"
		"costs: {lookup: 3us}\n"
		"cstates:\n"
		"  - {name: C1, residency: 1us, exit: 1us}\n"
		"  - {name: C6, residency: 300us, exit: 82us}\n");

	reading_expect(&reading, "");
	ck_assert_double_eq(reading_value(instance->hardware, "clock")->number,
			    2.4e9);
	ck_assert_int_eq(instance->costs, 1);
	ck_assert_str_eq(instance->cost[0].name, "lookup");
	ck_assert_int_eq(instance->cstates, 2);
	ck_assert_str_eq(instance->cstate[1].name, "C6");
}
END_TEST

START_TEST(hardware_that_cannot_be_is_refused)
{
	ck_assert_ptr_null(instance_of("instance: i\nvcpus: 0\nclock: 2\n"
				       "memory: 4GiB\ncstates:\n"
				       "  - {name: C6, residency: 9us, "
				       "exit: 8us}\n"
				       "  - {name: C1, residency: 1us, "
				       "exit: 1us}\n"));
	reading_expect(&reading,
		       "4:1: unknown key 'memory' in instance 'i'; there is "
		       "vcpus, threads_per_core, sibling_speed, clock, ipc, "
		       "dom0_vcpus, dom0_clock, nic_rate, disks, "
		       "host_cpus, paging, year\n"
		       "2:8: vcpus is out of range: '0'; legal is 1 to 1024\n"
		       "3:8: clock: '2' has no unit; it must be a clock (Hz, "
		       "kHz, MHz, GHz)\n"
		       "7:5: C-states go from light to deep: 'C1' is lighter "
		       "than 'C6'\n");
}
END_TEST

/* One mechanism of dimension network under every name but "none". */
static const struct mechanism *supply(void *data, const char *name,
				      struct where where)
{
	if (strcmp(name, "none") != 0)
		return data;
	reader_error(&reading.reader, where, "no mechanism '%s'", name);
	return NULL;
}

static const struct platform *platform_of(const char *text)
{
	static struct mechanism mechanism = {
		.name = "n", .dimension = "network",
	};
	struct supplier supplier = {supply, &mechanism};

	return platform_read(&reading.reader, "p",
			     reading_tree(&reading, text), &supplier);
}

START_TEST(a_platform_binds_dimensions_in_each_domain)
{
	const struct platform *platform = platform_of(
		"platform: p\nyear: 2006\ninstance: m1.large\n"
		"network: n\nidle_ceiling: C1E\n");

	reading_expect(&reading, "");
	ck_assert_int_eq(platform->year, 2006);
	ck_assert_str_eq(platform->instance, "m1.large");
	ck_assert_str_eq(platform->idle_ceiling, "C1E");
	ck_assert_int_eq(platform->domains, 1);
	ck_assert_str_eq(platform->domain[0].name, "guest");
	ck_assert_int_eq(platform->domain[0].bindings, 1);
	ck_assert_str_eq(platform->domain[0].binding[0].dimension, "network");
}
END_TEST

START_TEST(a_platform_that_binds_nonsense_is_refused)
{
	ck_assert_ptr_null(platform_of("platform: p\nkernel: n\n"
				       "network: none\nnetwrk: n\n"
				       "domains: {dom0: {network: n}}\n"));
	reading_expect(&reading,
		       "4:1: unknown key 'netwrk' in platform 'p'; did you "
		       "mean 'network'?\n"
		       "2:9: mechanism 'n' is one of network, not of kernel\n"
		       "3:10: no mechanism 'none'\n"
		       "5:11: domain 'dom0' needs 'cpu'\n");
}
END_TEST

#define COUNT(table) ((int)(sizeof(table) / sizeof((table)[0])))

Suite *make_suite(void)
{
	Suite *suite = suite_create("mechanism");
	TCase *tests = tcase_create("all");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, every_form_of_a_step_is_read);
	tcase_add_test(tests, a_number_of_times_repeats_any_step);
	tcase_add_loop_test(tests, what_is_no_step_is_refused, 0,
			    COUNT(bad_steps));
	tcase_add_test(tests, a_path_may_say_that_it_begins_at_a_device);
	tcase_add_test(tests, all_that_is_wrong_is_said_at_once);
	tcase_add_test(tests, only_a_cpu_mechanism_has_a_cpu_block);
	tcase_add_test(tests, an_instance_has_hardware_costs_and_c_states);
	tcase_add_test(tests, hardware_that_cannot_be_is_refused);
	tcase_add_test(tests, a_platform_binds_dimensions_in_each_domain);
	tcase_add_test(tests, a_platform_that_binds_nonsense_is_refused);
	suite_add_tcase(suite, tests);
	return suite;
}
