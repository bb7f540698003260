/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running a plan: everything is committed once, in order, the same bytes
 * whatever the threads; what is interrupted, killed or fails is kept. */
#include "experiment/plan.h"

#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "results/read.h"
#include "tests/fake.h"
#include "tests/scratch.h"
#include "tests/suite.h"

static struct results *open_file(const char *path)
{
	struct error error = {0};
	struct results *results = results_open(path, &error);

	ck_assert_msg(results, "%s", error.message);
	return results;
}

static int count_replications(const char *path, bool *is_complete)
{
	struct results *results = open_file(path);
	int n = 0;

	for (int i = 0; i < results->points; i++)
		n += results->point[i].replications;
	*is_complete = results->run.is_complete;
	results_close(results);
	return n;
}

START_TEST(a_run_commits_all_and_estimates)
{
	struct fake fake;
	struct results *results;
	const struct estimate_record *estimate;

	fake_init(&fake);
	fake_run_well(&fake);
	ck_assert_int_eq(fake.whole, 6);
	ck_assert_int_eq(fake.points_done, 2);
	ck_assert_uint_eq(fake.summary.ran, 6);
	ck_assert_uint_eq(fake.summary.found, 0);
	ck_assert_uint_eq(fake.summary.events, 600);
	ck_assert_str_eq(fake.summary.output, "a.db");
	ck_assert(fake.summary.has_results);
	results = open_file("a.db");
	ck_assert(results->run.is_complete);
	ck_assert_ptr_null(results->host);
	for (int i = 0; i < 2; i++) {
		ck_assert_int_eq(results->point[i].replications, 3);
		estimate = results_estimate(results, i, "load",
					    "latency.mean");
		ck_assert_int_eq(estimate->n, 3);
		ck_assert_str_eq(estimate->status, "ok");
		/* 3,000 exponentials of 1 us; 5 standard errors. */
		ck_assert(fabs(estimate->value - 1e6) < 5e6 / sqrt(3000));
	}
	results_close(results);
}
END_TEST

START_TEST(any_number_of_threads_gives_the_same_bytes)
{
	static const char *const names[] = {"1.db", "2.db", "7.db"};
	static const int jobs[] = {1, 2, 7};

	for (int i = 0; i < 3; i++) {
		struct fake fake;

		fake_init(&fake);
		fake.options.output = names[i];
		fake.options.jobs = jobs[i];
		fake.slow_ms = 20;
		fake_run_well(&fake);
		ck_assert(scratch_is_same("1.db", names[i]));
	}
}
END_TEST

START_TEST(the_host_is_noted_unless_reproducible)
{
	struct fake fake;
	struct results *results;

	fake_init(&fake);
	fake.options.is_reproducible = false;
	fake.options.arguments = "fathom run x.yaml";
	fake_run_well(&fake);
	results = open_file("a.db");
	ck_assert_str_eq(results->host->arguments, "fathom run x.yaml");
	ck_assert_int_eq(results->host->jobs, 2);
	ck_assert_uint_eq(strlen(results->host->started), 20);
	results_close(results);
	fake.options.is_reproducible = true;
	fake_run_well(&fake);
	ck_assert_int_eq(fake.begun, 0);
	results = open_file("a.db");
	ck_assert_ptr_null(results->host);
	results_close(results);
}
END_TEST

START_TEST(few_replications_are_alive_though_the_first_is_slow)
{
	struct fake fake;

	fake_init(&fake);
	fake.slow_ms = 100;
	fake.replications[0] = fake.replications[1] = 40;
	fake.options.jobs = 3;
	fake_run_well(&fake);
	ck_assert_int_le(fake.most_alive, 3);
	ck_assert_int_eq(fake.whole, 80);
}
END_TEST

START_TEST(progress_is_told_at_the_end_and_on_the_way)
{
	struct fake fake;

	fake_init(&fake);
	fake.slow_ms = 250;
	fake_run_well(&fake);
	ck_assert_int_ge(fake.told, 3);
	ck_assert_int_eq(fake.last.points, 2);
	ck_assert_int_eq(fake.last.points_done, 2);
	ck_assert_uint_eq(fake.last.done, 6);
	ck_assert_uint_eq(fake.last.replications, 6);
	ck_assert(fake.last.seconds_left == 0);
	fake_init(&fake);
	fake.options.output = "b.db";
	fake.options.is_quiet = true;
	fake_run_well(&fake);
	ck_assert_int_eq(fake.told, 0);
}
END_TEST

/* ---- interrupted, killed, full ---- */

START_TEST(an_interrupted_run_keeps_what_is_done_and_goes_on)
{
	struct fake fake;
	struct results *results;
	bool is_complete;
	int kept;

	fake_init(&fake);
	fake.replications[0] = fake.replications[1] = 20;
	fake.stop_at = 9;
	ck_assert_int_eq(fake_run(&fake), -1);
	ck_assert_int_eq(fake.error.status, STATUS_INTERRUPTED);
	ck_assert(fake.summary.has_results);
	kept = count_replications("a.db", &is_complete);
	ck_assert(!is_complete);
	ck_assert_int_eq(kept, fake.whole);
	ck_assert_int_ge(kept, 6);
	results = open_file("a.db");
	ck_assert_int_eq(results_estimate(results, 0, "load", "throughput")->n,
			 kept);
	results_close(results);

	fake.stop = 0;
	fake.stop_at = 0;
	fake_run_well(&fake);
	ck_assert_int_eq(fake.whole, 40 - kept);
	ck_assert_uint_eq(fake.summary.found, (uint64_t)kept);
	ck_assert_int_eq(count_replications("a.db", &is_complete), 40);
	ck_assert(is_complete);
}
END_TEST

/* Estimates of a run in two parts are those of one in one part. */
START_TEST(a_continued_run_says_the_same)
{
	struct fake fake;
	struct results *a, *b;

	fake_init(&fake);
	fake.stop_at = 4;
	ck_assert_int_eq(fake_run(&fake), -1);
	fake.stop = fake.stop_at = 0;
	fake_run_well(&fake);
	fake.options.output = "b.db";
	fake_run_well(&fake);
	a = open_file("a.db");
	b = open_file("b.db");
	for (int i = 0; i < 2; i++) {
		ck_assert_int_eq(a->point[i].estimates, b->point[i].estimates);
		for (int k = 0; k < a->point[i].estimates; k++) {
			const struct estimate_record *e, *f;

			e = &a->point[i].estimate[k];
			f = &b->point[i].estimate[k];
			ck_assert_str_eq(e->name, f->name);
			ck_assert(e->value == f->value ||
				  (isnan(e->value) && isnan(f->value)));
		}
	}
	results_close(a);
	results_close(b);
}
END_TEST

/* When the 15th begins, at most four are inside: 11 were taken, and the last
 * of these may not be committed yet. */
START_TEST(a_killed_run_loses_what_was_in_flight_alone)
{
	struct fake fake;
	bool is_complete;
	int status, kept;

	fake_init(&fake);
	fake.replications[0] = fake.replications[1] = 20;
	if (fork() == 0) {
		fake.kill_at = 15;
		fake_run(&fake);
		_exit(0);
	}
	wait(&status);
	ck_assert(WIFSIGNALED(status));
	kept = count_replications("a.db", &is_complete);
	ck_assert(!is_complete);
	ck_assert_int_ge(kept, 10);
	fake_run_well(&fake);
	ck_assert_int_eq(fake.whole, 40 - kept);
	count_replications("a.db", &is_complete);
	ck_assert(is_complete);
}
END_TEST

START_TEST(a_disk_that_fills_up_ends_the_run_and_keeps_what_is_there)
{
	struct rlimit limit, old;
	struct fake fake;
	struct stat file;
	bool is_complete;
	int kept;

	fake_init(&fake);
	fake_run_well(&fake);
	ck_assert_int_eq(stat("a.db", &file), 0);
	fake.replications[0] = fake.replications[1] = 60;
	fake.options.output = "b.db";
	ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &old), 0);
	limit = old;
	limit.rlim_cur = (rlim_t)file.st_size + 50000;
	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	ck_assert_int_eq(fake_run(&fake), -1);
	ck_assert_int_eq(fake.error.status, STATUS_SYSTEM);
	ck_assert_ptr_nonnull(strstr(fake.error.message, "b.db"));
	kept = count_replications("b.db", &is_complete);
	ck_assert(!is_complete);
	ck_assert_int_gt(kept, 6);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &old), 0);
	fake_run_well(&fake);
	ck_assert_int_eq(fake.whole, 120 - kept);
}
END_TEST

START_TEST(an_output_that_cannot_be_written_runs_nothing)
{
	struct fake fake;

	fake_init(&fake);
	fake.options.output = "no/such/folder/a.db";
	ck_assert_int_eq(fake_run(&fake), -1);
	ck_assert_int_eq(fake.error.status, STATUS_SYSTEM);
	ck_assert_int_eq(fake.begun, 0);
	ck_assert(!fake.summary.has_results);
	fake.options.output = "/dev/full";
	ck_assert_int_eq(fake_run(&fake), -1);
	ck_assert_int_eq(fake.error.status, STATUS_SYSTEM);
	ck_assert_int_eq(fake.begun, 0);
}
END_TEST

/* ---- replications that are not ok ---- */

START_TEST(a_failed_check_fails_the_run_and_keeps_the_rows)
{
	struct fake fake;
	struct results *results;
	bool is_complete;

	fake_init(&fake);
	fake.fail_point = 1;
	ck_assert_int_eq(fake_run(&fake), -1);
	ck_assert_int_eq(fake.error.status, STATUS_CHECK);
	ck_assert_str_eq(fake.error.message, "nitro workload.load.payload=1KiB,"
			 " replication 1: check 'little' of netback does not "
			 "hold: 17 is not 18");
	ck_assert_int_eq(fake.summary.failed, 1);
	ck_assert(fake.summary.has_results);
	ck_assert_int_eq(count_replications("a.db", &is_complete), 6);
	ck_assert(is_complete);
	results = open_file("a.db");
	ck_assert_str_eq(results_estimate(results, 0, "load",
					  "throughput")->status, "ok");
	ck_assert_str_eq(results_estimate(results, 1, "load",
					  "throughput")->status, "failed");
	results_close(results);
}
END_TEST

START_TEST(a_dead_model_tells_who_waits_for_whom)
{
	struct fake fake;

	fake_init(&fake);
	fake.fail_point = 0;
	fake.is_dead = true;
	ck_assert_int_eq(fake_run(&fake), -1);
	ck_assert_int_eq(fake.error.status, STATUS_CHECK);
	ck_assert_ptr_nonnull(strstr(fake.error.message, "deadlock\nnetback "
				     "waits for itself"));
}
END_TEST

START_TEST(a_failed_run_fails_again_without_running)
{
	struct fake fake;

	fake_init(&fake);
	fake.fail_point = 0;
	ck_assert_int_eq(fake_run(&fake), -1);
	ck_assert_int_eq(fake_run(&fake), -1);
	ck_assert_int_eq(fake.error.status, STATUS_CHECK);
	ck_assert_int_eq(fake.begun, 0);
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("plan");
	TCase *tests = tcase_create("plan");

	tcase_add_checked_fixture(tests, scratch_enter, scratch_leave);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, a_run_commits_all_and_estimates);
	tcase_add_test(tests, any_number_of_threads_gives_the_same_bytes);
	tcase_add_test(tests, the_host_is_noted_unless_reproducible);
	tcase_add_test(tests,
		       few_replications_are_alive_though_the_first_is_slow);
	tcase_add_test(tests, progress_is_told_at_the_end_and_on_the_way);
	tcase_add_test(tests,
		       an_interrupted_run_keeps_what_is_done_and_goes_on);
	tcase_add_test(tests, a_continued_run_says_the_same);
	tcase_add_test(tests, a_killed_run_loses_what_was_in_flight_alone);
	tcase_add_test(tests,
		a_disk_that_fills_up_ends_the_run_and_keeps_what_is_there);
	tcase_add_test(tests, an_output_that_cannot_be_written_runs_nothing);
	tcase_add_test(tests, a_failed_check_fails_the_run_and_keeps_the_rows);
	tcase_add_test(tests, a_dead_model_tells_who_waits_for_whom);
	tcase_add_test(tests, a_failed_run_fails_again_without_running);
	suite_add_tcase(suite, tests);
	return suite;
}
