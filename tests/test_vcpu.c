/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Virtual CPUs: shares of a processor, and what it costs to halt. */
#include <math.h>

#include "sim/time.h"
#include "tests/queueing.h"
#include "tests/suite.h"
#include "tests/trial.h"

/* Guests of one vCPU each, all on the only processor of their host. */
#define GUESTS(CPU, WORK, INSTANCES)                                         \
	"instances: {small: {vcpus: 1, clock: 1GHz}}\n"                      \
	"mechanisms:\n"                                                      \
	"  - {mechanism: vcpu, dimension: cpu, cpu: {virtual: true" CPU      \
	"}}\n"                                                               \
	"platforms: [{platform: virtual, cpu: vcpu}]\n"                      \
	"workloads:\n"                                                       \
	"  work:\n"                                                          \
	"    costs: {service: " WORK "}\n"                                   \
	"    components:\n"                                                  \
	"      worker: {kind: poll, cpu: guest, class: task, budget: 1, "    \
	"each: [{stage: serve, at: here, work: $service}]}\n"                \
	"    paths: {run: {starts: device, path: [{at: worker}]}}\n"         \
	"hosts:\n"                                                           \
	"  - {name: a, pcpus: 1, instances: [" INSTANCES "]}\n"              \
	"workload:\n"
#define GUEST(NAME)                                                          \
	"{name: " NAME ", platform: virtual, instance: small, cpus: [0]}"
#define RUNS(NAME, ARRIVAL)                                                  \
	"  " NAME ": {kind: work, at: " NAME ", arrival: " ARRIVAL "}\n"

/* Nothing happens at the edges of the window. */
#define SHORT "run: {warmup: 1000500ns, duration: 12ms}\n"

/* ---- shares ---- */

START_TEST(two_busy_guests_have_half_a_processor_each)
{
	expect_exactly(GUESTS(", vcpu_slice: 1ms", "100us",
			      GUEST("one") ", " GUEST("two"))
		       RUNS("one", "{closed: 1}") RUNS("two", "{closed: 1}")
		       SHORT,
		       {"one/left", 60, 0}, {"two/left", 60, 0},
		       {"steal.one/vcpu0", 0.5, 0},
		       {"steal.two/vcpu0", 0.5, 0});
}
END_TEST

START_TEST(three_busy_guests_have_a_third_each)
{
	expect_exactly(GUESTS(", vcpu_slice: 500us", "100us",
			      GUEST("one") ", " GUEST("two") ", " GUEST("six"))
		       RUNS("one", "{closed: 1}") RUNS("two", "{closed: 1}")
		       RUNS("six", "{closed: 2}") SHORT,
		       {"one/left", 40, 0}, {"two/left", 40, 0},
		       {"six/left", 40, 0},
		       {"steal.one/vcpu0", 2 / 3., 0},
		       {"steal.two/vcpu0", 2 / 3., 0},
		       {"steal.six/vcpu0", 2 / 3., 0});
}
END_TEST

START_TEST(a_guest_alone_has_the_whole_processor)
{
	expect_exactly(GUESTS(", vcpu_slice: 1ms", "100us", GUEST("one"))
		       RUNS("one", "{closed: 1}") SHORT, {"one/left", 120, 0},
		       {"steal.one/vcpu0", 0, 0},
		       {"utilisation.one/vcpu0", 1, 0});
}
END_TEST

/* 1 ms of each, and 500 us to go over: a third is lost. */
START_TEST(going_from_guest_to_guest_costs_the_hypervisor)
{
	expect_exactly(GUESTS(", vcpu_slice: 1ms, vcpu_switch: 500us", "100us",
			      GUEST("one") ", " GUEST("two"))
		       RUNS("one", "{closed: 1}") RUNS("two", "{closed: 1}")
		       "run: {warmup: 4000500ns, duration: 12ms}\n",
		       {"one/left", 40, 0}, {"two/left", 40, 0},
		       {"booked.task.overhead", 1 / 3., 0},
		       {"cpu.hypervisor", 1 / 3., 0},
		       {"cpu.guest", 2 / 3., 0});
}
END_TEST

/* A guest that has slept for X when it wakes waits for what the busy one has
 * left of a slice S that began when it went to sleep: S - (X mod S). */
START_TEST(a_guest_that_wakes_waits_for_the_slice_of_the_busy_one)
{
	double slice = 1000, sleep = 800, chance = exp(-slice / sleep);
	double passed = sleep - slice * chance / (1 - chance);

	expect_theory(GUESTS(", vcpu_slice: 1ms", "20us",
			     GUEST("one") ", " GUEST("hog"))
		      RUNS("one", "{closed: 1, think: exp 800us}")
		      RUNS("hog", "{closed: 1}")
		      "run: {warmup: 10ms, duration: 600ms}\n", 20,
		      {"one/latency.mean", (slice - passed + 20) * SIM_US,
		       0.05},
		      {"steal.one/vcpu0", (slice - passed) /
				(slice - passed + 20 + sleep), 0.05});
}
END_TEST

/* ---- halting ---- */

#define HALTS(COSTS)                                                         \
	GUESTS(COSTS, "exp 1us", GUEST("one"))                               \
	RUNS("one", "{open: 400k/s}")                                        \
	"run: {warmup: 1ms, duration: 40ms}\n"

START_TEST(a_vcpu_that_costs_nothing_to_wake_is_an_mm1)
{
	expect_theory(HALTS(""), 20, {"wait.worker", 0.4 / 0.6 * SIM_US, 0.05},
		      {"utilisation.one/vcpu0", 0.4, 0.02});
}
END_TEST

/* M/G/1 with setup: who wakes it pays, and those who come meanwhile. */
START_TEST(waking_a_vcpu_is_a_setup)
{
	expect_theory(HALTS(", wake: 3us"), 20,
		      {"wait.worker",
		       (0.4 / 0.6 + setup_wait(0.4, 3, 9)) * SIM_US, 0.05});
}
END_TEST

/* Halting holds the processor for a while: a job that comes after X waits
 * for what is left of it, (C - X)+, and then the wake-up. */
START_TEST(a_job_may_come_while_its_vcpu_halts)
{
	double rate = 0.4, halt = 2, wake = 3;
	double rest = halt - (1 - exp(-rate * halt)) / rate;
	double square = halt * halt - 2 * rest / rate;
	double wait = setup_wait(rate, wake + rest,
				 wake * wake + 2 * wake * rest + square);

	expect_theory(HALTS(", wake: 3us, block: 2us"), 20,
		      {"wait.worker", (0.4 / 0.6 + wait) * SIM_US, 0.05});
}
END_TEST

/* The hypervisor's work is booked on the processor, not on the guest. */
START_TEST(halting_and_waking_are_the_hypervisors_work)
{
	expect_exactly(GUESTS(", wake: 3us, block: 2us", "1us", GUEST("one"))
		       RUNS("one", "{open: 50k/s, gaps: constant}")
		       "run: {warmup: 1008us, duration: 10ms}\n",
		       {"latency.low", 4 * SIM_US, 0},
		       {"latency.max", 4 * SIM_US, 0},
		       {"cpu.guest", 0.05, 0},
		       {"cpu.hypervisor", 0.25, 0},
		       {"cpu_per_job.hypervisor", 5 * SIM_US, 0},
		       {"utilisation.one/vcpu0", 0.3, 0});
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("vcpu");
	TCase *shares = tcase_create("shares"), *halts = tcase_create("halts");

	tcase_set_timeout(shares, 60);
	tcase_add_test(shares, two_busy_guests_have_half_a_processor_each);
	tcase_add_test(shares, three_busy_guests_have_a_third_each);
	tcase_add_test(shares, a_guest_alone_has_the_whole_processor);
	tcase_add_test(shares,
		       going_from_guest_to_guest_costs_the_hypervisor);
	tcase_add_test(shares,
		       a_guest_that_wakes_waits_for_the_slice_of_the_busy_one);
	suite_add_tcase(suite, shares);
	tcase_set_timeout(halts, 60);
	tcase_add_test(halts, a_vcpu_that_costs_nothing_to_wake_is_an_mm1);
	tcase_add_test(halts, waking_a_vcpu_is_a_setup);
	tcase_add_test(halts, a_job_may_come_while_its_vcpu_halts);
	tcase_add_test(halts, halting_and_waking_are_the_hypervisors_work);
	suite_add_tcase(suite, halts);
	return suite;
}
