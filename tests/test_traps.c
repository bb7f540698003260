/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_traps.c -- what went wrong in simulators like this one, and would show
 * in numbers again: each trap as a small machine of which every time is known.
 * (Those of waiting for ever: test_watchdog.c.) */
#include "sim/time.h"
#include "tests/suite.h"
#include "tests/trial.h"

#define ONE(NAME)                                                          \
	"  " NAME ": {kind: network,"                                      \
	" arrival: {open: 1k/s, gaps: constant}}\n"

/* Five jobs at once, a of workload a to that of e, each millisecond: ten times
 * in the window.  They come one by one within the instant, so a poll that is
 * to find them all has an interrupt of 1 us. */
#define NETWORK(CPUS, COMPONENTS, PATH)                                    \
	"network:\n"                                                       \
	"  cpus: " CPUS "\n"                                               \
	"  components:\n" COMPONENTS                                       \
	"  path: [" PATH "]\n"                                             \
	"workload:\n" ONE("a") ONE("b") ONE("c") ONE("d") ONE("e")         \
	"run: {warmup: 500us, duration: 10ms}\n"

#define IRQ                                                                \
	"notify: [{stage: irq, at: target, class: hardirq, work: 1us}], "

/* Two workloads, a job each at the same time. */
#define PAIR                                                               \
	"workload:\n"                                                      \
	"  x: {kind: network, path: a,"                                    \
	" arrival: {open: 1k/s, gaps: constant}}\n"                        \
	"  y: {kind: network, path: b,"                                    \
	" arrival: {open: 1k/s, gaps: constant}}\n"                        \
	"run: {warmup: 500us, duration: 10ms}\n"

#define POLL(NAME, CLASS, REST)                                            \
	"    " NAME ": {kind: poll, cpu: guest, class: " CLASS ", " REST   \
	"}\n"
#define EACH(TIME) "each: [{stage: e, at: here, work: " TIME "}]"

/* ---- polls ---- */

/* `soft` is kicked when the first job is there, and has its CPU when `hard`
 * has done with the last: by then all five are there. */
START_TEST(a_batch_is_formed_when_the_worker_has_its_cpu)
{
	expect_exactly(NETWORK("1",
		POLL("hard", "hardirq", "budget: 1, " EACH("10us"))
		POLL("soft", "softirq", "budget: 64, " EACH("1us")),
		"{at: hard}, {at: soft}"),
		{"jobs_per_round.soft", 5, 0},
		{"kicks_per_job.soft", 0.2, 0},
		{"a/latency.mean", 51 * SIM_US, 0},
		{"e/latency.mean", 55 * SIM_US, 0});
}
END_TEST

#define RELAY(KICKS)                                                       \
	NETWORK("2", POLL("p", "softirq",                                  \
			  "budget: 8, kicks: " KICKS ", " IRQ EACH("2us")) \
		POLL("q", "softirq", "pick: 1, budget: 8, " EACH("1us")),  \
		"{at: p}, {at: q}")

START_TEST(a_round_pays_one_kick_for_all_its_jobs)
{
	expect_exactly(RELAY("round"),
		       {"kicks_per_job.q", 0.2, 0},
		       {"jobs_per_round.q", 5, 0},
		       {"a/latency.mean", 12 * SIM_US, 0},
		       {"e/latency.mean", 16 * SIM_US, 0});
	expect_exactly(RELAY("each"),
		       {"kicks_per_job.q", 1, 0},
		       {"jobs_per_round.q", 1, 0},
		       {"a/latency.mean", 4 * SIM_US, 0},
		       {"e/latency.mean", 12 * SIM_US, 0});
}
END_TEST

/* 5 x 1 us each, then 4 us for all: then they go on one by one. */
START_TEST(a_batch_lets_nobody_go_before_it_is_done)
{
	expect_exactly(NETWORK("1", POLL("p", "softirq", "budget: 8, "
			IRQ EACH("1us") ", batch: [{stage: b, at: here,"
			" work: 4us}]"), "{at: p}"),
		       {"a/latency.mean", 10 * SIM_US, 0},
		       {"e/latency.mean", 10 * SIM_US, 0});
	expect_exactly(NETWORK("1", POLL("p", "softirq",
			"budget: 8, " IRQ EACH("1us")), "{at: p}"),
		       {"a/latency.mean", 2 * SIM_US, 0},
		       {"e/latency.mean", 6 * SIM_US, 0});
}
END_TEST

/* `y` comes while the worker re-arms after `x`, from 2 to 5.5 us: it is seen
 * in the last look, or the device raises another interrupt for it. */
#define REARMS(MISSED)                                                     \
	"network:\n"                                                       \
	"  cpus: 1\n"                                                      \
	"  components:\n"                                                  \
	"    later: {kind: server, work: 3us}\n"                           \
	POLL("p", "softirq", "budget: 8, missed: " MISSED ", " IRQ         \
	     "rearm: [{stage: r, at: here, work: 3500ns}], " EACH("1us"))  \
	"  paths:\n"                                                       \
	"    a: {starts: device, path: [{at: p}]}\n"                       \
	"    b: {starts: device, path: [{at: later}, {at: p}]}\n"          \
	PAIR

START_TEST(what_came_while_it_re_armed_is_polled)
{
	expect_exactly(REARMS("poll"), {"kicks_per_job.p", 0.5, 0},
		       {"x/latency.mean", 2 * SIM_US, 0},
		       {"y/latency.mean", 6.5 * SIM_US, 0});
	expect_exactly(REARMS("kick"), {"kicks_per_job.p", 1, 0},
		       {"x/latency.mean", 2 * SIM_US, 0},
		       {"y/latency.mean", 7.5 * SIM_US, 0});
}
END_TEST

/* A job that holds 18 slots counts for 18.  Four jobs hold 72 for 100 us; one
 * more goes round in 30 us.  When the worker re-arms after that, 72 are out,
 * so it wants 36: the quick one's next job waits for a slow one.  Then 54 are
 * out, and it wants 27, which two more make up; the last waits. */
START_TEST(the_event_index_counts_tokens_not_jobs)
{
	expect_exactly("network:\n"
		"  cpus: 1\n"
		"  components:\n"
		"    r: {kind: ring, slots: 1000, when_full: park}\n"
		"    quick: {kind: server, servers: inf, work: 30us}\n"
		"    slow: {kind: server, servers: inf, work: 100us}\n"
		POLL("p", "softirq", "budget: 64, wants: half, ring: r")
		"  paths:\n"
		"    a: {starts: device, path: [{take: r, n: B}, {at: slow},"
		" {at: p}, {give: r}]}\n"
		"    b: {starts: device, path: [{take: r, n: B}, {at: quick},"
		" {at: p}, {give: r}]}\n"
		"workload:\n"
		"  s: {kind: network, path: a, payload: 18B,"
		" arrival: {closed: 4}}\n"
		"  q: {kind: network, path: b, payload: 18B,"
		" arrival: {closed: 1}}\n"
		"run: {warmup: 0us, duration: 129us}\n",
		{"s/left", 3, 0}, {"s/latency.mean", 100 * SIM_US, 0},
		{"q/left", 2, 0}, {"q/latency.low", 30 * SIM_US, 0},
		{"q/latency.max", 70 * SIM_US, 0},
		{"kicks_per_job.p", 3.0 / 5, 0});
}
END_TEST

/* ---- moderation ---- */

#define JOINS(FIRST, SECOND)                                               \
	"network:\n"                                                       \
	"  cpus: 1\n"                                                      \
	"  components:\n"                                                  \
	"    itr: {kind: moderate, law: delay,"                            \
	" interval: {sent: 64us, receive: 20us}}\n"                        \
	"    later: {kind: server, work: 10us}\n"                          \
	POLL("p", "softirq", "budget: 8, notify: [{at: itr}]")             \
	"  paths:\n"                                                       \
	"    sent: [{at: p}]\n"                                            \
	"    receive: [{at: p}]\n"                                         \
	"    a: {starts: device, path: [{use: own." FIRST "}]}\n"          \
	"    b: {starts: device, path: [{at: later},"                      \
	" {use: own." SECOND "}]}\n"                                       \
	PAIR

START_TEST(who_joins_a_wait_may_only_shorten_it)
{
	expect_exactly(JOINS("sent", "receive"),
		       {"x/latency.mean", 30 * SIM_US, 0},
		       {"y/latency.mean", 30 * SIM_US, 0},
		       {"kicks_per_job.p", 0.5, 0});
	expect_exactly(JOINS("receive", "sent"),
		       {"x/latency.mean", 20 * SIM_US, 0},
		       {"y/latency.mean", 20 * SIM_US, 0});
	expect_exactly(JOINS("sent", "sent"),
		       {"x/latency.mean", 64 * SIM_US, 0});
}
END_TEST

/* ---- rings and drops ---- */

#define RING(NAME, REST) "    " NAME ": {kind: ring, " REST "}\n"
#define SERVER "    s: {kind: server, servers: inf, work: 10us}\n"

START_TEST(a_job_that_is_dropped_gives_its_tokens_and_is_counted)
{
	expect_exactly(NETWORK("1", RING("a", "slots: 4, when_full: park")
			RING("b", "slots: 1, when_full: drop") SERVER,
			"{take: a}, {take: b}, {at: s}, {give: b}, {give: a}"),
		       {"a/left", 10, 0}, {"a/dropped", 0, 0},
		       {"b/left", 0, 0}, {"b/dropped", 10, 0},
		       {"e/dropped", 10, 0}, {"e/inside_at_end", 0, 0},
		       {"drops.b", 4000, 0});
}
END_TEST

/* By a full queue: who waits for the tokens walks on in the context that
 * brought the job that was dropped. */
START_TEST(a_full_poll_drops_and_those_who_wait_go_on)
{
	expect_exactly(NETWORK("1", RING("a", "slots: 2, when_full: park")
			POLL("h", "hardirq", "budget: 1, " EACH("1us"))
			POLL("p", "softirq",
			     "budget: 1, limit: 1, " EACH("100us")),
			"{at: h}, {take: a}, {at: p}, {give: a}"),
		       {"a/left", 10, 0}, {"b/dropped", 10, 0},
		       {"e/dropped", 10, 0}, {"drops.p", 4000, 0});
}
END_TEST

/* In `each`, too: the round goes on with the next. */
START_TEST(a_drop_in_the_middle_of_a_round_ends_one_job)
{
	expect_exactly(NETWORK("1", RING("b", "slots: 2, when_full: drop")
			POLL("p", "softirq", "budget: 8, " IRQ
			     "each: [{take: b},"
			     " {stage: e, at: here, work: 1us}]") SERVER,
			"{at: p}, {at: s}, {give: b}"),
		       {"b/left", 10, 0}, {"c/dropped", 10, 0},
		       {"e/dropped", 10, 0},
		       {"jobs_per_round.p", 5, 0},
		       {"a/latency.mean", 12 * SIM_US, 0},
		       {"b/latency.mean", 13 * SIM_US, 0});
}
END_TEST

/* A softirq does not sleep for tokens: its job parks, the others go on; who
 * gives (a device here) walks it on. */
#define QDISC(ABOVE)                                                       \
	NETWORK("1", RING("r", "slots: 1, when_full: sleep" ABOVE)         \
		POLL("p", "softirq", "budget: 8, " IRQ EACH("1us")) SERVER,\
		"{at: p}, {take: r}, {at: s}, {give: r}")

START_TEST(a_softirq_parks_its_job_where_a_thread_would_sleep)
{
	/* at the server from 2, 12, ... 42 us on, for 10 us */
	expect_exactly(QDISC(""), {"a/latency.mean", 12 * SIM_US, 0},
		       {"e/latency.mean", 52 * SIM_US, 0},
		       {"jobs_per_round.p", 5, 0});
	expect_exactly(QDISC(", above_task: drop"),
		       {"a/latency.mean", 12 * SIM_US, 0},
		       {"b/dropped", 10, 0}, {"e/dropped", 10, 0});
}
END_TEST

/* ---- CPUs ---- */

/* `soft` has nothing to do but to be walked through: it waits all the same,
 * for `hard` holds the CPU. */
START_TEST(work_that_costs_nothing_waits_for_its_cpu)
{
	expect_exactly(NETWORK("1",
		POLL("hard", "hardirq", "budget: 1, " EACH("10us"))
		POLL("soft", "softirq", "budget: 1, " EACH("0us")),
		"{at: hard}, {at: soft}"),
		{"a/latency.mean", 50 * SIM_US, 0},
		{"e/latency.mean", 50 * SIM_US, 0});
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("traps");
	TCase *tests = tcase_create("traps");

	tcase_add_test(tests, a_batch_is_formed_when_the_worker_has_its_cpu);
	tcase_add_test(tests, a_round_pays_one_kick_for_all_its_jobs);
	tcase_add_test(tests, a_batch_lets_nobody_go_before_it_is_done);
	tcase_add_test(tests, what_came_while_it_re_armed_is_polled);
	tcase_add_test(tests, the_event_index_counts_tokens_not_jobs);
	tcase_add_test(tests, who_joins_a_wait_may_only_shorten_it);
	tcase_add_test(tests,
		a_job_that_is_dropped_gives_its_tokens_and_is_counted);
	tcase_add_test(tests, a_full_poll_drops_and_those_who_wait_go_on);
	tcase_add_test(tests, a_drop_in_the_middle_of_a_round_ends_one_job);
	tcase_add_test(tests,
		a_softirq_parks_its_job_where_a_thread_would_sleep);
	tcase_add_test(tests, work_that_costs_nothing_waits_for_its_cpu);
	suite_add_tcase(suite, tests);
	return suite;
}
