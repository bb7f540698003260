/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_init.c -- what `fathom init` writes is a scenario that runs, and says
 * the truth about what is unsaid. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiment/conditions.h"
#include "experiment/keys.h"
#include "experiment/library.h"
#include "experiment/scenario.h"
#include "tests/shell.h"
#include "tests/suite.h"

static struct shell shell;
static struct diagnostics diagnostics;

static void set_up(void)
{
	shell_init(&shell);
	diagnostics_init(&diagnostics);
}

static void tear_down(void)
{
	diagnostics_fini(&diagnostics);
	shell_fini(&shell);
}

static void init(const char *what)
{
	shell_run(&shell, "fathom init %s >mine.yaml", what);
	shell_expect(&shell, 0);
}

/* A platform without the devices that a kind of workload asks for says so. */
static void expect_narrow_and_right(const char *what)
{
	init(what);
	shell_run(&shell, "LC_ALL=C.UTF-8 awk 'length > 80' mine.yaml");
	ck_assert_msg(*shell.out == '\0', "%s: %s", what, shell.out);
	shell_run(&shell, "fathom lint mine.yaml");
	ck_assert_msg(shell.status == 0 ||
		      count_in(shell.err, "error: ") ==
		      count_in(shell.err, "has no mechanism for"),
		      "%s: %s", what, shell.err);
}

START_TEST(every_platform_and_workload_has_one_that_is_right)
{
	static const enum document kinds[] = {
		DOCUMENT_PLATFORM, DOCUMENT_WORKLOAD};
	struct library *library = library_new(NULL, 0, &diagnostics);
	int seen = 0;

	expect_narrow_and_right("");
	for (int k = 0; k < 2; k++)
		for (int i = 0; i < library_count(library, kinds[k]); i++) {
			expect_narrow_and_right(
				library_name(library, kinds[k], i));
			seen++;
		}
	ck_assert_int_ge(seen, 6);
	library_free(library);
}
END_TEST

START_TEST(it_runs)
{
	init("nitro");
	shell_run(&shell, "fathom run mine.yaml --set run.duration=2ms "
			  "--set run.warmup=1ms --set run.replications=2");
	shell_expect(&shell, 0);
	expect_in(shell.out, "packets on nitro\n");
	expect_in(shell.out, "c5.large");
}
END_TEST

static struct scenario *load(const char *name)
{
	char path[128];
	struct scenario *scenario;

	snprintf(path, sizeof(path), "%s/%s", shell.folder, name);
	scenario = scenario_load(path, NULL, &diagnostics);
	if (scenario == NULL)
		diagnostics_print(&diagnostics, stderr);
	ck_assert_ptr_nonnull(scenario);
	return scenario;
}

static void expect_same_workload(const struct setup_workload *a,
				 const struct setup_workload *b)
{
	ck_assert_int_eq(a->threads, b->threads);
	ck_assert_int_eq(a->flows, b->flows);
	ck_assert_int_eq(a->arrival, b->arrival);
	ck_assert_int_eq(a->outstanding, b->outstanding);
	ck_assert_str_eq(a->path->name, b->path->name);
	ck_assert_int_eq(a->attributes, b->attributes);
	for (int i = 0; i < a->attributes; i++) {
		ck_assert_str_eq(a->attribute[i].name, b->attribute[i].name);
		ck_assert_double_eq(a->attribute[i].value,
				    b->attribute[i].value);
	}
}

static void expect_same_point(struct scenario *a, struct scenario *b)
{
	const struct point *x = scenario_point(a, 0), *y = scenario_point(b, 0);

	ck_assert_int_eq(x->duration, y->duration);
	ck_assert_int_eq(x->warmup, y->warmup);
	ck_assert_int_eq(x->replications, y->replications);
	ck_assert_double_eq(scenario_setup(a, 0, &diagnostics)->spread,
			    scenario_setup(b, 0, &diagnostics)->spread);
	expect_same_workload(scenario_setup(a, 0, &diagnostics)->workload,
			     scenario_setup(b, 0, &diagnostics)->workload);
}

/* What is unsaid behind '#' is said, and nothing changes by it. */
static void expect_same_when_said(const char *key, int indent)
{
	struct scenario *unsaid, *said;

	shell_run(&shell, "sed 's/^%*s# %s:/%*s%s:/' mine.yaml >said.yaml; "
			  "cmp mine.yaml said.yaml", indent, "", key, indent,
		  "", key);
	ck_assert_msg(shell.status == 1, "'%s' is not there", key);
	unsaid = load("mine.yaml");
	said = load("said.yaml");
	expect_same_point(unsaid, said);
	scenario_free(said);
	scenario_free(unsaid);
}

START_TEST(what_it_calls_a_default_is_one)
{
	static const char *const kinds[] = {"packets", "requests",
					  "block", "operations"};
	const struct param *param;
	const struct key *key;
	int count;

	for (int k = 0; k < 4; k++) {
		init(kinds[k]);
		for (int i = 0; (key = key_at(kinds[k], i)) != NULL; i++)
			if (key->unsaid != NULL && *key->unsaid != '\0')
				expect_same_when_said(key->name, 4);
	}
	param = conditions_keys(&count);
	for (int i = 0; i < count; i++)
		if (param[i].otherwise != NULL &&
		    strcmp(param[i].name, "seed") != 0)
			expect_same_when_said(param[i].name, 2);
}
END_TEST

START_TEST(a_file_is_not_written_over)
{
	shell_run(&shell, "fathom init -o mine.yaml && echo mine >mine.yaml; "
			  "fathom init nitro -o mine.yaml");
	shell_expect(&shell, 2);
	expect_in(shell.err, "fathom init: mine.yaml: File exists; --force "
			     "writes over it\n");
	shell_run(&shell, "cat mine.yaml; fathom init nitro -o mine.yaml "
			  "--force && fathom lint mine.yaml");
	shell_expect(&shell, 0);
	expect_in(shell.out, "mine\nmine.yaml: ok, 1 point");
}
END_TEST

START_TEST(a_name_that_nobody_knows_gets_a_suggestion)
{
	shell_run(&shell, "fathom init nitroo");
	shell_expect(&shell, 2);
	ck_assert_str_eq(shell.err, "fathom init: no platform or workload is "
			 "called 'nitroo'; did you mean 'nitro'?\n");
	ck_assert_str_eq(shell.out, "");
}
END_TEST

START_TEST(models_of_ones_own_are_begun_with_too)
{
	static const char own[] =
		"workload: ask\n"
		"paths:\n"
		"  way: {starts: task, path: [{use: kernel.send}, "
		"{use: network.transmit}]}\n";

	shell_write(&shell, "own/ask.yaml", own, strlen(own));
	shell_run(&shell, "fathom init ask --models own -o mine.yaml && "
			  "fathom lint --models own mine.yaml");
	shell_expect(&shell, 0);
	shell_run(&shell, "cat mine.yaml");
	expect_in(shell.out, "    path: way ");
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("init");
	TCase *all = tcase_create("init");

	tcase_add_checked_fixture(all, set_up, tear_down);
	tcase_set_timeout(all, 60);
	tcase_add_test(all, every_platform_and_workload_has_one_that_is_right);
	tcase_add_test(all, it_runs);
	tcase_add_test(all, what_it_calls_a_default_is_one);
	tcase_add_test(all, a_file_is_not_written_over);
	tcase_add_test(all, a_name_that_nobody_knows_gets_a_suggestion);
	tcase_add_test(all, models_of_ones_own_are_begun_with_too);
	suite_add_tcase(suite, all);
	return suite;
}
