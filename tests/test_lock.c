/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A lock has one holder; others spin, or sleep, in order. */
#include <stdio.h>

#include "sim/time.h"
#include "tests/queueing.h"
#include "tests/scratch.h"
#include "tests/suite.h"
#include "tests/trial.h"

/* ---- the machine repairman: as many CPUs, each with a job of its own ---- */

#define THINK 10.
#define HOLD 2.

#define REPAIR(JOBS, WAITS, WORK)                                          \
	"network:\n"                                                       \
	"  cpus: " JOBS "\n"                                               \
	"  costs: {think: exp 10us, hold: exp 2us}\n"                      \
	"  components:\n"                                                  \
	"    w: {kind: poll, per: flow, cpu: guest, class: task, "         \
	"budget: 1}\n"                                                     \
	"    l: {kind: lock, waits: " WAITS "}\n"                          \
	"  path:\n"                                                        \
	"    - {at: w}\n"                                                  \
	"    - {stage: think, at: here, work: $think}\n"                   \
	"    - {within: l, do: [{stage: hold, at: here, work: " WORK       \
	"}]}\n"                                                            \
	"workload: {jobs: {kind: network, threads: " JOBS ", "             \
	"arrival: {closed: " JOBS "}}}\n"                                  \
	"run: {warmup: 1ms, duration: 100ms}\n"

static void repair(const char *text, int jobs)
{
	double hold = HOLD, response;
	double rate = mva_throughput(jobs, THINK, &hold, 1, &response);

	expect_theory(text, 10, {"throughput", rate * 1e6, 0.02},
		      {"utilisation.l", rate * HOLD, 0.02},
		      {"wait.l", (response - HOLD) * SIM_US, 0.06},
		      {"latency.mean", (THINK + response) * SIM_US, 0.02},
		      {"stage.hold.work", HOLD * SIM_US, 0.03},
		      {"opened.l.hold:work",
		       rate * (response - HOLD), 0.06});
}

START_TEST(a_lock_under_contention_is_a_machine_repairman)
{
	repair(REPAIR("2", "spin", "$hold"), 2);
	repair(REPAIR("4", "spin", "$hold"), 4);
	repair(REPAIR("8", "spin", "$hold"), 8);
}
END_TEST

START_TEST(who_sleeps_waits_as_long_if_waking_is_free)
{
	repair(REPAIR("4", "sleep", "$hold"), 4);
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("lock");
	TCase *tests = tcase_create("lock");

	tcase_add_checked_fixture(tests, scratch_enter, scratch_leave);
	tcase_add_test(tests,
		       a_lock_under_contention_is_a_machine_repairman);
	tcase_add_test(tests, who_sleeps_waits_as_long_if_waking_is_free);
	suite_add_tcase(suite, tests);
	return suite;
}
