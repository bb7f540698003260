/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_validity_domains.c -- the rules of validity that need a thread, a
 * dom0, or what a platform supplies; and no false alarm: every shipped
 * platform carries every shipped workload. */
#include <stdio.h>
#include <string.h>

#include "tests/rig.h"
#include "tests/scratch.h"
#include "tests/suite.h"

/* A guest of VCPUS and a dom0 of one.  The network's components begin in line
 * 18, its `transmit` stands in what is after them; then come two workload
 * paths, from a task and from a device. */
#define PLATFORM(VCPUS, CPU, COMPONENTS, TRANSMIT, TASK, DEVICE, WORKLOAD)   \
	"compare: [{platform: p, instance: x}]\n"                            \
	"instances:\n"                                                       \
	"  x: {vcpus: " VCPUS ", clock: 1GHz, dom0_vcpus: 1}\n"              \
	"platforms:\n"                                                       \
	"  p: {domains: {dom0: {cpu: c, interrupts: i}}, cpu: c,"            \
	" interrupts: i, network: n}\n"                                      \
	"mechanisms:\n"                                                      \
	"  c:\n"                                                             \
	"    dimension: cpu\n"                                               \
	"    cpu: {" CPU "}\n"                                               \
	"    paths: {wake: [{stage: wake, at: here, work: 1us}]}\n"          \
	"  i:\n"                                                             \
	"    dimension: interrupts\n"                                        \
	"    components: {up: {kind: poll, per: cpu, cpu: target,"           \
	" class: hardirq, budget: 8}}\n"                                     \
	"    paths: {notify: [{at: up}], end: []}\n"                         \
	"  n:\n"                                                             \
	"    dimension: network\n"                                           \
	"    components:\n" COMPONENTS                                       \
	"    paths:\n"                                                       \
	"      transmit: [" TRANSMIT "]\n"                                   \
	"workloads:\n"                                                       \
	"  w:\n"                                                             \
	"    paths:\n"                                                       \
	"      t: {starts: task, path: [" TASK "]}\n"                        \
	"      d: {starts: device, path: [" DEVICE "]}\n"                    \
	"workload: {w: {kind: w, " WORKLOAD "}}\n"                           \
	"run: {duration: 1ms}\n"

#define BACK                                                                 \
	"      back: {kind: poll, cpu: dom0, class: softirq, budget: 8,"     \
	" notify: [{use: interrupts.notify}]}\n"
#define FRONT                                                                \
	"      front: {kind: poll, cpu: guest, class: softirq, budget: 8}\n"
#define SEND "{stage: send, at: here, work: 2us}, {use: network.transmit}"
#define BUSY "path: t, arrival: saturate"

/* `transmit` from a saturating thread. */
#define TRANSMIT(COMPONENTS, STEPS)                                          \
	PLATFORM("1", "virtual: true", COMPONENTS, STEPS, SEND,              \
		 "{at: task}", BUSY)
/* A path of a thread over a network that only has `back`. */
#define THREAD(STEPS)                                                        \
	PLATFORM("1", "virtual: true", BACK, "{at: back}", STEPS,            \
		 "{at: task}", BUSY)

START_TEST(the_models_of_this_file_are_right)
{
	rig_accepts(TRANSMIT(BACK, "{at: back}"), NULL);
	rig_accepts(THREAD(SEND ", {at: task}"), NULL);
}
END_TEST

/* 1: the thread's wake-up is a kick like others. */
START_TEST(a_device_has_no_context_to_wake_a_thread_in)
{
	rig_refuses(PLATFORM("1", "virtual: true", BACK, "{at: back}", SEND,
			     "{at: task}",
			     "path: d, arrival: {open: 1k/s}"),
		    "model.yaml:10:20: error: stage 'wake' at here, but no "
		    "context is held (a device, or a job that left its own)");
}
END_TEST

/* ---- 5: who waits for whom in a call ---- */

START_TEST(a_stalled_vcpu_serves_nobody)
{
	rig_refuses(TRANSMIT(FRONT, "{call: [{at: front}], meanwhile: stall}"),
		    "model.yaml:20:26: error: front runs in domain guest, the "
		    "vCPU of which is stalled by this call");
	rig_refuses(TRANSMIT(BACK, "{call: [{stage: h, at: home,"
			     " class: hardirq, work: 1us}], meanwhile: stall}"),
		    "model.yaml:20:26: error: home runs in domain guest, the "
		    "vCPU of which is stalled by this call");
	rig_refuses(TRANSMIT(FRONT "      parts: {kind: split, by: B,"
			     " path: [{at: front}]}\n",
			     "{call: [{at: parts}], meanwhile: stall}"),
		    "model.yaml:19:42: error: front runs in domain guest, the "
		    "vCPU of which is stalled by this call");
	rig_refuses(PLATFORM("2", "virtual: true", FRONT,
			     "{call: [{at: front}], meanwhile: stall}", SEND,
			     "{at: task}", BUSY),
		    "model.yaml:20:26: error: front runs in domain guest, a "
		    "vCPU of which is stalled by this call");
	rig_accepts(TRANSMIT(BACK, "{call: [{at: back}], meanwhile: stall}"),
		    NULL);
}
END_TEST

START_TEST(an_outer_call_holds_its_cpu_too)
{
	rig_refuses(TRANSMIT(BACK FRONT,
			     "{call: [{at: back}, {call: [{at: front}],"
			     " meanwhile: spin}], meanwhile: stall}"),
		    "model.yaml:21:46: error: front runs in domain guest, the "
		    "vCPU of which is stalled by this call");
}
END_TEST

#define SPINNER(CLASS)                                                       \
	TRANSMIT("      other: {kind: poll, cpu: guest, class: " CLASS ","   \
		 " budget: 1}\n" FRONT,                                      \
		 "{at: front}, {call: [{at: other}], meanwhile: spin}")

START_TEST(a_cpu_that_spins_serves_only_what_preempts_it)
{
	rig_refuses(SPINNER("task"),
		    "model.yaml:21:39: error: other needs class task of guest, "
		    "while a CPU of guest spins for it in class softirq");
	rig_refuses(SPINNER("softirq"),
		    "model.yaml:21:39: error: other needs class softirq of "
		    "guest, while a CPU of guest spins for it in class "
		    "softirq");
	rig_accepts(SPINNER("hardirq"),
		    "model.yaml:13:18: warning: no path reaches component 'up' "
		    "of 'i'");
}
END_TEST

START_TEST(a_sleeping_threads_call_does_not_go_to_it)
{
	rig_refuses(THREAD("{stage: send, at: here, work: 2us}, {call: ["
			   "{use: network.transmit}, {at: task}],"
			   " meanwhile: sleep}"),
		    "model.yaml:24:101: error: w is asleep in this very call: "
		    "it can never take the job");
	rig_accepts(THREAD("{stage: send, at: here, work: 2us}, {call: ["
			   "{use: network.transmit}], meanwhile: sleep}"),
		    NULL);
}
END_TEST

START_TEST(nobody_drops_what_a_call_waits_for)
{
	rig_refuses(TRANSMIT("      back: {kind: poll, cpu: dom0,"
			     " class: softirq, budget: 8, limit: 4}\n",
			     "{call: [{at: back}], meanwhile: stall}"),
		    "model.yaml:20:26: error: back may drop the job, for which "
		    "the context that made the call waits");
	rig_refuses(TRANSMIT(BACK "      r: {kind: ring, slots: 1,"
			     " when_full: drop}\n",
			     "{call: [{take: r}, {at: back}, {give: r}],"
			     " meanwhile: stall}"),
		    "model.yaml:21:26: error: r may drop the job, for which "
		    "the context that made the call waits");
	rig_accepts(TRANSMIT(BACK "      r: {kind: ring, slots: 1,"
			     " when_full: drop}\n",
			     "{call: [{at: back}, {spawn: s}],"
			     " meanwhile: stall}]\n"
			     "      s: [{take: r}, {give: r}"), NULL);
}
END_TEST

START_TEST(a_call_does_not_sleep_for_tokens)
{
	rig_refuses(TRANSMIT(BACK "      r: {kind: ring, slots: 1,"
			     " when_full: sleep}\n",
			     "{call: [{take: r}, {at: back}, {give: r}],"
			     " meanwhile: stall}"),
		    "model.yaml:21:26: error: take 'r' would sleep inside a "
		    "call");
}
END_TEST

START_TEST(metal_cannot_stall)
{
	rig_refuses(PLATFORM("1", "virtual: false", BACK,
			     "{call: [{at: back}], meanwhile: stall}", SEND,
			     "{at: task}", BUSY),
		    "model.yaml:20:18: error: a call that stalls, but guest "
		    "has no vCPUs");
}
END_TEST

#define TWO_ON_ONE(PLATFORM)                                                 \
	"hosts: [{name: h, pcpus: 8, instances: [\n"                         \
	"  {name: a, platform: " PLATFORM ", cpus: [0, 1]},\n"               \
	"  {name: b, platform: " PLATFORM ", cpus: [0, 1]}]}]\n"             \
	"workload:\n"                                                        \
	"  w: {kind: packets, direction: tx, payload: 1B, at: a,"            \
	" arrival: saturate}\n"                                              \
	"  v: {kind: packets, direction: tx, payload: 1B, at: b,"            \
	" arrival: saturate}\n"

START_TEST(only_vcpus_take_turns_on_a_pcpu)
{
	rig_refuses(TWO_ON_ONE("metal, instance: c5.large"),
		    "model.yaml:3:3: error: CPU 0 of 'b' cannot be pCPU 0: "
		    "'a' is on it, and only vCPUs take turns");
	rig_accepts(TWO_ON_ONE("nitro"), NULL);
}
END_TEST

START_TEST(calls_nest_twice)
{
	rig_refuses(TRANSMIT(BACK "      s: {kind: server, work: 1us}\n",
			     "{call: [{call: [{call: [{at: s}],"
			     " meanwhile: spin}], meanwhile: spin}],"
			     " meanwhile: spin}"),
		    "model.yaml:21:34: error: calls are nested deeper than 2");
}
END_TEST

/* ---- an errand knows no thread; a condition has one end ---- */

#define NOTIFY(STEPS)                                                        \
	TRANSMIT("      back: {kind: poll, cpu: dom0, class: softirq,"       \
		 " budget: 8, notify: [" STEPS "]}\n"                        \
		 "      sure: {kind: when, test: target_idle_and_remote,"    \
		 " then: [{use: interrupts.notify}]}\n", "{at: back}")

START_TEST(an_errand_has_no_thread)
{
	rig_refuses(NOTIFY("{at: task}"),
		    "model.yaml:18:73: error: 'task', but an errand has no "
		    "thread");
}
END_TEST

START_TEST(after_a_condition_that_moves_nothing_follows)
{
	rig_accepts(NOTIFY("{through: sure}"), NULL);
	rig_refuses(NOTIFY("{through: sure}, {stage: x, at: here, work: 1us}"),
		    "model.yaml:18:90: error: after 'sure' the job is in "
		    "either of two contexts: its path must end there");
}
END_TEST

/* ---- 7: what a platform supplies ---- */

START_TEST(a_fragment_is_supplied_where_it_resolves)
{
	rig_refuses(TRANSMIT(BACK, "{at: back}, {use: cpu.hypercall}"),
		    "model.yaml:20:30: error: mechanism 'c' has no fragment "
		    "'hypercall' (dimension 'cpu')");
	rig_refuses(TRANSMIT(BACK, "{at: back}, {use: memory.page_fault}"),
		    "model.yaml:20:30: error: platform 'p' has no mechanism "
		    "for 'memory' in dom0, which n asks for");
	rig_refuses(TRANSMIT("      back: {kind: poll, cpu: qemu,"
			     " class: softirq, budget: 8}\n", "{at: back}"),
		    "model.yaml:20:18: error: back runs on qemu: this platform "
		    "has no such domain");
	rig_refuses(TRANSMIT(BACK, "{at: back}, {stage: x, at: qemu,"
			     " class: task, work: 1us}"),
		    "model.yaml:20:30: error: unknown place 'qemu' in "
		    "mechanism 'n'");
}
END_TEST

START_TEST(a_platform_that_lacks_a_dimension_is_refused_at_the_workload)
{
	rig_refuses("compare: [{platform: p, instance: c5.large}]\n"
		    "platforms: {p: {cpu: kvm-thin, kernel: linux}}\n"
		    "workload:\n"
		    "  w: {kind: packets, direction: tx, payload: 1B,"
		    " arrival: saturate}\n",
		    "model.yaml:4:3: error: platform 'p' has no mechanism for "
		    "'network' in guest, which packets asks for");
}
END_TEST

#define BEGINS(HOW)                                                          \
	PLATFORM("1", "virtual: true", BACK FRONT, "{at: back}]\n"           \
		 "      receive: {" HOW "path: [{at: front}]}\n"             \
		 "      other: [{at: front}", SEND ", {use: network.receive}"\
		 ", {at: task}", "{at: task}", BUSY)

START_TEST(a_fragment_that_begins_at_a_device_is_not_used_in_a_context)
{
	rig_accepts(BEGINS(""), NULL);
	rig_refuses(BEGINS("begins: device, "),
		    "model.yaml:27:93: error: 'n.receive' begins at a device, "
		    "but here a context is held");
}
END_TEST

/* ---- 8: in no time ---- */

START_TEST(a_saturating_thread_takes_time)
{
	rig_refuses(THREAD("{use: network.transmit}"),
		    "model.yaml:26:12: error: workload 'w' saturates, but a "
		    "job leaves its thread in no time");
	rig_refuses(PLATFORM("1", "virtual: true", BACK "      r: {kind: ring,"
			     " slots: 1, when_full: drop}\n",
			     "{take: r}, {at: back}, {give: r}",
			     "{use: network.transmit}", "{at: task}", BUSY),
		    "model.yaml:27:12: error: workload 'w' saturates, but a "
		    "job leaves its thread in no time");
	rig_accepts(PLATFORM("1", "virtual: true", BACK "      r: {kind: ring,"
			     " slots: 1, when_full: sleep}\n",
			     "{take: r}, {at: back}, {give: r}",
			     "{use: network.transmit}", "{at: task}", BUSY),
		    NULL);
	rig_refuses(THREAD("{stage: send, at: here, work: 0us},"
			   " {use: network.transmit}"),
		    "model.yaml:26:12: error: workload 'w' saturates, but a "
		    "job leaves its thread in no time");
	rig_refuses(PLATFORM("1", "virtual: true", BACK, "{at: back}", SEND,
			     "{at: task}", "path: d, arrival: saturate"),
		    "model.yaml:26:43: error: arrival: 'saturate' keeps "
		    "threads busy, and path 'd' starts at a device; write "
		    "{open: ...} or {closed: ...}");
}
END_TEST

/* ---- no false alarm ---- */

static void each_point_passes(const char *workload)
{
	struct rig rig;
	char text[500];

	snprintf(text, sizeof(text), "compare: ladder\n"
		 "workload: {w: {%s}}\nrun: {jobs: 100}\n", workload);
	rig_open(&rig, text);
	ck_assert_int_gt(scenario_points(rig.scenario), 6);
	for (int i = 1; i < scenario_points(rig.scenario); i++)
		rig_point(&rig, i);
	ck_assert_int_eq(rig.diagnostics.count, 0);
	rig_close(&rig);
}

START_TEST(every_shipped_platform_carries_every_shipped_workload)
{
	each_point_passes("kind: packets, direction: tx, payload: 1B,"
			  " threads: 2, arrival: saturate");
	each_point_passes("kind: packets, direction: tx, payload: 1400B,"
			  " arrival: {open: 20k/s}");
	each_point_passes("kind: packets, direction: rx, payload: 64B,"
			  " threads: 2, arrival: {open: 20k/s}");
	each_point_passes("kind: requests, payload: 64B, answer: 64B,"
			  " arrival: {closed: 3}");
	each_point_passes("kind: requests, payload: 64B, answer: 64B,"
			  " peer: {delay: 20us}, arrival: {closed: 3}");
}
END_TEST

/* A cpu's own work is nobody's. */
START_TEST(a_switch_is_done_for_no_job)
{
	rig_refuses(PLATFORM("1", "virtual: true, context_switch: 1us*size",
			     BACK, "{at: back}", SEND, "{at: task}", BUSY),
		    "model.yaml:9:42: error: 'context_switch' of a cpu is for "
		    "no job: it has no attributes to multiply by");
	rig_refuses(PLATFORM("1", "virtual: true, block: 1ns/B", BACK,
			     "{at: back}", SEND, "{at: task}", BUSY),
		    "model.yaml:9:33: error: 'block' of a cpu is for no job: "
		    "it has no attributes to multiply by");
}
END_TEST

START_TEST(jobs_have_so_many_attributes)
{
	char many[4096] = "path: t, arrival: saturate, attributes: {a: 1";
	char text[8192];
	size_t length = strlen(many);
	for (int i = 0; i < 125; i++)
		length += (size_t)snprintf(many + length,
					   sizeof(many) - length, ", a%d: 1",
					   i);
	snprintf(many + length, sizeof(many) - length, "}");
	snprintf(text, sizeof(text), PLATFORM("1", "virtual: true", BACK,
					      "{at: back}", SEND, "{at: task}",
					      "%s"), many);
	rig_refuses(text, "model.yaml:26:12: error: jobs have 128 attributes; "
		    "127 is the most");
}
END_TEST

static void add_tests(TCase *tests)
{
	tcase_add_test(tests, the_models_of_this_file_are_right);
	tcase_add_test(tests, a_device_has_no_context_to_wake_a_thread_in);
	tcase_add_test(tests, a_stalled_vcpu_serves_nobody);
	tcase_add_test(tests, an_outer_call_holds_its_cpu_too);
	tcase_add_test(tests, a_cpu_that_spins_serves_only_what_preempts_it);
	tcase_add_test(tests, a_sleeping_threads_call_does_not_go_to_it);
	tcase_add_test(tests, nobody_drops_what_a_call_waits_for);
	tcase_add_test(tests, a_call_does_not_sleep_for_tokens);
	tcase_add_test(tests, metal_cannot_stall);
	tcase_add_test(tests, only_vcpus_take_turns_on_a_pcpu);
	tcase_add_test(tests, calls_nest_twice);
	tcase_add_test(tests, a_switch_is_done_for_no_job);
	tcase_add_test(tests, jobs_have_so_many_attributes);
	tcase_add_test(tests, an_errand_has_no_thread);
	tcase_add_test(tests, after_a_condition_that_moves_nothing_follows);
	tcase_add_test(tests, a_fragment_is_supplied_where_it_resolves);
	tcase_add_test(tests,
		a_platform_that_lacks_a_dimension_is_refused_at_the_workload);
	tcase_add_test(tests,
		a_fragment_that_begins_at_a_device_is_not_used_in_a_context);
	tcase_add_test(tests, a_saturating_thread_takes_time);
	tcase_add_test(tests,
		every_shipped_platform_carries_every_shipped_workload);
}

Suite *make_suite(void)
{
	Suite *suite = suite_create("validity_domains");
	TCase *tests = tcase_create("validity_domains");

	tcase_add_checked_fixture(tests, scratch_enter, scratch_leave);
	add_tests(tests);
	suite_add_tcase(suite, tests);
	return suite;
}
