/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many CPUs of a domain run now. */
#include "sim/time.h"
#include "tests/suite.h"
#include "tests/trial.h"

/* A device asks, each 10 us, how many of the guest's two vCPUs run; dom0, on
 * a CPU of its own, works as many microseconds. */
#define COUNTS(PINS, BUSY)                                                   \
	"hosts:\n"                                                           \
	"  - {name: h, pcpus: 3, dom0: {cpus: [2]}, instances: [{name: a, "  \
	"platform: p, instance: two, cpus: " PINS "}]}\n"                    \
	"instances: {two: {vcpus: 2, clock: 1GHz}}\n"                        \
	"platforms:\n"                                                       \
	"  p: {domains: {dom0: {cpu: c}}, cpu: c}\n"                         \
	"mechanisms:\n"                                                      \
	"  c: {dimension: cpu, cpu: {virtual: true, vcpu_slice: 1ms}}\n"     \
	"workloads:\n"                                                       \
	"  w:\n"                                                             \
	"    components:\n"                                                  \
	"      running: {kind: count, of: guest, sets: cpus}\n"              \
	"      flush: {kind: poll, cpu: dom0, class: task, budget: 1, "      \
	"each: [{stage: ipi, at: here, work: 1us*cpus}]}\n"                  \
	"    paths:\n"                                                       \
	"      ask: {starts: device, path: [{through: running}, "            \
	"{at: flush}]}\n"                                                    \
	"      run: {starts: task, path: [{stage: work, at: here, "          \
	"work: 30us}]}\n"                                                    \
	"workload:\n"                                                        \
	"  ask: {kind: w, path: ask, at: a, arrival: "                       \
	"{open: 100k/s, gaps: constant}}\n"                                  \
	"  run: {kind: w, path: run, at: a, threads: 2, arrival: "           \
	BUSY "}\n"                                                           \
	"run: {warmup: 15us, duration: 10ms}\n"

START_TEST(cpus_that_run_are_counted)
{
	expect_exactly(COUNTS("[0, 1]", "saturate"),
		       {"ask/latency.low", 2 * SIM_US, 0},
		       {"ask/latency.max", 2 * SIM_US, 0});
	expect_exactly(COUNTS("[0, 1]", "{open: 0.001/s, gaps: constant}"),
		       {"ask/latency.max", 0, 0});
}
END_TEST

/* One of the two waits for the pCPU: no flush needs to reach it. */
START_TEST(a_vcpu_off_its_pcpu_does_not_run)
{
	expect_exactly(COUNTS("[0, 0]", "saturate"),
		       {"ask/latency.low", 1 * SIM_US, 0},
		       {"ask/latency.max", 1 * SIM_US, 0});
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("count");
	TCase *tests = tcase_create("count");

	tcase_add_test(tests, cpus_that_run_are_counted);
	tcase_add_test(tests, a_vcpu_off_its_pcpu_does_not_run);
	suite_add_tcase(suite, tests);
	return suite;
}
