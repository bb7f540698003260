/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What cannot be written leaves nothing that looks whole; what was committed
 * stays; the same calls give the same bytes. */
#include "results/store.h"

#include <math.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "results/read.h"
#include "tests/records.h"
#include "tests/scratch.h"
#include "tests/suite.h"

static struct results *open_file(const char *path)
{
	struct error error = {0};
	struct results *results = results_open(path, &error);

	ck_assert_msg(results, "%s", error.message);
	return results;
}

START_TEST(the_same_calls_give_the_same_bytes)
{
	records_write("a.db");
	records_write("b.db");
	ck_assert(scratch_is_same("a.db", "b.db"));
}
END_TEST

START_TEST(a_closed_file_has_no_journal_beside_it)
{
	records_write("a.db");
	ck_assert(!scratch_is_there("a.db-journal"));
	ck_assert(!scratch_is_there("a.db-wal"));
}
END_TEST

START_TEST(a_replication_goes_in_whole_or_not_at_all)
{
	struct check_record twice[] = {
		{"little", "netback", true, "1", "1"},
		{"little", "netback", true, "1", "1"},
	};
	struct replication_record record = {.point = 12, .state = "ok",
		.window = 1, .check = twice, .checks = 2};
	struct store *store = records_create("a.db");
	bool present[2] = {false};
	struct error error;

	ck_assert_int_eq(store_put_replication(store, &record, &error), -1);
	ck_assert_int_eq(error.status, STATUS_SYSTEM);
	records_put(store, 1, 1);
	ck_assert_int_eq(store_present(store, 12, present, 2, NULL), 0);
	ck_assert(!present[0] && present[1]);
	store_close(store);
}
END_TEST

START_TEST(estimates_replace_older_ones)
{
	struct estimate_record estimate = {"load", "throughput", "/s", 1, NAN,
					   NAN, 1, "ok"};
	struct store *store = records_create("a.db");
	struct results *results;

	records_put(store, 0, 0);
	for (int i = 0; i < 2; i++, estimate.value++)
		ck_assert_int_eq(store_put_estimates(store, -11, &estimate, 1,
						     NULL), 0);
	store_close(store);
	results = open_file("a.db");
	ck_assert_int_eq(results->point[0].estimates, 1);
	ck_assert(results->point[0].estimate[0].value == 2);
	ck_assert(isnan(results->point[0].estimate[0].low));
	results_close(results);
}
END_TEST

START_TEST(samples_come_back_by_metric_and_replication)
{
	struct store *store = records_create("a.db");
	struct point_samples samples;
	struct arena arena;

	records_put(store, 0, 1);
	records_put(store, 0, 0);
	arena_init(&arena);
	ck_assert_int_eq(store_get_samples(store, -11, &arena, &samples, NULL),
			 0);
	ck_assert_int_eq(samples.replications, 2);
	ck_assert(!samples.is_failed);
	ck_assert_int_eq(samples.samples, 16);
	ck_assert_str_eq(samples.sample[0].metric.name, "rate.exits");
	ck_assert_str_eq(samples.sample[2].metric.name, "latency.mean");
	ck_assert_int_eq(samples.sample[2].replication, 0);
	ck_assert_int_eq(samples.sample[3].replication, 1);
	ck_assert_int_eq(samples.loads, 2);
	ck_assert_uint_eq(samples.load[1].load.left, 1000);
	arena_fini(&arena);
	store_close(store);
}
END_TEST

START_TEST(a_folder_that_is_not_there_is_a_systems_error)
{
	struct error error;

	ck_assert_ptr_null(store_create("no/such/a.db", &records_run, NULL,
					records_point, 2, &error));
	ck_assert_int_eq(error.status, STATUS_SYSTEM);
	ck_assert_ptr_nonnull(strstr(error.message, "no/such/a.db"));
}
END_TEST

/* SQLite has other ideas of these, as a temporary place that is lost. */
START_TEST(every_name_is_the_name_of_a_file)
{
	static const char *const name[] = {":memory:", "file:b.db?mode=memory"};

	for (int i = 0; i < 2; i++) {
		records_write(name[i]);
		ck_assert(scratch_is_there(name[i]));
		results_close(open_file(name[i]));
	}
}
END_TEST

START_TEST(a_full_disk_leaves_no_file)
{
	struct rlimit limit = {16384, 16384};
	struct error error;

	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	ck_assert_ptr_null(store_create("a.db", &records_run, NULL,
					records_point, 2, &error));
	ck_assert_int_eq(error.status, STATUS_SYSTEM);
	ck_assert(!scratch_is_there("a.db"));
	ck_assert(!scratch_is_there("a.db-journal"));
}
END_TEST

START_TEST(a_disk_that_fills_up_keeps_what_was_committed)
{
	struct store *store = records_create("a.db");
	struct replication_record record;
	struct results *results;
	struct rlimit limit;
	struct arena arena;
	struct stat file;
	struct error error;
	int i = 0;

	arena_init(&arena);
	ck_assert_int_eq(stat("a.db", &file), 0);
	limit.rlim_cur = limit.rlim_max = (rlim_t)file.st_size + 40000;
	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	do
		records_replicate(&record, 0, i++, 1000, &arena);
	while (!store_put_replication(store, &record, &error) && i < 100);
	ck_assert_int_gt(i, 2);
	ck_assert_int_lt(i, 100);
	ck_assert_int_eq(error.status, STATUS_SYSTEM);
	store_close(store);
	results = open_file("a.db");
	ck_assert_int_eq(results->point[0].replications, i - 1);
	ck_assert(!results->run.is_complete);
	results_close(results);
	arena_fini(&arena);
}
END_TEST

START_TEST(a_second_writer_and_a_reader_are_kept_out)
{
	struct store *store = records_create("a.db");
	struct error error;

	if (fork() == 0) {
		ck_assert_ptr_null(store_open("a.db", &error));
		ck_assert_ptr_nonnull(strstr(error.message, "another run"));
		ck_assert_ptr_null(results_open("a.db", &error));
		ck_assert_int_eq(error.status, STATUS_SYSTEM);
		_exit(0);
	} else {
		int status;

		wait(&status);
		ck_assert_int_eq(status, 0);
	}
	store_close(store);
}
END_TEST

/* A writer that is killed in the middle of a transaction: the next one to
 * open the file sees what was committed, and nothing else. */
START_TEST(a_killed_writer_loses_what_it_was_in_alone)
{
	struct results *results;
	struct store *store;
	int status;

	if (fork() == 0) {
		sqlite3 *handle;

		store = records_create("a.db");
		records_put(store, 0, 0);
		store_close(store);
		sqlite3_open("a.db", &handle);
		sqlite3_exec(handle, "PRAGMA cache_size = 1; BEGIN; "
			     "WITH RECURSIVE n(i) AS (SELECT 1 UNION SELECT "
			     "i + 1 FROM n LIMIT 5000) INSERT INTO series "
			     "SELECT 12, 0, 'x', i, i FROM n", NULL, NULL,
			     NULL);
		raise(SIGKILL);
	}
	wait(&status);
	ck_assert(WIFSIGNALED(status));
	ck_assert(scratch_is_there("a.db-journal"));
	results = open_file("a.db");
	ck_assert_int_eq(results->point[0].replications, 1);
	results_close(results);
	ck_assert(!scratch_is_there("a.db-journal"));
	records_put(store = records_create("b.db"), 0, 0);
	store_close(store);
	ck_assert(scratch_is_same("a.db", "b.db"));
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("store");
	TCase *tests = tcase_create("store");

	tcase_add_checked_fixture(tests, scratch_enter, scratch_leave);
	tcase_set_timeout(tests, 30);
	tcase_add_test(tests, the_same_calls_give_the_same_bytes);
	tcase_add_test(tests, a_closed_file_has_no_journal_beside_it);
	tcase_add_test(tests, a_replication_goes_in_whole_or_not_at_all);
	tcase_add_test(tests, estimates_replace_older_ones);
	tcase_add_test(tests, samples_come_back_by_metric_and_replication);
	tcase_add_test(tests, a_folder_that_is_not_there_is_a_systems_error);
	tcase_add_test(tests, every_name_is_the_name_of_a_file);
	tcase_add_test(tests, a_full_disk_leaves_no_file);
	tcase_add_test(tests, a_disk_that_fills_up_keeps_what_was_committed);
	tcase_add_test(tests, a_second_writer_and_a_reader_are_kept_out);
	tcase_add_test(tests, a_killed_writer_loses_what_it_was_in_alone);
	suite_add_tcase(suite, tests);
	return suite;
}
