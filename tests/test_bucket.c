/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Token buckets: a fluid, an M/D/1, lumps, two in a row. */
#include <check.h>

#include "sim/time.h"
#include "tests/queueing.h"
#include "tests/rig.h"
#include "tests/scratch.h"
#include "tests/suite.h"
#include "tests/trial.h"

#define BUCKET(WHAT, JOBS, RUN)                                              \
	"network:\n"                                                         \
	"  components: {limit: {kind: bucket, " WHAT "}}\n"                  \
	"  path: [{at: limit}]\n"                                            \
	"workload: {jobs: {kind: network, payload: 100B, arrival: " JOBS     \
	"}}\nrun: {" RUN "}\n"

#define SOON "warmup: 1ms, duration: 60ms"

/* ---- steadily ---- */

/* 1/3 us is no whole number of picoseconds: rounding must not add up. */
START_TEST(jobs_without_end_leave_at_the_rate)
{
	expect_exactly(BUCKET("rate: 3M/s", "{closed: 9}",
			      "warmup: 1000100ns, duration: 60ms"),
		       {"left", 180000, 0}, {"throughput", 3e6, 0},
		       {"utilisation.limit", 1, 0}, {"waited.limit", 1, 0},
		       {"queue.limit", 9, 0});
}
END_TEST

START_TEST(a_bucket_of_one_waits_as_an_md1)
{
	expect_theory(BUCKET("rate: 1M/s", "{open: 0.8M/s}", SOON), 20,
		      {"latency.mean", mg1_wait(0.8, 1, 0) * SIM_US, 0.05},
		      {"wait.limit", mg1_wait(0.8, 1, 0) * SIM_US, 0.05},
		      {"waited.limit", 0.8, 0.01},
		      {"utilisation.limit", 0.8, 0.01});
}
END_TEST

/* What was saved is spent at once, then the rate binds. */
START_TEST(a_burst_comes_on_top_of_the_rate)
{
	expect_exactly(BUCKET("rate: 1M/s, burst: 500", "{closed: 9}",
			      "warmup: 0s, duration: 1000500ns"),
		       {"left", 1500, 0});
	expect_exactly(BUCKET("rate: 1M/s, burst: 500, starts: 50%",
			      "{closed: 9}", "warmup: 0s, duration: 1000500ns"),
		       {"left", 1250, 0});
	expect_exactly(BUCKET("rate: 1M/s, burst: 500", "{open: 0.9M/s, "
			      "gaps: constant}", SOON),
		       {"latency.max", 0, 0}, {"waited.limit", 0, 0});
}
END_TEST

START_TEST(a_job_larger_than_the_bucket_waits_until_it_is_full)
{
	expect_exactly(BUCKET("rate: 100MB/s, by: B, burst: 30B",
			      "{closed: 3}",
			      "warmup: 100500ns, duration: 60ms"),
		       {"left", 60000, 0}, {"bandwidth", 100e6, 0},
		       {"latency.max", 3 * SIM_US, 0});
	expect_exactly(BUCKET("rate: 100MB/s, by: B", "{open: 0.5M/s, "
			      "gaps: constant}", SOON),
		       {"latency.max", 0, 0});
}
END_TEST

START_TEST(without_a_rate_nobody_waits)
{
	expect_exactly(BUCKET("rate: inf", "{open: 10M/s}",
			      "warmup: 1us, duration: 100us"),
		       {"latency.max", 0, 0}, {"waited.limit", 0, 0});
}
END_TEST

/* ---- in lumps ---- */

/* A lump is 165 jobs; what is let go differs by no more than one from what
 * the rate gives, however long it is. */
START_TEST(jitter_of_the_refill_costs_nothing_of_the_rate)
{
	expect_theory(BUCKET("rate: 3k/s, period: 55ms, jitter: 30%",
			     "{closed: 1024}", "warmup: 1s, duration: 400s"), 8,
		      {"throughput", 3e3, 0.0005},
		      {"latency.mean", 1024 / 3e3 * SIM_S, 0.0005},
		      {"utilisation.limit", 1, 0.0005});
}
END_TEST

/* With lumps of L a job that comes alone finds its token, or waits for the
 * next lump if L came before it since the last: never here. */
START_TEST(a_lump_serves_a_light_load_at_once)
{
	expect_exactly(BUCKET("rate: 100k/s, period: 1ms",
			      "{open: 50k/s, gaps: constant}",
			      "warmup: 10ms, duration: 60ms"),
		       {"latency.max", 0, 0});
}
END_TEST

/* A job that comes at a random time to an empty bucket waits for the rest of
 * the period: each takes a lump of one. */
START_TEST(a_lump_of_one_waits_for_the_period)
{
	expect_exactly(BUCKET("rate: 1k/s, period: 1ms", "{closed: 2}",
			      "warmup: 10ms, duration: 60ms"),
		       {"left", 60, 0}, {"latency.max", 2 * SIM_MS, 0});
}
END_TEST

/* ---- gp2: a peak rate, and credits ---- */

START_TEST(two_buckets_in_a_row_are_a_peak_and_credits)
{
#define GP2(RUN)                                                             \
	"network:\n"                                                         \
	"  components:\n"                                                    \
	"    peak: {kind: bucket, rate: 3k/s}\n"                             \
	"    credits: {kind: bucket, rate: 300/s, burst: 300}\n"             \
	"  path: [{at: peak}, {at: credits}]\n"                              \
	"workload: {jobs: {kind: network, arrival: {closed: 8}}}\n"          \
	"run: {" RUN "}\n"
	expect_exactly(GP2("warmup: 0s, duration: 2001ms"),
		       {"left", 900, 0});
	expect_exactly(GP2("warmup: 2001ms, duration: 2s"), {"left", 600, 0});
	/* 300 + 300 t = 3000 t: a ninth of a second at the peak. */
	expect_exactly(GP2("warmup: 1100us, duration: 100ms"),
		       {"left", 300, 0});
}
END_TEST

/* ---- luck, and what is wrong ---- */

START_TEST(members_are_not_refilled_in_step)
{
	static const char text[] =
		"network:\n"
		"  components:\n"
		"    one: {kind: bucket, rate: 1k/s, period: 10ms, "
		"starts: 0%}\n"
		"    two: {kind: bucket, rate: 1k/s, period: 10ms, "
		"starts: 0%}\n"
		"  paths: {one: [{at: one}], two: [{at: two}]}\n"
		"workload:\n"
		"  one: {kind: network, path: one, arrival: {closed: 1}}\n"
		"  two: {kind: network, path: two, arrival: {closed: 1}}\n"
		"run: {warmup: 0s, duration: 25ms}\n";
	struct rig rig;
	double first[2][2];

	rig_open(&rig, text);
	for (uint32_t i = 0; i < 2; i++) {
		const struct outcome *outcome = rig_run(&rig, i);

		for (int k = 0; k < 2; k++)
			first[i][k] = outcome->workload[k].moments.mean;
	}
	ck_assert_double_ne(first[0][0], first[0][1]);
	ck_assert_double_ne(first[0][0], first[1][0]);
	rig_close(&rig);
}
END_TEST

START_TEST(who_waits_for_tokens_is_not_lost)
{
	struct rig rig;

	rig_open(&rig, BUCKET("rate: 0.01/s, starts: 0%", "{closed: 3}",
			      "warmup: 1ms, duration: 8s"));
	ck_assert_int_eq(rig_run(&rig, 0)->verdict, VERDICT_OK);
	rig_close(&rig);
}
END_TEST

#define LINE(WHAT) "network:\n  components:\n    limit: {kind: bucket, "     \
	WHAT "}\n  path: [{at: limit}]\nworkload: {jobs: {kind: network, "   \
	"arrival: {open: 1k/s}}}\nrun: {warmup: 1ms, duration: 1ms}\n"

START_TEST(bytes_and_others_are_told_apart)
{
	rig_refuses(LINE("rate: 5us"), "model.yaml:3:33: error: limit.rate: "
		    "'5us' is a time; it must be a rate (/s, k/s, M/s) or a "
		    "bandwidth (Mbit/s, Gbit/s, MB/s, MiB/s, GB/s, ...)");
	rig_refuses(LINE("rate: 5MB/s"), "model.yaml:3:33: error: rate: "
		    "'5MB/s', but 'limit' counts no bytes (that is by: B)");
	rig_refuses(LINE("rate: 5k/s, by: B"), "model.yaml:3:33: error: rate: "
		    "'5k/s', but 'limit' counts bytes (by: B)");
	rig_refuses(LINE("rate: 5MB/s, by: B, burst: 16"),
		    "model.yaml:3:54: error: burst: '16', but 'limit' counts "
		    "bytes (by: B)");
	rig_refuses(LINE("rate: 0/s"), "model.yaml:3:33: error: limit.rate is "
		    "out of range: '0/s'; legal is 0.001/s to inf");
	rig_refuses(LINE("rate: 1k/s, burst: 0.5"),
		    "model.yaml:3:46: error: limit.burst is out of range: "
		    "'0.5'; legal is 1 to 1e+15");
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("bucket");
	TCase *tcase = tcase_create("bucket");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, scratch_enter, scratch_leave);
	tcase_add_test(tcase, jobs_without_end_leave_at_the_rate);
	tcase_add_test(tcase, a_bucket_of_one_waits_as_an_md1);
	tcase_add_test(tcase, a_burst_comes_on_top_of_the_rate);
	tcase_add_test(tcase,
		       a_job_larger_than_the_bucket_waits_until_it_is_full);
	tcase_add_test(tcase, without_a_rate_nobody_waits);
	tcase_add_test(tcase,
		       jitter_of_the_refill_costs_nothing_of_the_rate);
	tcase_add_test(tcase, a_lump_serves_a_light_load_at_once);
	tcase_add_test(tcase, a_lump_of_one_waits_for_the_period);
	tcase_add_test(tcase, two_buckets_in_a_row_are_a_peak_and_credits);
	tcase_add_test(tcase, members_are_not_refilled_in_step);
	tcase_add_test(tcase, who_waits_for_tokens_is_not_lost);
	tcase_add_test(tcase, bytes_and_others_are_told_apart);
	suite_add_tcase(suite, tcase);
	return suite;
}
