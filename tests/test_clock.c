/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Label clocks: each label where it belongs, and sums to the picosecond. */
#include <string.h>

#include "sim/time.h"
#include "tests/suite.h"
#include "tests/trial.h"

/* ---- each label once ---- */

#define AT(NAME, CLASS, WORK, AFTER)                                         \
	"    " NAME ": [{at: " AFTER "}, {stage: " NAME ", at: guest, "      \
	"class: " CLASS ", work: " WORK "}]\n"
#define EACH_100US(NAME)                                                     \
	"  " NAME ": {kind: network, path: " NAME ", arrival: "              \
	"{open: 10k/s, gaps: constant}}\n"
#define LABELLED                                                             \
	"network:\n"                                                         \
	"  cpus: 1\n"                                                        \
	"  components:\n"                                                    \
	"    one: {kind: server, servers: inf, work: 1us}\n"                 \
	"    two: {kind: server, servers: inf, work: 2us}\n"                 \
	"    worker: {kind: poll, cpu: guest, class: task, budget: 1, "      \
	"each: [{stage: serve, at: here, work: 4us}]}\n"                     \
	"  paths:\n"                                                         \
	"    now: [{at: worker}]\n"                                          \
	"    soon: [{at: one}, {at: worker}]\n"
#define RUN "run: {warmup: 1050us, duration: 1ms}\n"

/* The second comes at 1 us; the first is preempted from 2 to 5. */
START_TEST(who_waits_behind_one_that_is_preempted_waits_for_that)
{
	expect_exactly(LABELLED AT("irq", "softirq", "3us", "two")
		       "workload:\n" EACH_100US("now") EACH_100US("soon")
		       EACH_100US("irq") RUN,
		       {"opened.worker.preempted", 0.03, 0},
		       {"opened.worker.behind", 0.03, 0},
		       {"soon/stage.worker.wait", 6 * SIM_US, 0},
		       {"now/stage.serve.wait", 3 * SIM_US, 0},
		       {"now/stage.serve.work", 4 * SIM_US, 0});
}
END_TEST

/* The CPU is taken from 0 to 5 us by an interrupt that came first. */
START_TEST(a_worker_that_has_no_cpu_is_runnable)
{
	expect_exactly(LABELLED
		       "    irq: [{stage: irq, at: guest, class: softirq, "
		       "work: 5us}, {at: two}]\n"
		       "workload:\n" EACH_100US("irq") EACH_100US("now")
		       EACH_100US("soon") RUN,
		       {"opened.worker.runnable", 0.05 + 0.04, 0},
		       {"opened.worker.behind", 0.04, 0},
		       {"opened.worker.preempted", 0, 0},
		       {"now/stage.worker.wait", 5 * SIM_US, 0},
		       {"soon/stage.worker.wait", 8 * SIM_US, 0});
}
END_TEST

/* Eight jobs leave at 1 .. 8 us; the kick is owed until the round ends. */
START_TEST(until_its_kick_is_paid_a_job_waits_for_who_owes_it)
{
	expect_exactly("network:\n"
		       "  cpus: 2\n"
		       "  components:\n"
		       "    burst: {kind: split, by: pieces, "
		       "path: [{at: near}, {at: far}]}\n"
		       "    near: {kind: poll, cpu: guest, pick: 0, "
		       "class: softirq, budget: 64, each: [{stage: serve, "
		       "at: here, work: 1us}]}\n"
		       "    far: {kind: poll, cpu: guest, pick: 1, "
		       "class: softirq, budget: 64, notify: [{stage: ipi, "
		       "at: here, work: 3us}]}\n"
		       "  path: [{at: burst}]\n"
		       "workload: {jobs: {kind: network, attributes: "
		       "{pieces: 8}, arrival: {open: 10k/s, "
		       "gaps: constant}}}\n" RUN,
		       {"opened.far.owed", 0.28, 0},
		       {"opened.far.ipi:work", 8 * 0.03, 0},
		       {"opened.far.behind", 0, 0},
		       {"opened.near.behind", 0.28, 0},
		       {"queue.far", 0.52, 0});
}
END_TEST

/* Both guests' jobs take 300 us of one CPU, in slices of 100: the first one's
 * second job waits while the CPU is with the other. */
START_TEST(a_worker_whose_processor_is_elsewhere_waits_for_steal)
{
	expect_exactly(
		"instances: {small: {vcpus: 1, clock: 1GHz}}\n"
		"mechanisms:\n"
		"  - {mechanism: vcpu, dimension: cpu, cpu: {virtual: true, "
		"vcpu_slice: 100us}}\n"
		"platforms: [{platform: virtual, cpu: vcpu}]\n"
		"workloads:\n"
		"  work:\n"
		"    costs: {service: 300us}\n"
		"    components:\n"
		"      worker: {kind: poll, cpu: guest, class: task, "
		"budget: 1, each: [{stage: serve, at: here, "
		"work: $service}]}\n"
		"    paths: {run: {starts: device, path: [{at: worker}]}}\n"
		"hosts:\n"
		"  - {name: a, pcpus: 1, instances: ["
		"{name: one, platform: virtual, instance: small, cpus: [0]}, "
		"{name: two, platform: virtual, instance: small, cpus: [0]}]}"
		"\n"
		"workload:\n"
		"  one: {kind: work, at: one, arrival: {closed: 2}}\n"
		"  two: {kind: work, at: two, arrival: {closed: 1}}\n"
		"run: {warmup: 10050us, duration: 12ms}\n",
		{"opened.worker.steal", 0.5, 0},
		{"opened.worker.behind", 0.5, 0},
		{"one/stage.worker.wait", 600 * SIM_US, 0},
		{"one/stage.serve.work", 300 * SIM_US, 0},
		{"one/stage.serve.wait", 300 * SIM_US, 0});
}
END_TEST

/* ---- sums ---- */

/* A poll that is kicked, a ring that parks, a server, a link. */
static const char row[] =
	"network:\n"
	"  cpus: 1\n"
	"  components:\n"
	"    napi: {kind: poll, cpu: guest, class: softirq, budget: 8, "
	"notify: [{stage: irq, at: target, class: hardirq, work: exp 1us}], "
	"round: [{stage: lock, at: here, work: exp 200ns}], "
	"each: [{stage: serve, at: here, work: exp 1us}]}\n"
	"    ring: {kind: ring, slots: 3, when_full: park}\n"
	"    station: {kind: server, servers: 2, work: exp 3us}\n"
	"    wire: {kind: link, rate: 8Gbit/s}\n"
	"  path: [{at: napi}, {take: ring}, {at: station}, {give: ring}, "
	"{at: wire}]\n"
	"workload: {jobs: {kind: network, payload: 1000B, arrival: "
	"{open: 400k/s}}}\n"
	"run: {warmup: 0us, duration: 400us}\n";

static double opened_at(const struct outcome *outcome, const char *component)
{
	double sum = 0;

	for (int i = 0; i < outcome->openeds; i++) {
		const char *name = strrchr(outcome->opened[i].component, '.');

		if (strcmp(name + 1, component) == 0)
			sum += outcome->opened[i].time;
	}
	return sum;
}

static double waited_at(const struct workload_outcome *workload,
			const char *stage)
{
	double sum = 0;

	for (int i = 0; i < workload->sums; i++)
		if (strcmp(workload->stage[workload->sum[i].stage].stage,
			   stage) == 0)
			sum += (double)workload->sum[i].wait;
	return sum;
}

static void compare_sums(const struct outcome *outcome)
{
	static const char *const at[] = {"napi", "ring", "station", "wire"};

	for (int i = 0; i < 4; i++)
		ck_assert_double_eq(opened_at(outcome, at[i]),
				    waited_at(&outcome->workload[0], at[i]));
}

/* Where all who came have gone, what waits opened into and what the jobs
 * waited are the same time, to the picosecond. */
START_TEST(opened_waits_sum_to_the_waits)
{
	struct trial *trial = trial_new(row);
	int compared = 0, waited = 0;

	for (uint32_t i = 0; i < 600; i++) {
		struct world *world = trial_world(trial, i);
		const struct outcome *outcome = trial_run(world);

		if (outcome->workload[0].inside == 0) {
			compare_sums(outcome);
			compared++;
			waited += opened_at(outcome, "ring") > 0;
		}
		world_free(world);
	}
	ck_assert_int_ge(compared, 20);
	ck_assert_int_ge(waited, 20);
	trial_free(trial);
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("clock");
	TCase *tcase = tcase_create("labels"), *sums = tcase_create("sums");

	tcase_add_test(tcase,
		       who_waits_behind_one_that_is_preempted_waits_for_that);
	tcase_add_test(tcase, a_worker_that_has_no_cpu_is_runnable);
	tcase_add_test(tcase,
		       until_its_kick_is_paid_a_job_waits_for_who_owes_it);
	tcase_add_test(tcase,
		       a_worker_whose_processor_is_elsewhere_waits_for_steal);
	suite_add_tcase(suite, tcase);
	tcase_set_timeout(sums, 60);
	tcase_add_test(sums, opened_waits_sum_to_the_waits);
	suite_add_tcase(suite, sums);
	return suite;
}
