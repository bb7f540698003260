/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Polls of one CPU that go on in class task: there is one ksoftirqd. */
#include "sim/time.h"
#include "tests/suite.h"
#include "tests/trial.h"

#define POLL(NAME, CLASS, MORE)                                              \
	"    " NAME ": {kind: poll, cpu: guest, class: " CLASS ", "          \
	"budget: 4" MORE ", each: "                                          \
	"[{stage: " NAME ", at: here, work: $work}]}\n"
#define NETWORK(WORK, MORE, PATH)                                            \
	"network:\n"                                                         \
	"  cpus: 1\n"                                                        \
	"  scheduler: fair\n"                                                \
	"  period: 1us\n"                                                    \
	"  minimum: 1us\n"                                                   \
	"  granularity: 0\n"                                                 \
	"  costs: {work: " WORK "}\n"                                        \
	"  components:\n" POLL("one", "softirq", ", handover: 1")            \
	POLL("two", "softirq", ", handover: 1") MORE                         \
	"  paths: {one: [{at: one}], two: [{at: two}]" PATH "}\n"            \
	"workload:\n"
#define ON(NAME, ARRIVAL)                                                    \
	"  " NAME ": {kind: network, path: " NAME ", arrival: "              \
	"{" ARRIVAL "}}\n"

/* The first is always busy, in rounds of 4 us.  A job of the second waits
 * for the end of one, half a round on average (M/D/1 with vacations); if it
 * could preempt, it would not wait. */
START_TEST(softirqs_do_not_nest_they_take_turns)
{
	expect_theory(NETWORK("1us", "", "") ON("one", "closed: 8")
		      ON("two", "open: 10k/s")
		      "run: {warmup: 1ms, duration: 100ms}\n", 10,
		      {"two/latency.mean",
		       (1 + 4 / 2. + 0.01 / 2 / (1 - 0.01)) * SIM_US, 0.03});
}
END_TEST

/* One thread to the scheduler, however many polls it serves. */
START_TEST(a_program_shares_its_cpu_with_one_ksoftirqd)
{
	expect_theory(NETWORK("exp 1us", POLL("program", "task", ""),
			      ", program: [{at: program}]")
		      ON("one", "closed: 8") ON("two", "closed: 8")
		      ON("program", "closed: 8")
		      "run: {warmup: 1ms, duration: 50ms}\n", 10,
		      {"program/throughput", 500e3, 0.02},
		      {"one/throughput", 250e3, 0.03},
		      {"two/throughput", 250e3, 0.03});
}
END_TEST

/* Jobs that go to and fro: each poll is idle while the other works, and begins
 * anew, but the CPU has been above its tasks all the time. */
START_TEST(two_that_take_turns_do_not_starve_a_program)
{
	expect_theory("network:\n"
		      "  cpus: 1\n"
		      "  scheduler: fair\n"
		      "  period: 1us\n"
		      "  minimum: 1us\n"
		      "  granularity: 0\n"
		      "  costs: {work: exp 1us}\n"
		      "  components:\n"
		      POLL("one", "softirq", ", handover_after: 20us")
		      POLL("two", "softirq", ", handover_after: 20us")
		      POLL("program", "task", "")
		      "  paths: {both: [{at: one}, {at: two}], "
		      "program: [{at: program}]}\n"
		      "workload:\n" ON("both", "closed: 4")
		      ON("program", "closed: 8")
		      "run: {warmup: 1ms, duration: 50ms}\n", 10,
		      {"program/throughput", 500e3, 0.03},
		      {"both/throughput", 250e3, 0.03});
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("softirq");
	TCase *tests = tcase_create("softirq");

	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, softirqs_do_not_nest_they_take_turns);
	tcase_add_test(tests, a_program_shares_its_cpu_with_one_ksoftirqd);
	tcase_add_test(tests, two_that_take_turns_do_not_starve_a_program);
	suite_add_tcase(suite, tests);
	return suite;
}
