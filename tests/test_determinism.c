/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_determinism.c -- same inputs, same bytes: whatever the number of
 * threads, the folder, and what was run before. */
#include "tests/shell.h"
#include "tests/suite.h"

static const char scenario[] =
	"title: Same inputs, same bytes\n"
	"compare: ladder\n"
	"workload:\n"
	"  in: {kind: packets, direction: rx, payload: 64B,"
	" arrival: {open: 40k/s}}\n"
	"  rpc: {kind: requests, payload: 64B, answer: 1KiB, threads: 2,"
	" arrival: {closed: 3, think: exp 20us}}\n"
	"sweep: {workload.in.arrival.open: [40k/s, 120k/s]}\n"
	"run: {warmup: 2ms, duration: 8ms, replications: 3}\n";

#define RUN "fathom run s.yaml -q --reproducible "

static struct shell shell;

static void enter(void)
{
	shell_init(&shell);
	shell_write(&shell, "s.yaml", scenario, sizeof(scenario) - 1);
}

static void leave(void)
{
	shell_fini(&shell);
}

static void succeeds(const char *command)
{
	shell_run(&shell, "%s", command);
	shell_expect(&shell, 0);
}

START_TEST(the_number_of_threads_changes_no_byte)
{
	succeeds(RUN "-j 1 -o a.db >a.txt && " RUN "-j 2 -o b.db >b.txt");
	succeeds("cmp a.db b.db && cmp a.txt b.txt");
	succeeds(RUN "-j 7 -o c.db >c.txt && cmp a.db c.db && cmp a.txt c.txt");
}
END_TEST

START_TEST(the_same_command_twice_gives_the_same_bytes)
{
	succeeds(RUN "-o a.db --format csv >a.csv");
	succeeds("mkdir -p deep/er && cd deep/er && cp ../../s.yaml . && "
		 RUN "-o ../../b.db --format csv >../../b.csv");
	succeeds("cmp a.db b.db && cmp a.csv b.csv");
}
END_TEST

START_TEST(what_is_printed_again_is_the_same)
{
	succeeds(RUN "-o a.db >a.txt && cp a.db before.db");
	succeeds(RUN "-o a.db >b.txt && cmp a.txt b.txt && cmp a.db before.db");
}
END_TEST

/* Replications are added to what is there: as if all had run at once. */
START_TEST(replications_that_are_added_are_those_of_one_run)
{
	succeeds(RUN "-o a.db --set run.replications=2 >/dev/null");
	succeeds(RUN "-o a.db >a.txt && " RUN "-o b.db >b.txt");
	succeeds("cmp a.txt b.txt");
	succeeds("for db in a b; do sqlite3 $db.db 'SELECT * FROM metric ORDER"
		 " BY 1, 2, 3, 4; SELECT * FROM estimate ORDER BY 1, 2, 3'"
		 " >$db.rows; done; cmp a.rows b.rows");
}
END_TEST

START_TEST(another_seed_is_another_run)
{
	succeeds(RUN "-o a.db --format csv >a.csv");
	succeeds(RUN "-o b.db --format csv --seed 2 >b.csv");
	succeeds("! cmp -s a.csv b.csv");
}
END_TEST

/* A platform's points do not depend on which others are compared. */
START_TEST(a_platform_alone_gives_the_same_numbers)
{
	succeeds(RUN "-o a.db >/dev/null && sed 's/^compare: .*/compare: "
		 "[{platform: nitro}]/' s.yaml >alone.yaml && "
		 "fathom run alone.yaml -q -o b.db >/dev/null");
	succeeds("for db in a b; do sqlite3 $db.db \"SELECT m.* FROM metric m"
		 " JOIN point p ON p.id = m.point WHERE label = 'nitro' ORDER"
		 " BY 1, 2, 3, 4\" >$db.rows; done; test -s b.rows &&"
		 " cmp a.rows b.rows");
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("determinism");
	TCase *tests = tcase_create("determinism");

	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, enter, leave);
	tcase_add_test(tests, the_number_of_threads_changes_no_byte);
	tcase_add_test(tests, the_same_command_twice_gives_the_same_bytes);
	tcase_add_test(tests, what_is_printed_again_is_the_same);
	tcase_add_test(tests,
		       replications_that_are_added_are_those_of_one_run);
	tcase_add_test(tests, another_seed_is_another_run);
	tcase_add_test(tests, a_platform_alone_gives_the_same_numbers);
	suite_add_tcase(suite, tests);
	return suite;
}
