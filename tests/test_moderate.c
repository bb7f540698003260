/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Interrupt moderation: how many interrupts a second, and what they delay. */
#include <math.h>

#include "sim/time.h"
#include "tests/queueing.h"
#include "tests/suite.h"
#include "tests/trial.h"

#define RUN "run: {warmup: 1ms, duration: 600ms}\n"
/* Nothing of the exact cases happens at the edges of their window. */
#define LONG "run: {warmup: 100000500ns, duration: 105ms}\n"

/* An interrupt that costs nothing, to a poll that costs nothing: what is left
 * is the law. */
#define MODERATED(LAW)                                                       \
	"network:\n"                                                         \
	"  cpus: 1\n"                                                        \
	"  components:\n"                                                    \
	"    itr: {kind: moderate, " LAW "}\n"                               \
	"    napi: {kind: poll, cpu: guest, class: softirq, budget: 64, "    \
	"notify: [{at: itr}, {stage: irq, at: target, class: hardirq, "      \
	"work: 0us, counts: interrupt}]}\n"                                  \
	"  paths:\n"                                                         \
	"    receive: [{at: napi}]\n"                                        \
	"    sent: [{at: napi}]\n"                                           \
	"workload:\n"
#define JOBS(PATH, SIZE, ARRIVAL)                                            \
	"  " PATH ": {kind: network, path: " PATH ", payload: " SIZE ", "    \
	"arrival: " ARRIVAL "}\n"

/* ---- gap: no sooner than the interval after the last ---- */

/* An interrupt is followed by the next at I, or, if none has come by then,
 * when a job comes: I + exp(-rate I) / rate later on average.  Jobs within I
 * wait for I / 2 on average, the one after it does not wait. */
static void expect_gap(const char *text, double rate)
{
	double none = exp(-rate * 50);

	expect_theory(text, 10,
		      {"rate.interrupts", 1e6 / (50 + none / rate), 0.04},
		      {"latency.mean", rate * 50 * 50 / 2 /
		       (rate * 50 + none) * SIM_US, 0.06});
}

START_TEST(a_gap_between_interrupts_limits_their_number)
{
	expect_gap(MODERATED("law: gap, interval: 50us")
		   JOBS("receive", "1B", "{open: 10k/s}") RUN, 0.01);
	expect_gap(MODERATED("law: gap, interval: 50us")
		   JOBS("receive", "1B", "{open: 100k/s}") RUN, 0.1);
}
END_TEST

/* Who comes with an interrupt waits for the next: 1 .. 50 us. */
START_TEST(a_gap_under_load_is_a_period)
{
	expect_exactly(MODERATED("law: gap, interval: 50us")
		       JOBS("receive", "1B", "{open: 1M/s, gaps: constant}")
		       LONG, {"rate.interrupts", 20e3, 0},
		       {"latency.mean", 25.5 * SIM_US, 0},
		       {"latency.max", 50 * SIM_US, 0});
}
END_TEST

/* ---- delay: the interval after the first job ---- */

START_TEST(a_delay_after_the_first_job_gathers_those_behind_it)
{
	double rate = 0.05, wait = 20;

	expect_theory(MODERATED("law: delay, interval: 20us")
		      JOBS("receive", "1B", "{open: 50k/s}") RUN, 10,
		      {"rate.interrupts", 1e6 / (wait + 1 / rate), 0.02},
		      {"latency.mean", (wait + rate * wait * wait / 2) /
		       (1 + rate * wait) * SIM_US, 0.02},
		      {"jobs_per_round.napi", 1 + rate * wait, 0.02});
}
END_TEST

/* The first waits for the fourth or for the interval: the integral of the
 * chance that fewer than three more have come. */
START_TEST(a_count_ends_the_delay_at_once)
{
	double rate = 0.1, interval = 30, wait = 0;

	for (int i = 0; i < 3; i++)
		wait += (1 - poisson_upto(rate * interval, i)) / rate;
	expect_theory(MODERATED("law: delay, interval: 30us, count: 4")
		      JOBS("receive", "1B", "{open: 100k/s}") RUN, 10,
		      {"rate.interrupts", 1e6 / (1 / rate + wait), 0.02});
	expect_exactly(MODERATED("law: delay, interval: 1s, count: 4")
		       JOBS("receive", "1B", "{open: 1M/s, gaps: constant}")
		       LONG, {"rate.interrupts", 250e3, 0},
		       {"jobs_per_round.napi", 4, 0},
		       {"latency.max", 3 * SIM_US, 0});
}
END_TEST

/* ---- by cause ---- */

/* What is sent waits for the interval, or for the first that is received. */
START_TEST(the_interval_is_that_of_the_path_that_put_the_job)
{
	double sent = 0.02, received = 0.01;
	double wait = (1 - exp(-received * 64)) / received;
	double cycle = (1 + sent * wait) / (sent + received);

	expect_theory(MODERATED("law: delay, "
				"interval: {sent: 64us, receive: 0us}")
		      JOBS("sent", "1B", "{open: 20k/s}")
		      JOBS("receive", "1B", "{open: 10k/s}") RUN, 10,
		      {"rate.interrupts", 1e6 / cycle, 0.03});
	expect_exactly(MODERATED("law: delay, "
				 "interval: {sent: 64us, receive: 0us}")
		       JOBS("sent", "1B", "{open: 20k/s, gaps: constant}")
		       JOBS("receive", "1B", "{open: 13k/s}") RUN,
		       {"receive/latency.max", 0, 0});
}
END_TEST

/* ---- adaptive: 5, 15 and 30 bytes a microsecond ---- */

#define IXGBEVF                                                              \
	MODERATED("law: gap, adaptive: ixgbevf, table: [10us, 50us, 84us]")

START_TEST(few_bytes_find_the_shortest_interval)
{
	expect_exactly(IXGBEVF JOBS("receive", "5B",
				    "{open: 1M/s, gaps: constant}") LONG,
		       {"rate.interrupts", 100e3, 0});
}
END_TEST

START_TEST(more_bytes_find_the_middle_one)
{
	expect_exactly(IXGBEVF JOBS("receive", "15B",
				    "{open: 1M/s, gaps: constant}") LONG,
		       {"rate.interrupts", 20e3, 0});
}
END_TEST

START_TEST(many_bytes_find_the_longest)
{
	expect_exactly(IXGBEVF JOBS("receive", "30B",
				    "{open: 1M/s, gaps: constant}") LONG,
		       {"rate.interrupts", 1e6 / 84, 0});
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("moderate");
	TCase *laws = tcase_create("laws"), *adapts = tcase_create("adapts");

	tcase_set_timeout(laws, 60);
	tcase_add_test(laws, a_gap_between_interrupts_limits_their_number);
	tcase_add_test(laws, a_gap_under_load_is_a_period);
	tcase_add_test(laws,
		       a_delay_after_the_first_job_gathers_those_behind_it);
	tcase_add_test(laws, a_count_ends_the_delay_at_once);
	tcase_add_test(laws,
		       the_interval_is_that_of_the_path_that_put_the_job);
	suite_add_tcase(suite, laws);
	tcase_set_timeout(adapts, 60);
	tcase_add_test(adapts, few_bytes_find_the_shortest_interval);
	tcase_add_test(adapts, more_bytes_find_the_middle_one);
	tcase_add_test(adapts, many_bytes_find_the_longest);
	suite_add_tcase(suite, adapts);
	return suite;
}
