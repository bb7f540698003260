/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys of workloads: one table. */
#include "experiment/keys.h"

#include <string.h>

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

/* Models of a user's own with what the workloads ask for. */
#define OWN "compare: [{platform: p, instance: i}]\n"                      \
	"platforms: {p: {cpu: c, kernel: k, ebs: e}}\n"                    \
	"instances: {i: {vcpus: 2, clock: 1GHz}}\n"                        \
	"mechanisms:\n"                                                    \
	"  c: {dimension: cpu, cpu: {}, paths: {syscall: [{stage: s, at: " \
	"here, work: 1us}]}}\n"                                            \
	"  k: {dimension: kernel, paths: {bio: [], reap: []}}\n"           \
	"  e: {dimension: ebs, components: {d: {kind: server, work: "      \
	"1ms}}, paths: {submit: [{at: d}]}}\n"

static double attribute(const struct setup_workload *workload,
			const char *name)
{
	for (int i = 0; i < workload->attributes; i++)
		if (strcmp(workload->attribute[i].name, name) == 0)
			return workload->attribute[i].value;
	ck_abort_msg("no attribute %s", name);
	return 0;
}

static struct scenario *scenario;

static const struct setup_workload *workload_of(const char *text)
{
	scenario = reading_good_scenario(
		&reading, arena_format(&reading.arena,
				       OWN "workload: {w: {%s}}\n", text),
		NULL);
	return reading_setup(&reading, scenario, 0)->workload;
}

START_TEST(block_jobs_are_outstanding_in_each_thread)
{
	const struct setup_workload *workload = workload_of(
		"kind: block, direction: read, block_size: 6KiB, depth: 8, "
		"threads: 3");

	ck_assert_int_eq(workload->arrival, ARRIVAL_CLOSED);
	ck_assert_int_eq(workload->outstanding, 24);
	ck_assert_str_eq(workload->path->name, "ebs");
	ck_assert_double_eq(attribute(workload, "B"), 6144);
	ck_assert_double_eq(attribute(workload, "segments"), 2);
	ck_assert_double_eq(attribute(workload, "packets"), 1);
	ck_assert_double_eq(attribute(workload, "read"), 1);
	ck_assert_double_eq(attribute(workload, "write"), 0);
	ck_assert_double_eq(attribute(workload, "random"), 1);
	ck_assert_double_eq(attribute(workload, "sequential"), 0);
	scenario_free(scenario);
}
END_TEST

START_TEST(block_jobs_may_come_by_themselves_and_sleep)
{
	const struct setup_workload *workload = workload_of(
		"kind: block, direction: write, block_size: 512B, pattern: "
		"sequential, engine: sync, arrival: {open: 100/s}");

	ck_assert_int_eq(workload->arrival, ARRIVAL_OPEN);
	ck_assert_str_eq(workload->path->name, "ebs_sync");
	ck_assert_double_eq(attribute(workload, "segments"), 1);
	ck_assert_double_eq(attribute(workload, "write"), 1);
	ck_assert_double_eq(attribute(workload, "sequential"), 1);
	scenario_free(scenario);
}
END_TEST

START_TEST(an_operation_is_a_path_and_has_memory)
{
	const struct setup_workload *workload = workload_of(
		"kind: operations, operation: syscall, arrival: saturate");

	ck_assert_str_eq(workload->path->name, "syscall");
	ck_assert_double_eq(attribute(workload, "ptes"), 25600);
	ck_assert_double_eq(attribute(workload, "tables"), 50);
	ck_assert_double_eq(attribute(workload, "batches"), 800);
	scenario_free(scenario);
}
END_TEST

START_TEST(a_partner_is_on_the_same_instance)
{
	const struct setup_workload *workload = workload_of(
		"kind: operations, operation: syscall, arrival: saturate, "
		"placement: other");

	ck_assert_int_eq(workload->peer_host, 0);
	ck_assert_int_eq(workload->peer_instance, 0);
	ck_assert(workload->is_peer_apart);
	scenario_free(scenario);
}
END_TEST

START_TEST(packets_have_flows)
{
	scenario = reading_good_scenario(&reading,
		"compare: [nitro]\n"
		"workload:\n"
		"  a: {kind: packets, direction: tx, payload: 1B, flows: 64, "
		"arrival: saturate}\n"
		"  b: {kind: packets, direction: tx, payload: 1B, arrival: "
		"saturate}\n", NULL);

	ck_assert_int_eq(reading_setup(&reading, scenario, 0)->workload
				 ->flows, 64);
	ck_assert_int_eq(reading_setup(&reading, scenario, 0)->workload[1]
				 .flows, 1);
	scenario_free(scenario);
}
END_TEST

START_TEST(on_one_vcpu_there_is_no_other)
{
	scratch_write("t.yaml",
		"compare: [{platform: p, instance: i}]\n"
		"platforms: {p: {cpu: c}}\n"
		"instances: {i: {vcpus: 1, clock: 1GHz}}\n"
		"mechanisms: {c: {dimension: cpu, cpu: {}, paths: {syscall: "
		"[]}}}\n"
		"workload: {w: {kind: operations, operation: syscall, arrival: "
		"saturate, placement: other}}\n");
	ck_assert_ptr_null(scenario_load("t.yaml", NULL,
					 &reading.diagnostics));
	reading_expect(&reading, "5:84: placement: instance 'i' has one vCPU, "
				 "there is no other\n");
}
END_TEST

/* A table that the reference, the parser and `init` share has no gaps. */
START_TEST(every_key_of_every_kind_says_what_it_is)
{
	static const char *const kinds[] = {
		"packets", "requests", "block", "operations", "network",
	};

	for (int k = 0; k < 5; k++) {
		const struct key *key;

		for (int i = 0; (key = key_at(kinds[k], i)); i++) {
			ck_assert_ptr_eq(key_find(kinds[k], key->name), key);
			ck_assert(key->meaning && *key->meaning);
			ck_assert(key->form != KEY_OTHER || key->words);
			ck_assert(key->form != KEY_COUNT || key->unsaid);
			ck_assert(key->form == KEY_OTHER ||
				  key_legal(&reading.arena, key));
		}
	}
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("keys");
	TCase *tcase = tcase_create("all");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, block_jobs_are_outstanding_in_each_thread);
	tcase_add_test(tcase, block_jobs_may_come_by_themselves_and_sleep);
	tcase_add_test(tcase, an_operation_is_a_path_and_has_memory);
	tcase_add_test(tcase, a_partner_is_on_the_same_instance);
	tcase_add_test(tcase, packets_have_flows);
	tcase_add_test(tcase, on_one_vcpu_there_is_no_other);
	tcase_add_test(tcase, every_key_of_every_kind_says_what_it_is);
	suite_add_tcase(suite, tcase);
	return suite;
}
