/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where jobs come from: open, closed and saturating; and what is said when
 * more comes than goes. */
#include <gsl/gsl_cdf.h>
#include <string.h>

#include "models/engine.h"
#include "models/source.h"
#include "tests/suite.h"
#include "tests/trial.h"

#define DELAY(WORK, ARRIVAL, RUN)                                            \
	"network:\n"                                                         \
	"  components: {delay: {kind: server, servers: inf, work: " WORK     \
	"}}\n"                                                               \
	"  path: [{at: delay}]\n"                                            \
	"workload: {jobs: {kind: network, arrival: " ARRIVAL "}}\n"          \
	"run: " RUN "\n"

/* Threads of a program on one CPU. */
#define THREADS(CPU, WORK, ARRIVAL, RUN)                                     \
	"instances: {small: {vcpus: 1, clock: 1GHz}}\n"                      \
	"mechanisms:\n"                                                      \
	"  - {mechanism: bare, dimension: cpu, cpu: {virtual: false" CPU     \
	"}}\n"                                                               \
	"platforms: [{platform: metal0, cpu: bare}]\n"                       \
	"workloads:\n"                                                       \
	"  program:\n"                                                       \
	"    costs: {service: " WORK "}\n"                                   \
	"    paths:\n"                                                       \
	"      run: {starts: task, path: [{stage: serve, at: here, "         \
	"work: $service}]}\n"                                                \
	"compare: [{platform: metal0, instance: small}]\n"                   \
	"workload: {jobs: {kind: program, " ARRIVAL "}}\n"                   \
	"run: " RUN "\n"

/* ---- open ---- */

/* Counts of windows: their variance is their mean, within chi-squared. */
START_TEST(poisson_arrivals_vary_as_poisson)
{
	enum { RUNS = 60 };
	struct trial *trial = trial_new(DELAY("1us", "{open: 1M/s}",
					"{warmup: 10us, duration: 1ms}"));
	struct tally counts = {0};
	double share;

	for (uint32_t i = 0; i < RUNS; i++) {
		struct world *world = trial_world(trial, i);

		tally_add(&counts, trial_number(trial_run(world), "arrived"));
		world_free(world);
	}
	share = (RUNS - 1) * tally_variance(&counts) / 1000;
	ck_assert_double_le(share, gsl_cdf_chisq_Pinv(0.9995, RUNS - 1));
	ck_assert_double_ge(share, gsl_cdf_chisq_Pinv(0.0005, RUNS - 1));
	ck_assert_double_le(counts.mean - 1000, tally_half_width(&counts,
								 0.999));
	ck_assert_double_ge(counts.mean - 1000, -tally_half_width(&counts,
								  0.999));
	trial_free(trial);
}
END_TEST

/* A third of a microsecond is no whole number of picoseconds. */
START_TEST(constant_gaps_do_not_drift)
{
	expect_exactly(DELAY("1us", "{open: 3M/s, gaps: constant}",
			     "{warmup: 90000100ns, duration: 10ms}"),
		       {"arrived", 30000, 0}, {"left", 30000, 0});
}
END_TEST

/* Job k comes at k us and is done at 2 k + 1: what it waits behind others for
 * counts, though its thread has not yet taken it up. */
START_TEST(latency_counts_from_the_intended_start)
{
	struct trial *trial = trial_new(
		THREADS("", "2us", "arrival: {open: 1M/s, gaps: constant}",
			"{warmup: 0us, duration: 1000500ns}"));
	struct world *world = trial_world(trial, 0);
	const struct outcome *outcome = trial_run(world);

	ck_assert_double_eq(trial_number(outcome, "left"), 499);
	ck_assert_double_eq(trial_number(outcome, "arrived"), 1000);
	ck_assert_double_eq(trial_number(outcome, "latency.low"), 2 * SIM_US);
	ck_assert_double_eq(trial_number(outcome, "latency.max"),
			    500 * SIM_US);
	world_free(world);
	trial_free(trial);
}
END_TEST

/* One after another, not all at the same moment. */
START_TEST(threads_of_a_workload_share_its_rate)
{
	expect_exactly(THREADS("", "1us",
			       "threads: 4, arrival: {open: 100k/s, "
			       "gaps: constant}",
			       "{warmup: 1005us, duration: 10ms}"),
		       {"arrived", 1000, 0}, {"latency.max", 1 * SIM_US, 0});
}
END_TEST

/* ---- closed ---- */

START_TEST(a_closed_loop_thinks_between_jobs)
{
	expect_exactly(DELAY("3us", "{closed: 3, think: 7us}",
			     "{warmup: 1005us, duration: 10ms}"),
		       {"left", 3000, 0}, {"latency.max", 3 * SIM_US, 0},
		       {"inside", 0.9, 0});
}
END_TEST

START_TEST(a_closed_loop_keeps_its_number_inside)
{
	expect_exactly(DELAY("exp 3us", "{closed: 17}",
			     "{warmup: 1ms, duration: 10ms}"),
		       {"inside", 17, 0}, {"inside_at_end", 17, 0});
}
END_TEST

START_TEST(threads_share_what_is_outstanding)
{
	struct trial *trial = trial_new(
		THREADS("", "exp 1us", "threads: 2, arrival: {closed: 5}",
			"{warmup: 1us, duration: 1ms}"));
	struct world *world = trial_world(trial, 0);

	trial_run(world);
	ck_assert_int_eq(world->sources, 2);
	ck_assert_uint_eq(world->source[0].inside, 3);
	ck_assert_uint_eq(world->source[1].inside, 2);
	world_free(world);
	trial_free(trial);
}
END_TEST

START_TEST(a_run_may_end_after_so_many_jobs)
{
	expect_exactly(DELAY("exp 3us", "{closed: 7}",
			     "{warmup: 1us, jobs: 1234}"), {"left", 1234, 0});
	expect_exactly(DELAY("1ns", "{open: 1M/s, gaps: constant}",
			     "{warmup: 10500ns, jobs: 1234}"),
		       {"left", 1234, 0});
}
END_TEST

/* One holds the slot for ever, the other is dropped each microsecond. */
START_TEST(a_run_by_jobs_ends_when_all_are_dropped)
{
	expect_exactly("network:\n"
		       "  components:\n"
		       "    s: {kind: server, servers: inf, work: 1us}\n"
		       "    r: {kind: ring, slots: 1, when_full: drop}\n"
		       "    t: {kind: server, work: 1000000s}\n"
		       "  path: [{at: s}, {take: r}, {at: t}, {give: r}]\n"
		       "workload: {w: {kind: network, arrival: {closed: 2}}}\n"
		       "run: {warmup: 500ns, jobs: 100}\n",
		       {"left", 0, 0}, {"dropped", 100, 0});
}
END_TEST

/* ---- saturating ---- */

START_TEST(a_saturating_thread_is_always_busy)
{
	expect_exactly(THREADS("", "4us", "arrival: saturate",
			       "{warmup: 1002us, duration: 10ms}"),
		       {"left", 2500, 0}, {"utilisation.a/cpu0.task", 1, 0});
}
END_TEST

/* A thread that were requeued after each job of 10 us would switch as often;
 * here 1 ms of jobs pays 100 us. */
START_TEST(a_saturating_thread_keeps_its_cpu_until_its_slice_ends)
{
	expect_exactly(THREADS(", slice: 1ms, context_switch: 100us", "10us",
			       "threads: 2, arrival: saturate",
			       "{warmup: 11ms, duration: 22ms}"),
		       {"booked.task.overhead", 1 / 11., 0},
		       {"booked.task.job", 10 / 11., 0});
}
END_TEST

/* ---- more than goes ---- */

#define FLOOD                                                                \
	"network:\n"                                                         \
	"  components:\n"                                                    \
	"    fast: {kind: server, servers: 2, work: exp 1us}\n"              \
	"    slow: {kind: server, work: exp 2us}\n"                          \
	"  path: [{at: fast}, {at: slow}]\n"                                 \
	"workload: {jobs: {kind: network, arrival: {open: 1M/s}}}\n"         \
	"run: {warmup: 1ms, duration: 50ms}\n"

START_TEST(more_than_can_be_served_saturates_and_names_the_part)
{
	struct trial *trial = trial_new(FLOOD);
	struct world *world = trial_world(trial, 0);
	const struct outcome *outcome = trial_run(world);

	ck_assert_int_eq(outcome->workload[0].status, LOAD_SATURATED);
	ck_assert_str_eq(outcome->workload[0].binding, "slow");
	world_free(world);
	trial_free(trial);
}
END_TEST

START_TEST(a_backlog_that_is_too_long_ends_the_run)
{
	struct trial *trial = trial_new(FLOOD);
	struct world *world = trial_world(trial, 0);
	const struct outcome *outcome;

	world->options.limit = 5000;
	outcome = trial_run(world);
	ck_assert_int_eq(outcome->workload[0].status, LOAD_SATURATED);
	ck_assert_uint_le(outcome->workload[0].inside, 5001);
	ck_assert_int_lt(outcome->window, 15 * SIM_MS);
	world_free(world);
	trial_free(trial);
}
END_TEST

/* The window never opens. */
START_TEST(a_backlog_may_be_too_long_in_the_warm_up)
{
	struct trial *trial = trial_new(FLOOD);
	struct world *world = trial_world(trial, 0);
	const struct outcome *outcome;

	world->options.limit = 200;
	outcome = trial_run(world);
	ck_assert_int_eq(outcome->workload[0].status, LOAD_SATURATED);
	ck_assert_int_eq(outcome->workload[0].left, 0);
	ck_assert_int_lt(outcome->window, SIM_MS);
	world_free(world);
	trial_free(trial);
}
END_TEST

#define OFFSPRING(COMPONENT, PATH, ARRIVAL)                                  \
	"network:\n"                                                         \
	"  components:\n"                                                    \
	"    fast: {kind: server, work: exp 1us}\n"                          \
	"    slow: {kind: server, work: 100us}\n"                            \
	COMPONENT                                                            \
	"  path: [" PATH ", {at: fast}]\n"                                   \
	"  paths: {more: [{at: slow}]}\n"                                    \
	"workload:\n"                                                        \
	"  jobs: {kind: network, arrival: " ARRIVAL ", attributes: "         \
	"{parts: 1000000000}}\n"                                             \
	"run: {warmup: 1ms, duration: 100s}\n"

static void expect_flood(const char *text)
{
	struct trial *trial = trial_new(text);
	struct world *world = trial_world(trial, 0);
	const struct outcome *outcome = trial_run(world);

	ck_assert_int_eq(outcome->workload[0].status, LOAD_SATURATED);
	ck_assert_int_lt(outcome->window, 10 * SIM_S);
	ck_assert_uint_lt(outcome->memory, 600 << 20);
	world_free(world);
	trial_free(trial);
}

/* Nobody waits for a spawn: its jobs are well, and memory ends. */
START_TEST(spawns_and_parts_may_be_too_many_too)
{
	expect_flood(OFFSPRING("", "{spawn: more}", "{open: 500k/s}"));
	expect_flood(OFFSPRING("    pieces: {kind: split, by: parts, path: "
			       "[{at: slow}]}\n", "{at: pieces}",
			       "{closed: 1}"));
}
END_TEST

/* 99 % of the capacity queue for long, but do not saturate. */
START_TEST(what_can_just_be_served_does_not_saturate)
{
	struct trial *trial = trial_new(
		"network:\n"
		"  components: {station: {kind: server, work: exp 1us}}\n"
		"  path: [{at: station}]\n"
		"workload: {jobs: {kind: network, arrival: {open: 950k/s}}}\n"
		"run: {warmup: 1ms, duration: 20ms}\n");

	for (uint32_t i = 0; i < 20; i++) {
		struct world *world = trial_world(trial, i);

		ck_assert_int_eq(trial_run(world)->workload[0].status,
				 LOAD_OK);
		world_free(world);
	}
	trial_free(trial);
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("source");
	TCase *open = tcase_create("open"), *closed = tcase_create("closed");
	TCase *much = tcase_create("much");

	tcase_set_timeout(open, 60);
	tcase_add_test(open, poisson_arrivals_vary_as_poisson);
	tcase_add_test(open, constant_gaps_do_not_drift);
	tcase_add_test(open, latency_counts_from_the_intended_start);
	tcase_add_test(open, threads_of_a_workload_share_its_rate);
	suite_add_tcase(suite, open);
	tcase_add_test(closed, a_closed_loop_thinks_between_jobs);
	tcase_add_test(closed, a_closed_loop_keeps_its_number_inside);
	tcase_add_test(closed, threads_share_what_is_outstanding);
	tcase_add_test(closed, a_run_may_end_after_so_many_jobs);
	tcase_add_test(closed, a_run_by_jobs_ends_when_all_are_dropped);
	suite_add_tcase(suite, closed);
	tcase_set_timeout(much, 60);
	tcase_add_test(much, a_saturating_thread_is_always_busy);
	tcase_add_test(much,
		       a_saturating_thread_keeps_its_cpu_until_its_slice_ends);
	tcase_add_test(much,
		       more_than_can_be_served_saturates_and_names_the_part);
	tcase_add_test(much, a_backlog_that_is_too_long_ends_the_run);
	tcase_add_test(much, a_backlog_may_be_too_long_in_the_warm_up);
	tcase_add_test(much, spawns_and_parts_may_be_too_many_too);
	tcase_add_test(much, what_can_just_be_served_does_not_saturate);
	suite_add_tcase(suite, much);
	return suite;
}
