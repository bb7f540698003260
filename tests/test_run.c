/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scenario, from its file to the results file: against theory, whatever
 * the threads; and nothing is written when it is wrong. */
#include "experiment/run.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "results/read.h"
#include "tests/scratch.h"
#include "tests/suite.h"

/* M/M/1 with a mean service of 1 us, at half load and at 80 %. */
static const char queue[] =
	"title: A queue\n"
	"network:\n"
	"  costs: {service: exp 1us}\n"
	"  components: {station: {kind: server, work: $service}}\n"
	"  path: [{at: station}]\n"
	"workload:\n"
	"  customers: {kind: network, arrival: {open: 500k/s}}\n"
	"sweep:\n"
	"  workload.customers.arrival.open: [500k/s, 800k/s]\n"
	"run: {jobs: 50k, warmup: 1ms, replications: 8}\n";

struct trial {
	struct diagnostics diagnostics;
	struct run_options options;
	struct run_summary summary;
	struct error error;
	int result;
	volatile int stop;
	int stop_at; /* replications after which to interrupt; 0: never */
};

static void watch(void *data, const struct run_progress *progress)
{
	struct trial *trial = data;

	if (trial->stop_at && progress->done >= (uint64_t)trial->stop_at)
		__atomic_store_n(&trial->stop, 1, __ATOMIC_RELAXED);
}

/* Load and run queue.yaml, which is `text`; 1 when it does not even load. */
static void run_until(struct trial *trial, const char *text,
		      const char *output, int jobs, int stop_at)
{
	struct scenario_options none = {0};
	struct scenario *scenario;

	scratch_write("queue.yaml", text);
	*trial = (struct trial){.options = {.output = output, .jobs = jobs,
					    .is_reproducible = true,
					    .progress = watch, .data = trial,
					    .stop = &trial->stop},
				.stop_at = stop_at, .result = 1};
	diagnostics_init(&trial->diagnostics);
	scenario = scenario_load("queue.yaml", &none, &trial->diagnostics);
	if (scenario)
		trial->result = run_scenario(scenario, &trial->options,
					     &trial->summary,
					     &trial->diagnostics,
					     &trial->error);
	scenario_free(scenario);
}

static void run(struct trial *trial, const char *text, const char *output,
		int jobs)
{
	run_until(trial, text, output, jobs, 0);
}

static void end(struct trial *trial)
{
	diagnostics_fini(&trial->diagnostics);
}

static void run_well(const char *text, const char *output, int jobs)
{
	struct trial trial;

	run(&trial, text, output, jobs);
	if (trial.result)
		diagnostics_print(&trial.diagnostics, stderr);
	ck_assert_msg(trial.result == 0, "%s", trial.error.message);
	ck_assert_int_eq(trial.diagnostics.warnings, 0);
	end(&trial);
}

/* The mean lies within the interval of 99.9 % that the run's own of 95 %
 * stands for. */
static void assert_mean(const struct estimate_record *estimate, double mean)
{
	double freedom = estimate->n - 1;
	double half = (estimate->high - estimate->value) *
		      gsl_cdf_tdist_Pinv(0.9995, freedom) /
		      gsl_cdf_tdist_Pinv(0.975, freedom);

	ck_assert_str_eq(estimate->status, "ok");
	ck_assert_msg(fabs(estimate->value - mean) <= half,
		      "%s is %g +- %g, not %g", estimate->name,
		      estimate->value, half, mean);
	ck_assert(half < mean / 5);
}

/* Sojourns of M/M/1 are exponential with mean s / (1 - rho). */
START_TEST(a_queue_agrees_with_theory)
{
	static const double rho[] = {0.5, 0.8};
	struct results *results;

	run_well(queue, "a.db", 2);
	results = results_open("a.db", NULL);
	ck_assert_int_eq(results->points, 2);
	for (int i = 0; i < 2; i++) {
		double mean = 1e6 / (1 - rho[i]);

		assert_mean(results_estimate(results, i, "customers",
					     "latency.mean"), mean);
		assert_mean(results_estimate(results, i, "customers",
					     "latency.p99"),
			    mean * log(100));
		assert_mean(results_estimate(results, i, "customers",
					     "throughput"), 1e6 * rho[i]);
		ck_assert_int_eq(results->point[i].failures, 0);
		ck_assert_int_gt(results->point[i].checks, 0);
	}
	results_close(results);
}
END_TEST

START_TEST(points_keep_what_they_were_swept_by)
{
	struct results *results;
	const struct point_record *point;

	run_well(queue, "a.db", 2);
	results = results_open("a.db", NULL);
	point = &results->point[1].point;
	ck_assert_str_eq(point->label, "network");
	ck_assert_ptr_null(point->platform);
	ck_assert_str_eq(point->swept_text,
			 "workload.customers.arrival.open=800k/s");
	ck_assert_int_eq(point->swepts, 1);
	ck_assert(point->swept[0].number == 8e5);
	ck_assert_str_eq(results->run.name, "queue");
	ck_assert_str_eq(results->run.scenario, queue);
	ck_assert_int_eq(results->run.replications, 8);
	results_close(results);
}
END_TEST

START_TEST(one_thread_and_two_write_the_same_bytes)
{
	run_well(queue, "a.db", 1);
	run_well(queue, "b.db", 2);
	ck_assert(scratch_is_same("a.db", "b.db"));
}
END_TEST

START_TEST(an_overloaded_queue_is_saturated_and_has_no_latency)
{
	static const char overloaded[] =
		"network:\n"
		"  costs: {service: exp 1us}\n"
		"  components: {station: {kind: server, work: $service}}\n"
		"  path: [{at: station}]\n"
		"workload:\n"
		"  customers: {kind: network, arrival: {open: 2M/s}}\n"
		"run: {jobs: 50k, warmup: 1ms, replications: 2}\n";
	struct results *results;
	const struct estimate_record *estimate;

	run_well(overloaded, "a.db", 2);
	results = results_open("a.db", NULL);
	ck_assert_str_eq(results->point[0].load[0].status, "saturated");
	ck_assert_str_eq(results->point[0].load[0].binding, "station");
	estimate = results_estimate(results, 0, "customers", "latency.mean");
	ck_assert(isnan(estimate->value));
	ck_assert_str_eq(estimate->status, "saturated");
	estimate = results_estimate(results, 0, "customers", "throughput");
	ck_assert(fabs(estimate->value - 1e6) < 2e4);
	results_close(results);
}
END_TEST

/* Long enough to be under way when it is stopped. */
START_TEST(worlds_give_up_when_interrupted_and_the_rest_is_kept)
{
	static const char endless[] =
		"network:\n"
		"  costs: {service: exp 1us}\n"
		"  components: {station: {kind: server, work: $service}}\n"
		"  path: [{at: station}]\n"
		"workload:\n"
		"  customers: {kind: network, arrival: {open: 100k/s}}\n"
		"sweep:\n"
		"  run.jobs: [10k, 1000M]\n"
		"run: {jobs: 10k, warmup: 1ms, replications: 2}\n";
	struct results *results;
	struct trial trial;

	run_until(&trial, endless, "a.db", 2, 1);
	ck_assert_int_eq(trial.result, -1);
	ck_assert_int_eq(trial.error.status, STATUS_INTERRUPTED);
	ck_assert(trial.summary.has_results);
	ck_assert_int_ge((int)trial.summary.ran, 1);
	results = results_open("a.db", NULL);
	ck_assert(!results->run.is_complete);
	ck_assert_int_ge(results->point[0].replications, 1);
	ck_assert_int_eq(results->point[1].replications, 0);
	results_close(results);
	end(&trial);
}
END_TEST

/* Texts that replace one of the queue's, and make it wrong. */
static const struct {
	const char *from, *to;
} wrong[] = {
	{"$service}}", "$servise}}"},            /* found by the loader */
	{"[{at: station}]", "[{take: station}]"}, /* found by the checker */
	{"[500k/s, 800k/s]", "[500k/s, -1/s]"},
	{"[500k/s, 800k/s]", "[500k/s, 500k/s]"}, /* one point, twice */
};

START_TEST(what_is_wrong_is_told_before_anything_is_written)
{
	char text[sizeof(queue) + 80];
	const char *at = strstr(queue, wrong[_i].from);
	struct trial trial;

	ck_assert_ptr_nonnull(at);
	snprintf(text, sizeof(text), "%.*s%s%s", (int)(at - queue), queue,
		 wrong[_i].to, at + strlen(wrong[_i].from));
	run(&trial, text, NULL, 1);
	ck_assert_int_ne(trial.result, 0);
	ck_assert(trial.result == 1 || trial.error.status == STATUS_INPUT);
	ck_assert(trial.diagnostics.errors > 0 || trial.error.message[0]);
	ck_assert(!scratch_is_there("results"));
	end(&trial);
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("run");
	TCase *tests = tcase_create("run");

	tcase_add_checked_fixture(tests, scratch_enter, scratch_leave);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, a_queue_agrees_with_theory);
	tcase_add_test(tests, points_keep_what_they_were_swept_by);
	tcase_add_test(tests, one_thread_and_two_write_the_same_bytes);
	tcase_add_test(tests,
		       an_overloaded_queue_is_saturated_and_has_no_latency);
	tcase_add_test(tests,
		worlds_give_up_when_interrupted_and_the_rest_is_kept);
	tcase_add_loop_test(tests,
		what_is_wrong_is_told_before_anything_is_written, 0,
		(int)(sizeof(wrong) / sizeof(wrong[0])));
	suite_add_tcase(suite, tests);
	return suite;
}
