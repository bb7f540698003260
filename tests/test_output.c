/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An output that is there already: continued, kept aside, or left alone. */
#include "experiment/output.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "results/read.h"
#include "tests/fake.h"
#include "tests/scratch.h"
#include "tests/suite.h"

START_TEST(the_same_again_runs_nothing_and_changes_nothing)
{
	struct fake fake;
	struct stat before, after;

	fake_init(&fake);
	fake_run_well(&fake);
	ck_assert_int_eq(stat("a.db", &before), 0);
	fake_run_well(&fake);
	ck_assert_int_eq(stat("a.db", &after), 0);
	ck_assert_int_eq(fake.begun, 0);
	ck_assert_uint_eq(fake.summary.found, 6);
	ck_assert_uint_eq(fake.summary.ran, 0);
	ck_assert(fake.summary.has_results);
	ck_assert_int_eq(fake.points_done, 2);
	ck_assert_str_eq(fake.note, "");
	ck_assert_int_eq(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
}
END_TEST

START_TEST(more_replications_are_added)
{
	struct fake fake;
	struct results *results;

	fake_init(&fake);
	fake_run_well(&fake);
	fake.replications[0] = fake.replications[1] = 5;
	fake.plan.run.replications = 5;
	fake_run_well(&fake);
	ck_assert_int_eq(fake.whole, 4);
	ck_assert_str_eq(fake.note,
			 "a.db is continued: 4 replications are missing");
	results = results_open("a.db", NULL);
	ck_assert_int_eq(results->run.replications, 5);
	ck_assert(results->run.is_complete);
	ck_assert_int_eq(results_estimate(results, 1, "load",
					  "latency.mean")->n, 5);
	results_close(results);
}
END_TEST

/* What is changed, and how stderr names it. */
static void ask_for_fewer(struct fake *fake)
{
	fake->replications[0] = fake->replications[1] = 2;
}

static void change_version(struct fake *fake)
{
	fake->plan.run.version = "0.2.0";
}

static void change_seed(struct fake *fake)
{
	fake->plan.run.seed = 7;
}

/* Point 2 is otherwise resolved: records.c has {"a":{"b":"1us","c":[1,2]}}. */
static void resolve(struct fake *fake, const char *resolved)
{
	fake->point[1].id = 99;
	fake->point[1].resolved = resolved;
}

static void change_cost(struct fake *fake)
{
	resolve(fake, "{\"a\":{\"b\":\"100us\",\"c\":[1,2]}}");
}

static void change_item(struct fake *fake)
{
	resolve(fake, "{\"a\":{\"b\":\"1us\",\"c\":[1,{\"d\":2}]}}");
}

static void change_key(struct fake *fake)
{
	resolve(fake, "{\"a\":{\"b\":\"1us\",\"e\":[1,2]}}");
}

static void add_key(struct fake *fake)
{
	resolve(fake, "{\"a\":{\"b\":\"1us\",\"c\":[1,2],\"e\":3}}");
}

static void drop_item(struct fake *fake)
{
	resolve(fake, "{\"a\":{\"b\":\"1us\",\"c\":[1]}}");
}

static void change_document(struct fake *fake)
{
	fake->point[0].id = 98;
	fake->point[0].resolved =
		"{\"documents\":[{\"mechanism\":\"netfront\","
		"\"document\":{\"costs\":{\"copy\":\"0ns\"}}}]}";
}

static void say_nothing(struct fake *fake)
{
	resolve(fake, "");
}

static void change_swept(struct fake *fake)
{
	fake->point[1].id = 99;
	fake->point[1].swept_text = "workload.load.payload=2KiB";
}

static void drop_point(struct fake *fake)
{
	fake->plan.points = 1;
}

static const struct {
	void (*change)(struct fake *);
	const char *difference;
} changes[] = {
	{ask_for_fewer, "run.replications is 2, was 3"},
	{change_version, "the version of fathom is 0.2.0, was 0.1.0"},
	{change_seed, "run.seed is 7, was 18446744073709551615"},
	{change_cost, "nitro: a.b is \"100us\", was \"1us\""},
	{change_item, "nitro: a.c.1 is {\"d\":2}, was 2"},
	{change_key, "nitro: a is \"e\":[1,2], was \"c\":[1,2]"},
	{add_key, "nitro: a is \"e\":3, was nothing"},
	{drop_item, "nitro: a.c is nothing, was 2"},
	{change_document,
	 "xen-pv: netfront.costs.copy is \"0ns\", was \"490ns\""},
	{say_nothing, "nitro: it is nothing, was "
	 "{\"a\":{\"b\":\"1us\",\"c\":[1,2]}}"},
	{change_swept, "point 2 is nitro workload.load.payload=2KiB, "
		       "was nitro workload.load.payload=1KiB"},
	{drop_point, "1 points, were 2"},
};

START_TEST(another_experiment_is_kept_aside_and_its_difference_named)
{
	struct fake fake;
	char note[512];

	fake_init(&fake);
	fake_run_well(&fake);
	ck_assert_int_eq(link("a.db", "copy.db"), 0);
	changes[_i].change(&fake);
	fake_run_well(&fake);
	snprintf(note, sizeof(note), "a.db held other results (%s); they are "
		 "kept as a.old-1.db", changes[_i].difference);
	ck_assert_str_eq(fake.note, note);
	ck_assert_int_eq(fake.summary.found, 0);
	ck_assert(scratch_is_same("a.old-1.db", "copy.db"));
	fake_run_well(&fake);
	ck_assert_int_eq(fake.begun, 0);
}
END_TEST

START_TEST(nothing_that_was_kept_is_overwritten)
{
	struct fake fake;

	fake_init(&fake);
	for (uint64_t seed = 1; seed <= 3; seed++) {
		fake.plan.run.seed = seed;
		fake_run_well(&fake);
	}
	ck_assert(scratch_is_there("a.old-1.db"));
	ck_assert(scratch_is_there("a.old-2.db"));
	ck_assert(!scratch_is_there("a.old-3.db"));
	fake.options.output = "plain";
	fake_run_well(&fake);
	fake.plan.run.seed = 9;
	fake_run_well(&fake);
	ck_assert(scratch_is_there("plain.old-1"));
}
END_TEST

START_TEST(force_starts_anew)
{
	struct fake fake;

	fake_init(&fake);
	fake_run_well(&fake);
	ck_assert_int_eq(link("a.db", "copy.db"), 0);
	fake.options.is_forced = true;
	fake_run_well(&fake);
	ck_assert_int_eq(fake.whole, 6);
	ck_assert(!scratch_is_there("a.old-1.db"));
	ck_assert(scratch_is_same("a.db", "copy.db"));
	fake.options.output = "new.db";
	fake_run_well(&fake);
}
END_TEST

/* With and without --force. */
START_TEST(a_file_of_somebody_else_is_left_alone)
{
	struct fake fake;

	scratch_write("a.db", "my thesis\n");
	scratch_write("copy.db", "my thesis\n");
	fake_init(&fake);
	fake.options.is_forced = _i;
	ck_assert_int_eq(fake_run(&fake), -1);
	ck_assert_int_eq(fake.error.status, STATUS_INPUT);
	ck_assert_str_eq(fake.error.message, "a.db is there and is not a "
			 "results file of fathom; it is left alone");
	ck_assert_int_eq(fake.begun, 0);
	ck_assert(scratch_is_same("a.db", "copy.db"));
}
END_TEST

START_TEST(an_empty_file_is_as_good_as_none)
{
	struct fake fake;

	scratch_write("a.db", "");
	fake_init(&fake);
	fake_run_well(&fake);
	ck_assert_int_eq(fake.whole, 6);
}
END_TEST

START_TEST(a_file_that_is_being_written_is_left_alone)
{
	struct fake fake;
	struct store *store = records_create("a.db");

	fake_init(&fake);
	for (int i = 0; i < 2; i++) {
		fake.options.is_forced = i;
		ck_assert_int_eq(fake_run(&fake), -1);
		ck_assert_int_eq(fake.error.status, STATUS_SYSTEM);
		ck_assert_ptr_nonnull(strstr(fake.error.message,
					     "another run is writing it"));
	}
	store_close(store);
	ck_assert(!scratch_is_there("a.old-1.db"));
}
END_TEST

START_TEST(without_a_name_it_is_that_of_the_scenario_in_results)
{
	struct fake fake;

	fake_init(&fake);
	fake.options.output = NULL;
	fake_run_well(&fake);
	ck_assert_str_eq(fake.summary.output, "results/two.db");
	ck_assert(scratch_is_there("results/two.db"));
	fake.plan.run.name = "again";
	fake_run_well(&fake);
	ck_assert(scratch_is_there("results/again.db"));
}
END_TEST

START_TEST(a_name_that_is_too_long_is_refused)
{
	static char name[2 * RUN_PATH];
	struct fake fake;

	memset(name, 'x', sizeof(name) - 1);
	fake_init(&fake);
	fake.options.output = name;
	ck_assert_int_eq(fake_run(&fake), -1);
	ck_assert_int_eq(fake.error.status, STATUS_INPUT);
	fake.options.output = "";
	ck_assert_int_eq(fake_run(&fake), -1);
	ck_assert_int_eq(fake.error.status, STATUS_INPUT);
}
END_TEST

START_TEST(quiet_says_nothing)
{
	struct fake fake;

	fake_init(&fake);
	fake.options.is_quiet = true;
	fake_run_well(&fake);
	change_seed(&fake);
	fake_run_well(&fake);
	ck_assert_str_eq(fake.note, "");
	ck_assert(scratch_is_there("a.old-1.db"));
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("output");
	TCase *tests = tcase_create("output");

	tcase_add_checked_fixture(tests, scratch_enter, scratch_leave);
	tcase_set_timeout(tests, 30);
	tcase_add_test(tests, the_same_again_runs_nothing_and_changes_nothing);
	tcase_add_test(tests, more_replications_are_added);
	tcase_add_loop_test(tests,
		another_experiment_is_kept_aside_and_its_difference_named, 0,
		(int)(sizeof(changes) / sizeof(changes[0])));
	tcase_add_test(tests, nothing_that_was_kept_is_overwritten);
	tcase_add_test(tests, force_starts_anew);
	tcase_add_loop_test(tests, a_file_of_somebody_else_is_left_alone, 0, 2);
	tcase_add_test(tests, an_empty_file_is_as_good_as_none);
	tcase_add_test(tests, a_file_that_is_being_written_is_left_alone);
	tcase_add_test(tests,
		       without_a_name_it_is_that_of_the_scenario_in_results);
	tcase_add_test(tests, a_name_that_is_too_long_is_refused);
	tcase_add_test(tests, quiet_says_nothing);
	suite_add_tcase(suite, tests);
	return suite;
}
