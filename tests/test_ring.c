/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rings: what happens to who finds one full, and what those who wait wait
 * for. */
#include "sim/time.h"
#include "tests/queueing.h"
#include "tests/suite.h"
#include "tests/trial.h"

#define RUN "run: {warmup: 1ms, duration: 60ms}\n"

/* ---- full: drop, park ---- */

#define AROUND(RING, SERVERS, ARRIVAL)                                       \
	"network:\n"                                                         \
	"  costs: {service: exp 1us}\n"                                      \
	"  components:\n"                                                    \
	"    ring: {kind: ring, " RING "}\n"                                 \
	"    station: {kind: server, servers: " SERVERS ", "                 \
	"work: $service}\n"                                                  \
	"  path: [{take: ring}, {at: station}, {give: ring}]\n"              \
	"workload: {jobs: {kind: network, arrival: {open: " ARRIVAL "}}}\n"

START_TEST(a_full_ring_drops_as_an_mm1k)
{
	double refused = mm1k_refused(0.8, 5), inside = mm1k_inside(0.8, 5);

	expect_theory(AROUND("slots: 5, when_full: drop", "1", "800k/s") RUN,
		      10, {"chance.drop", refused, 0.09},
		      {"drops.ring", refused * 0.8e6, 0.09},
		      {"inside", inside, 0.03},
		      {"latency.mean", inside / (0.8 * (1 - refused)) * SIM_US,
		       0.03});
}
END_TEST

/* Tokens are the servers of an M/M/c; the oldest's holder is in service. */
START_TEST(jobs_that_park_wait_as_erlang_c_says)
{
	double waits = erlang_c(4, 2.8), wait = waits / (4 - 2.8);

	expect_theory(AROUND("slots: 4, when_full: park", "inf", "2.8M/s") RUN,
		      20, {"waited.ring", waits, 0.03},
		      {"wait.ring", wait * SIM_US, 0.07},
		      {"stage.ring.wait", wait * SIM_US, 0.07},
		      {"opened.ring.station:work", 2.8 * wait, 0.07},
		      {"latency.p99", mmc_quantile(4, 2.8, 1, 0.99) * SIM_US,
		       0.07});
}
END_TEST

START_TEST(a_take_of_bytes_takes_so_many)
{
	double waits = erlang_c(2, 1.4);

	expect_theory("network:\n"
		      "  components:\n"
		      "    window: {kind: ring, slots: 10000, "
		      "when_full: park}\n"
		      "    path: {kind: server, servers: inf, work: exp 1us}\n"
		      "  path: [{take: window, n: B}, {at: path}, "
		      "{give: window}]\n"
		      "workload: {jobs: {kind: network, payload: 4000B, "
		      "arrival: {open: 1.4M/s}}}\n" RUN, 10,
		      {"waited.window", waits, 0.03},
		      {"wait.window", waits / (2 - 1.4) * SIM_US, 0.1});
}
END_TEST

/* ---- sleep ---- */

#define PRODUCER(CLASS, RING, WORK)                                          \
	"network:\n"                                                         \
	"  cpus: 1\n"                                                        \
	"  components:\n"                                                    \
	"    worker: {kind: poll, cpu: guest, class: " CLASS ", budget: 1, " \
	"each: [{stage: make, at: here, work: " WORK "}]}\n"                 \
	"    ring: {kind: ring, " RING "}\n"                                 \
	"    station: {kind: server, work: exp 1us}\n"                       \
	"  path: [{at: worker}, {take: ring}, {at: station}, {give: ring}]\n"\
	"workload: {jobs: {kind: network, arrival: "

/* Places and the worker's own job: an M/M/1/(K+1) that the worker feeds. */
START_TEST(a_worker_sleeps_while_the_ring_is_full)
{
	double load = 1 / 1.25;

	expect_theory(PRODUCER("task", "slots: 3", "exp 1.25us")
		      "{closed: 30}}}\n" RUN, 10,
		      {"throughput", load * (1 - mm1k_refused(load, 4)) * 1e6,
		       0.02},
		      {"throughput", blocked_throughput(load, 3, 1) * 1e6,
		       0.02},
		      {"waited.ring", mm1k_refused(load, 3), 0.04},
		      {"wait.ring", mm1k_refused(load, 3) * SIM_US, 0.05},
		      {"utilisation.a/cpu0",
		       1 - mm1k_refused(load, 4), 0.02});
}
END_TEST

START_TEST(who_slept_goes_on_when_enough_is_free)
{
	expect_theory(PRODUCER("task", "slots: 6, resume_at: 4", "exp 1us")
		      "{closed: 30}}}\n" RUN, 10,
		      {"throughput", blocked_throughput(1, 6, 4) * 1e6,
		       0.02});
}
END_TEST

/* Nobody sleeps in a softirq: its job parks, and it goes on with others. */
START_TEST(above_class_task_a_job_parks_instead)
{
	expect_theory(PRODUCER("softirq", "slots: 1", "0us")
		      "{open: 600k/s}}}\n" RUN, 10,
		      {"waited.ring", 0.6, 0.03},
		      {"wait.ring", 0.6 / 0.4 * SIM_US, 0.08},
		      {"latency.mean", 1 / 0.4 * SIM_US, 0.08});
}
END_TEST

START_TEST(or_is_dropped_where_the_ring_says_so)
{
	expect_theory(PRODUCER("softirq", "slots: 1, above_task: drop", "0us")
		      "{open: 600k/s}}}\n" RUN, 10,
		      {"chance.drop", 0.6 / 1.6, 0.03});
}
END_TEST

/* ---- order, and where tokens go ---- */

/* Small ones each 3 us, for 10 us; the big one comes at 1000 and 2000 us, and
 * those of 999 and 1998 are done 9 and 8 us later.  It holds all for 10 us,
 * while those since 1002 and 2001 wait. */
START_TEST(a_big_take_blocks_small_ones_behind_it)
{
	expect_exactly("network:\n"
		       "  components:\n"
		       "    ring: {kind: ring, slots: 10, when_full: park}\n"
		       "    station: {kind: server, servers: inf, "
		       "work: 10us}\n"
		       "  paths:\n"
		       "    small: [{take: ring}, {at: station}, "
		       "{give: ring}]\n"
		       "    big: [{take: ring, n: wanted}, {at: station}, "
		       "{give: ring}]\n"
		       "workload:\n"
		       "  small: {kind: network, path: small, arrival: "
		       "{open: 333333.3333333333/s, gaps: constant}}\n"
		       "  big: {kind: network, path: big, attributes: "
		       "{wanted: 10}, arrival: {open: 1k/s, gaps: constant}}\n"
		       "run: {warmup: 0us, duration: 2500us}\n",
		       {"big/latency.low", 18 * SIM_US, 0},
		       {"big/latency.max", 19 * SIM_US, 0},
		       {"small/latency.low", 10 * SIM_US, 0},
		       {"small/latency.max", 27 * SIM_US, 0});
}
END_TEST

/* 1 us in service, 4 us until it is cleaned up: of two jobs the next waits
 * for both, and the one after it for the second. */
START_TEST(a_spawn_takes_along_the_tokens_that_it_gives)
{
	expect_exactly("network:\n"
		       "  components:\n"
		       "    ring: {kind: ring, slots: 1, when_full: park}\n"
		       "    wire: {kind: server, work: 1us}\n"
		       "    clean: {kind: server, work: 4us}\n"
		       "  path: [{take: ring}, {at: wire}, {spawn: sent}]\n"
		       "  paths: {sent: [{at: clean}, {give: ring}]}\n"
		       "workload: {jobs: {kind: network, arrival: "
		       "{closed: 2}}}\n"
		       "run: {warmup: 1002500ns, duration: 10ms}\n",
		       {"left", 2000, 0}, {"latency.low", 10 * SIM_US, 0},
		       {"latency.max", 10 * SIM_US, 0},
		       {"queue.ring", 1.8, 0},
		       {"opened.ring.wire:work", 0.2, 0},
		       {"opened.ring.clean:work", 1.6, 0});
}
END_TEST

/* Erlang B at the inner ring; what the outer one lost would never be back. */
START_TEST(a_dropped_job_gives_its_tokens_back)
{
	expect_theory("network:\n"
		      "  components:\n"
		      "    outer: {kind: ring, slots: 4, when_full: park}\n"
		      "    inner: {kind: ring, slots: 1, when_full: drop}\n"
		      "    station: {kind: server, work: exp 1us}\n"
		      "  path: [{take: outer}, {take: inner}, {at: station}, "
		      "{give: inner}, {give: outer}]\n"
		      "workload: {jobs: {kind: network, arrival: "
		      "{open: 500k/s}}}\n" RUN, 10,
		      {"chance.drop", 0.5 / 1.5, 0.03},
		      {"utilisation.station", 0.5 / 1.5, 0.03});
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("ring");
	TCase *full = tcase_create("full"), *order = tcase_create("order");

	tcase_set_timeout(full, 60);
	tcase_add_test(full, a_full_ring_drops_as_an_mm1k);
	tcase_add_test(full, jobs_that_park_wait_as_erlang_c_says);
	tcase_add_test(full, a_take_of_bytes_takes_so_many);
	tcase_add_test(full, a_worker_sleeps_while_the_ring_is_full);
	tcase_add_test(full, who_slept_goes_on_when_enough_is_free);
	tcase_add_test(full, above_class_task_a_job_parks_instead);
	tcase_add_test(full, or_is_dropped_where_the_ring_says_so);
	suite_add_tcase(suite, full);
	tcase_set_timeout(order, 60);
	tcase_add_test(order, a_big_take_blocks_small_ones_behind_it);
	tcase_add_test(order, a_spawn_takes_along_the_tokens_that_it_gives);
	tcase_add_test(order, a_dropped_job_gives_its_tokens_back);
	suite_add_tcase(suite, order);
	return suite;
}
