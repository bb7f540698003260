/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An errand to each CPU that runs; the job goes on when all are back. */
#include "sim/time.h"
#include "tests/queueing.h"
#include "tests/suite.h"
#include "tests/trial.h"

/* A device tells all running CPUs of a guest with 9 of them. */
#define TELL(MORE, PATH, THREADS, BUSY, RATE)                                \
	"hosts:\n"                                                           \
	"  - {name: h, instances: [{name: a, platform: p, instance: nine}]}\n"\
	"instances: {nine: {vcpus: 9, clock: 1GHz}}\n"                       \
	"platforms:\n"                                                       \
	"  p: {cpu: c}\n"                                                    \
	"mechanisms:\n"                                                      \
	"  c: {dimension: cpu, cpu: {virtual: false}}\n"                     \
	"workloads:\n"                                                       \
	"  w:\n"                                                             \
	"    components:\n"                                                  \
	"      told: {kind: broadcast, to: guest, path: " PATH "}\n"         \
	MORE                                                                 \
	"    paths:\n"                                                       \
	"      tell: {starts: device, path: [{at: told}]}\n"                 \
	"      run: {starts: task, path: [{stage: work, at: here, "          \
	"work: 50ms}]}\n"                                                    \
	"workload:\n"                                                        \
	"  tell: {kind: w, path: tell, at: a, arrival: {open: " RATE "}}\n"  \
	"  run: {kind: w, path: run, at: a, threads: " THREADS               \
	", arrival: " BUSY "}\n"                                             \
	"run: {warmup: 100us, duration: 20ms}\n"

#define WIRE "      wire: {kind: server, servers: inf, work: exp 1us}\n"

/* The mean maximum of n exponentials is 1 + 1/2 + ... + 1/n. */
START_TEST(it_takes_as_long_as_the_last_answer)
{
	expect_theory(TELL(WIRE, "[{at: wire}]", "8", "saturate", "500k/s"), 10,
		      {"tell/latency.mean", harmonic(8, 1) * SIM_US, 0.02},
		      {"tell/latency.variance",
		       harmonic(8, 2) * SIM_US * SIM_US, 0.07});
}
END_TEST

/* 1 us on each of three CPUs of nine, 10,000 times a second. */
START_TEST(only_cpus_that_run_are_told)
{
	expect_exactly(TELL("", "[{stage: ipi, at: target, class: hardirq, "
			    "work: 1us}]", "3", "saturate",
			    "10k/s, gaps: constant"),
		       {"tell/latency.low", SIM_US, 0},
		       {"tell/latency.max", SIM_US, 0},
		       {"utilisation.a/cpu0.hardirq", 0.01, 0},
		       {"utilisation.a/cpu2.hardirq", 0.01, 0});
}
END_TEST

START_TEST(where_nobody_runs_it_goes_on_at_once)
{
	expect_exactly(TELL("", "[{stage: ipi, at: target, class: hardirq, "
			    "work: 1us}]", "1",
			    "{open: 0.001/s, gaps: constant}",
			    "10k/s, gaps: constant"),
		       {"tell/latency.max", 0, 0});
}
END_TEST

/* Who holds the lock spins until the other CPU has answered, which spins for
 * it too, and is interrupted: 1 us of work and 1 us for the answer, in turn. */
START_TEST(a_round_under_a_lock_spins_until_all_are_back)
{
	expect_exactly(
		"hosts:\n"
		"  - {name: h, instances: [{name: a, platform: p, "
		"instance: two}]}\n"
		"instances: {two: {vcpus: 2, clock: 1GHz}}\n"
		"platforms:\n"
		"  p: {cpu: c}\n"
		"mechanisms:\n"
		"  c: {dimension: cpu, cpu: {virtual: false}}\n"
		"workloads:\n"
		"  w:\n"
		"    components:\n"
		"      lock: {kind: lock}\n"
		"      told: {kind: broadcast, to: guest, path: [{stage: "
		"flush, at: target, class: hardirq, work: 1us}]}\n"
		"    paths:\n"
		"      run: {starts: task, path: [{within: lock, do: [{stage: "
		"hold, at: here, work: 1us}, {call: [{at: told}], "
		"meanwhile: spin}]}]}\n"
		"workload:\n"
		"  run: {kind: w, path: run, at: a, threads: 2, "
		"arrival: {closed: 2}}\n"
		"run: {warmup: 101us, duration: 20ms}\n",
		{"throughput", 500e3, 0}, {"utilisation.lock", 1, 0},
		{"latency.low", 4 * SIM_US, 0},
		{"latency.max", 4 * SIM_US, 0});
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("broadcast");
	TCase *tests = tcase_create("broadcast");

	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, it_takes_as_long_as_the_last_answer);
	tcase_add_test(tests, only_cpus_that_run_are_told);
	tcase_add_test(tests, where_nobody_runs_it_goes_on_at_once);
	tcase_add_test(tests, a_round_under_a_lock_spins_until_all_are_back);
	suite_add_tcase(suite, tests);
	return suite;
}
