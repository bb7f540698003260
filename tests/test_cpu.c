/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A processor: classes, sharing, slices, switches. */
#include "sim/time.h"
#include "tests/queueing.h"
#include "tests/suite.h"
#include "tests/trial.h"

#define RUN "run: {warmup: 1ms, duration: 50ms}\n"
/* Nothing of the exact cases happens at the edges of their window. */
#define SHORT "run: {warmup: 1000500ns, duration: 9ms}\n"

/* One worker on one CPU at 1 GHz. */
#define WORKER(SERVICE, RATE)                                                \
	"network:\n"                                                         \
	"  cpus: 1\n"                                                        \
	"  costs: {service: " SERVICE "}\n"                                  \
	"  components:\n"                                                    \
	"    station:\n"                                                     \
	"      {kind: poll, cpu: guest, class: task, budget: 1,\n"           \
	"       each: [{stage: serve, at: here, work: $service}]}\n"         \
	"  path: [{at: station}]\n"                                          \
	"workload: {jobs: {kind: network, arrival: {open: " RATE "}}}\n" RUN

START_TEST(a_worker_on_a_cpu_waits_as_an_mm1)
{
	expect_theory(WORKER("exp 1us", "0.7M/s"), 20,
		      {"wait.station", 0.7 / 0.3 * SIM_US, 0.06},
		      {"latency.p99", mmc_quantile(1, 0.7, 1, 0.99) * SIM_US,
		       0.1},
		      {"stage.serve.work", 1 * SIM_US, 0.01},
		      {"utilisation.a/cpu0.task", 0.7, 0.01});
}
END_TEST

START_TEST(a_worker_on_a_cpu_waits_as_an_mg1)
{
	expect_theory(WORKER("gamma mean=1us cv=1.5", "0.5M/s"), 20,
		      {"wait.station", mg1_wait(0.5, 1, 2.25) * SIM_US, 0.12});
}
END_TEST

/* ---- classes ---- */

#define HANDLER(NAME, CLASS, SERVICE)                                        \
	"    " NAME ": [{stage: " NAME ", at: guest, class: " CLASS ", "     \
	"work: " SERVICE "}]\n"
#define ON(NAME, RATE)                                                       \
	"  " NAME ": {kind: network, path: " NAME ", arrival: "              \
	"{open: " RATE "}}\n"

/* Preemptive-resume (Kleinrock, volume 2, 3.39): the work ahead of a job of
 * class k, over what the classes above leave. */
static double preemptive_latency(const double *rate, const double *service,
				 const double *scv, int k)
{
	double above = 0, residual = 0, upto;

	for (int i = 0; i < k; i++)
		above += rate[i] * service[i];
	upto = above + rate[k] * service[k];
	for (int i = 0; i <= k; i++)
		residual += rate[i] * service[i] * service[i] *
			    (1 + scv[i]) / 2;
	return SIM_US * (service[k] / (1 - above) +
			 residual / ((1 - above) * (1 - upto)));
}

START_TEST(classes_preempt_and_resume_as_theory_says)
{
	const double rate[] = {0.1, 0.1, 0.1, 0.05};
	const double service[] = {1, 2, 3, 4}, scv[] = {0, 1, 0.25, 1};

	expect_theory(
		"network:\n"
		"  cpus: 1\n"
		"  paths:\n" HANDLER("exit", "hypervisor", "1us")
		HANDLER("irq", "hardirq", "exp 2us")
		HANDLER("napi", "softirq", "gamma mean=3us cv=0.5")
		HANDLER("thread", "task", "exp 4us")
		"workload:\n" ON("exit", "100k/s") ON("irq", "100k/s")
		ON("napi", "100k/s") ON("thread", "50k/s")
		"run: {warmup: 1ms, duration: 150ms}\n", 20,
		{"exit/latency.mean",
		 preemptive_latency(rate, service, scv, 0), 0.03},
		{"irq/latency.mean",
		 preemptive_latency(rate, service, scv, 1), 0.03},
		{"napi/latency.mean",
		 preemptive_latency(rate, service, scv, 2), 0.05},
		{"thread/latency.mean",
		 preemptive_latency(rate, service, scv, 3), 0.1},
		{"utilisation.a/cpu0.hypervisor", 0.1, 0.02},
		{"utilisation.a/cpu0.hardirq", 0.2, 0.02},
		{"utilisation.a/cpu0.softirq", 0.3, 0.02},
		{"utilisation.a/cpu0.task", 0.2, 0.03});
}
END_TEST

START_TEST(two_polls_of_two_classes_preempt_and_resume)
{
	const double rate[] = {0.4, 0.4}, service[] = {1, 1}, scv[] = {1, 1};

	expect_theory(
		"network:\n"
		"  cpus: 1\n"
		"  costs: {work: exp 1us}\n"
		"  components:\n"
		"    above: {kind: poll, cpu: guest, class: softirq, "
		"budget: 64, each: [{stage: napi, at: here, work: $work}]}\n"
		"    below: {kind: poll, cpu: guest, class: task, budget: 64, "
		"each: [{stage: read, at: here, work: $work}]}\n"
		"  paths: {above: [{at: above}], below: [{at: below}]}\n"
		"workload:\n" ON("above", "400k/s") ON("below", "400k/s")
		RUN, 20,
		{"above/latency.mean",
		 preemptive_latency(rate, service, scv, 0), 0.03},
		{"below/latency.mean",
		 preemptive_latency(rate, service, scv, 1), 0.1},
		{"wait.above", 0.4 / 0.6 * SIM_US, 0.05});
}
END_TEST

/* ---- sharing ---- */

/* Mostly short, some long: a FIFO would make both wait 15.4 us. */
#define SHARED(SCHEDULER)                                                    \
	"network:\n"                                                         \
	"  cpus: 1\n"                                                        \
	"  " SCHEDULER "\n"                                                  \
	"  paths:\n" HANDLER("short", "task", "30us")                        \
	HANDLER("long", "task", "exp 300us")                                 \
	"workload:\n" ON("short", "10k/s") ON("long", "1k/s")                \
	"run: {warmup: 20ms, duration: 1500ms}\n"

static void expect_sharing(const char *text)
{
	expect_theory(text, 10,
		      {"short/latency.mean", 30 / 0.4 * SIM_US, 0.12},
		      {"long/latency.mean", 300 / 0.4 * SIM_US, 0.3},
		      {"utilisation.a/cpu0", 0.6, 0.06});
}

/* Processor sharing: a job takes its work over 1 - load, long or short. */
START_TEST(tiny_slices_share_a_processor)
{
	expect_sharing(SHARED("slice: 1us"));
}
END_TEST

START_TEST(fair_tasks_share_a_processor)
{
	expect_sharing(SHARED("scheduler: fair\n  period: 1us\n"
			      "  minimum: 1us\n  granularity: 0"));
}
END_TEST

/* A slice begun anew after each interrupt would never end. */
START_TEST(interrupts_do_not_lengthen_a_slice)
{
	struct trial *trial = trial_new(
		"network:\n"
		"  cpus: 1\n"
		"  slice: 1ms\n"
		"  paths:\n" HANDLER("storm", "softirq", "5us")
		HANDLER("hog", "task", "100ms")
		HANDLER("short", "task", "100us")
		"workload:\n"
		"  short: {kind: network, path: short, arrival: "
		"{open: 93/s, gaps: constant}}\n"
		"  hog: {kind: network, path: hog, arrival: {closed: 1}}\n"
		"  storm: {kind: network, path: storm, arrival: "
		"{open: 20k/s, gaps: constant}}\n"
		"run: {warmup: 1ms, duration: 500ms}\n");
	struct world *world = trial_world(trial, 0);
	const struct outcome *outcome = trial_run(world);

	/* What the hog has left of its slice, and the work, under a storm
	 * that takes a tenth. */
	ck_assert_double_ge(trial_number(outcome, "short/left"), 45);
	ck_assert_double_le(trial_number(outcome, "short/latency.max"),
			    (1000 + 100) / 0.9 * SIM_US + 5. * SIM_US);
	ck_assert_double_ge(trial_number(outcome, "short/latency.max"),
			    0.8 * SIM_MS);
	world_free(world);
	trial_free(trial);
}
END_TEST

/* ---- what costs nothing, and what is overhead ---- */

START_TEST(a_stage_without_work_still_waits_for_its_cpu)
{
	const double rate[] = {0.6, 0.1}, service[] = {1, 0}, scv[] = {1, 0};

	expect_theory(
		"network:\n"
		"  cpus: 1\n"
		"  paths:\n" HANDLER("above", "softirq", "exp 1us")
		HANDLER("free", "task", "0us")
		"workload:\n" ON("above", "600k/s") ON("free", "100k/s")
		RUN, 20,
		{"free/latency.mean",
		 preemptive_latency(rate, service, scv, 1), 0.1});
}
END_TEST

#define PAIR(SECOND)                                                         \
	"network:\n"                                                         \
	"  cpus: 1\n"                                                        \
	"  context_switch: 300ns\n"                                          \
	"  costs: {work: 700ns}\n"                                           \
	"  components:\n"                                                    \
	"    one: {kind: poll, cpu: guest, class: task, budget: 1, each: "   \
	"[{stage: serve, at: here, work: $work}]}\n"                         \
	"    two: {kind: poll, cpu: guest, class: task, budget: 1, each: "   \
	"[{stage: serve, at: here, work: $work}]}\n"                         \
	"  paths: {one: [{at: one}], two: [{at: two}]}\n"                    \
	"workload:\n"                                                        \
	"  one: {kind: network, path: one, arrival: {closed: 1}}\n"          \
	"  two: {kind: network, path: two, arrival: " SECOND "}\n"

START_TEST(tasks_that_alternate_pay_for_each_switch)
{
	expect_exactly(PAIR("{closed: 1}") SHORT, {"one/left", 4500, 0},
		       {"two/left", 4500, 0},
		       {"booked.task.overhead", 0.3, 0},
		       {"booked.task.job", 0.7, 0},
		       {"two/latency.max", 2 * SIM_US, 0});
}
END_TEST

START_TEST(a_task_alone_pays_no_switch)
{
	expect_exactly(PAIR("{open: 1/s, gaps: constant}")
		       "run: {warmup: 1000500ns, duration: 7ms}\n",
		       {"one/left", 10000, 0},
		       {"booked.task.overhead", 0, 0});
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("cpu");
	TCase *classes = tcase_create("classes");
	TCase *sharing = tcase_create("sharing");
	TCase *costs = tcase_create("costs");

	tcase_set_timeout(classes, 60);
	tcase_add_test(classes, a_worker_on_a_cpu_waits_as_an_mm1);
	tcase_add_test(classes, a_worker_on_a_cpu_waits_as_an_mg1);
	tcase_add_test(classes, classes_preempt_and_resume_as_theory_says);
	tcase_add_test(classes, two_polls_of_two_classes_preempt_and_resume);
	suite_add_tcase(suite, classes);
	tcase_set_timeout(sharing, 60);
	tcase_add_test(sharing, tiny_slices_share_a_processor);
	tcase_add_test(sharing, fair_tasks_share_a_processor);
	tcase_add_test(sharing, interrupts_do_not_lengthen_a_slice);
	suite_add_tcase(suite, sharing);
	tcase_set_timeout(costs, 60);
	tcase_add_test(costs, a_stage_without_work_still_waits_for_its_cpu);
	tcase_add_test(costs, tasks_that_alternate_pay_for_each_switch);
	tcase_add_test(costs, a_task_alone_pays_no_switch);
	suite_add_tcase(suite, costs);
	return suite;
}
