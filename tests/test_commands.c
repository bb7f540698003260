/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_commands.c -- runs and plots as a user meets them: what is printed
 * where, exit statuses, and what happens to files. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/shell.h"
#include "tests/suite.h"

static struct shell shell;

static void set_up(void)
{
	shell_init(&shell);
}

static void tear_down(void)
{
	shell_fini(&shell);
}

static void write_text(const char *name, const char *text)
{
	shell_write(&shell, name, text, strlen(text));
}

/* A queue that is done in no time. */
static const char small[] =
	"title: A small queue\n"
	"network:\n"
	"  costs: {service: exp 1us}\n"
	"  components: {station: {kind: server, servers: 1, work: $service}}\n"
	"  path: [{at: station}]\n"
	"workload: {customers: {kind: network, arrival: {open: 500k/s}}}\n"
	"run: {jobs: 5k, warmup: 100us, replications: 2}\n";

/* ---- runs ---- */

START_TEST(a_file_wins_over_a_shipped_scenario)
{
	write_text("packet-rate", small);
	shell_run(&shell, "fathom points packet-rate");
	shell_expect(&shell, 0);
	expect_in(shell.out, "1 point, 2 runs");
}
END_TEST

START_TEST(a_run_prints_a_table_and_keeps_a_database)
{
	write_text("small.yaml", small);
	shell_run(&shell, "fathom run small.yaml");
	shell_expect(&shell, 0);
	expect_in(shell.out, "A small queue\n");
	expect_in(shell.out, "throughput");
	expect_in(shell.out, "±");
	expect_in(shell.out, "all hold");
	expect_in(shell.out, "leans on 0 assumed and 0 fitted costs and 2 "
			     "uncited numbers\n");
	shell_run(&shell, "test -f results/small.db && "
			  "sqlite3 results/small.db 'SELECT is_complete, "
			  "count(*) FROM run, replication'");
	ck_assert_str_eq(shell.out, "1|2\n");
}
END_TEST

START_TEST(quiet_says_nothing_on_stderr)
{
	write_text("small.yaml", small);
	shell_run(&shell, "fathom run small.yaml --quiet");
	shell_expect(&shell, 0);
	ck_assert_str_eq(shell.err, "");
}
END_TEST

START_TEST(no_line_of_a_table_is_wider_than_80)
{
	shell_run(&shell, "fathom run packet-rate --set run.duration=2ms "
			  "--set run.warmup=1ms --set run.replications=2 | "
			  "LC_ALL=C.UTF-8 awk 'length > 80'");
	shell_expect(&shell, 0);
	ck_assert_str_eq(shell.out, "");
}
END_TEST

START_TEST(names_that_are_too_wide_stand_above_their_values)
{
	write_text("small.yaml", small);
	write_text("more", "sweep: {network.costs.service: [exp 1us, lognormal "
			   "mean=1us cv=0.8], workload.customers.arrival.open: "
			   "[300k/s], run.replications: [2]}\n");
	shell_run(&shell, "cat more >>small.yaml; fathom run small.yaml >a; "
			  "LC_ALL=C.UTF-8 awk 'length > 80' a; head -6 a");
	shell_expect(&shell, 0);
	expect_in(shell.out, "A small queue\n\n                            "
			     "throughput      mean       p50  ");
	expect_in(shell.out, "\nnetwork service=exp 1us arrival.open=300k/s "
			     "replications=2\n                             "
			     "298.2 k/s  ");
	ck_assert_int_eq(count_in(shell.out, "\n"), 6);
}
END_TEST

START_TEST(the_same_command_again_runs_nothing)
{
	char *first;

	write_text("small.yaml", small);
	shell_run(&shell, "fathom run small.yaml");
	first = strdup(shell.out);
	shell_run(&shell, "fathom run small.yaml");
	shell_expect(&shell, 0);
	ck_assert_str_eq(shell.out, first);
	expect_in(shell.err, "0 runs now, 2 were there");
	free(first);
}
END_TEST

START_TEST(another_scenario_keeps_the_old_results)
{
	write_text("small.yaml", small);
	shell_run(&shell, "fathom run small.yaml && fathom run small.yaml "
			  "--set workload.customers.arrival.open=600k/s");
	shell_expect(&shell, 0);
	shell_run(&shell, "ls results");
	ck_assert_str_eq(shell.out, "small.db\nsmall.old-1.db\n");
}
END_TEST

/* One of them runs and the other waits, then finds all there; or is turned
 * away when it does not end soon.  Nobody removes or keeps aside what the
 * other has begun. */
START_TEST(two_runs_at_once_lose_nothing)
{
	write_text("small.yaml", small);
	shell_run(&shell, "for i in 1 2 3 4 5 6 7 8; do rm -f a.db; "
			  "for k in 1 2; do (fathom run small.yaml -q -o a.db "
			  ">$k 2>&1; echo $? >>status) & done; wait; "
			  "sqlite3 a.db 'SELECT is_complete FROM run'; done; "
			  "grep -v '^[04]$' status; ls *.old*");
	ck_assert_str_eq(shell.out, "1\n1\n1\n1\n1\n1\n1\n1\n");
}
END_TEST

START_TEST(the_same_bytes_whatever_the_threads)
{
	write_text("small.yaml", small);
	shell_run(&shell, "fathom run small.yaml -j 1 --reproducible -o a.db "
			  ">a && fathom run small.yaml -j 2 --reproducible "
			  "-o b.db >b && cmp a.db b.db && cmp a b");
	shell_expect(&shell, 0);
}
END_TEST

START_TEST(json_is_valid_and_complete)
{
	write_text("small.yaml", small);
	shell_run(&shell, "fathom run small.yaml --format json >a.json && "
			  "sqlite3 :memory: \"SELECT json_valid(t), "
			  "t ->> '$.scenario', json_array_length(t, "
			  "'$.points'), t ->> '$.trust.uncited' FROM (SELECT "
			  "CAST(readfile('a.json') AS TEXT) AS t)\"");
	shell_expect(&shell, 0);
	ck_assert_str_eq(shell.out, "1|small|1|2\n");
}
END_TEST

START_TEST(csv_has_a_row_per_metric)
{
	write_text("small.yaml", small);
	shell_run(&shell, "fathom run small.yaml --format csv "
			  "--set workload.customers.arrival.open=500k/s");
	shell_expect(&shell, 0);
	expect_in(shell.out, "platform,instance,workload,metric,unit,value,"
			     "low,high,n,status\r\n");
	expect_in(shell.out, "network,,customers,latency.mean,ps,");
	ck_assert_int_eq(count_in(shell.out, "\n"),
			 count_in(shell.out, "\r\n"));
}
END_TEST

/* ---- what goes wrong ---- */

START_TEST(after_bad_input_nothing_is_written)
{
	write_text("bad.yaml", "titel: x\n");
	shell_run(&shell, "fathom run bad.yaml");
	shell_expect(&shell, 2);
	expect_in(shell.err, "bad.yaml:1:1: error: ");
	expect_in(shell.err, "nothing was run\n");
	ck_assert_str_eq(shell.out, "");
	shell_run(&shell, "ls");
	ck_assert_str_eq(shell.out, "bad.yaml\n");
}
END_TEST

START_TEST(a_file_that_is_not_there_is_bad_input)
{
	shell_run(&shell, "fathom run nothing.yaml");
	shell_expect(&shell, 2);
	expect_in(shell.err, "nothing.yaml");
}
END_TEST

START_TEST(an_output_that_cannot_be_written_is_the_systems_fault)
{
	write_text("small.yaml", small);
	shell_run(&shell, "fathom run small.yaml -o no/such/folder/x.db");
	shell_expect(&shell, 4);
	ck_assert_str_eq(shell.out, "");
}
END_TEST

START_TEST(a_full_disk_behind_stdout_is_noticed)
{
	shell_run(&shell, "fathom list >/dev/full");
	shell_expect(&shell, 4);
	expect_in(shell.err, "cannot write to standard output");
}
END_TEST

START_TEST(a_file_of_another_kind_is_never_overwritten)
{
	write_text("small.yaml", small);
	write_text("notes.db", "these are my notes\n");
	shell_run(&shell, "fathom run small.yaml -o notes.db");
	ck_assert_int_ne(shell.status, 0);
	shell_run(&shell, "cat notes.db");
	ck_assert_str_eq(shell.out, "these are my notes\n");
}
END_TEST

START_TEST(an_interrupted_run_goes_on_later)
{
	write_text("small.yaml", small);
	shell_run(&shell, "fathom run small.yaml --set run.jobs=100M -j 1 & "
			  "pid=$!; sleep 1; kill -INT $pid; wait $pid");
	shell_expect(&shell, 75);
	shell_run(&shell, "sqlite3 results/small.db "
			  "'SELECT is_complete FROM run'");
	ck_assert_str_eq(shell.out, "0\n");
}
END_TEST

/* As when somebody leaves the pager that stands behind a run. */
START_TEST(a_signal_while_results_are_printed_loses_none_of_them)
{
	write_text("small.yaml", small);
	write_text("more",
		   "sweep: {run.seed: {from: 1, to: 200, count: 200}}\n");
	shell_run(&shell, "cat more >>small.yaml; mkfifo pipe; "
			  "fathom run small.yaml -q --set run.jobs=100 "
			  "--set run.replications=1 --format csv >whole && "
			  "{ fathom run small.yaml -q --set run.jobs=100 "
			  "--set run.replications=1 --format csv >pipe & "
			  "pid=$!; { sleep 1; cat; } <pipe >read & "
			  "sleep 0.5; kill -INT $pid; wait $pid; echo $?; "
			  "wait; cmp whole read && test $(wc -c <whole) -gt "
			  "70000; }");
	shell_expect(&shell, 0);
	ck_assert_str_eq(shell.out, "0\n");
}
END_TEST

START_TEST(plot_says_what_it_drew)
{
	shell_run(&shell, "fathom run packet-rate --set run.duration=2ms "
			  "--set run.warmup=1ms --set run.replications=2 "
			  "--quiet >table && fathom plot "
			  "results/packet-rate.db ladder");
	shell_expect(&shell, 0);
	ck_assert_str_eq(shell.out, "plots/packet-rate-ladder.svg\n");
	shell_run(&shell, "test -s plots/packet-rate-ladder.svg");
	shell_expect(&shell, 0);
}
END_TEST

static TCase *run_case(void)
{
	TCase *runs = tcase_create("runs");

	tcase_add_checked_fixture(runs, set_up, tear_down);
	tcase_set_timeout(runs, 30);
	tcase_add_test(runs, a_file_wins_over_a_shipped_scenario);
	tcase_add_test(runs, a_run_prints_a_table_and_keeps_a_database);
	tcase_add_test(runs, quiet_says_nothing_on_stderr);
	tcase_add_test(runs, no_line_of_a_table_is_wider_than_80);
	tcase_add_test(runs, names_that_are_too_wide_stand_above_their_values);
	tcase_add_test(runs, the_same_command_again_runs_nothing);
	tcase_add_test(runs, another_scenario_keeps_the_old_results);
	tcase_add_test(runs, two_runs_at_once_lose_nothing);
	tcase_add_test(runs, the_same_bytes_whatever_the_threads);
	tcase_add_test(runs, json_is_valid_and_complete);
	tcase_add_test(runs, csv_has_a_row_per_metric);
	tcase_add_test(runs, after_bad_input_nothing_is_written);
	tcase_add_test(runs, a_file_that_is_not_there_is_bad_input);
	tcase_add_test(runs,
		       an_output_that_cannot_be_written_is_the_systems_fault);
	tcase_add_test(runs, a_full_disk_behind_stdout_is_noticed);
	tcase_add_test(runs, a_file_of_another_kind_is_never_overwritten);
	tcase_add_test(runs, an_interrupted_run_goes_on_later);
	tcase_add_test(runs,
		       a_signal_while_results_are_printed_loses_none_of_them);
	tcase_add_test(runs, plot_says_what_it_drew);
	return runs;
}

Suite *make_suite(void)
{
	Suite *suite = suite_create("commands");

	suite_add_tcase(suite, run_case());
	return suite;
}
