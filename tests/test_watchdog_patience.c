/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_watchdog_patience.c -- what is slow, owed for long, or waits for more
 * is not dead. */
#include "tests/rig.h"
#include "tests/scratch.h"
#include "tests/suite.h"

#define NETWORK(COMPONENTS, PATH, ARRIVAL)                                 \
	"network:\n"                                                       \
	"  cpus: 1\n"                                                      \
	"  components:\n" COMPONENTS "  path: [" PATH "]\n"                \
	"workload: {w: {kind: network, arrival: " ARRIVAL "}}\n"           \
	"run: {duration: 1ms, warmup: 0ms, replications: 1}\n"

#define POLL "    p: {kind: poll, cpu: guest, class: softirq, budget: 2"

static void lives(const char *text, enum load_status status)
{
	struct rig rig;

	rig_open(&rig, text);
	rig_run(&rig, 0);
	ck_assert_msg(rig.outcome->verdict == VERDICT_OK, "verdict %d: %s",
		      rig.outcome->verdict,
		      rig.outcome->story ? rig.outcome->story : "");
	ck_assert_int_eq(rig.outcome->workload[0].status, status);
	rig_close(&rig);
}

/* A round of 64 x 20 us is longer than the time between two looks, and what
 * it owes is paid at its end: a kick, and a sleeper's wake-up. */
START_TEST(a_kick_that_is_owed_for_long_is_not_lost)
{
	lives(NETWORK("    p: {kind: poll, cpu: guest, class: softirq,"
		      " budget: 64}\n"
		      "    q: {kind: poll, cpu: guest, class: softirq,"
		      " budget: 64}\n", "{at: p}, {stage: x, at: here,"
		      " work: 20us}, {at: q}", "{closed: 64}"), LOAD_EMPTY);
}
END_TEST

#define MACHINE(PATHS)                                                     \
	"compare: [{platform: p, instance: x}]\n"                          \
	"instances: {x: {vcpus: 2, clock: 1GHz}}\n"                        \
	"platforms: {p: {cpu: c, network: n}}\n"                           \
	"mechanisms:\n"                                                    \
	"  c: {dimension: cpu, cpu: {virtual: false}, paths: {wake: "      \
	"[{stage: wake, at: target, class: hardirq, work: 50us}]}}\n"      \
	"  n: {dimension: network, components: {\n"                        \
	"    r: {kind: ring, slots: 8, when_full: sleep},\n"               \
	"    soft: {kind: poll, cpu: guest, pick: 1, class: softirq,"      \
	" budget: 64}}, paths: {" PATHS "}}\n"                             \
	"workloads: {w: {paths: {t: {starts: task, path: ["                \
	"{stage: x, at: here, work: 1us}, {use: network.send}]}}}}\n"      \
	"workload: {w: {kind: w, path: t, arrival: saturate}}\n"           \
	"run: {duration: 1ms, warmup: 0ms}\n"

START_TEST(a_sleeper_that_is_woken_late_is_not_dead)
{
	lives(MACHINE("send: [{take: r}, {at: soft}, {give: r},"
		      " {stage: y, at: here, work: 30us}]"), LOAD_OK);
	lives(MACHINE("send: [{call: [{at: soft}, {stage: y, at: here,"
		      " work: 30us}], meanwhile: sleep}]"), LOAD_OK);
}
END_TEST

START_TEST(a_poll_that_waits_for_more_is_not_dead)
{
	lives(NETWORK("    r: {kind: ring, slots: 20, when_full: park}\n"
		      "    s: {kind: server, servers: inf, work: exp 30us}\n"
		      POLL ", wants: half, ring: r}\n",
		      "{take: r}, {at: s}, {at: p}, {give: r}",
		      "{open: 100k/s}"), LOAD_OK);
}
END_TEST

/* When the worker re-arms, ten tokens are out, so it wants five; these come
 * back by another way, and nobody but later arrivals can make up the five. */
START_TEST(a_poll_that_waits_for_arrivals_is_not_dead)
{
	lives("network:\n"
	      "  cpus: 1\n"
	      "  components:\n"
	      "    r: {kind: ring, slots: 100, when_full: park}\n"
	      "    s: {kind: server, servers: inf, work: 10us}\n"
	      POLL ", wants: half, ring: r}\n"
	      "  paths:\n"
	      "    a: {starts: device, path: [{take: r}, {at: s}, {at: p},"
	      " {give: r}]}\n"
	      "    b: {starts: device, path: [{take: r, n: B}, {at: s},"
	      " {at: s}, {give: r}]}\n"
	      "workload:\n"
	      "  x: {kind: network, path: a,"
	      " arrival: {open: 10k/s, gaps: constant}}\n"
	      "  y: {kind: network, path: b, payload: 10B,"
	      " arrival: {open: 1k/s, gaps: constant}}\n"
	      "run: {duration: 4300us, warmup: 0ms}\n", LOAD_OK);
}
END_TEST

#define JOINS(CLASS)                                                       \
	"network:\n"                                                       \
	"  cpus: 1\n"                                                      \
	"  components:\n"                                                  \
	"    s: {kind: server, servers: 3, work: 200us}\n"                 \
	"    p: {kind: poll, cpu: guest, class: softirq, budget: 8,"       \
	" handover: 1, each: [{stage: e, at: here, work: 20us}]}\n"        \
	"    q: {kind: poll, cpu: guest, class: " CLASS ", budget: 1,"     \
	" handover: 1, each: [{stage: f, at: here, work: 1us}]}\n"         \
	"  paths:\n"                                                       \
	"    a: {starts: device, path: [{at: s}, {at: q}]}\n"              \
	"    b: {starts: device, path: [{at: p}]}\n"                       \
	"workload:\n"                                                      \
	"  x: {kind: network, path: a, arrival: {closed: 3}}\n"            \
	"  y: {kind: network, path: b, arrival: {closed: 64}}\n"           \
	"run: {duration: 2ms, warmup: 0ms}\n"

/* `p` has been handed over and has rounds of 160 us; `q`, kicked at 200 us,
 * is not on the CPU: it waits for ksoftirqd's turn. */
START_TEST(a_poll_that_has_joined_ksoftirqd_is_not_dead)
{
	lives(JOINS("softirq"), LOAD_OK);
	lives(JOINS("hardirq"), LOAD_OK);
}
END_TEST

START_TEST(a_batch_that_takes_long_is_not_dead)
{
	lives(NETWORK(POLL ", batch: [{stage: b, at: here, work: 300us}]}\n",
		      "{at: p}", "{closed: 1}"), LOAD_OK);
}
END_TEST

START_TEST(what_is_slow_is_not_dead)
{
	lives(NETWORK("    s: {kind: server, work: 90us}\n", "{at: s}",
		      "{closed: 1}"), LOAD_OK);
	lives(NETWORK("    s: {kind: server, work: 3us}\n", "{at: s}",
		      "{closed: 3, think: 400us}"), LOAD_OK);
	lives("compare: [{platform: xen-pv}]\nworkload: {w: {kind: packets,"
	      " direction: rx, payload: 1B, arrival: {open: 100/s}}}\n"
	      "run: {duration: 100ms, warmup: 0ms}\n", LOAD_OK);
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("watchdog_patience");
	TCase *tests = tcase_create("watchdog_patience");

	tcase_add_checked_fixture(tests, scratch_enter, scratch_leave);
	tcase_add_test(tests, a_kick_that_is_owed_for_long_is_not_lost);
	tcase_add_test(tests, a_sleeper_that_is_woken_late_is_not_dead);
	tcase_add_test(tests, a_poll_that_waits_for_more_is_not_dead);
	tcase_add_test(tests, a_poll_that_waits_for_arrivals_is_not_dead);
	tcase_add_test(tests, a_poll_that_has_joined_ksoftirqd_is_not_dead);
	tcase_add_test(tests, a_batch_that_takes_long_is_not_dead);
	tcase_add_test(tests, what_is_slow_is_not_dead);
	suite_add_tcase(suite, tests);
	return suite;
}
