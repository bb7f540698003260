/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Estimates over replications: means, Student's intervals and their cover,
 * percentiles with too few samples, and what a bad status hides. */
#include "experiment/estimate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "results/blob.h"
#include "sim/random.h"
#include "tests/suite.h"

#define MOST 64

/* Samples under construction: as the store gives them, sorted. */
struct world {
	struct arena arena;
	struct sample sample[MOST];
	struct load_sample load[MOST];
	struct point_samples samples;
	const struct estimate_record *estimate;
	int estimates;
};

static struct world *world_make(int replications)
{
	struct world *world = memory_get(sizeof(*world));

	arena_init(&world->arena);
	world->samples.replications = replications;
	world->samples.sample = world->sample;
	world->samples.load = world->load;
	return world;
}

static void world_end(struct world *world)
{
	arena_fini(&world->arena);
	free(world);
}

static void add(struct world *world, const char *workload, const char *name,
		double value)
{
	world->sample[world->samples.samples++] = (struct sample){
		.metric = {workload, name, "u", value}};
}

/* A load of a replication whose latencies are 1, 2, ... jobs. */
static void add_load(struct world *world, const char *workload,
		     const char *status, int jobs)
{
	struct load_record *load = &world->load[world->samples.loads++].load;
	struct histogram latency;
	void *bytes;

	histogram_init(&latency);
	for (int i = 1; i <= jobs; i++)
		histogram_add(&latency, i);
	*load = (struct load_record){.workload = workload, .status = status};
	bytes = blob_encode(&latency, &load->bucket_bytes);
	load->buckets = memcpy(arena_get(&world->arena, load->bucket_bytes),
			       bytes, load->bucket_bytes);
	free(bytes);
	histogram_fini(&latency);
}

static void run(struct world *world)
{
	ck_assert_int_eq(estimate_samples(&world->samples, &world->arena,
					  &world->estimate, &world->estimates,
					  NULL), 0);
}

/* 3, 5, 7: mean 5, sd 2, t(2) = 4.30265: half-width 4.96826. */
START_TEST(an_estimate_is_the_mean_with_students_interval)
{
	struct world *world = world_make(3);
	const struct estimate_record *estimate;

	for (int i = 0; i < 3; i++)
		add(world, "w", "throughput", 3 + 2 * i);
	for (int i = 0; i < 3; i++)
		add_load(world, "w", "ok", 10);
	run(world);
	estimate = &world->estimate[0];
	ck_assert_int_eq(world->estimates, 1);
	ck_assert_str_eq(estimate->name, "throughput");
	ck_assert_str_eq(estimate->unit, "u");
	ck_assert_str_eq(estimate->status, "ok");
	ck_assert_int_eq(estimate->n, 3);
	ck_assert(estimate->value == 5);
	ck_assert(fabs(estimate->high - 9.96828) < 2e-5);
	ck_assert(fabs(estimate->low - 0.03172) < 2e-5);
	world_end(world);
}
END_TEST

START_TEST(one_replication_has_a_value_and_no_interval)
{
	struct world *world = world_make(1);

	add(world, "w", "throughput", 5);
	add_load(world, "w", "ok", 10);
	run(world);
	ck_assert(world->estimate[0].value == 5);
	ck_assert(isnan(world->estimate[0].low));
	ck_assert(isnan(world->estimate[0].high));
	ck_assert_str_eq(world->estimate[0].status, "ok");
	world_end(world);
}
END_TEST

/* Of 1,000 runs of 5 exponential replications' means (20 jobs each), about
 * 95 % of the intervals hold the mean: Student's is right but for the skew.
 * Within 4 standard deviations of a binomial count. */
START_TEST(intervals_cover_the_mean_as_often_as_they_say)
{
	struct random_stream stream = {2024};
	int covered = 0;

	for (int trial = 0; trial < 1000; trial++) {
		struct world *world = world_make(5);

		for (int i = 0; i < 5; i++) {
			double sum = 0;

			for (int k = 0; k < 20; k++)
				sum += random_exponential(&stream);
			add(world, "w", "latency.mean", sum / 20);
			add_load(world, "w", "ok", 20);
		}
		run(world);
		covered += world->estimate[0].low <= 1 &&
			   world->estimate[0].high >= 1;
		world_end(world);
	}
	ck_assert_int_ge(covered, 950 - 28);
	ck_assert_int_le(covered, 950 + 28);
}
END_TEST

/* A percentile's rule, at its edges: jobs a replication, replications. */
static const struct {
	const char *name;
	int jobs, replications;
	const char *status;
} rules[] = {
	{"latency.p50", 20, 5, "ok"},     /* 10 above each, 50 in all */
	{"latency.p50", 19, 5, "few"},    /* 45 in all */
	{"latency.p50", 10, 10, "ok"},    /* 5 above each */
	{"latency.p50", 9, 20, "few"},    /* 4 above each */
	{"latency.p99", 1000, 5, "ok"},
	{"latency.p99", 999, 5, "few"},   /* 9 above each: 45 */
	{"latency.p99", 5000, 1, "ok"},
	{"latency.p99", 4999, 1, "few"},
	{"latency.p99.9", 10000, 5, "ok"},
	{"latency.p99.9", 5000, 5, "few"},
};

START_TEST(a_percentile_needs_5_above_in_each_and_50_in_all)
{
	struct world *world = world_make(rules[_i].replications);
	const struct estimate_record *estimate;

	for (int i = 0; i < rules[_i].replications; i++) {
		struct histogram latency;
		bool is_known = false;

		histogram_init(&latency);
		histogram_add_many(&latency, 1, (uint64_t)rules[_i].jobs);
		for (int k = 0; k < PERCENTILES; k++)
			if (!strcmp(percentiles[k].name, rules[_i].name))
				is_known = percentile_is_known(&percentiles[k],
							       &latency);
		add(world, "w", rules[_i].name, is_known ? 7 : NAN);
		add_load(world, "w", "ok", rules[_i].jobs);
		histogram_fini(&latency);
	}
	run(world);
	estimate = &world->estimate[0];
	ck_assert_str_eq(estimate->status, rules[_i].status);
	ck_assert_int_eq(isnan(estimate->value),
			 !strcmp(rules[_i].status, "few"));
	world_end(world);
}
END_TEST

static const struct estimate_record *find(const struct world *world,
					  const char *workload,
					  const char *name)
{
	for (int i = 0; i < world->estimates; i++)
		if (!strcmp(world->estimate[i].workload, workload) &&
		    !strcmp(world->estimate[i].name, name))
			return &world->estimate[i];
	ck_abort_msg("no estimate %s/%s", workload, name);
}

/* Two replications of workloads `a`, which has these statuses, and `b`, ok. */
static struct world *world_of(const char *first, const char *second)
{
	struct world *world = world_make(2);

	for (int i = 0; i < 2; i++)
		add(world, "", "rate.exits", 3);
	for (int i = 0; i < 2; i++)
		add(world, "", "wait.netback", 4);
	for (int w = 0; w < 2; w++) {
		const char *name = w ? "b" : "a";

		for (int i = 0; i < 2; i++)
			add(world, name, "latency.mean", 5);
		for (int i = 0; i < 2; i++)
			add(world, name, "latency.p50", 6);
		for (int i = 0; i < 2; i++)
			add(world, name, "throughput", 7);
	}
	add_load(world, "a", first, 100);
	add_load(world, "a", second, 100);
	add_load(world, "b", "ok", 100);
	add_load(world, "b", "ok", 100);
	return world;
}

static void assert_estimate(const struct world *world, const char *workload,
			    const char *name, double value, const char *status)
{
	const struct estimate_record *e = find(world, workload, name);

	ck_assert_str_eq(e->status, status);
	ck_assert_msg(isnan(value) ? isnan(e->value) && isnan(e->low)
				   : e->value == value, "%s/%s is %g",
		      workload, name, e->value);
}

START_TEST(one_saturated_replication_hides_the_latencies)
{
	struct world *world = world_of("ok", "saturated");

	run(world);
	assert_estimate(world, "a", "latency.mean", NAN, "saturated");
	assert_estimate(world, "a", "latency.p50", NAN, "saturated");
	assert_estimate(world, "a", "throughput", 7, "saturated");
	assert_estimate(world, "b", "latency.mean", 5, "ok");
	assert_estimate(world, "", "wait.netback", NAN, "saturated");
	assert_estimate(world, "", "rate.exits", 3, "saturated");
	world_end(world);
}
END_TEST

START_TEST(dropping_keeps_the_latencies_of_the_rest)
{
	struct world *world = world_of("dropping", "ok");

	run(world);
	assert_estimate(world, "a", "latency.mean", 5, "dropping");
	assert_estimate(world, "a", "latency.p50", 6, "dropping");
	assert_estimate(world, "", "wait.netback", 4, "dropping");
	world_end(world);
}
END_TEST

START_TEST(saturated_is_said_before_dropping)
{
	struct world *world = world_of("dropping", "saturated");

	run(world);
	assert_estimate(world, "a", "latency.p50", NAN, "saturated");
	world_end(world);
}
END_TEST

START_TEST(starved_is_no_latency_either)
{
	struct world *world = world_of("starved", "ok");

	run(world);
	assert_estimate(world, "a", "latency.mean", NAN, "starved");
	assert_estimate(world, "a", "throughput", 7, "starved");
	world_end(world);
}
END_TEST

START_TEST(a_failed_replication_marks_all_and_keeps_the_numbers)
{
	struct world *world = world_of("ok", "ok");

	world->samples.is_failed = true;
	run(world);
	assert_estimate(world, "a", "latency.mean", 5, "failed");
	assert_estimate(world, "b", "throughput", 7, "failed");
	assert_estimate(world, "", "rate.exits", 3, "failed");
	world_end(world);
}
END_TEST

START_TEST(a_failed_and_saturated_point_has_no_latency)
{
	struct world *world = world_of("saturated", "ok");

	world->samples.is_failed = true;
	run(world);
	assert_estimate(world, "a", "latency.mean", NAN, "failed");
	world_end(world);
}
END_TEST

START_TEST(a_value_that_some_replications_lack_is_few)
{
	struct world *world = world_make(3);

	add(world, "w", "waited.station", 1);
	add(world, "w", "waited.station", NAN);
	add(world, "w", "waited.station", 3);
	for (int i = 0; i < 3; i++)
		add_load(world, "w", "ok", 10);
	run(world);
	ck_assert_str_eq(world->estimate[0].status, "few");
	ck_assert_int_eq(world->estimate[0].n, 2);
	ck_assert(world->estimate[0].value == 2);
	world_end(world);
}
END_TEST

START_TEST(a_load_without_a_job_has_no_latency)
{
	struct world *world = world_make(1);

	add(world, "w", "latency.mean", NAN);
	add(world, "w", "throughput", 0);
	add_load(world, "w", "empty", 0);
	run(world);
	assert_estimate(world, "w", "latency.mean", NAN, "few");
	assert_estimate(world, "w", "throughput", 0, "few");
	world_end(world);
}
END_TEST

START_TEST(a_damaged_histogram_is_an_error)
{
	struct world *world = world_make(1);
	struct error error;

	add_load(world, "w", "ok", 10);
	world->load[0].load.bucket_bytes--;
	ck_assert_int_eq(estimate_samples(&world->samples, &world->arena,
					  &world->estimate, &world->estimates,
					  &error), -1);
	ck_assert_int_eq(error.status, STATUS_SYSTEM);
	world_end(world);
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("estimate");
	TCase *tests = tcase_create("estimate");

	tcase_add_test(tests, an_estimate_is_the_mean_with_students_interval);
	tcase_add_test(tests, one_replication_has_a_value_and_no_interval);
	tcase_add_test(tests, intervals_cover_the_mean_as_often_as_they_say);
	tcase_add_loop_test(tests,
		a_percentile_needs_5_above_in_each_and_50_in_all, 0,
		(int)(sizeof(rules) / sizeof(rules[0])));
	tcase_add_test(tests, one_saturated_replication_hides_the_latencies);
	tcase_add_test(tests, dropping_keeps_the_latencies_of_the_rest);
	tcase_add_test(tests, saturated_is_said_before_dropping);
	tcase_add_test(tests, starved_is_no_latency_either);
	tcase_add_test(tests,
		       a_failed_replication_marks_all_and_keeps_the_numbers);
	tcase_add_test(tests, a_failed_and_saturated_point_has_no_latency);
	tcase_add_test(tests, a_value_that_some_replications_lack_is_few);
	tcase_add_test(tests, a_load_without_a_job_has_no_latency);
	tcase_add_test(tests, a_damaged_histogram_is_an_error);
	suite_add_tcase(suite, tests);
	return suite;
}
