/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A vCPU that halts: it blocks, or polls for a while first. */
#include "sim/time.h"
#include "tests/suite.h"
#include "tests/trial.h"

/* To be woken takes 10 us out of a block, 2 us out of polling; work is
 * 1 us. */
#define GUEST(POLL)                                                          \
	"instances: {small: {vcpus: 1, clock: 1GHz}}\n"                      \
	"mechanisms:\n"                                                      \
	"  - mechanism: halting\n"                                           \
	"    dimension: cpu\n"                                               \
	"    costs: {wake: 10us, resume: 2us}\n"                             \
	"    cpu: {virtual: true, wake: $wake, resume: $resume" POLL "}\n"   \
	"platforms: [{platform: thin, cpu: halting}]\n"                      \
	"workloads:\n"                                                       \
	"  work:\n"                                                          \
	"    costs: {work: 1us}\n"                                           \
	"    paths:\n"                                                       \
	"      one: {starts: device, path: "                                 \
	"[{stage: serve, at: guest, class: task, work: $work}]}\n"
#define POLLS ", halt_poll: 200us, halt_poll_start: 10us, halt_poll_grow: 2"
#define EACH(GAP)                                                            \
	"compare: [{platform: thin, instance: small}]\n"                     \
	"workload: {jobs: {kind: work, path: one, arrival: "                 \
	"{open: " GAP ", gaps: constant}}}\n"                                \
	"run: {warmup: 10ms, duration: 50ms}\n"

START_TEST(without_polling_each_wake_up_is_out_of_a_block)
{
	expect_exactly(GUEST("") EACH("20k/s"),
		       {"latency.low", 11 * SIM_US, 0},
		       {"latency.max", 11 * SIM_US, 0});
}
END_TEST

/* 10, 20, 40 us are in vain, 80 us are longer than a gap. */
START_TEST(polling_grows_until_it_outlasts_a_gap)
{
	expect_exactly(GUEST(POLLS) EACH("20k/s"),
		       {"latency.low", 3 * SIM_US, 0},
		       {"latency.max", 3 * SIM_US, 0},
		       {"polling.a/vcpu0", 47. / 50, 0},
		       {"utilisation.a/vcpu0", 3. / 50, 0});
	expect_exactly(GUEST(POLLS) EACH("5100/s"),
		       {"latency.max", 3 * SIM_US, 0});
}
END_TEST

START_TEST(who_sleeps_longer_than_the_most_does_not_poll)
{
	expect_exactly(GUEST(POLLS) EACH("2k/s"),
		       {"latency.low", 11 * SIM_US, 0},
		       {"latency.max", 11 * SIM_US, 0},
		       {"utilisation.a/vcpu0", 11. / 500, 0});
}
END_TEST

START_TEST(a_most_of_nothing_is_no_polling)
{
	expect_exactly(GUEST(", halt_poll: 0") EACH("20k/s"),
		       {"latency.low", 11 * SIM_US, 0});
}
END_TEST

/* Two guests on one pCPU: each would poll from job to job, but one that
 * polls gives its pCPU up when the other wants it. */
START_TEST(a_vcpu_polls_only_while_no_other_wants_its_pcpu)
{
	struct trial *trial = trial_new(
		GUEST(POLLS)
		"hosts:\n"
		"  - name: h\n"
		"    instances:\n"
		"      - {name: a, platform: thin, instance: small, "
		"cpus: [0]}\n"
		"      - {name: b, platform: thin, instance: small, "
		"cpus: [0]}\n"
		"workload:\n"
		"  a: {kind: work, path: one, at: a, arrival: {open: 20k/s}}\n"
		"  b: {kind: work, path: one, at: b, arrival: {open: 20k/s}}\n"
		"run: {warmup: 10ms, duration: 50ms}\n");
	struct world *world = trial_world(trial, 0);
	const struct outcome *outcome = trial_run(world);

	/* A few jobs wait for each other, none for 80 us of polling. */
	ck_assert_double_lt(trial_number(outcome, "a/latency.p99"),
			    80. * SIM_US);
	ck_assert_double_lt(trial_number(outcome, "b/latency.p99"),
			    80. * SIM_US);
	ck_assert_double_gt(trial_number(outcome, "polling.a/vcpu0"), 0);
	world_free(world);
	trial_free(trial);
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("halt");
	TCase *tests = tcase_create("halt");

	tcase_add_test(tests, without_polling_each_wake_up_is_out_of_a_block);
	tcase_add_test(tests, polling_grows_until_it_outlasts_a_gap);
	tcase_add_test(tests, who_sleeps_longer_than_the_most_does_not_poll);
	tcase_add_test(tests, a_most_of_nothing_is_no_polling);
	tcase_add_test(tests, a_vcpu_polls_only_while_no_other_wants_its_pcpu);
	suite_add_tcase(suite, tests);
	return suite;
}
