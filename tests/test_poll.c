/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Polls: how often they are kicked, what a kick costs, rounds and budgets. */
#include <math.h>

#include "sim/time.h"
#include "tests/queueing.h"
#include "tests/suite.h"
#include "tests/trial.h"

#define RUN "run: {warmup: 1ms, duration: 40ms}\n"

/* A softirq of the only CPU, 1 us a job. */
#define NAPI(MORE, SERVICE, RATE)                                            \
	"network:\n"                                                         \
	"  cpus: 1\n"                                                        \
	"  costs: {service: " SERVICE "}\n"                                  \
	"  components:\n"                                                    \
	"    wire: {kind: server, servers: inf, work: exp 2us}\n"            \
	"    napi:\n"                                                        \
	"      {kind: poll, cpu: guest, class: softirq, budget: 64" MORE     \
	",\n       each: [{stage: serve, at: here, work: $service}]}\n"      \
	"  path: [{at: wire}, {at: napi}]\n"                                 \
	"workload: {jobs: {kind: network, arrival: {open: " RATE "}}}\n"

/* ---- kicks ---- */

static void expect_kicks(const char *text, double load)
{
	expect_theory(text, 10, {"kicks_per_job.napi", 1 - load, 0.08},
		      {"waited.napi", load, 0.08},
		      {"wait.napi", load / (1 - load) * SIM_US, 0.15});
}

START_TEST(free_interrupts_come_once_for_each_idle_moment)
{
	expect_kicks(NAPI("", "exp 1us", "200k/s") RUN, 0.2);
	expect_kicks(NAPI("", "exp 1us", "500k/s") RUN, 0.5);
	expect_kicks(NAPI("", "exp 1us", "800k/s")
		     "run: {warmup: 1ms, duration: 80ms}\n", 0.8);
}
END_TEST

/* M/G/1 with setup: the kick of an idle poll delays its whole busy period;
 * (1 + rate * setup) / (1 - load) jobs share one. */
static void expect_setup(const char *text, double mean, double square)
{
	expect_theory(text, 20,
		      {"wait.napi", (1 + setup_wait(0.5, mean, square)) *
		       SIM_US, 0.08},
		      {"kicks_per_job.napi", 0.5 / (1 + 0.5 * mean), 0.02});
}

START_TEST(a_kick_that_takes_time_is_a_setup)
{
	expect_setup(NAPI(", notify: [{at: wire}]", "exp 1us", "500k/s") RUN,
		     2, 8);
}
END_TEST

START_TEST(a_handler_that_wakes_a_poll_is_a_setup)
{
	expect_setup(NAPI(", notify: [{stage: irq, at: target, class: hardirq"
			  ", work: 3us}]", "exp 1us", "500k/s") RUN, 3, 9);
}
END_TEST

/* Jobs come while it re-arms, for R, with chance 1 - q: it then looks again.
 * Of all time, R a re-arming is spent so, and 1 / rate idle after q of them:
 * (1 - load) / (R + q / rate) re-armings in a unit of time. */
START_TEST(jobs_that_come_while_a_poll_rearms_are_polled)
{
	double rate = 0.4, rearm = 1.5, q = exp(-rate * rearm);

	expect_theory(NAPI(", rearm: [{stage: unmask, at: here, work: 1.5us}]",
			   "exp 1us", "400k/s") RUN, 10,
		      {"kicks_per_job.napi",
		       (1 - 0.4) * q / (rate * rearm + q), 0.05},
		      {"utilisation.a/cpu0",
		       0.4 + rearm * (1 - 0.4) / (rearm + q / rate), 0.02});
}
END_TEST

START_TEST(or_a_level_that_is_still_raised_kicks_again)
{
	double rate = 0.4, rearm = 1.5, q = exp(-rate * rearm);

	expect_theory(NAPI(", rearm: [{stage: unmask, at: here, work: 1.5us}]"
			   ", missed: kick", "exp 1us", "400k/s") RUN, 10,
		      {"kicks_per_job.napi", (1 - 0.4) / (rate * rearm + q),
		       0.05});
}
END_TEST

START_TEST(that_kick_comes_to_a_poll_that_is_ksoftirqd_too)
{
	expect_theory(NAPI(", handover: 1, missed: kick, rearm: [{stage: "
			   "unmask, at: here, work: 100ns}]",
			   "exp 1us", "800k/s") RUN, 10,
		      {"throughput", 800e3, 0.02});
}
END_TEST

/* ---- bursts: eight jobs at a time, 100 us apart ---- */

#define BURST(COMPONENTS, PATH)                                              \
	"network:\n"                                                         \
	"  cpus: 2\n"                                                        \
	"  components:\n"                                                    \
	"    burst: {kind: split, by: pieces, path: " PATH "}\n" COMPONENTS  \
	"  path: [{at: burst}]\n"                                            \
	"workload: {jobs: {kind: network, attributes: {pieces: 8}, arrival: "\
	"{open: 10k/s, gaps: constant}}}\n"                                  \
	"run: {warmup: 1050us, duration: 1ms}\n"
#define SOFTIRQ "{kind: poll, cpu: guest, class: softirq, "

START_TEST(a_budget_makes_rounds_and_each_pays_for_itself)
{
	/* Rounds of 3, 3 and 2: 8 * 0.5 us and 3 * 1 us. */
	expect_exactly(BURST("    napi: " SOFTIRQ "budget: 3, "
			     "round: [{stage: lock, at: here, work: 1us}], "
			     "each: [{stage: serve, at: here, work: 500ns}]}\n",
			     "[{at: napi}]"),
		       {"latency.low", 7 * SIM_US, 0},
		       {"latency.max", 7 * SIM_US, 0},
		       {"jobs_per_round.napi", 8 / 3., 0},
		       {"kicks_per_job.napi", 1 / 8., 0});
}
END_TEST

#define TWO_CPUS(KICKS)                                                      \
	BURST("    near: " SOFTIRQ "pick: 0, budget: 64, "                   \
	      "kicks: " KICKS ", each: [{stage: serve, at: here, "            \
	      "work: 1us}]}\n"                                               \
	      "    far: " SOFTIRQ "pick: 1, budget: 64, "                    \
	      "notify: [{stage: ipi, at: here, work: 3us}]}\n",              \
	      "[{at: near}, {at: far}]")

START_TEST(a_round_pays_its_kicks_together)
{
	expect_exactly(TWO_CPUS("round"),
		       {"kicks_per_job.far", 1 / 8., 0},
		       {"latency.max", 11 * SIM_US, 0});
}
END_TEST

START_TEST(or_pays_for_each_job)
{
	expect_exactly(TWO_CPUS("each"), {"kicks_per_job.far", 1, 0},
		       {"latency.max", 32 * SIM_US, 0});
}
END_TEST

/* Completions at 1 .. 8 us; kicks when 1, 3, 2, 1 and 1 are there: half of
 * the 0, 7, 4, 2 and 1 that are still out when it re-arms. */
START_TEST(a_poll_may_want_half_of_what_its_ring_has_out)
{
	expect_exactly(BURST("    ring: {kind: ring, slots: 8, "
			     "when_full: park}\n"
			     "    wire: {kind: server, work: 1us}\n"
			     "    done: " SOFTIRQ "budget: 64, wants: half, "
			     "ring: ring}\n",
			     "[{take: ring}, {at: wire}, {at: done}, "
			     "{give: ring}]"),
		       {"kicks_per_job.done", 5 / 8., 0},
		       {"latency.max", 8 * SIM_US, 0});
}
END_TEST

/* ---- batches ---- */

#define THREE                                                                \
	"  one: {kind: network, arrival: {open: 10k/s, gaps: constant}}\n"   \
	"  two: {kind: network, arrival: {open: 10k/s, gaps: constant}}\n"   \
	"  six: {kind: network, arrival: {open: 10k/s, gaps: constant}}\n"
#define TOGETHER(BATCH)                                                      \
	"network:\n"                                                         \
	"  cpus: 1\n"                                                        \
	"  components:\n"                                                    \
	"    irq: {kind: server, servers: inf, work: 1us}\n"                 \
	"    napi: " SOFTIRQ "budget: 64, notify: [{at: irq}], "             \
	"each: [{stage: serve, at: here, work: 1us}]" BATCH "}\n"            \
	"  path: [{at: napi}]\n"                                             \
	"workload:\n" THREE "run: {warmup: 1050us, duration: 1ms}\n"

START_TEST(without_a_batch_a_job_goes_on_when_its_own_work_is_done)
{
	expect_exactly(TOGETHER(""), {"one/latency.mean", 2 * SIM_US, 0},
		       {"two/latency.mean", 3 * SIM_US, 0},
		       {"six/latency.mean", 4 * SIM_US, 0});
}
END_TEST

START_TEST(with_one_all_go_on_when_it_is_done)
{
	expect_exactly(TOGETHER(", batch: [{stage: copy, at: here, "
				"work: 2us}]"),
		       {"one/latency.mean", 6 * SIM_US, 0},
		       {"two/latency.mean", 6 * SIM_US, 0},
		       {"six/latency.mean", 6 * SIM_US, 0},
		       {"one/stage.serve.work", 1 * SIM_US, 0},
		       {"six/stage.napi.wait", 3 * SIM_US, 0},
		       {"one/stage.serve.wait", 4 * SIM_US, 0});
}
END_TEST

/* Each 100 us the CPU is taken from 30 to 75: of the packets at 0, 20, 40,
 * 60 and 80 two come meanwhile, and are one batch. */
START_TEST(a_batch_is_formed_when_the_worker_has_its_cpu)
{
	expect_exactly("network:\n"
		       "  cpus: 1\n"
		       "  components:\n"
		       "    later: {kind: server, work: 30us}\n"
		       "    napi: " SOFTIRQ "budget: 64, round: "
		       "[{stage: lock, at: here, work: 2us}]}\n"
		       "  paths:\n"
		       "    hog: [{at: later}, {stage: hog, at: guest, "
		       "class: hypervisor, work: 45us}]\n"
		       "    packet: [{at: napi}]\n"
		       "workload:\n"
		       "  packet: {kind: network, path: packet, arrival: "
		       "{open: 50k/s, gaps: constant}}\n"
		       "  hog: {kind: network, path: hog, arrival: "
		       "{open: 10k/s, gaps: constant}}\n"
		       "run: {warmup: 1095us, duration: 1ms}\n",
		       {"jobs_per_round.napi", 5 / 4., 0},
		       {"kicks_per_job.napi", 4 / 5., 0},
		       {"latency.max", 37 * SIM_US, 0});
}
END_TEST

/* However the compiler takes it: no stack of that depth. */
START_TEST(a_batch_may_be_of_very_many)
{
	expect_exactly("network:\n"
		       "  cpus: 1\n"
		       "  components:\n"
		       "    napi: " SOFTIRQ "budget: 1000000, batch: "
		       "[{stage: copy, at: here, work: 1ms}]}\n"
		       "  path: [{at: napi}]\n"
		       "workload: {w: {kind: network, arrival: "
		       "{open: 100M/s, gaps: constant}}}\n"
		       "run: {warmup: 1500us, duration: 2ms}\n",
		       {"jobs_per_round.napi", 100e3, 0});
}
END_TEST

/* ---- too much ---- */

/* The one in service is not in the queue: M/M/1/4. */
START_TEST(a_full_poll_drops_and_counts)
{
	double inside = mm1k_inside(0.9, 4), refused = mm1k_refused(0.9, 4);

	expect_theory("network:\n"
		      "  cpus: 1\n"
		      "  components:\n"
		      "    napi: " SOFTIRQ "budget: 1, limit: 3, "
		      "each: [{stage: serve, at: here, work: exp 1us}]}\n"
		      "  path: [{at: napi}]\n"
		      "workload: {jobs: {kind: network, arrival: "
		      "{open: 900k/s}}}\n" RUN, 10,
		      {"chance.drop", refused, 0.08},
		      {"drops.napi", refused * 0.9e6, 0.08},
		      {"inside", inside, 0.03},
		      {"latency.mean", inside / (0.9 * (1 - refused)) * SIM_US,
		       0.03});
}
END_TEST

#define FLOOD(HANDOVER)                                                      \
	"network:\n"                                                         \
	"  cpus: 1\n"                                                        \
	"  slice: 1ms\n"                                                     \
	"  components:\n"                                                    \
	"    napi: " SOFTIRQ "budget: 10" HANDOVER ", "                      \
	"each: [{stage: serve, at: here, work: 1us}]}\n"                     \
	"  paths:\n"                                                         \
	"    flood: [{at: napi}]\n"                                          \
	"    task: [{stage: task, at: guest, class: task, work: 11s}]\n"     \
	"workload:\n"                                                        \
	"  flood: {kind: network, path: flood, arrival: {closed: 50}}\n"     \
	"  task: {kind: network, path: task, arrival: {closed: 1}}\n"        \
	"run: {warmup: 1000500ns, duration: 80ms}\n"

static double flood_served(const char *text, double *handovers)
{
	struct trial *trial = trial_new(text);
	struct world *world = trial_world(trial, 0);
	const struct outcome *outcome = trial_run(world);
	double left = trial_number(outcome, "flood/left");

	*handovers = trial_number(outcome, "handovers.napi");
	world_free(world);
	trial_free(trial);
	return left;
}

/* As one of two tasks it has half of the CPU, give or take a slice. */
START_TEST(a_poll_that_does_not_end_goes_on_as_a_task)
{
	double handovers;

	ck_assert_double_eq_tol(flood_served(FLOOD(", handover: 10"),
					     &handovers), 40000, 1000);
	ck_assert_double_eq_tol(flood_served(FLOOD(", handover_after: 100us"),
					     &handovers), 40000, 1000);
}
END_TEST

START_TEST(or_starves_all_tasks)
{
	double handovers;

	ck_assert_double_eq_tol(flood_served(FLOOD(""), &handovers), 80000,
				1);
	ck_assert_double_eq(handovers, 0);
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("poll");
	TCase *kicks = tcase_create("kicks"), *rounds = tcase_create("rounds");
	TCase *much = tcase_create("too much");

	tcase_set_timeout(kicks, 60);
	tcase_add_test(kicks, free_interrupts_come_once_for_each_idle_moment);
	tcase_add_test(kicks, a_kick_that_takes_time_is_a_setup);
	tcase_add_test(kicks, a_handler_that_wakes_a_poll_is_a_setup);
	tcase_add_test(kicks, jobs_that_come_while_a_poll_rearms_are_polled);
	tcase_add_test(kicks, or_a_level_that_is_still_raised_kicks_again);
	tcase_add_test(kicks, that_kick_comes_to_a_poll_that_is_ksoftirqd_too);
	suite_add_tcase(suite, kicks);
	tcase_add_test(rounds, a_budget_makes_rounds_and_each_pays_for_itself);
	tcase_add_test(rounds, a_round_pays_its_kicks_together);
	tcase_add_test(rounds, or_pays_for_each_job);
	tcase_add_test(rounds, a_poll_may_want_half_of_what_its_ring_has_out);
	tcase_add_test(rounds,
		       without_a_batch_a_job_goes_on_when_its_own_work_is_done);
	tcase_add_test(rounds, with_one_all_go_on_when_it_is_done);
	tcase_add_test(rounds,
		       a_batch_is_formed_when_the_worker_has_its_cpu);
	tcase_add_test(rounds, a_batch_may_be_of_very_many);
	suite_add_tcase(suite, rounds);
	tcase_set_timeout(much, 60);
	tcase_add_test(much, a_full_poll_drops_and_counts);
	tcase_add_test(much, a_poll_that_does_not_end_goes_on_as_a_task);
	tcase_add_test(much, or_starves_all_tasks);
	suite_add_tcase(suite, much);
	return suite;
}
