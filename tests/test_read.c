/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is written is read back, as it was or summed; what is no results file
 * is refused. */
#include "results/read.h"

#include <math.h>
#include <sqlite3.h>
#include <string.h>

#include "results/store.h"
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

START_TEST(the_run_and_its_points_come_back)
{
	struct results *results;
	const struct point_record *point;

	records_write("a.db");
	results = open_file("a.db");
	ck_assert_str_eq(results->run.version, "0.1.0");
	ck_assert_str_eq(results->run.scenario, records_run.scenario);
	ck_assert_int_eq(results->run.fingerprint, -5);
	ck_assert_uint_eq(results->run.seed, UINT64_MAX);
	ck_assert(results->run.is_complete);
	ck_assert_str_eq(results->host->name, "here");
	ck_assert_int_eq(results->host->jobs, 2);
	ck_assert_int_eq(results->points, 2);
	point = &results->point[1].point;
	ck_assert_int_eq(point->id, 12);
	ck_assert_str_eq(point->label, "nitro");
	ck_assert_ptr_null(point->instance);
	ck_assert_int_eq(point->swepts, 1);
	ck_assert_str_eq(point->swept[0].text, "1KiB");
	ck_assert(point->swept[0].number == 1024);
	results_close(results);
}
END_TEST

START_TEST(what_the_replications_left_comes_back_summed)
{
	struct results *results;
	const struct point_results *point;
	const struct estimate_record *estimate;

	records_write("a.db");
	results = open_file("a.db");
	point = &results->point[0];
	ck_assert_int_eq(point->replications, 2);
	ck_assert_int_eq(point->last, 1);
	ck_assert_uint_eq(point->events, 200);
	ck_assert_int_eq(point->checks, 4);
	ck_assert_int_eq(point->failures, 0);
	ck_assert_int_eq(point->loads, 1);
	ck_assert_uint_eq(point->load[0].left, 2000);
	ck_assert_str_eq(point->load[0].status, "ok");
	ck_assert_ptr_null(point->load[0].binding);
	ck_assert_int_eq(point->busies, 2);
	ck_assert(point->busy[1].share == 0.25);
	estimate = results_estimate(results, 0, "load", "latency.p99");
	ck_assert(isnan(estimate->value));
	ck_assert_str_eq(estimate->status, "few");
	ck_assert_ptr_null(results_estimate(results, 0, "", "latency.p99"));
	results_close(results);
}
END_TEST

/* 40 jobs a replication; 10 of the lower octave, of which 8 came by. */
START_TEST(stages_come_back_as_means_a_job)
{
	struct results *results;
	const struct stage_mean *stage;
	int count;

	records_write("a.db");
	results = open_file("a.db");
	stage = results->point[0].stage;
	ck_assert_int_eq(results->point[0].stages, 2);
	ck_assert_str_eq(stage[1].stage, "ring");
	ck_assert(stage[0].work == 4000.0 / 40);
	ck_assert(stage[1].wait == 20000.0 / 40);
	ck_assert(stage[1].jobs == 80);
	ck_assert_int_eq(results_tail(results, 0, "load", 20, &stage, &count,
				      NULL), 0);
	ck_assert_int_eq(count, 2);
	ck_assert(stage[1].wait == 16000.0 / 30);
	ck_assert_int_eq(results_tail(results, 0, "none", 20, &stage, &count,
				      NULL), 0);
	ck_assert_int_eq(count, 0);
	results_close(results);
}
END_TEST

START_TEST(histograms_of_all_replications_are_merged)
{
	struct results *results;
	struct histogram latency;

	records_write("a.db");
	results = open_file("a.db");
	histogram_init(&latency);
	ck_assert_int_eq(results_histogram(results, 0, "load", &latency, NULL),
			 0);
	ck_assert_uint_eq(latency.count, 2000);
	ck_assert_int_eq(results_histogram(results, 0, "none", &latency, NULL),
			 0);
	ck_assert_uint_eq(latency.count, 2000);
	histogram_fini(&latency);
	results_close(results);
}
END_TEST

/* `exit` weighs more and is measured; `ring` weighs nothing. */
START_TEST(trust_counts_each_cost_once_and_names_the_heaviest)
{
	struct results *results;
	const struct trust *trust;

	records_write("a.db");
	results = open_file("a.db");
	trust = &results->trust;
	ck_assert_int_eq(trust->costs, 3);
	ck_assert_int_eq(trust->assumed, 1);
	ck_assert_int_eq(trust->fitted, 1);
	ck_assert_int_eq(trust->uncited, 0);
	ck_assert_str_eq(trust->heaviest->name, "copy");
	ck_assert_str_eq(trust->heaviest_label, "xen-pv");
	ck_assert(fabs(trust->heaviest_weight - 4e5 * 1.5) < 1e-6);
	results_close(results);
}
END_TEST

START_TEST(the_worst_status_of_the_replications_is_that_of_the_load)
{
	struct store *store = records_create("a.db");
	static const char *const statuses[] = {"ok", "saturated", "dropping"};
	struct results *results;

	for (int i = 0; i < 3; i++) {
		struct load_record load = {.workload = "load",
			.status = statuses[i],
			.binding = i == 1 ? "netback" : NULL};
		struct replication_record record = {.point = 12,
			.replication = i, .state = "ok", .window = 1,
			.load = &load, .loads = 1};

		ck_assert_int_eq(store_put_replication(store, &record, NULL),
				 0);
	}
	store_close(store);
	results = open_file("a.db");
	ck_assert_str_eq(results->point[1].load[0].status, "saturated");
	ck_assert_str_eq(results->point[1].load[0].binding, "netback");
	ck_assert(!results->run.is_complete);
	results_close(results);
}
END_TEST

START_TEST(failures_come_back_with_their_story)
{
	struct store *store = records_create("a.db");
	struct check_record check = {"little", "netback", false, "1", "2"};
	struct replication_record bad = {.point = 12, .state = "check",
		.window = 1, .check = &check, .checks = 1};
	struct replication_record dead = {.point = 12, .replication = 1,
		.state = "deadlock", .window = 1, .story = "a waits for b"};
	struct results *results;

	ck_assert_int_eq(store_put_replication(store, &bad, NULL), 0);
	ck_assert_int_eq(store_put_replication(store, &dead, NULL), 0);
	store_close(store);
	results = open_file("a.db");
	ck_assert_int_eq(results->point[1].failures, 2);
	ck_assert_str_eq(results->point[1].failure[0].check, "little");
	ck_assert_str_eq(results->point[1].failure[0].right, "2");
	ck_assert_ptr_null(results->point[1].failure[1].check);
	ck_assert_str_eq(results->point[1].failure[1].story, "a waits for b");
	results_close(results);
}
END_TEST

START_TEST(sums_of_picoseconds_beyond_64_bits_are_no_error)
{
	struct stage_record stage = {"load", 60, 0, "send", "guest", "here",
				     INT64_MAX, 0, 1};
	struct store *store = records_create("a.db");
	struct results *results;

	for (int i = 0; i < 2; i++) {
		struct replication_record record = {.point = 12,
			.replication = i, .state = "ok", .window = 1,
			.stage = &stage, .stages = 1};

		ck_assert_int_eq(store_put_replication(store, &record, NULL),
				 0);
	}
	store_close(store);
	results = open_file("a.db");
	ck_assert(results->point[1].stage[0].wait == (double)INT64_MAX);
	results_close(results);
}
END_TEST

/* What a view is asked in one line, through SQLite itself. */
static double ask(const char *path, const char *sql)
{
	sqlite3 *handle;
	sqlite3_stmt *statement;
	double value;

	ck_assert_int_eq(sqlite3_open(path, &handle), SQLITE_OK);
	ck_assert_int_eq(sqlite3_prepare_v2(handle, sql, -1, &statement, NULL),
			 SQLITE_OK);
	ck_assert_int_eq(sqlite3_step(statement), SQLITE_ROW);
	value = sqlite3_column_double(statement, 0);
	sqlite3_finalize(statement);
	sqlite3_close(handle);
	return value;
}

START_TEST(views_answer_in_one_line)
{
	records_write("a.db");
	ck_assert(ask("a.db", "SELECT per_second FROM throughput "
		      "WHERE label = 'nitro'") == 1000);
	ck_assert(ask("a.db", "SELECT count(*) FROM p99 WHERE us IS NULL") ==
		  2);
	ck_assert(ask("a.db", "SELECT wait_us FROM breakdown WHERE "
		      "stage = 'ring' AND label = 'xen-pv'") == 0.0005);
	ck_assert(ask("a.db", "SELECT count(*) FROM failed_checks") == 0);
	ck_assert(ask("a.db", "PRAGMA user_version") == RESULTS_SCHEMA);
}
END_TEST

static const struct {
	const char *text; /* NULL: no file */
	const char *message;
} foreign[] = {
	{NULL, "there is no file a.db"},
	{"", "a.db is empty"},
	{"x", "it is not a results file of fathom"},
	{"not a database at all, though a long text: not a database at all, "
	 "though a long text", "it is not a results file of fathom"},
};

START_TEST(what_is_no_results_file_is_wrong_input)
{
	struct error error;
	int schema;

	if (foreign[_i].text)
		scratch_write("a.db", foreign[_i].text);
	ck_assert_ptr_null(results_open("a.db", &error));
	ck_assert_int_eq(error.status, STATUS_INPUT);
	ck_assert_ptr_nonnull(strstr(error.message, foreign[_i].message));
	ck_assert_int_eq(results_identify("a.db", &schema, &error), -1);
	ck_assert_int_eq(error.status, STATUS_INPUT);
}
END_TEST

START_TEST(somebody_elses_database_is_wrong_input)
{
	struct error error;
	sqlite3 *handle;

	ck_assert_int_eq(sqlite3_open("a.db", &handle), SQLITE_OK);
	sqlite3_exec(handle, "CREATE TABLE run (id)", NULL, NULL, NULL);
	sqlite3_close(handle);
	ck_assert_ptr_null(results_open("a.db", &error));
	ck_assert_int_eq(error.status, STATUS_INPUT);
}
END_TEST

START_TEST(tables_of_another_version_are_named)
{
	struct error error;
	sqlite3 *handle;
	int schema;

	records_write("a.db");
	ck_assert_int_eq(sqlite3_open("a.db", &handle), SQLITE_OK);
	sqlite3_exec(handle, "PRAGMA user_version = 99", NULL, NULL, NULL);
	sqlite3_close(handle);
	ck_assert_ptr_null(results_open("a.db", &error));
	ck_assert_ptr_nonnull(strstr(error.message, "version 99"));
	ck_assert_int_eq(results_identify("a.db", &schema, &error), 0);
	ck_assert_int_eq(schema, 99);
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("read");
	TCase *tests = tcase_create("read");

	tcase_add_checked_fixture(tests, scratch_enter, scratch_leave);
	tcase_set_timeout(tests, 30);
	tcase_add_test(tests, the_run_and_its_points_come_back);
	tcase_add_test(tests, what_the_replications_left_comes_back_summed);
	tcase_add_test(tests, stages_come_back_as_means_a_job);
	tcase_add_test(tests, histograms_of_all_replications_are_merged);
	tcase_add_test(tests,
		       trust_counts_each_cost_once_and_names_the_heaviest);
	tcase_add_test(tests,
		the_worst_status_of_the_replications_is_that_of_the_load);
	tcase_add_test(tests, failures_come_back_with_their_story);
	tcase_add_test(tests,
		       sums_of_picoseconds_beyond_64_bits_are_no_error);
	tcase_add_test(tests, views_answer_in_one_line);
	tcase_add_loop_test(tests, what_is_no_results_file_is_wrong_input, 0,
			    (int)(sizeof(foreign) / sizeof(foreign[0])));
	tcase_add_test(tests, somebody_elses_database_is_wrong_input);
	tcase_add_test(tests, tables_of_another_version_are_named);
	suite_add_tcase(suite, tests);
	return suite;
}
