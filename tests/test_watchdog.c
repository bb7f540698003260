/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_watchdog.c -- a dead model never says "ok": the four verdicts, time
 * that stands still.  Those that are only slow: test_watchdog_patience.c. */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "models/poll.h"
#include "models/ring.h"
#include "models/source.h"
#include "tests/rig.h"
#include "tests/scratch.h"
#include "tests/shell.h"
#include "tests/suite.h"

#define NETWORK(COMPONENTS, PATH, ARRIVAL)                                 \
	"network:\n"                                                       \
	"  cpus: 1\n"                                                      \
	"  components:\n" COMPONENTS "  path: [" PATH "]\n"                \
	"workload: {w: {kind: network, arrival: " ARRIVAL "}}\n"           \
	"run: {duration: 1ms, warmup: 0ms, replications: 1}\n"

#define RING "    r: {kind: ring, slots: 2, when_full: park}\n"
#define SERVER "    s: {kind: server, servers: 4, work: 3us}\n"
#define POLL "    p: {kind: poll, cpu: guest, class: softirq, budget: 2"

static void ends_as(const char *text, enum verdict verdict, const char *story)
{
	struct rig rig;

	rig_open(&rig, text);
	rig_run(&rig, 0);
	ck_assert_msg(rig.outcome->verdict == verdict, "verdict %d: %s",
		      rig.outcome->verdict,
		      rig.outcome->story ? rig.outcome->story : "");
	if (story)
		expect_in(rig.outcome->story, story);
	rig_close(&rig);
}

/* ---- deadlock: itself ---- */

START_TEST(jobs_that_hold_what_each_other_wants_are_a_deadlock)
{
	ends_as(NETWORK(RING SERVER, "{take: r}, {at: s}, {take: r}, {at: s},"
			" {give: r}, {give: r}", "{closed: 2}"),
		VERDICT_DEADLOCK, "waits for network.r (0 of 2 free), whose "
		"oldest token is held by\n  and so on, round");
}
END_TEST

START_TEST(rings_taken_in_opposite_order_are_a_deadlock)
{
	ends_as("network:\n"
		"  components:\n"
		"    a: {kind: ring, slots: 1, when_full: park}\n"
		"    b: {kind: ring, slots: 1, when_full: park}\n" SERVER
		"  paths:\n"
		"    ab: {starts: device, path: [{take: a}, {at: s},"
		" {take: b}, {at: s}, {give: b}, {give: a}]}\n"
		"    ba: {starts: device, path: [{take: b}, {at: s},"
		" {take: a}, {at: s}, {give: a}, {give: b}]}\n"
		"workload:\n"
		"  x: {kind: network, path: ab, arrival: {closed: 1}}\n"
		"  y: {kind: network, path: ba, arrival: {closed: 1}}\n"
		"run: {duration: 1ms, warmup: 0ms}\n",
		VERDICT_DEADLOCK, "job 0 of x (b) waits for network.b");
}
END_TEST

START_TEST(a_part_that_waits_for_itself_is_found_through_its_split)
{
	ends_as(NETWORK("    r: {kind: ring, slots: 1, when_full: park}\n"
			"    cut: {kind: split, by: packets, path: ["
			"{take: r}, {at: s}, {take: r}, {give: r},"
			" {give: r}]}\n" SERVER, "{at: cut}", "{closed: 2}"),
		VERDICT_DEADLOCK, "waits in network.cut for 1 parts, of which\n"
		"  part (r) waits for network.r");
}
END_TEST

/* ---- lost wake-up: nobody ---- */

/* Its worker counts tokens, and these jobs have given theirs back. */
#define DEAF RING SERVER POLL ", wants: half, ring: r}\n"

START_TEST(a_poll_that_nobody_kicks_is_a_lost_wake_up)
{
	ends_as(NETWORK(DEAF, "{take: r}, {at: s}, {give: r}, {at: p}",
			"{closed: 2}"),
		VERDICT_LOST_WAKEUP, "lies in network.p (IDLE, 2 there, kicked "
		"at 1): nobody has kicked it");
}
END_TEST

/* Jobs go on coming, and each takes its first steps: only the oldest tells. */
START_TEST(a_dead_worker_is_found_though_new_jobs_move)
{
	ends_as(NETWORK(DEAF, "{take: r}, {at: s}, {give: r}, {at: p}",
			"{open: 100k/s}"),
		VERDICT_LOST_WAKEUP, "nobody has kicked it");
}
END_TEST

/* Who spoils a run from within, once, at an event of its own. */
struct saboteur {
	struct event event;
	const char *component;
	int done;
};

static struct saboteur *of_event(struct event *event)
{
	return (struct saboteur *)((char *)event -
				   offsetof(struct saboteur, event));
}

static bool is_ready(const struct part *part)
{
	const struct poll *poll = (const struct poll *)part;

	if (part->set->kind == &ring_kind)
		return ((const struct ring *)part)->free > 0;
	return poll->kicks && poll->state == POLL_IDLE && !poll->queue.count;
}

/* A member of the component that can be spoilt now, or NULL. */
static struct part *victim(const struct world *world,
			   const struct saboteur *saboteur)
{
	for (int i = 0; i < world->program->parts; i++) {
		struct part *part = world->part[i];

		if (!strcmp(part->set->component, saboteur->component) &&
		    is_ready(part))
			return part;
	}
	return NULL;
}

static void try_again(struct sim *sim, struct event *event)
{
	sim_at(sim, event, sim->now + SIM_US);
}

/* The poll believes that it has been kicked, and it has not. */
static void steal_kick(struct sim *sim, struct event *event)
{
	struct saboteur *saboteur = of_event(event);
	struct part *part = victim((struct world *)sim, saboteur);

	if (!part) {
		try_again(sim, event);
		return;
	}
	((struct poll *)part)->state = POLL_KICKED;
	saboteur->done++;
}

static void sabotage(struct rig *rig, const char *component, event_fn *fn)
{
	struct world *world = rig_world(rig, 0);
	struct saboteur saboteur = {.component = component};

	event_init(&saboteur.event, fn);
	sim_at(&world->sim, &saboteur.event, 100 * SIM_US);
	rig->outcome = world_run(world);
	ck_assert_int_eq(saboteur.done, 1);
}

static void loses(const char *workload, const char *component)
{
	struct rig rig;
	char text[400];

	snprintf(text, sizeof(text), "compare: [{platform: xen-pv}]\n"
		 "workload: {w: {kind: packets, payload: 64B, %s}}\n"
		 "run: {duration: 40ms, warmup: 0ms}\n", workload);
	rig_open(&rig, text);
	sabotage(&rig, component, steal_kick);
	ck_assert_msg(rig.outcome->verdict == VERDICT_LOST_WAKEUP,
		      "%s: verdict %d", component, rig.outcome->verdict);
	rig_close(&rig);
}

START_TEST(a_kick_that_is_lost_on_xen_pv_is_found)
{
	const char *tx = "direction: tx, arrival: {open: 2k/s}";
	const char *rx = "direction: rx, arrival: {open: 2k/s}";

	loses(tx, "netback_tx");
	loses(tx, "upcall");
	loses(rx, "card");
	loses(rx, "upcall");
	loses(rx, "netback_rx");
	loses(rx, "netfront_rx");
}
END_TEST

/* Completions that nobody takes fill the ring: the sender sleeps for good. */
START_TEST(completions_that_are_lost_are_found_through_the_ring)
{
	loses("direction: tx, arrival: saturate", "txdone");
	loses("direction: tx, arrival: saturate", "card");
}
END_TEST

/* ---- leak: a job that ended ---- */

static void slip_token(struct sim *sim, struct event *event)
{
	struct saboteur *saboteur = of_event(event);
	struct world *world = (struct world *)sim;
	struct part *part = victim(world, saboteur);
	struct job *job = world->source[0].oldest;

	if (!job || !part) {
		try_again(sim, event);
		return;
	}
	ck_assert(ring_take(world, part, job, 1));
	saboteur->done++;
}

START_TEST(a_job_that_ends_with_a_token_is_a_leak)
{
	struct rig rig;

	rig_open(&rig, NETWORK(RING SERVER,
			       "{take: r}, {at: s}, {give: r}, {at: s}",
			       "{closed: 1}"));
	sabotage(&rig, "r", slip_token);
	ck_assert_int_eq(rig.outcome->verdict, VERDICT_LEAK);
	expect_in(rig.outcome->story,
		  "a job ended that still holds a token of network.r");
	rig_close(&rig);
}
END_TEST

/* ---- starved: an armed event ---- */

static void starves(const char *text, int workload, const char *story)
{
	struct rig rig;

	rig_open(&rig, text);
	rig_run(&rig, 0);
	ck_assert_int_eq(rig.outcome->verdict, VERDICT_OK);
	ck_assert_int_eq(rig.outcome->workload[workload].status, LOAD_STARVED);
	expect_in(rig.outcome->story, story);
	rig_close(&rig);
}

START_TEST(a_service_without_end_starves)
{
	starves(NETWORK("    s: {kind: server, work: 1s}\n", "{at: s}",
			"{closed: 1}"), 0, "is in service");
}
END_TEST

START_TEST(what_went_well_for_a_while_is_starved_too)
{
	starves(NETWORK("    s: {kind: server, work:"
			" mix 0.98 constant 1us 0.02 constant 1s}\n",
			"{at: s}", "{closed: 1}"), 0, "is in service");
}
END_TEST

/* Slices keep the events coming: the hog's, which never sleeps. */
START_TEST(a_thread_behind_a_hog_starves_among_slices)
{
	starves("compare: [{platform: p, instance: x}]\n"
		"instances: {x: {vcpus: 1, clock: 1GHz}}\n"
		"platforms: {p: {cpu: c}}\n"
		"mechanisms: {c: {dimension: cpu, cpu: {virtual: false},"
		" paths: {wake: []}}}\n"
		"workloads: {w: {paths: {t: {starts: task,"
		" path: [{stage: x, at: here, work: 1us}]}}}}\n"
		"workload:\n"
		"  hog: {kind: w, path: t, arrival: saturate}\n"
		"  meek: {kind: w, path: t, arrival: saturate}\n"
		"run: {duration: 1ms, warmup: 0ms}\n", 1,
		"meek on a/cpu0 waits for its CPU\n  a/cpu0 runs\n"
		"  hog on a/cpu0 works");
}
END_TEST

/* ---- time that stands still ---- */

START_TEST(a_loop_that_takes_no_time_stands_still)
{
	ends_as(NETWORK("    s: {kind: server, work: 0us}\n", "{at: s}",
			"{closed: 1}"), VERDICT_STANDSTILL,
		"time stands still at 0 ps");
	ends_as(NETWORK("    r: {kind: ring, slots: 1, when_full: drop}\n"
			SERVER, "{take: r}, {at: s}, {give: r}",
			"{closed: 2}"), VERDICT_STANDSTILL, NULL);
}
END_TEST

/* ---- as a user meets it ---- */

START_TEST(a_dead_model_ends_with_status_1_and_its_story)
{
	static const char dead[] = NETWORK(DEAF,
		"{take: r}, {at: s}, {give: r}, {at: p}", "{closed: 2}");
	struct shell shell;

	shell_init(&shell);
	shell_write(&shell, "dead.yaml", dead, sizeof(dead) - 1);
	shell_run(&shell, "fathom run dead.yaml");
	shell_expect(&shell, 1);
	expect_in(shell.err, "lost wake-up");
	expect_in(shell.err, "nobody has kicked it");
	shell_run(&shell, "sqlite3 results/dead.db 'SELECT state FROM"
		  " replication; SELECT DISTINCT status FROM estimate'");
	ck_assert_str_eq(shell.out, "lost wake-up\nfailed\n");
	shell_fini(&shell);
}
END_TEST

static void add_verdicts(TCase *tests)
{
	tcase_add_test(tests,
		jobs_that_hold_what_each_other_wants_are_a_deadlock);
	tcase_add_test(tests, rings_taken_in_opposite_order_are_a_deadlock);
	tcase_add_test(tests,
		a_part_that_waits_for_itself_is_found_through_its_split);
	tcase_add_test(tests, a_poll_that_nobody_kicks_is_a_lost_wake_up);
	tcase_add_test(tests, a_dead_worker_is_found_though_new_jobs_move);
	tcase_add_test(tests, a_kick_that_is_lost_on_xen_pv_is_found);
	tcase_add_test(tests,
		completions_that_are_lost_are_found_through_the_ring);
	tcase_add_test(tests, a_job_that_ends_with_a_token_is_a_leak);
	tcase_add_test(tests, a_service_without_end_starves);
	tcase_add_test(tests, what_went_well_for_a_while_is_starved_too);
	tcase_add_test(tests, a_thread_behind_a_hog_starves_among_slices);
	tcase_add_test(tests, a_loop_that_takes_no_time_stands_still);
}

Suite *make_suite(void)
{
	Suite *suite = suite_create("watchdog");
	TCase *tests = tcase_create("verdicts");

	tcase_add_checked_fixture(tests, scratch_enter, scratch_leave);
	add_verdicts(tests);
	suite_add_tcase(suite, tests);
	tests = tcase_create("as a user meets it");
	tcase_add_test(tests, a_dead_model_ends_with_status_1_and_its_story);
	suite_add_tcase(suite, tests);
	return suite;
}
