/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contexts: what a CPU does while one waits for its call, and what must be
 * paid before. */
#include "sim/time.h"
#include "tests/suite.h"
#include "tests/trial.h"

#define RUN "run: {warmup: 1050us, duration: 1ms}\n"
#define EACH_100US "arrival: {open: 10k/s, gaps: constant}}\n"

/* One vCPU.  `job` works for 1 us, calls a device for 8, works for 1.  A tick
 * of 0.5 us in class softirq comes after 5 us, another task of 6 after 2. */
#define CALL(MEANWHILE)                                                      \
	"instances: {small: {vcpus: 1, clock: 1GHz}}\n"                      \
	"mechanisms:\n"                                                      \
	"  - {mechanism: vcpu, dimension: cpu, cpu: {virtual: true}}\n"      \
	"platforms: [{platform: virtual, cpu: vcpu}]\n"                      \
	"workloads:\n"                                                       \
	"  calls:\n"                                                         \
	"    costs: {exit: 1us, entry: 1us, device: 8us, tick: 500ns, "      \
	"task: 6us, five: 5us, two: 2us}\n"                                  \
	"    components:\n"                                                  \
	"      five: {kind: server, servers: inf, work: $five}\n"            \
	"      two: {kind: server, servers: inf, work: $two}\n"              \
	"      device: {kind: server, servers: inf, work: $device}\n"        \
	"      worker: {kind: poll, cpu: guest, class: task, budget: 1}\n"   \
	"    paths:\n"                                                       \
	"      job: {starts: device, path: [{at: worker}, {stage: exit, "    \
	"at: here, work: $exit}, {call: [{at: device}], meanwhile: "         \
	MEANWHILE "}, {stage: entry, at: here, work: $entry}]}\n"            \
	"      tick: {starts: device, path: [{at: five}, {stage: tick, "     \
	"at: guest, class: softirq, work: $tick}]}\n"                        \
	"      other: {starts: device, path: [{at: two}, {stage: other, "    \
	"at: guest, class: task, work: $task}]}\n"                           \
	"compare: [{platform: virtual, instance: small}]\n"                  \
	"workload:\n"                                                        \
	"  job: {kind: calls, path: job, " EACH_100US                        \
	"  tick: {kind: calls, path: tick, " EACH_100US                      \
	"  other: {kind: calls, path: other, " EACH_100US RUN

START_TEST(who_sleeps_leaves_the_cpu_to_all_others)
{
	expect_exactly(CALL("sleep"), {"job/latency.mean", 10 * SIM_US, 0},
		       {"tick/latency.mean", 5.5 * SIM_US, 0},
		       {"other/latency.mean", 8.5 * SIM_US, 0},
		       {"utilisation.a/vcpu0", 0.085, 0});
}
END_TEST

START_TEST(who_spins_leaves_it_to_higher_classes_alone)
{
	expect_exactly(CALL("spin"), {"job/latency.mean", 10 * SIM_US, 0},
		       {"tick/latency.mean", 5.5 * SIM_US, 0},
		       {"other/latency.mean", 16 * SIM_US, 0},
		       {"utilisation.a/vcpu0", 0.16, 0},
		       {"utilisation.a/vcpu0.softirq", 0.005, 0});
}
END_TEST

START_TEST(who_stalls_leaves_it_to_nobody_and_does_not_burn_it)
{
	expect_exactly(CALL("stall"), {"job/latency.mean", 10.5 * SIM_US, 0},
		       {"tick/latency.mean", 9.5 * SIM_US, 0},
		       {"other/latency.mean", 16.5 * SIM_US, 0},
		       {"utilisation.a/vcpu0", 0.085, 0});
}
END_TEST

START_TEST(the_time_of_a_call_is_not_work_of_the_caller)
{
	expect_exactly(CALL("spin"), {"job/stage.exit.work", 1 * SIM_US, 0},
		       {"job/stage.device.work", 8 * SIM_US, 0},
		       {"job/stage.entry.work", 1 * SIM_US, 0});
}
END_TEST

/* The device is another CPU's poll, which sleeps until the caller's kick of 1
 * us is paid; it would wait for ever for one that stalled before. */
#define KICKING(MEANWHILE)                                                   \
	"network:\n"                                                         \
	"  cpus: 2\n"                                                        \
	"  components:\n"                                                    \
	"    worker: {kind: poll, cpu: guest, pick: 0, class: softirq, "     \
	"budget: 64}\n"                                                      \
	"    device: {kind: poll, cpu: guest, pick: 1, class: hardirq, "     \
	"budget: 1, notify: [{stage: kick, at: here, work: 1us}]}\n"         \
	"  path: [{at: worker}, {stage: exit, at: here, work: 1us}, "        \
	"{call: [{at: device}, {stage: model, at: here, work: 6us}], "       \
	"meanwhile: " MEANWHILE "}, {stage: entry, at: here, work: 1us}]\n"  \
	"workload:\n"                                                        \
	"  job: {kind: network, " EACH_100US RUN

START_TEST(a_caller_pays_its_kicks_before_it_waits)
{
	expect_exactly(KICKING("spin"), {"latency.mean", 9 * SIM_US, 0},
		       {"kicks_per_job.device", 1, 0},
		       {"booked.softirq.errand", 0.01, 0});
}
END_TEST

/* The spawn's kick takes 3 us, the device 1: the job is back while its
 * context still pays. */
#define OWING(MEANWHILE)                                                     \
	"network:\n"                                                         \
	"  cpus: 2\n"                                                        \
	"  components:\n"                                                    \
	"    worker: {kind: poll, cpu: guest, pick: 0, class: task, "        \
	"budget: 1}\n"                                                       \
	"    other: {kind: poll, cpu: guest, pick: 1, class: softirq, "      \
	"budget: 1, notify: [{stage: kick, at: here, work: 3us}]}\n"         \
	"    device: {kind: server, servers: inf, work: 1us}\n"              \
	"  paths: {told: [{at: other}]}\n"                                   \
	"  path: [{at: worker}, {spawn: told}, {call: [{at: device}], "      \
	"meanwhile: " MEANWHILE "}, {stage: entry, at: here, work: 1us}]\n"  \
	"workload:\n"                                                        \
	"  job: {kind: network, " EACH_100US RUN

START_TEST(a_job_may_be_back_before_its_context_has_gone)
{
	expect_exactly(OWING("sleep"), {"latency.mean", 4 * SIM_US, 0});
	expect_exactly(OWING("spin"), {"latency.mean", 4 * SIM_US, 0});
}
END_TEST

/* 2 x 5 stages, each with work and count. */
START_TEST(fragments_multiplied_within_each_other_are_a_product)
{
	expect_exactly("network:\n"
		       "  cpus: 1\n"
		       "  components:\n"
		       "    p: {kind: poll, cpu: guest, class: task, "
		       "budget: 1}\n"
		       "  path: [{at: p}, {use: own.fork, times: m}]\n"
		       "  paths:\n"
		       "    fork: [{use: own.fault, times: n}]\n"
		       "    fault: [{stage: x, at: here, work: 100ns, "
		       "counts: exit}]\n"
		       "workload:\n  jobs: {kind: network, attributes: "
		       "{m: 2, n: 5}, " EACH_100US RUN,
		       {"latency.mean", 1 * SIM_US, 0},
		       {"per_job.exits", 10, 0});
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("context");
	TCase *tcase = tcase_create("calls");

	tcase_add_test(tcase, who_sleeps_leaves_the_cpu_to_all_others);
	tcase_add_test(tcase, who_spins_leaves_it_to_higher_classes_alone);
	tcase_add_test(tcase,
		       who_stalls_leaves_it_to_nobody_and_does_not_burn_it);
	tcase_add_test(tcase, the_time_of_a_call_is_not_work_of_the_caller);
	tcase_add_test(tcase, a_caller_pays_its_kicks_before_it_waits);
	tcase_add_test(tcase, a_job_may_be_back_before_its_context_has_gone);
	tcase_add_test(tcase,
		       fragments_multiplied_within_each_other_are_a_product);
	suite_add_tcase(suite, tcase);
	return suite;
}
