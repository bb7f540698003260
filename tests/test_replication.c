/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What came out of a world, as rows: all of it, copied; and the costs that a
 * point leans on. */
#include "experiment/replication.h"

#include <math.h>
#include <string.h>

#include "experiment/lean.h"
#include "results/blob.h"
#include "sim/time.h"
#include "tests/suite.h"

static struct arena arena;
static struct replication_record record;

/* A world of one workload with 1,000 jobs of 1 .. 1,000 ps. */
static const struct stage_name stages[] = {
	{"send", "guest task", "here"},
	{"ring", "dom0 softirq", "ring"},
};

static const struct stage_sum sums[] = {
	{8, 0, 0, 0, 256},
	{8, 1, 0, 0, 256},
	{9, 0, 0, 70, 488},
	{9, 1, 30, 0, 488},
};

static const struct busy busy[] = {
	{"a/pcpu0", "task", "guest", "job", SIM_S},
};
static const struct opened opened[] = {{"netback", "kick", 1.5}};
static const struct check checks[] = {
	{"little", "netback", false, "17", "18"},
	{"conservation", NULL, true, "1", "1"},
};
static const struct exemplar_part parts[] = {{0, 0, 0}, {1, 5, 0}};
static const struct exemplar exemplars[] = {
	{0, "sampled", 1024, 5, parts, 2},
	{0, "slowest", 1024, 5, parts, 2},
	{0, "slowest", 7, 0, parts, 1},
};

struct made {
	char metric[32], binding[32];
	struct metric metrics[2];
	struct workload_outcome workload;
	struct outcome outcome;
};

static void make(struct made *made, int jobs)
{
	*made = (struct made){.metric = "kicks_per_job.netback",
			      .binding = "netback"};
	made->metrics[0] = (struct metric){-1, made->metric, "", 0.5};
	made->metrics[1] = (struct metric){0, "throughput", "/s", 9};
	made->workload = (struct workload_outcome){
		.name = "load", .status = LOAD_SATURATED,
		.binding = made->binding, .arrived = 1005,
		.left = (uint64_t)jobs, .dropped = 2, .inside = 3,
		.stage = stages, .stages = 2, .sum = sums, .sums = 4};
	histogram_init(&made->workload.latency);
	for (int i = 1; i <= jobs; i++) {
		histogram_add(&made->workload.latency, i);
		tally_add(&made->workload.moments, i);
	}
	made->outcome = (struct outcome){
		.verdict = VERDICT_CHECK, .story = "who waits", .events = 77,
		.window = 2 * SIM_S, .metric = made->metrics, .metrics = 2,
		.workload = &made->workload, .workloads = 1, .busy = busy,
		.busies = 1, .opened = opened, .openeds = 1, .check = checks,
		.checks = 2, .exemplar = exemplars, .exemplars = 3};
}

/* Fill the record, then spoil what the world owned. */
static void fill(int jobs)
{
	struct made made;

	make(&made, jobs);
	replication_fill(&record, &made.outcome, &arena);
	histogram_fini(&made.workload.latency);
	memset(&made, 'x', sizeof(made));
}

static const struct metric_record *metric(const char *workload,
					  const char *name)
{
	const struct metric_record *found = NULL;

	for (int i = 0; i < record.metrics; i++)
		if (!strcmp(record.metric[i].workload, workload) &&
		    !strcmp(record.metric[i].name, name)) {
			ck_assert_ptr_null(found);
			found = &record.metric[i];
		}
	ck_assert_msg(found, "no metric %s/%s", workload, name);
	return found;
}

static void enter(void)
{
	arena_init(&arena);
	record = (struct replication_record){0};
}

static void leave(void)
{
	arena_fini(&arena);
}

START_TEST(verdict_story_and_counts_are_kept)
{
	fill(1000);
	ck_assert_str_eq(record.state, "check");
	ck_assert_str_eq(record.story, "who waits");
	ck_assert_uint_eq(record.events, 77);
	ck_assert_int_eq(record.window, 2 * SIM_S);
	ck_assert_int_eq(record.loads, 1);
	ck_assert_str_eq(record.load[0].status, "saturated");
	ck_assert_str_eq(record.load[0].binding, "netback");
	ck_assert_uint_eq(record.load[0].inside, 3);
}
END_TEST

START_TEST(percentiles_join_the_worlds_metrics)
{
	fill(1000);
	ck_assert(metric("", "kicks_per_job.netback")->value == 0.5);
	ck_assert(metric("load", "throughput")->value == 9);
	ck_assert(metric("load", "latency.mean")->value == 500.5);
	ck_assert(metric("load", "latency.max")->value == 1000);
	ck_assert(fabs(metric("load", "latency.p50")->value - 500) < 1);
	ck_assert(fabs(metric("load", "latency.p99")->value - 990) < 1);
	ck_assert_str_eq(metric("load", "latency.p99")->unit, "ps");
	/* One sample lies above it. */
	ck_assert(isnan(metric("load", "latency.p99.9")->value));
}
END_TEST

START_TEST(no_job_no_latency_but_a_row)
{
	fill(0);
	ck_assert(isnan(metric("load", "latency.mean")->value));
	ck_assert(isnan(metric("load", "latency.max")->value));
	ck_assert(isnan(metric("load", "latency.p50")->value));
}
END_TEST

START_TEST(the_histogram_goes_along)
{
	struct histogram latency;

	fill(1000);
	histogram_init(&latency);
	ck_assert_int_eq(blob_decode(record.load[0].buckets,
				     record.load[0].bucket_bytes, &latency),
			 0);
	ck_assert_uint_eq(latency.count, 1000);
	histogram_fini(&latency);
}
END_TEST

START_TEST(stages_without_time_have_no_row_but_the_first)
{
	fill(1000);
	ck_assert_int_eq(record.stages, 3);
	ck_assert_uint_eq(record.stage[0].n, 256);
	ck_assert_int_eq(record.stage[2].latency_bucket, 9);
	ck_assert_str_eq(record.stage[2].stage, "ring");
	ck_assert_str_eq(record.stage[2].owner, "dom0 softirq");
	ck_assert_int_eq(record.stage[2].wait, 30);
}
END_TEST

START_TEST(a_job_is_an_exemplar_once_and_has_a_row)
{
	fill(1000);
	ck_assert_int_eq(record.exemplars, 2);
	ck_assert_str_eq(record.exemplar[0].why, "sampled");
	ck_assert_int_eq(record.exemplar[0].position, 1);
	ck_assert_str_eq(record.exemplar[0].stage, "ring");
	ck_assert_uint_eq(record.exemplar[1].job, 7);
}
END_TEST

START_TEST(ledgers_and_checks_go_along)
{
	fill(1000);
	ck_assert_int_eq(record.busies, 1);
	ck_assert_str_eq(record.busy[0].kind, "job");
	ck_assert_int_eq(record.openeds, 1);
	ck_assert_int_eq(record.checks, 2);
	ck_assert(!record.check[0].is_ok);
	ck_assert_str_eq(record.check[0].left, "17");
	ck_assert_str_eq(record.check[1].component, "");
}
END_TEST

/* ---- what a point leans on ---- */

static const struct mechanism netfront = {.name = "netfront"};
static const struct term term = {
	.value = {.kind = DISTRIBUTION_CONSTANT, .a = 100}};
static const struct cost copy = {.name = "copy", .text = "100ps",
	.status = COST_ASSUMED, .term = &term, .terms = 1, .low = 50,
	.high = NAN};
static const struct cost bare = {.text = "1us", .where = {.line = 12}};
static const struct cost clock_a = {.name = "clock", .text = "2GHz"};
static const struct cost clock_b = {.name = "clock", .text = "3GHz"};

static const struct leaning leanings[] = {
	{&copy, &netfront, 10}, {&bare, &netfront, 1}, {&copy, &netfront, 5},
	{&clock_a, NULL, 0},    {&clock_b, NULL, 0},   {&clock_b, NULL, 2},
};

START_TEST(a_cost_is_one_row_however_often_it_is_used)
{
	int count;
	const struct cost_record *cost = lean_records(leanings, 6, &arena,
						      &count);

	ck_assert_int_eq(count, 4);
	ck_assert_str_eq(cost[0].mechanism, "netfront");
	ck_assert_str_eq(cost[0].status, "assumed");
	ck_assert(cost[0].weight == 15);
	ck_assert(cost[0].mean == 100);
	ck_assert(isnan(cost[0].high));
	ck_assert_str_eq(cost[1].name, "line 12");
	ck_assert_str_eq(cost[1].status, "uncited");
}
END_TEST

START_TEST(hardware_of_two_hosts_is_told_apart)
{
	int count;
	const struct cost_record *cost = lean_records(leanings, 6, &arena,
						      &count);

	ck_assert_str_eq(cost[2].mechanism, "instance");
	ck_assert_str_eq(cost[2].name, "clock");
	ck_assert_str_eq(cost[3].name, "clock (2)");
	ck_assert_str_eq(cost[3].value, "3GHz");
	ck_assert(cost[3].weight == 2);
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("replication");
	TCase *tests = tcase_create("replication");

	tcase_add_checked_fixture(tests, enter, leave);
	tcase_add_test(tests, verdict_story_and_counts_are_kept);
	tcase_add_test(tests, percentiles_join_the_worlds_metrics);
	tcase_add_test(tests, no_job_no_latency_but_a_row);
	tcase_add_test(tests, the_histogram_goes_along);
	tcase_add_test(tests, stages_without_time_have_no_row_but_the_first);
	tcase_add_test(tests, a_job_is_an_exemplar_once_and_has_a_row);
	tcase_add_test(tests, ledgers_and_checks_go_along);
	tcase_add_test(tests, a_cost_is_one_row_however_often_it_is_used);
	tcase_add_test(tests, hardware_of_two_hosts_is_told_apart);
	suite_add_tcase(suite, tests);
	return suite;
}
