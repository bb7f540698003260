/* SPDX-License-Identifier: GPL-3.0-or-later */
/* C-states: which one an idle CPU enters, and who pays for its exit. */
#include "sim/time.h"
#include "tests/queueing.h"
#include "tests/suite.h"
#include "tests/trial.h"

/* A CPU that sleeps lightly (2 us to be worth it, 1 to leave) or deeply (200
 * and 50). */
#define SLEEPS(CEILING, WORK, PATH, ARRIVAL)                                 \
	"instances:\n"                                                       \
	"  small:\n"                                                         \
	"    vcpus: 1\n"                                                     \
	"    clock: 1GHz\n"                                                  \
	"    cstates:\n"                                                     \
	"      - {name: C1, residency: 2us, exit: 1us}\n"                    \
	"      - {name: C6, residency: 200us, exit: 50us}\n"                 \
	"mechanisms:\n"                                                      \
	"  - {mechanism: bare, dimension: cpu, cpu: {virtual: false}}\n"     \
	"platforms: [{platform: metal0, cpu: bare" CEILING "}]\n"            \
	"workloads:\n"                                                       \
	"  jobs:\n"                                                          \
	"    costs: {service: " WORK ", pause: 20us, later: 71us}\n"         \
	"    components:\n"                                                  \
	"      pause: {kind: server, servers: inf, work: $pause}\n"          \
	"      later: {kind: server, servers: inf, work: $later}\n"          \
	"      worker: {kind: poll, cpu: guest, class: task, budget: 1, "    \
	"each: [{stage: serve, at: here, work: $service}]}\n"                \
	"    paths:\n"                                                       \
	"      once: {starts: device, path: [{at: worker}]}\n"               \
	"      visit: [{at: worker}, {at: pause}]\n"                         \
	"      often: {starts: device, path: [{use: own.visit, times: 8}]}\n"\
	"      later: {starts: device, path: [{at: later}, {at: worker}]}\n" \
	"compare: [{platform: metal0, instance: small}]\n"                   \
	"workload:\n"                                                        \
	"  first: {kind: jobs, path: " PATH ", arrival: " ARRIVAL "}\n"
/* A component that a path does not reach is a warning: all are. */
#define ALL                                                                  \
	"  late: {kind: jobs, path: later, arrival: "                        \
	"{open: 0.001/s, gaps: constant}}\n"                                 \
	"  many: {kind: jobs, path: often, arrival: "                        \
	"{open: 0.001/s, gaps: constant}}\n"
#define RUN "run: {warmup: 20500us, duration: 20ms}\n"

START_TEST(short_idle_times_are_slept_lightly)
{
	expect_exactly(SLEEPS("", "1us", "once",
			      "{open: 50k/s, gaps: constant}")
		       ALL "run: {warmup: 20510us, duration: 20ms}\n",
		       {"latency.low", 2 * SIM_US, 0},
		       {"latency.max", 2 * SIM_US, 0},
		       {"booked.task.overhead", 0.05, 0},
		       {"booked.task.job", 0.05, 0});
}
END_TEST

START_TEST(long_idle_times_are_slept_deeply)
{
	expect_exactly(SLEEPS("", "1us", "once",
			      "{open: 1k/s, gaps: constant}") ALL RUN,
		       {"latency.low", 51 * SIM_US, 0},
		       {"latency.max", 51 * SIM_US, 0},
		       {"booked.task.overhead", 0.05, 0});
}
END_TEST

START_TEST(a_ceiling_keeps_sleep_light)
{
	expect_exactly(SLEEPS(", idle_ceiling: C1", "1us", "once",
			      "{open: 1k/s, gaps: constant}") ALL RUN,
		       {"latency.low", 2 * SIM_US, 0},
		       {"latency.max", 2 * SIM_US, 0});
}
END_TEST

/* Seven idle times of 20 us, then one of 0.8 ms: the longest of the last
 * eight is left out, and all are slept lightly. */
START_TEST(the_governor_leaves_out_the_longest)
{
	expect_exactly(SLEEPS("", "1us", "often",
			      "{open: 1k/s, gaps: constant}") ALL RUN,
		       {"latency.low", 8 * 22 * SIM_US, 0},
		       {"latency.max", 8 * 22 * SIM_US, 0});
}
END_TEST

/* Among times that do not agree one of 20 us is slept deeply, too: the exit
 * is paid as chosen. */
START_TEST(the_exit_is_that_of_the_state_whatever_was_slept)
{
	expect_exactly(SLEEPS("", "1us", "once",
			      "{open: 1k/s, gaps: constant}")
		       "  late: {kind: jobs, path: later, arrival: "
		       "{open: 250/s, gaps: constant}}\n"
		       "  many: {kind: jobs, path: often, arrival: "
		       "{open: 0.001/s, gaps: constant}}\n" RUN,
		       {"late/latency.low", (71 + 51) * SIM_US, 0},
		       {"late/latency.max", (71 + 51) * SIM_US, 0},
		       {"latency.max", 51 * SIM_US, 0});
}
END_TEST

/* With Poisson arrivals and one state it is an M/G/1 with setup. */
START_TEST(leaving_a_state_is_a_setup)
{
	expect_theory(SLEEPS(", idle_ceiling: C1", "exp 3us", "once",
			     "{open: 200k/s}") ALL
		      "run: {warmup: 1ms, duration: 60ms}\n", 20,
		      {"wait.worker", (mg1_wait(0.2, 3, 1) +
				       setup_wait(0.2, 1, 1)) * SIM_US, 0.08});
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("idle");
	TCase *tcase = tcase_create("states");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, short_idle_times_are_slept_lightly);
	tcase_add_test(tcase, long_idle_times_are_slept_deeply);
	tcase_add_test(tcase, a_ceiling_keeps_sleep_light);
	tcase_add_test(tcase, the_governor_leaves_out_the_longest);
	tcase_add_test(tcase,
		       the_exit_is_that_of_the_state_whatever_was_slept);
	tcase_add_test(tcase, leaving_a_state_is_a_setup);
	suite_add_tcase(suite, tcase);
	return suite;
}
