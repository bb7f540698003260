/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_validity.c -- the rules of validity that a bare network can break, a
 * model that breaks each, and what is said of it.  Rules that need domains
 * and threads: test_validity_domains.c. */
#include "tests/rig.h"
#include "tests/scratch.h"
#include "tests/suite.h"

/* A network of one CPU.  Components begin in line 4, a path in what is after
 * them. */
#define NETWORK(COMPONENTS, PATH)                                          \
	"network:\n"                                                       \
	"  cpus: 1\n"                                                      \
	"  components:\n" COMPONENTS "  path:\n" PATH                      \
	"workload: {w: {kind: network, arrival: {open: 1k/s}}}\n"          \
	"run: {jobs: 100}\n"

#define SERVER "    s: {kind: server, work: 1us}\n"
#define RING(KIND) "    r: {kind: ring, slots: 4, when_full: " KIND "}\n"
#define POLL(LISTS)                                                        \
	"    p: {kind: poll, cpu: guest, class: softirq, budget: 4" LISTS  \
	"}\n"
#define HERE "  - {stage: x, at: here, work: 1us}\n"

/* ---- 1: a context ---- */

START_TEST(here_needs_a_context)
{
	rig_refuses(NETWORK(SERVER, "  - {at: s}\n" HERE),
		    "model.yaml:7:5: error: stage 'x' at here, but no context "
		    "is held (a device, or a job that left its own)");
	rig_refuses(NETWORK(SERVER, HERE),
		    "model.yaml:6:5: error: stage 'x' at here, but no context "
		    "is held (a device, or a job that left its own)");
	rig_accepts(NETWORK(POLL(""), "  - {at: p}\n" HERE), NULL);
}
END_TEST

START_TEST(a_device_kicks_without_a_context)
{
	rig_refuses(NETWORK(POLL(", notify: [{stage: k, at: here, work: 1us}]"),
			    "  - {at: p}\n"),
		    "model.yaml:4:69: error: stage 'k' at here, but no context "
		    "is held (a device, or a job that left its own)");
}
END_TEST

/* The same list is right where a context kicks: it is walked once per kind of
 * producer, and both complaints are of the one that is wrong. */
START_TEST(a_context_kicks_with_its_own)
{
	const char *second =
		"    q: {kind: poll, cpu: guest, class: softirq, budget: 4,"
		" notify: [{stage: k, at: here, work: 1us}]}\n";
	char text[1000];

	snprintf(text, sizeof(text), NETWORK("%s%s%s", "  - {at: p}\n"
		 "  - {at: q}\n"), POLL(""), second, "");
	rig_accepts(text, NULL);
	snprintf(text, sizeof(text), NETWORK("%s%s%s", "  - {at: s}\n"
		 "  - {at: q}\n"), SERVER, second, "");
	rig_refuses(text,
		    "model.yaml:5:69: error: stage 'k' at here, but no context "
		    "is held (a device, or a job that left its own)");
}
END_TEST

START_TEST(a_call_and_a_sleep_need_a_context)
{
	rig_refuses(NETWORK(SERVER, "  - {call: [{at: s}], meanwhile: spin}\n"),
		    "model.yaml:6:5: error: a call, but no context is held");
	rig_refuses(NETWORK(RING("sleep"), "  - {take: r}\n  - {give: r}\n"),
		    "model.yaml:6:5: error: take 'r' would sleep, but no "
		    "context is held");
}
END_TEST

/* Who parks is walked on by who gives: here a device after the server. */
START_TEST(who_parked_may_be_walked_on_by_a_device)
{
	rig_refuses(NETWORK(RING("park") POLL("") SERVER,
			    "  - {at: p}\n  - {take: r}\n" HERE
			    "  - {at: s}\n  - {give: r}\n"),
		    "model.yaml:10:5: error: stage 'x' at here, but after "
		    "waiting for network.r a device may walk the job on");
	rig_accepts(NETWORK(RING("park") POLL("") SERVER,
			    "  - {at: p}\n  - {take: r}\n" HERE
			    "  - {give: r}\n  - {at: s}\n"), NULL);
}
END_TEST

/* ---- 2: tokens ---- */

START_TEST(a_path_gives_what_it_takes)
{
	rig_refuses(NETWORK(RING("drop") SERVER,
			    "  - {take: r}\n  - {at: s}\n"),
		    "model.yaml:7:3: error: path 'path' ends holding network.r:"
		    " tokens never given back");
	rig_refuses(NETWORK(RING("drop") SERVER,
			    "  - {at: s}\n  - {give: r}\n"),
		    "model.yaml:8:5: error: gives 'r', which this path does "
		    "not hold");
	rig_refuses(NETWORK(RING("drop") SERVER,
			    "  - {take: r}\n  - {at: s}\n"
			    "  - {give: r}\n  - {give: r}\n"),
		    "model.yaml:10:5: error: gives 'r', which this path does "
		    "not hold");
}
END_TEST

#define SPAWN(PATH)                                                        \
	NETWORK(RING("drop") SERVER,                                       \
		"  - {take: r}\n  - {spawn: child}\n  - {at: s}\n"          \
		"  paths: {child: [" PATH "]}\n")

START_TEST(a_spawn_takes_along_what_it_gives)
{
	rig_accepts(SPAWN("{at: s}, {give: r}"), NULL);
	rig_refuses(SPAWN("{at: s}"),
		    "model.yaml:7:3: error: path 'path' ends holding network.r:"
		    " tokens never given back");
	rig_refuses(SPAWN("{give: r}, {take: r}, {at: s}"),
		    "model.yaml:8:5: error: spawn 'child' ends holding "
		    "network.r");
	rig_refuses(SPAWN("{at: s}, {give: r}, {give: r}"),
		    "model.yaml:10:39: error: gives 'r', which this path does "
		    "not hold");
}
END_TEST

#define SPLIT(FULL, PATH, AFTER)                                           \
	NETWORK(RING(FULL) SERVER                                          \
		"    parts: {kind: split, by: B, path: [" PATH "]}\n",     \
		"  - {take: r}\n  - {at: parts}\n" AFTER)

START_TEST(a_part_of_a_split_has_tokens_of_its_own)
{
	rig_accepts(SPLIT("park", "{take: r}, {at: s}, {give: r}",
			  "  - {give: r}\n"), NULL);
	rig_refuses(SPLIT("park", "{take: r}, {at: s}", "  - {give: r}\n"),
		    "model.yaml:9:5: error: a part of 'parts' ends holding "
		    "network.r");
	rig_refuses(SPLIT("park", "{at: s}, {give: r}", ""),
		    "model.yaml:6:49: error: gives 'r', which this path does "
		    "not hold");
}
END_TEST

/* A part that is dropped brings the whole back in the context that drops. */
START_TEST(nothing_follows_a_split_whose_parts_may_be_dropped)
{
	rig_refuses(SPLIT("drop", "{take: r}, {at: s}, {give: r}",
			  "  - {give: r}\n"),
		    "model.yaml:10:5: error: after 'parts' the job is in "
		    "either of two contexts: its path must end there");
}
END_TEST

START_TEST(a_kick_holds_nothing_at_its_end)
{
	rig_refuses(NETWORK(RING("park") POLL(", notify: [{take: r}]"),
			    "  - {at: p}\n"),
		    "model.yaml:5:5: error: kick of network.p by device ends "
		    "holding network.r");
}
END_TEST

/* ---- 3: waiting, and leaving ---- */

START_TEST(a_list_of_a_poll_may_not_be_left)
{
	rig_refuses(NETWORK(SERVER POLL(", batch: [{at: s}]"),
			    "  - {at: p}\n"),
		    "model.yaml:5:68: error: network.p.batch leaves its "
		    "context");
	rig_refuses(NETWORK(SERVER POLL(", round: [{at: s}]"),
			    "  - {at: p}\n"),
		    "model.yaml:5:68: error: network.p.round leaves its "
		    "context");
	rig_refuses(NETWORK(SERVER POLL(", rearm: [{at: s}]"),
			    "  - {at: p}\n"),
		    "model.yaml:5:68: error: network.p.rearm leaves its "
		    "context");
	rig_refuses(NETWORK(SERVER POLL(", each: [{at: s}]"),
			    "  - {at: p}\n"),
		    "model.yaml:5:67: error: network.p.each leaves its "
		    "context");
}
END_TEST

START_TEST(a_list_of_a_poll_may_not_wait)
{
	rig_refuses(NETWORK(RING("park") POLL(", each: [{take: r}]"),
			    "  - {at: p}\n  - {give: r}\n"),
		    "model.yaml:5:67: error: network.p.each may wait for r");
	rig_refuses(NETWORK(SERVER
		"    p: {kind: poll, cpu: guest, class: task, budget: 4,"
		" batch: [{call: [{at: s}], meanwhile: sleep}]}\n",
			    "  - {at: p}\n"),
		    "model.yaml:5:65: error: network.p.batch may wait for a "
		    "call");
	rig_refuses(NETWORK(RING("drop") POLL(", round: [{take: r}]"),
			    "  - {at: p}\n"),
		    "model.yaml:5:68: error: network.p.round takes 'r', but no "
		    "job is there to hold it");
	rig_accepts(NETWORK(RING("drop") POLL(", each: [{take: r}]"),
			    "  - {at: p}\n  - {give: r}\n"), NULL);
	rig_accepts(NETWORK(SERVER
		POLL(", batch: [{call: [{at: s}], meanwhile: spin}]"),
			    "  - {at: p}\n"), NULL);
}
END_TEST

START_TEST(only_a_task_sleeps)
{
	rig_refuses(NETWORK(SERVER POLL(""), "  - {at: p}\n"
			    "  - {call: [{at: s}], meanwhile: sleep}\n"),
		    "model.yaml:8:5: error: a call that sleeps in class "
		    "softirq");
	rig_refuses(NETWORK(SERVER, "  - {stage: h, at: guest, class: task,"
			    " work: 1us}\n"
			    "  - {call: [{at: s}], meanwhile: sleep}\n"),
		    "model.yaml:7:5: error: a call that sleeps in class task");
	rig_refuses(NETWORK(RING("sleep"), "  - {stage: h, at: guest,"
			    " class: task, work: 1us}\n"
			    "  - {take: r}\n  - {give: r}\n"),
		    "model.yaml:7:5: error: take 'r' would sleep, but nobody "
		    "wakes a handler");
	rig_refuses(NETWORK(RING("park") SERVER
		"    p: {kind: poll, cpu: guest, class: task, budget: 4}\n",
			    "  - {at: p}\n  - {take: r}\n"
			    "  - {call: [{at: s}], meanwhile: sleep}\n"
			    "  - {give: r}\n"),
		    "model.yaml:10:5: error: a call that sleeps, but after "
		    "waiting for network.r another context may walk the job");
}
END_TEST

/* ---- 4: an errand that waits on itself ---- */

START_TEST(to_wake_a_poll_it_need_not_be_awake)
{
	rig_refuses(NETWORK(POLL(", notify: [{at: p}]"), "  - {at: p}\n"),
		    "model.yaml:4:69: error: to wake p of guest one must first "
		    "wake p of guest");
	rig_refuses(NETWORK(POLL(", notify: [{at: q}]")
		"    q: {kind: poll, cpu: guest, class: hardirq, budget: 4,"
		" notify: [{at: p}]}\n", "  - {at: p}\n"),
		    "model.yaml:5:69: error: to wake p of guest one must first "
		    "wake p of guest");
}
END_TEST

/* ---- 7: names, and what they stand for ---- */

START_TEST(a_step_names_a_component_of_the_right_kind)
{
	rig_refuses(NETWORK(RING("drop"), "  - {at: r}\n"),
		    "model.yaml:6:5: error: 'r' is a ring: not a place that a "
		    "job can wait at");
	rig_refuses(NETWORK(SERVER, "  - {take: s}\n"),
		    "model.yaml:6:5: error: 's' is a server, not a ring");
	rig_refuses(NETWORK(SERVER, "  - {through: s}\n"),
		    "model.yaml:6:5: error: 's' is a server: only a condition, "
		    "a count, a key or a steer is gone through");
	rig_refuses(NETWORK("    m: {kind: moderate, interval: 1us}\n",
			    "  - {at: m}\n"),
		    "model.yaml:6:5: error: 'm' is a moderate: it stands in "
		    "the notify list of a poll");
}
END_TEST

#define ITR "    m: {kind: moderate, interval: 1us}\n"

START_TEST(a_moderate_holds_the_errand_of_one_poll)
{
	rig_refuses(NETWORK(ITR POLL(", notify: [{at: m}]")
		"    q: {kind: poll, cpu: guest, class: softirq, budget: 4,"
		" notify: [{at: m}]}\n", "  - {at: p}\n  - {at: q}\n"),
		    "model.yaml:6:69: error: 'm' moderates 'p' already: 'q' "
		    "needs one of its own");
	rig_refuses("network:\n  cpus: 2\n  components:\n" ITR
		    POLL(", notify: [{at: m}], per: vcpu") "  path:\n"
		    "  - {at: p}\n"
		    "workload: {w: {kind: network, arrival: {open: 1k/s}}}\n",
		    "model.yaml:5:69: error: 'm' and 'p', which it moderates, "
		    "must have the same 'per'");
}
END_TEST

START_TEST(a_target_needs_an_errand)
{
	rig_refuses(NETWORK(SERVER, "  - {stage: h, at: target,"
			    " class: hardirq, work: 1us}\n"),
		    "model.yaml:6:5: error: 'target', but no errand is under "
		    "way here");
	rig_refuses(NETWORK("    p: {kind: poll, cpu: target, class: hardirq,"
			    " budget: 1}\n", "  - {at: p}\n"),
		    "model.yaml:6:5: error: p runs on its target's CPU, but no "
		    "errand is under way here");
	rig_refuses(NETWORK("    s: {kind: server, per: cpu, work: 1us}\n",
			    "  - {at: s}\n"),
		    "model.yaml:6:5: error: 's' is one per cpu of a target, "
		    "but no errand is under way here");
	rig_refuses(NETWORK("    c: {kind: when, test: target_idle_and_remote,"
			    " then: []}\n", "  - {through: c}\n"),
		    "model.yaml:6:5: error: 'c' asks for a target, but no "
		    "errand is under way here");
}
END_TEST

START_TEST(a_thread_needs_a_workload_that_has_one)
{
	rig_refuses(NETWORK("    s: {kind: server, per: thread, work: 1us}\n",
			    "  - {at: s}\n"),
		    "model.yaml:6:5: error: 's' is one per thread, but here "
		    "is none");
	rig_refuses(NETWORK(SERVER, "  - {at: task}\n"),
		    "model.yaml:6:5: error: 'task', but this workload has no "
		    "thread");
	rig_refuses(NETWORK(SERVER, "  - {at: s}\n  - {swap: ends}\n"),
		    "model.yaml:7:5: error: swap, but this workload has no "
		    "peer");
}
END_TEST

START_TEST(half_of_a_ring_needs_the_ring)
{
	rig_refuses(NETWORK(POLL(", wants: half"), "  - {at: p}\n"),
		    "model.yaml:4:5: error: 'p' wants half of its ring, but "
		    "names no 'ring'");
	rig_refuses("network:\n  cpus: 2\n  components:\n" RING("drop")
		    POLL(", wants: half, ring: r, per: vcpu") "  path:\n"
		    "  - {take: r}\n  - {at: p}\n  - {give: r}\n"
		    "workload: {w: {kind: network, arrival: {open: 1k/s}}}\n",
		    "model.yaml:5:79: error: 'p' and its ring 'r' must have "
		    "the same 'per'");
}
END_TEST

/* ---- 8: without end, and in no time ---- */

START_TEST(fragments_end)
{
	rig_refuses(NETWORK(SERVER, "  - {use: own.a}\n"
			    "  paths: {a: [{use: own.b}], b: [{use: own.a}]}"
			    "\n"),
		    "model.yaml:7:34: error: fragments include each other "
		    "without end");
	rig_refuses(NETWORK(SERVER, "  - {spawn: a}\n"
			    "  paths: {a: [{at: s}, {spawn: a}]}\n"),
		    "model.yaml:7:24: error: spawns are nested without end");
}
END_TEST

START_TEST(only_work_is_multiplied_by_an_attribute)
{
	rig_refuses(NETWORK(SERVER, "  - {use: own.a, times: B}\n"
			    "  paths: {a: [{at: s}]}\n"),
		    "model.yaml:7:15: error: `times:` of an attribute repeats "
		    "a fragment that moves: only stages `at: here` can be "
		    "multiplied");
	rig_accepts(NETWORK(POLL(""), "  - {at: p}\n  - {use: own.a, times: B}"
			    "\n  paths: {a: [{stage: x, at: here,"
			    " work: 1us}]}\n"), NULL);
	rig_accepts(NETWORK(SERVER, "  - {use: own.a, times: 3}\n"
			    "  paths: {a: [{at: s}]}\n"), NULL);
}
END_TEST

START_TEST(what_no_path_reaches_is_a_warning)
{
	rig_accepts(NETWORK(SERVER POLL(""), "  - {at: s}\n"),
		    "model.yaml:5:5: warning: no path reaches component 'p' of "
		    "'network'");
}
END_TEST

static void add_tests(TCase *tests)
{
	tcase_add_test(tests, here_needs_a_context);
	tcase_add_test(tests, a_device_kicks_without_a_context);
	tcase_add_test(tests, a_context_kicks_with_its_own);
	tcase_add_test(tests, a_call_and_a_sleep_need_a_context);
	tcase_add_test(tests, who_parked_may_be_walked_on_by_a_device);
	tcase_add_test(tests, a_path_gives_what_it_takes);
	tcase_add_test(tests, a_spawn_takes_along_what_it_gives);
	tcase_add_test(tests, a_part_of_a_split_has_tokens_of_its_own);
	tcase_add_test(tests,
		       nothing_follows_a_split_whose_parts_may_be_dropped);
	tcase_add_test(tests, a_kick_holds_nothing_at_its_end);
	tcase_add_test(tests, a_list_of_a_poll_may_not_be_left);
	tcase_add_test(tests, a_list_of_a_poll_may_not_wait);
	tcase_add_test(tests, only_a_task_sleeps);
	tcase_add_test(tests, to_wake_a_poll_it_need_not_be_awake);
	tcase_add_test(tests, a_step_names_a_component_of_the_right_kind);
	tcase_add_test(tests, a_moderate_holds_the_errand_of_one_poll);
	tcase_add_test(tests, a_target_needs_an_errand);
	tcase_add_test(tests, a_thread_needs_a_workload_that_has_one);
	tcase_add_test(tests, half_of_a_ring_needs_the_ring);
	tcase_add_test(tests, fragments_end);
	tcase_add_test(tests, only_work_is_multiplied_by_an_attribute);
	tcase_add_test(tests, what_no_path_reaches_is_a_warning);
}

Suite *make_suite(void)
{
	Suite *suite = suite_create("validity");
	TCase *tests = tcase_create("validity");

	tcase_add_checked_fixture(tests, scratch_enter, scratch_leave);
	add_tests(tests);
	suite_add_tcase(suite, tests);
	return suite;
}
