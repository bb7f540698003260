/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_operations.c -- CPU operations: who is slower, and by how many
 * hypercalls and exits, which are counted by hand. */
#include <stdio.h>
#include <string.h>

#include "tests/rig.h"
#include "tests/scratch.h"
#include "tests/suite.h"
#include "tests/trial.h"

/* What nothing on a platform's way counts is no number there: it is 0. */
static double number_or_none(const struct outcome *outcome, const char *name)
{
	for (int i = 0; i < outcome->metrics; i++)
		if (strcmp(outcome->metric[i].name, name) == 0)
			return trial_number(outcome, name);
	return strncmp(name, "per_job.", 8) == 0 ? 0 :
						   trial_number(outcome, name);
}

/* A number of one operation, all on a CPU of 3 GHz. */
static double of(const char *platform, const char *paging,
		 const char *operation, const char *more, const char *name)
{
	struct rig rig;
	char text[600];
	double value;

	trial_print(text, sizeof(text),
		    "compare: [{platform: %s, instance: one}]\n"
		    "instances: {one: {vcpus: 2, clock: 3GHz, ipc: 1, "
		    "dom0_vcpus: 1, nic_rate: 1Gbit/s, paging: %s}}\n"
		    "workload: {w: {kind: operations, operation: %s, "
		    "memory: 4MiB, arrival: {closed: 1}%s}}\n"
		    "run: {warmup: 5ms, duration: 50ms, spread: 0%%}\n",
		    platform, paging, operation, more);
	rig_open(&rig, text);
	value = number_or_none(trial_run(rig_world(&rig, 0)), name);
	rig_close(&rig);
	return value;
}

static double mean(const char *platform, const char *operation)
{
	return of(platform, "nested", operation, "", "latency.mean");
}

/* Jobs under way when the window opens and closes are counted in part. */
#define expect_near(value, expected, share)                             \
	ck_assert_double_eq_tol(value, expected, (share) * (expected))

static const char *const operations[] = {
	"syscall", "page_fault", "fork", "exec", "context_switch", "pipe",
};

START_TEST(nested_paging_costs_seven_percent_and_xen_pv_is_slowest)
{
	const char *operation = operations[_i];
	double metal = mean("metal", operation);
	double nitro = mean("nitro", operation);
	double pv = mean("xen-pv", operation);

	ck_assert_double_gt(nitro, metal);
	ck_assert_double_lt(nitro, 1.2 * metal);
	ck_assert_double_gt(pv, 1.5 * nitro);
}
END_TEST

/* 1,024 entries are 32 multicalls; pin and unpin; 14 faults of two each. */
START_TEST(a_pv_fork_makes_the_hypercalls_that_its_batches_say)
{
	expect_near(of("xen-pv", "nested", "fork", "", "per_job.hypercalls"),
		    32 + 2 + 14 * 2, 0.02);
	ck_assert_double_eq(of("metal", "nested", "fork", "",
			       "per_job.hypercalls"), 0);
}
END_TEST

START_TEST(attributes_of_the_scenario_go_before_the_documents_counts)
{
	expect_near(of("xen-pv", "nested", "fork",
		       ", attributes: {faults: 0, cow: 1}",
		       "per_job.hypercalls"), 32 + 2 + 2, 0.02);
}
END_TEST

START_TEST(a_fault_exits_twice_under_shadow_paging_and_never_when_nested)
{
	expect_near(of("xen-hvm", "shadow", "page_fault", "",
		       "per_job.exits"), 2, 0.01);
	ck_assert_double_lt(of("xen-hvm", "nested", "page_fault", "",
			       "per_job.exits"), 0.01); /* ticks */
	ck_assert_double_gt(of("xen-hvm", "shadow", "page_fault", "",
			       "latency.mean"),
			    2 * mean("xen-hvm", "page_fault"));
}
END_TEST

/* Two tables: an exit each for the copy and for its end; 14 faults of two;
 * a root made and dropped. */
START_TEST(a_fork_under_shadow_paging_exits_for_tables_faults_and_roots)
{
	expect_near(of("xen-hvm", "shadow", "fork", "", "per_job.exits"),
		    2 + 2 + 14 * 2 + 2, 0.02);
}
END_TEST

START_TEST(a_clock_read_is_an_exit_a_system_call_or_neither)
{
	double pv = mean("xen-pv", "clock_read");
	double pvhvm = mean("xen-pvhvm", "clock_read");

	expect_near(of("xen-hvm", "nested", "clock_read", "",
		       "per_job.exits"), 1, 0.01);
	ck_assert_double_gt(pv, mean("xen-pv", "syscall"));
	ck_assert_double_gt(pvhvm, mean("xen-pvhvm", "syscall"));
	ck_assert_double_gt(pv, pvhvm);
	ck_assert_double_lt(mean("nitro", "clock_read"),
			    mean("nitro", "syscall"));
}
END_TEST

/* Within it the wake-up and the switch of A17: (150 + 700 + 343) x 4 and
 * 1,440 x 2 cycles at 3 GHz. */
START_TEST(a_pipe_is_four_system_calls_and_two_switches)
{
	expect_near(mean("metal", "pipe"),
		    (4 * (150 + 700 + 343) + 2 * 1440) / 3e9 * 1e12, 0.001);
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("operations");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, scratch_enter, scratch_leave);
	tcase_add_loop_test(all,
		nested_paging_costs_seven_percent_and_xen_pv_is_slowest, 0,
		(int)(sizeof(operations) / sizeof(operations[0])));
	tcase_add_test(all,
		a_pv_fork_makes_the_hypercalls_that_its_batches_say);
	tcase_add_test(all,
		attributes_of_the_scenario_go_before_the_documents_counts);
	tcase_add_test(all,
		a_fault_exits_twice_under_shadow_paging_and_never_when_nested);
	tcase_add_test(all,
		a_fork_under_shadow_paging_exits_for_tables_faults_and_roots);
	tcase_add_test(all, a_clock_read_is_an_exit_a_system_call_or_neither);
	tcase_add_test(all, a_pipe_is_four_system_calls_and_two_switches);
	suite_add_tcase(suite, all);
	return suite;
}
