/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_traps_threads.c -- traps of calls, threads and vCPUs, each as a machine
 * of which every time is known.  Those of polls and rings: test_traps.c. */
#include "sim/time.h"
#include "tests/suite.h"
#include "tests/trial.h"

/* A guest of one vCPU, and a dom0 with a thread that is kicked for 1 us of
 * the kicker's and works 3 us a job.  A `slow` spawn takes 5 us. */
#define MODELS(CPU, COMPONENTS, SEND, TASK)                                \
	"instances:\n"                                                     \
	"  x: {vcpus: 1, clock: 1GHz, dom0_vcpus: 1}\n"                    \
	"  two: {vcpus: 2, clock: 1GHz, dom0_vcpus: 1}\n"                  \
	"platforms:\n"                                                     \
	"  p: {domains: {dom0: {cpu: c, interrupts: i}}, cpu: c,"          \
	" interrupts: i, network: n}\n"                                    \
	"mechanisms:\n"                                                    \
	"  i: {dimension: interrupts, paths: {end: []}}\n"                 \
	"  c: {dimension: cpu, cpu: {" CPU "}, paths: {wake: []}}\n"       \
	"  n:\n"                                                           \
	"    dimension: network\n"                                         \
	"    queues: 2\n"                                                  \
	"    components:\n" COMPONENTS                                     \
	"    paths: {send: [" SEND "]}\n"                                  \
	"workloads:\n"                                                     \
	"  w: {paths: {t: {starts: task, path: [" TASK "]}}}\n"            \
	"run: {warmup: 1ms, duration: 10ms}\n"
#define ALONE "compare: [{platform: p, instance: x}]\n"
#define BUSY "workload: {w: {kind: w, path: t, arrival: saturate}}\n"

#define QEMU                                                               \
	"      qemu: {kind: poll, cpu: dom0, class: task, budget: 1,"      \
	" notify: [{stage: kick, at: here, work: 1us}],"                   \
	" each: [{stage: e, at: here, work: 3us}]}\n"
#define SERVER(TIME) "      s: {kind: server, work: " TIME "}\n"
#define NOTHING "      {}\n"
#define WORK(NAME) "{stage: " NAME ", at: here, work: 1us}"
#define VIRTUAL "virtual: true"

/* ---- calls ---- */

#define CALLS(COMPONENTS, BODY, MODE)                                      \
	ALONE BUSY MODELS(VIRTUAL, COMPONENTS,                             \
			  "{call: [" BODY "], meanwhile: " MODE "}",       \
			  WORK("x") ", {use: network.send}, " WORK("z"))

/* 1 + 1 for the kick, which nobody else would pay, + 3 + 1. */
START_TEST(a_caller_pays_its_kicks_before_it_suspends)
{
	expect_exactly(CALLS(QEMU, "{at: qemu}", "stall"),
		       {"latency.low", 6 * SIM_US, 0},
		       {"latency.max", 6 * SIM_US, 0});
	expect_exactly(CALLS(QEMU, "{at: qemu}", "sleep"),
		       {"latency.max", 6 * SIM_US, 0});
	expect_exactly(CALLS(QEMU, "{at: qemu}", "spin"),
		       {"latency.max", 6 * SIM_US, 0},
		       {"utilisation.a/vcpu0", 1, 0});
}
END_TEST

#define LATE(SERVICE, MODE)                                                \
	ALONE BUSY MODELS(VIRTUAL, SERVER(SERVICE),                        \
			  "{call: [{spawn: slow}, {at: s}], meanwhile: "   \
			  MODE "}], slow: [{stage: y, at: here, work: 5us}", \
			  WORK("x") ", {use: network.send}, " WORK("z"))

/* The device answers after 2 us, while the caller walks the spawn for 5. */
START_TEST(an_answer_waits_for_a_caller_that_still_pays)
{
	expect_exactly(LATE("2us", "stall"), {"latency.low", 7 * SIM_US, 0},
		       {"latency.max", 7 * SIM_US, 0});
	expect_exactly(LATE("2us", "spin"), {"latency.max", 7 * SIM_US, 0});
	expect_exactly(LATE("2us", "sleep"), {"latency.max", 7 * SIM_US, 0});
	expect_exactly(LATE("9us", "stall"), {"latency.max", 11 * SIM_US, 0});
	expect_exactly(LATE("9us", "sleep"), {"latency.max", 11 * SIM_US, 0});
}
END_TEST

START_TEST(a_call_that_never_leaves_comes_back)
{
	expect_exactly(CALLS(NOTHING, WORK("c"), "sleep"),
		       {"latency.low", 3 * SIM_US, 0},
		       {"latency.max", 3 * SIM_US, 0});
}
END_TEST

/* 1 + kick 1 + 3 while it stalls + 2 while it sleeps + 1. */
START_TEST(a_call_within_a_call_comes_back_twice)
{
	expect_exactly(CALLS(QEMU SERVER("2us"),
			     "{call: [{at: qemu}], meanwhile: stall},"
			     " {at: s}", "sleep"),
		       {"latency.low", 8 * SIM_US, 0},
		       {"latency.max", 8 * SIM_US, 0});
}
END_TEST

/* Each of three parts: 1 for its kick, 3 while the vCPU stalls. */
START_TEST(parts_that_call_do_so_one_after_the_other)
{
	expect_exactly(ALONE
		"workload: {w: {kind: w, path: t, payload: 3B,"
		" arrival: saturate}}\n"
		MODELS(VIRTUAL, QEMU "      cut: {kind: split, by: B, path: ["
		       "{call: [{at: qemu}], meanwhile: stall}]}\n",
		       "{at: cut}", WORK("x") ", {use: network.send}, "
		       WORK("z")),
		{"latency.low", 14 * SIM_US, 0},
		{"latency.max", 14 * SIM_US, 0},
		{"stage.x.work", 1 * SIM_US, 0});
}
END_TEST

/* Two calls of one context are open: of the job, and of the spawn that it owed
 * a walk.  The job's answer comes first (after 2 us, the spawn's after 9). */
START_TEST(the_answer_to_an_outer_call_waits_for_the_inner_one)
{
	expect_exactly(ALONE BUSY
		MODELS(VIRTUAL, SERVER("2us")
		       "      far: {kind: server, work: 9us}\n",
		       "{call: [{spawn: slow}, {at: s}], meanwhile: sleep}],"
		       " slow: [{call: [{at: far}], meanwhile: stall}",
		       WORK("x") ", {use: network.send}, " WORK("z")),
		{"latency.low", 11 * SIM_US, 0},
		{"latency.max", 11 * SIM_US, 0});
}
END_TEST

/* A part that finds the ring full sleeps in the thread's context: the thread
 * goes on with the next part when it is back. */
START_TEST(a_part_sleeps_for_the_thread_that_made_it)
{
	expect_exactly(ALONE
		"workload: {w: {kind: w, path: t, payload: 3B,"
		" arrival: {closed: 1}}}\n"
		MODELS(VIRTUAL, "      r: {kind: ring, slots: 1,"
		       " when_full: sleep}\n" SERVER("10us")
		       "      cut: {kind: split, by: B, path: [{take: r}, "
		       WORK("y") ", {at: s}, {give: r}]}\n",
		       "{at: cut}", WORK("x") ", {use: network.send}"),
		{"latency.low", 34 * SIM_US, 0},
		{"latency.max", 34 * SIM_US, 0});
}
END_TEST

/* dom0 runs on the very pCPU: it could not, were that not given up. */
START_TEST(a_stalled_vcpu_gives_its_pcpu_up)
{
	expect_exactly("hosts:\n"
		"  - name: a\n"
		"    pcpus: 1\n"
		"    dom0: {cpus: [0]}\n"
		"    instances: [{name: g, platform: p, instance: x,"
		" cpus: [0]}]\n" BUSY
		MODELS(VIRTUAL, QEMU, "{call: [{at: qemu}], meanwhile: stall}",
		       WORK("x") ", {use: network.send}, " WORK("z")),
		{"latency.low", 6 * SIM_US, 0},
		{"latency.max", 6 * SIM_US, 0},
		{"utilisation.g/vcpu0", 1, 0});
}
END_TEST

/* The vCPU takes 2 us to run again; what follows costs nothing, but needs
 * it. */
START_TEST(work_that_costs_nothing_waits_until_its_vcpu_runs)
{
	expect_exactly(ALONE BUSY
		MODELS(VIRTUAL ", wake: 2us", SERVER("3us"),
		       "{call: [{at: s}], meanwhile: stall}",
		       WORK("x") ", {use: network.send},"
		       " {stage: z, at: here, work: 0us}"),
		{"latency.low", 6 * SIM_US, 0},
		{"stage.z.wait", 2 * SIM_US, 0});
}
END_TEST

/* ---- slices ---- */

#define PAIR(FIRST, SECOND)                                                \
	"workload:\n"                                                      \
	"  x: {kind: w, path: t, arrival: " FIRST "}\n"                    \
	"  y: {kind: w, path: t, arrival: " SECOND "}\n"

/* 99 jobs of 1 us and a switch of 1 us, in turns. */
START_TEST(a_thread_keeps_its_cpu_from_job_to_job)
{
	expect_exactly(ALONE PAIR("saturate", "saturate")
		MODELS("scheduler: rr, slice: 99us, context_switch: 1us",
		       NOTHING, "", WORK("x")),
		{"x/throughput", 495e3, 0}, {"y/throughput", 495e3, 0},
		{"booked.task.overhead", 0.01, 0});
}
END_TEST

START_TEST(a_closed_thread_keeps_its_cpu_as_a_saturating_one)
{
	expect_exactly(ALONE PAIR("saturate", "{closed: 1}")
		MODELS("scheduler: rr, slice: 99us, context_switch: 1us",
		       NOTHING, "", WORK("x")),
		{"x/throughput", 495e3, 0}, {"y/throughput", 495e3, 0});
}
END_TEST

/* Four interrupts of 5 us within each slice: were it begun anew after each,
 * the first thread would never lose its CPU; were there a pick, switches. */
START_TEST(an_interrupt_neither_renews_a_slice_nor_picks_anew)
{
	expect_exactly(ALONE PAIR("saturate", "saturate")
		"  irq: {kind: w, path: d,"
		" arrival: {open: 40k/s, gaps: constant}}\n"
		MODELS("scheduler: rr, slice: 99us, context_switch: 1us",
		       "      hard: {kind: poll, cpu: guest, class: hardirq,"
		       " budget: 1, each: [{stage: h, at: here, work: 5us}]}\n",
		       "], interrupt: [{at: hard}", WORK("x") "]},"
		       " d: {starts: device, path: ["
		       "{use: network.interrupt}"),
		{"x/throughput", 396e3, 0}, {"y/throughput", 396e3, 0},
		{"booked.task.overhead", 0.008, 0});
}
END_TEST

/* ---- tokens of threads ---- */

#define SENDS(RING, SERVICE)                                               \
	ALONE BUSY MODELS(VIRTUAL, "      r: {kind: ring, " RING "}\n"     \
			  SERVER(SERVICE), "{take: r}, " WORK("x")         \
			  ", {at: s}, {give: r}", "{use: network.send}")

/* The fifth job sleeps from 4 to 41 us, until all four tokens are back; then
 * four are served from 42 us on, and so on each 41 us. */
START_TEST(who_sleeps_on_a_ring_goes_on_once_enough_is_back)
{
	expect_exactly(SENDS("slots: 4, resume_at: 4, when_full: sleep",
			     "10us"),
		       {"waited.r", 0.25, 0},
		       {"latency.low", 20 * SIM_US, 0},
		       {"latency.max", 48 * SIM_US, 0});
}
END_TEST

/* One in ten finds the slot; the thread goes on after a drop. */
START_TEST(a_thread_goes_on_after_a_drop)
{
	expect_exactly(ALONE BUSY
		MODELS(VIRTUAL, "      r: {kind: ring, slots: 1,"
		       " when_full: drop}\n" SERVER("10us"),
		       WORK("x") ", {take: r}, {at: s}, {give: r}",
		       "{use: network.send}"),
		{"left", 1000, 0}, {"throughput", 100e3, 0},
		{"utilisation.a/vcpu0", 1, 0});
}
END_TEST

/* The job is at the other end by then, where there are such rings, too, and
 * the second thread's queue is the first: its vCPU is the only one. */
START_TEST(a_token_goes_back_to_the_ring_that_it_came_from)
{
	expect_exactly("hosts:\n"
		"  - {name: a, instances: [{name: near, platform: p,"
		" instance: two}]}\n"
		"  - {name: b, instances: [{name: far, platform: p,"
		" instance: x}]}\n"
		"workload: {w: {kind: w, path: t, at: near, peer: far,"
		" threads: 2, arrival: {closed: 6}}}\n"
		MODELS(VIRTUAL,
		       "      window: {kind: ring, per: queue, slots: 1,"
		       " when_full: sleep}\n"
		       "      rx: {kind: poll, cpu: guest, class: softirq,"
		       " budget: 8}\n"
		       "      s: {kind: server, servers: inf, work: 10us}\n",
		       "{take: window}, " WORK("x") ", {at: s}, {swap: ends},"
		       " {at: rx}, {give: window}", "{use: network.send}"),
		{"latency.mean", 33 * SIM_US, 0},
		{"latency.max", 33 * SIM_US, 0});
}
END_TEST

/* Every 10 us: 1 us of work, 3 asleep while the other thread runs for 5, 3
 * in which the vCPU is held, 1 of work. */
#define SLEEPS_THEN(MODE)                                                  \
	ALONE "workload:\n"                                                \
	"  one: {kind: w, path: t, arrival: {closed: 1}}\n"                \
	"  two: {kind: w, path: d, arrival: {closed: 1, think: 2us}}\n"    \
	MODELS(VIRTUAL, SERVER("3us"),                                     \
	       "{call: [{at: s}], meanwhile: sleep},"                      \
	       " {call: [{at: s}], meanwhile: " MODE "}",                  \
	       WORK("x") ", {use: network.send}, " WORK("z") "]},"         \
	       " d: {starts: task, path: [{stage: y, at: here, work: 5us}")

START_TEST(who_was_woken_has_no_cpu_to_hold_yet)
{
	expect_exactly(SLEEPS_THEN("stall"),
		       {"one/latency.low", 10 * SIM_US, 0},
		       {"one/latency.max", 10 * SIM_US, 0},
		       {"two/latency.max", 8 * SIM_US, 0},
		       {"utilisation.a/vcpu0", 0.7, 0});
	expect_exactly(SLEEPS_THEN("spin"),
		       {"one/latency.low", 10 * SIM_US, 0},
		       {"one/latency.max", 10 * SIM_US, 0},
		       {"two/latency.max", 8 * SIM_US, 0},
		       {"utilisation.a/vcpu0", 1, 0});
}
END_TEST

/* A thread's job, and one from a device every 20 us that has the only token
 * while dom0 works on it for 3 us, and gives it back there. */
#define PARKS(COMPONENTS, STEPS)                                           \
	ALONE "workload:\n"                                                \
	"  one: {kind: w, path: t, arrival: {closed: 1},"                  \
	" attributes: {parts: 2}}\n"                                       \
	"  two: {kind: w, path: d, arrival: {closed: 1, think: 17us}}\n"   \
	MODELS(VIRTUAL, "      r: {kind: ring, slots: 1, when_full: park}\n" \
	       "      back: {kind: poll, cpu: dom0, class: softirq,"       \
	       " budget: 1, each: [{stage: b, at: here, work: 3us}]}\n"    \
	       COMPONENTS,                                                 \
	       STEPS "], hold: [{take: r}, {at: back}, {give: r}",         \
	       WORK("x") ", {use: network.send}, " WORK("z") "]},"         \
	       " d: {starts: device, path: [{use: network.hold}")

/* It comes at 1 us in 20, and is let in at 3: until 5 it is there alone. */
START_TEST(who_gives_may_end_a_call_that_waited_for_a_token)
{
	expect_exactly(PARKS("", "{call: [{take: r}, {give: r}],"
			     " meanwhile: sleep}"),
		       {"one/latency.low", 2 * SIM_US, 0},
		       {"one/latency.max", 4 * SIM_US, 0},
		       {"two/latency.max", 3 * SIM_US, 0});
	expect_exactly(PARKS("", "{call: [{take: r}, {give: r}],"
			     " meanwhile: stall}"),
		       {"one/latency.max", 4 * SIM_US, 0});
}
END_TEST

/* The whole goes on in the context of who gave to its last part, and dom0
 * pays for the kick. */
START_TEST(who_gives_to_the_last_part_walks_the_whole_on)
{
	expect_exactly(PARKS(QEMU "      sp: {kind: split, by: parts,"
			     " path: [{take: r}, {give: r}]}\n",
			     "{at: sp}, {at: qemu}"),
		       {"opened.qemu.owed", 0, 0},
		       {"two/latency.low", 3 * SIM_US, 0});
}
END_TEST

/* A socket's buffer is its own, whatever the threads of others receive. */
START_TEST(what_is_per_thread_is_no_other_workloads)
{
	expect_exactly(ALONE "workload:\n"
		"  one: {kind: w, path: d,"
		" arrival: {open: 1k/s, gaps: constant}}\n"
		"  two: {kind: w, path: d, arrival: {closed: 9, think: 1us}}\n"
		MODELS(VIRTUAL, "      b: {kind: ring, per: thread, slots: 4,"
		       " when_full: drop}\n" SERVER("1us"),
		       "{take: b}, {at: s}], out: [{give: b}",
		       WORK("z") "]}, d: {starts: device, path: ["
		       "{use: network.send}, {at: task}, {use: network.out}"),
		{"one/dropped", 0, 0}, {"one/left", 10, 0});
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("traps_threads");
	TCase *tests = tcase_create("traps_threads");

	tcase_add_test(tests, a_caller_pays_its_kicks_before_it_suspends);
	tcase_add_test(tests, an_answer_waits_for_a_caller_that_still_pays);
	tcase_add_test(tests, a_call_that_never_leaves_comes_back);
	tcase_add_test(tests, a_call_within_a_call_comes_back_twice);
	tcase_add_test(tests, parts_that_call_do_so_one_after_the_other);
	tcase_add_test(tests,
		the_answer_to_an_outer_call_waits_for_the_inner_one);
	tcase_add_test(tests, a_part_sleeps_for_the_thread_that_made_it);
	tcase_add_test(tests, a_stalled_vcpu_gives_its_pcpu_up);
	tcase_add_test(tests,
		work_that_costs_nothing_waits_until_its_vcpu_runs);
	tcase_add_test(tests, a_thread_keeps_its_cpu_from_job_to_job);
	tcase_add_test(tests,
		a_closed_thread_keeps_its_cpu_as_a_saturating_one);
	tcase_add_test(tests,
		an_interrupt_neither_renews_a_slice_nor_picks_anew);
	tcase_add_test(tests,
		who_sleeps_on_a_ring_goes_on_once_enough_is_back);
	tcase_add_test(tests, a_thread_goes_on_after_a_drop);
	tcase_add_test(tests,
		a_token_goes_back_to_the_ring_that_it_came_from);
	tcase_add_test(tests, what_is_per_thread_is_no_other_workloads);
	tcase_add_test(tests, who_was_woken_has_no_cpu_to_hold_yet);
	tcase_add_test(tests,
		who_gives_may_end_a_call_that_waited_for_a_token);
	tcase_add_test(tests,
		who_gives_to_the_last_part_walks_the_whole_on);
	suite_add_tcase(suite, tests);
	return suite;
}
