/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_cli.c -- the command line: help, wrong lines, list and explain. */
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

static const char *const commands[] = {"run", "points", "lint", "list",
				       "explain", "plot"};

#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

/* ---- help ---- */

START_TEST(help_names_every_command)
{
	shell_run(&shell, "fathom --help");
	shell_expect(&shell, 0);
	for (size_t i = 0; i < COMMANDS; i++)
		expect_in(shell.out, commands[i]);
}
END_TEST

START_TEST(every_command_explains_itself)
{
	char synopsis[40];

	for (size_t i = 0; i < COMMANDS; i++) {
		shell_run(&shell, "fathom %s --help", commands[i]);
		shell_expect(&shell, 0);
		snprintf(synopsis, sizeof(synopsis), "usage: fathom %s",
			 commands[i]);
		expect_in(shell.out, synopsis);
		expect_in(shell.out, "--quiet");
		expect_in(shell.out, "\nexample: fathom ");
		ck_assert_str_eq(shell.err, "");
	}
}
END_TEST

START_TEST(the_version_is_printed_everywhere)
{
	shell_run(&shell, "fathom --version");
	shell_expect(&shell, 0);
	expect_in(shell.out, "fathom " FATHOM_VERSION "\n");
	for (size_t i = 0; i < COMMANDS; i++) {
		shell_run(&shell, "fathom %s --version", commands[i]);
		shell_expect(&shell, 0);
		expect_in(shell.out, "fathom " FATHOM_VERSION "\n");
	}
}
END_TEST

/* ---- wrong command lines: one line each, exit status 2 ---- */

static const struct wrong {
	const char *line, *says;
} wrong_lines[] = {
	{"fathom rnu", "fathom: no command 'rnu'; did you mean 'run'?\n"},
	{"fathom run --fast", "fathom run: unknown option '--fast'; "
			      "see fathom run --help\n"},
	{"fathom run -j", "fathom run: a value is missing after '-j'; "
			  "see fathom run --help\n"},
	{"fathom run mmc -j 0",
	 "fathom run: --jobs '0': must be a number from 1 to 1024\n"},
	{"fathom run mmc --seed -1",
	 "fathom run: --seed '-1': must be a number from 0 to 2^63-1\n"},
	{"fathom run mmc --format xml",
	 "fathom run: --format 'xml': must be table, json, csv or md\n"},
	{"fathom run mmc --set run.seed",
	 "fathom run: --set 'run.seed': must be KEY=VALUE\n"},
	{"fathom run mmc --only 'payload > 1'",
	 "fathom run: --only is not supported yet\n"},
	{"fathom lint", "fathom lint: an argument is missing; "
			"usage: fathom lint [OPTION...] FILE...\n"},
	{"fathom points a b", "fathom points: too many arguments; "
			      "usage: fathom points [OPTION...] FILE\n"},
	{"fathom list mechanism", "fathom list: nothing is called 'mechanism'"
				  "; did you mean 'mechanisms'?\n"},
	{"fathom explain nitor", "fathom explain: nothing is called 'nitor'; "
				 "did you mean 'nitro'?\n"},
};

START_TEST(a_wrong_command_line_gets_one_line)
{
	const struct wrong *wrong = &wrong_lines[_i];

	shell_run(&shell, "%s", wrong->line);
	shell_expect(&shell, 2);
	ck_assert_str_eq(shell.err, wrong->says);
	ck_assert_str_eq(shell.out, "");
}
END_TEST

START_TEST(no_command_prints_help_as_an_error)
{
	shell_run(&shell, "fathom");
	shell_expect(&shell, 2);
	ck_assert_str_eq(shell.out, "");
	expect_in(shell.err, "usage: fathom COMMAND");
}
END_TEST

/* ---- what there is ---- */

START_TEST(run_without_a_file_lists_the_shipped_scenarios)
{
	shell_run(&shell, "fathom run");
	shell_expect(&shell, 0);
	expect_in(shell.out, "packet-rate");
	expect_in(shell.out, "M/M/3 at 50 % and 90 % load");
}
END_TEST

START_TEST(list_names_what_there_is)
{
	shell_run(&shell, "fathom list");
	shell_expect(&shell, 0);
	expect_in(shell.out, "platforms:\n");
	expect_in(shell.out, "sriov-82599");
	expect_in(shell.out, "c5n.xlarge");
	expect_in(shell.out, "netfront");
	expect_in(shell.out, "latency.mean");
	expect_in(shell.out, "moderate");
	shell_run(&shell, "fathom list platforms");
	ck_assert_int_eq(count_in(shell.out, "\n"),
			 count_in(shell.out, "\n  ") + 1);
}
END_TEST

START_TEST(a_shipped_scenario_is_found_by_its_name)
{
	shell_run(&shell, "fathom points packet-rate");
	shell_expect(&shell, 0);
	expect_in(shell.out, "xen-pv");
	shell_run(&shell, "fathom points scenarios/packet-rate.yaml");
	shell_expect(&shell, 0);
}
END_TEST

/* ---- explain ---- */

START_TEST(explain_prints_the_way_of_a_packet)
{
	shell_run(&shell, "fathom explain xen-pv");
	shell_expect(&shell, 0);
	expect_in(shell.out, "packets.tx on xen-pv");
	expect_in(shell.out, "dom0 softirq");
	expect_in(shell.out, "dom0-bridge.forward = ");
	expect_in(shell.out, "fitted");
}
END_TEST

START_TEST(explain_prints_a_cost_with_its_source)
{
	shell_run(&shell, "fathom explain dom0-bridge.forward");
	shell_expect(&shell, 0);
	expect_in(shell.out, "dom0-bridge.forward\n  value ");
	expect_in(shell.out, "source   A01\n");
	expect_in(shell.out, "models/mechanisms/dom0-bridge.yaml:");
}
END_TEST

START_TEST(explain_lists_assumed_and_fitted_costs)
{
	shell_run(&shell, "fathom explain --fitted");
	shell_expect(&shell, 0);
	expect_in(shell.out, "dom0-bridge.forward = ");
	expect_in(shell.out, " fitted costs\n");
	shell_run(&shell, "fathom explain --assumed");
	shell_expect(&shell, 0);
	expect_in(shell.out, " assumed costs\n");
	ck_assert_int_gt(count_in(shell.out, " (assumed, "), 10);
}
END_TEST

START_TEST(explain_prints_a_kinds_parameters)
{
	shell_run(&shell, "fathom explain ring");
	shell_expect(&shell, 0);
	expect_in(shell.out, "when_full");
	expect_in(shell.out, "sleep|park|drop");
}
END_TEST

static TCase *help_case(void)
{
	TCase *help = tcase_create("help");

	tcase_add_checked_fixture(help, set_up, tear_down);
	tcase_add_test(help, help_names_every_command);
	tcase_add_test(help, every_command_explains_itself);
	tcase_add_test(help, the_version_is_printed_everywhere);
	tcase_add_loop_test(help, a_wrong_command_line_gets_one_line, 0,
			    sizeof(wrong_lines) / sizeof(wrong_lines[0]));
	tcase_add_test(help, no_command_prints_help_as_an_error);
	tcase_add_test(help, run_without_a_file_lists_the_shipped_scenarios);
	tcase_add_test(help, list_names_what_there_is);
	tcase_add_test(help, a_shipped_scenario_is_found_by_its_name);
	tcase_add_test(help, explain_prints_the_way_of_a_packet);
	tcase_add_test(help, explain_prints_a_cost_with_its_source);
	tcase_add_test(help, explain_lists_assumed_and_fitted_costs);
	tcase_add_test(help, explain_prints_a_kinds_parameters);
	return help;
}

Suite *make_suite(void)
{
	Suite *suite = suite_create("cli");

	suite_add_tcase(suite, help_case());
	return suite;
}
