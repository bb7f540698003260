/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Offload cards: engines that are held, then a pipeline; and storage services,
 * where nobody waits. */
#include "sim/time.h"
#include "tests/queueing.h"
#include "tests/suite.h"
#include "tests/trial.h"

#define RUN "run: {warmup: 1000500ns, duration: 60ms}\n"
#define NET(COMPONENTS, PATH, WORKLOADS)                                     \
	"network:\n  components:\n" COMPONENTS "  path: [" PATH "]\n"        \
	"workload:\n" WORKLOADS RUN
#define JOBS(NAME, ATTRIBUTES, ARRIVAL)                                      \
	"  " NAME ": {kind: network, attributes: {" ATTRIBUTES "}, "         \
	"arrival: " ARRIVAL "}\n"

START_TEST(the_pipeline_holds_nobody_up)
{
	expect_exactly(NET("    card: {kind: card, work: 1us, "
			   "latency: 10us}\n", "{at: card}",
			   JOBS("jobs", "x: 0", "{closed: 11}")),
		       {"throughput", 1e6, 0}, {"latency.max", 11e6, 0},
		       {"utilisation.card", 1, 0});
	expect_exactly(NET("    card: {kind: card, engines: 2, work: 1us, "
			   "latency: 10us}\n", "{at: card}",
			   JOBS("jobs", "x: 0", "{closed: 44}")),
		       {"throughput", 2e6, 0}, {"latency.max", 22e6, 0});
}
END_TEST

/* Burke: the second is an M/M/1, too.  Reich: what a job spends in each is
 * independent of the other, so variances add up.  The pipelines reorder jobs
 * between them, but a delay of whatever kind leaves a Poisson stream one. */
START_TEST(two_cards_in_a_row_are_the_tandem_queue)
{
	double first = 1 / (1 / 0.5 - 1), second = 1 / (1 / 0.8 - 1);

	expect_theory(NET("    one: {kind: card, work: exp 0.5us, "
			  "latency: exp 3us}\n"
			  "    two: {kind: card, work: exp 0.8us, "
			  "latency: 2us}\n", "{at: one}, {at: two}",
			  JOBS("jobs", "x: 0", "{open: 1M/s}")), 20,
		      {"latency.mean", (first + 3 + second + 2) * SIM_US,
		       0.05},
		      {"latency.variance",
		       (first * first + 9 + second * second) * SIM_US *
		       SIM_US, 0.15},
		      {"wait.one", (first - 0.5) * SIM_US, 0.05},
		      {"wait.two", (second - 0.8) * SIM_US, 0.08});
}
END_TEST

/* M/G/inf: the number inside is Poisson by the mean alone. */
START_TEST(a_store_holds_a_job_for_its_work_alone)
{
	expect_theory(NET("    ebs: {kind: store, read: "
			  "lognormal mean=30us cv=1.5, write: exp 10us}\n",
			  "{at: ebs}",
			  JOBS("reads", "write: 0", "{open: 1M/s}")
			  JOBS("writes", "write: 1", "{open: 2M/s}")), 10,
		      {"reads/inside", 30, 0.02},
		      {"reads/latency.mean", 30 * SIM_US, 0.02},
		      {"writes/inside", 20, 0.02},
		      {"writes/latency.mean", 10 * SIM_US, 0.01});
	expect_exactly(NET("    ebs: {kind: store, read: 4us}\n", "{at: ebs}",
			   JOBS("writes", "write: 1", "{closed: 9}")),
		       {"latency.max", 4 * SIM_US, 0}, {"waited.ebs", 0, 0});
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("card");
	TCase *tcase = tcase_create("card");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, the_pipeline_holds_nobody_up);
	tcase_add_test(tcase, two_cards_in_a_row_are_the_tandem_queue);
	tcase_add_test(tcase, a_store_holds_a_job_for_its_work_alone);
	suite_add_tcase(suite, tcase);
	return suite;
}
