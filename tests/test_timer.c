/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ticks: as many as periods, none for who sleeps, lost for who is off its
 * pCPU; and what the guest is told of steal. */
#include "sim/time.h"
#include "tests/suite.h"
#include "tests/trial.h"

/* `n` guests of one vCPU, each with a tick of 1 ms that takes 10 us. */
#define TICKS(IDLE, PINS, LOAD)                                              \
	"hosts:\n"                                                           \
	"  - {name: h, pcpus: 2, instances: [{name: a, platform: p, "        \
	"instance: one, cpus: [0]}, {name: b, platform: p, instance: one, "  \
	"cpus: " PINS "}]}\n"                                                \
	"instances: {one: {vcpus: 1, clock: 1GHz}}\n"                        \
	"platforms: {p: {cpu: c, timers: t}}\n"                              \
	"mechanisms:\n"                                                      \
	"  c: {dimension: cpu, cpu: {virtual: true, vcpu_slice: 30ms}}\n"    \
	"  t:\n"                                                             \
	"    dimension: timers\n"                                            \
	"    components:\n"                                                  \
	"      clock: {kind: timer, per: vcpu, cpu: guest, period: 1ms, "    \
	"idle: " IDLE ", path: [{stage: tick, at: target, class: hardirq, "  \
	"work: 10us}, {through: stolen}]}\n"                                 \
	"      stolen: {kind: steal_clock}\n"                                \
	"workloads: {w: {paths: {run: {starts: task, path: [{stage: work, "  \
	"at: here, work: 5ms}]}}}}\n"                                        \
	"workload:\n"                                                        \
	"  on-a: {kind: w, at: a, arrival: " LOAD "}\n"                      \
	"  on-b: {kind: w, at: b, arrival: " LOAD "}\n"                      \
	"run: {warmup: 60ms, duration: 3s}\n"

/* Two guests, 1,000 ticks a second each, 10 us of 1 ms. */
START_TEST(a_busy_cpu_ticks_each_period)
{
	expect_exactly(TICKS("skip", "[1]", "saturate"),
		       {"rate.ticks", 2000, 0}, {"rate.ticks_lost", 0, 0},
		       {"rate.ticks_skipped", 0, 0},
		       {"utilisation.a/vcpu0.hardirq", 0.01, 0});
}
END_TEST

START_TEST(who_sleeps_is_not_woken_for_a_tick)
{
	expect_exactly(TICKS("skip", "[1]", "{open: 0.001/s, gaps: constant}"),
		       {"rate.ticks", 0, 0}, {"rate.ticks_skipped", 2000, 0});
	expect_exactly(TICKS("fire", "[1]", "{open: 0.001/s, gaps: constant}"),
		       {"rate.ticks", 2000, 0});
}
END_TEST

static double number(const struct outcome *outcome, const char *name)
{
	return trial_number(outcome, name);
}

/* On one pCPU in turns of 30 ms each is away for half of the time: the first
 * tick of 30 waits, the other 29 are lost.  Each is told of its steal, up to
 * the last tick. */
START_TEST(who_is_away_loses_ticks_and_is_told_of_steal)
{
	struct trial *trial = trial_new(TICKS("skip", "[0]", "saturate"));
	struct world *world = trial_world(trial, 0);
	const struct outcome *outcome = trial_run(world);

	ck_assert_double_eq_tol(number(outcome, "rate.ticks_lost"), 967, 20);
	ck_assert_double_eq_tol(number(outcome, "steal.a/vcpu0") +
				number(outcome, "steal.b/vcpu0"),
				number(outcome, "steal_told"), 0.011);
	ck_assert_double_eq_tol(number(outcome, "steal.a/vcpu0"), 0.5, 0.02);
	world_free(world);
	trial_free(trial);
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("timer");
	TCase *tests = tcase_create("timer");

	tcase_add_test(tests, a_busy_cpu_ticks_each_period);
	tcase_add_test(tests, who_sleeps_is_not_woken_for_a_tick);
	tcase_add_test(tests, who_is_away_loses_ticks_and_is_told_of_steal);
	suite_add_tcase(suite, tests);
	return suite;
}
