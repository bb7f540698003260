/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/error.h"

#include <stdlib.h>
#include <string.h>

#include "tests/suite.h"

START_TEST(an_error_says_what_and_where)
{
	char *text;
	size_t length;
	FILE *to = open_memstream(&text, &length);
	struct error error;

	ck_assert_int_eq(error_set(&error, STATUS_INPUT, "no %s", "ring"), -1);
	error_print(&error, to);
	error.where = (struct where){"a.yaml", 3, 9, 1};
	error_print(&error, to);
	error.where = (struct where){"a.yaml", 0, 0, 0};
	error_print(&error, to);
	fclose(to);
	ck_assert_int_eq(error.status, STATUS_INPUT);
	ck_assert_str_eq(text, "fathom: no ring\n"
			       "fathom: a.yaml:3:9: no ring\n"
			       "fathom: a.yaml: no ring\n");
	free(text);
}
END_TEST

START_TEST(a_context_comes_in_front)
{
	struct error error;

	error_set(&error, STATUS_SYSTEM, "disk full");
	ck_assert_int_eq(error_context(&error, "point %d", 7), -1);
	error_context(&error, "run");
	ck_assert_str_eq(error.message, "run: point 7: disk full");
	ck_assert_int_eq(error.status, STATUS_SYSTEM);
}
END_TEST

START_TEST(nobody_need_listen)
{
	ck_assert_int_eq(error_set(NULL, STATUS_SYSTEM, "x"), -1);
	ck_assert_int_eq(error_context(NULL, "y"), -1);
}
END_TEST

START_TEST(long_messages_are_cut)
{
	struct error error;

	error_set(&error, STATUS_INPUT, "%2000d", 1);
	ck_assert_uint_eq(strlen(error.message), sizeof(error.message) - 1);
	error_context(&error, "%2000d", 2);
	ck_assert_uint_eq(strlen(error.message), sizeof(error.message) - 1);
}
END_TEST

/* Diagnostics are compared as they print. */
struct sheet {
	struct diagnostics diagnostics;
	char *printed;
};

static void sheet_open(struct sheet *sheet, const char *text)
{
	sheet->printed = NULL;
	diagnostics_init(&sheet->diagnostics);
	diagnostics_add_source(&sheet->diagnostics, "a.yaml", text,
			       strlen(text));
}

static const char *sheet_print(struct sheet *sheet)
{
	size_t length;
	FILE *to;

	free(sheet->printed);
	to = open_memstream(&sheet->printed, &length);
	diagnostics_print(&sheet->diagnostics, to);
	fclose(to);
	return sheet->printed;
}

static void sheet_close(struct sheet *sheet)
{
	diagnostics_fini(&sheet->diagnostics);
	free(sheet->printed);
}

static struct where at(int line, int column, int length)
{
	return (struct where){"a.yaml", line, column, length};
}

START_TEST(a_diagnostic_shows_its_line_with_a_caret)
{
	struct sheet sheet;

	sheet_open(&sheet, "title: x\nworkload:\n  blcksize: 4k\n");
	diagnose(&sheet.diagnostics, SEVERITY_ERROR, at(3, 3, 8),
		 "unknown key '%s'", "blcksize");
	ck_assert_str_eq(sheet_print(&sheet),
			 "a.yaml:3:3: error: unknown key 'blcksize'\n"
			 "    3 |   blcksize: 4k\n"
			 "      |   ^~~~~~~~\n");
	sheet_close(&sheet);
}
END_TEST

START_TEST(an_empty_file_is_pointed_at)
{
	struct sheet sheet;

	sheet_open(&sheet, "");
	diagnose(&sheet.diagnostics, SEVERITY_ERROR, at(1, 1, 0), "empty");
	ck_assert_str_eq(sheet_print(&sheet), "a.yaml:1:1: error: empty\n"
					      "    1 | \n"
					      "      | ^\n");
	sheet_close(&sheet);
}
END_TEST

START_TEST(a_caret_never_leaves_its_line)
{
	struct sheet sheet;

	sheet_open(&sheet, "one\ntwo");
	diagnose(&sheet.diagnostics, SEVERITY_WARNING, at(2, 2, 50), "wide");
	diagnose(&sheet.diagnostics, SEVERITY_WARNING, at(2, 99, 1), "right");
	diagnose(&sheet.diagnostics, SEVERITY_WARNING, at(9, 1, 4), "below");
	ck_assert_str_eq(sheet_print(&sheet), "a.yaml:2:2: warning: wide\n"
					      "    2 | two\n"
					      "      |  ^~\n"
					      "a.yaml:2:99: warning: right\n"
					      "    2 | two\n"
					      "      |    ^\n"
					      "a.yaml:9:1: warning: below\n"
					      "    9 | \n"
					      "      | ^\n");
	sheet_close(&sheet);
}
END_TEST

START_TEST(tabs_stay_tabs_and_controls_are_hidden)
{
	struct sheet sheet;

	sheet_open(&sheet, "\tkey:\t\x1b[31m\x7f\xc2\x9b\xff v\r\n");
	diagnose(&sheet.diagnostics, SEVERITY_ERROR, at(1, 7, 1), "odd");
	ck_assert_str_eq(sheet_print(&sheet), "a.yaml:1:7: error: odd\n"
					      "    1 | \tkey:\t?[31m??? v\n"
					      "      | \t    \t^\n");
	sheet_close(&sheet);
}
END_TEST

/* A byte order mark has no column; CR alone ends a line too. */
START_TEST(columns_count_characters)
{
	struct sheet sheet;

	sheet_open(&sheet, "\xef\xbb\xbf" "a\r\xc3\xa4\xe2\x82\xac: b\n");
	diagnose(&sheet.diagnostics, SEVERITY_ERROR, at(1, 1, 1), "first");
	diagnose(&sheet.diagnostics, SEVERITY_ERROR, at(2, 5, 1), "last");
	ck_assert_str_eq(sheet_print(&sheet),
			 "a.yaml:1:1: error: first\n"
			 "    1 | a\n"
			 "      | ^\n"
			 "a.yaml:2:5: error: last\n"
			 "    2 | \xc3\xa4\xe2\x82\xac: b\n"
			 "      |     ^\n");
	sheet_close(&sheet);
}
END_TEST

/* 400 columns: the place is shown, with what is cut marked. */
START_TEST(a_long_line_is_cut_around_the_place)
{
	char text[401] = {0};
	struct sheet sheet;
	const char *printed;

	for (int i = 0; i < 400; i++)
		text[i] = (char)('a' + i % 26);
	sheet_open(&sheet, text);
	diagnose(&sheet.diagnostics, SEVERITY_ERROR, at(1, 2, 300), "left");
	printed = sheet_print(&sheet);
	ck_assert_ptr_nonnull(strstr(printed, "    1 | abcdefgh"));
	ck_assert_ptr_nonnull(strstr(printed, "...\n      |  ^~~~"));
	sheet_close(&sheet);

	sheet_open(&sheet, text);
	diagnose(&sheet.diagnostics, SEVERITY_ERROR, at(1, 301, 3), "right");
	printed = sheet_print(&sheet);
	ck_assert_ptr_nonnull(strstr(printed, "    1 | ...ghij"));
	ck_assert_uint_eq(strcspn(strstr(printed, "      | "), "^"),
			  8 + 3 + 60);
	ck_assert_uint_eq(strcspn(strstr(printed, "..."), "o"), 3 + 8);
	sheet_close(&sheet);
}
END_TEST

START_TEST(diagnostics_are_sorted_by_file_and_line)
{
	struct sheet sheet;
	struct diagnostics *d = &sheet.diagnostics;

	sheet_open(&sheet, "");
	diagnose(d, SEVERITY_ERROR, (struct where){"z.yaml", 5, 1, 1}, "z5");
	diagnose(d, SEVERITY_ERROR, (struct where){"b.yaml", 2, 9, 1}, "b2");
	diagnose(d, SEVERITY_ERROR, (struct where){"z.yaml", 1, 1, 1}, "z1");
	diagnose(d, SEVERITY_ERROR, (struct where){"b.yaml", 2, 1, 1}, "late");
	diagnose(d, SEVERITY_WARNING, (struct where){NULL, 0, 0, 0}, "none");
	diagnose(d, SEVERITY_ERROR, (struct where){"b.yaml", 0, 0, 0}, "all");
	ck_assert_str_eq(sheet_print(&sheet), "z.yaml:1:1: error: z1\n"
					      "z.yaml:5:1: error: z5\n"
					      "b.yaml: error: all\n"
					      "b.yaml:2:9: error: b2\n"
					      "b.yaml:2:1: error: late\n"
					      "fathom: warning: none\n");
	sheet_close(&sheet);
}
END_TEST

START_TEST(the_same_message_is_noted_once)
{
	struct sheet sheet;

	sheet_open(&sheet, "");
	for (int i = 0; i < 3; i++) {
		diagnose(&sheet.diagnostics, SEVERITY_ERROR, at(1, 1, 1), "x");
		diagnose(&sheet.diagnostics, SEVERITY_ERROR, at(1, 2, 1), "x");
		diagnose(&sheet.diagnostics, SEVERITY_WARNING, at(1, 1, 1),
			 "x");
	}
	ck_assert_int_eq(sheet.diagnostics.errors, 2);
	ck_assert_int_eq(sheet.diagnostics.warnings, 1);
	ck_assert_int_eq(sheet.diagnostics.count, 3);
	sheet_close(&sheet);
}
END_TEST

START_TEST(after_a_hundred_the_rest_is_counted)
{
	struct sheet sheet;
	const char *printed;

	sheet_open(&sheet, "");
	for (int i = 1; i <= 130; i++)
		diagnose(&sheet.diagnostics, SEVERITY_ERROR,
			 (struct where){"b.yaml", i, 1, 1}, "wrong %d", i);
	printed = sheet_print(&sheet);
	ck_assert_int_eq(sheet.diagnostics.errors, 130);
	ck_assert_ptr_nonnull(strstr(printed, "b.yaml:100:1: error"));
	ck_assert_ptr_null(strstr(printed, "b.yaml:101:1: error"));
	ck_assert_ptr_nonnull(strstr(printed, "wrong 100\nand 30 more\n"));
	sheet_close(&sheet);
}
END_TEST

START_TEST(nothing_wrong_prints_nothing)
{
	struct sheet sheet;

	sheet_open(&sheet, "a: b\n");
	ck_assert_str_eq(sheet_print(&sheet), "");
	sheet_close(&sheet);
}
END_TEST

START_TEST(more_sources_than_fit_are_left_without_carets)
{
	struct sheet sheet;
	char name[DIAGNOSTICS_SOURCES + 9][16];

	sheet_open(&sheet, "a: b\n");
	for (int i = 0; i < DIAGNOSTICS_SOURCES + 9; i++) {
		snprintf(name[i], sizeof(name[i]), "f%d", i);
		diagnostics_add_source(&sheet.diagnostics, name[i], "x\n", 2);
	}
	diagnose(&sheet.diagnostics, SEVERITY_ERROR,
		 (struct where){"f260", 1, 1, 1}, "y");
	ck_assert_str_eq(sheet_print(&sheet), "f260:1:1: error: y\n");
	sheet_close(&sheet);
}
END_TEST

static void add_diagnostics(TCase *diagnostics)
{
	tcase_add_test(diagnostics, a_diagnostic_shows_its_line_with_a_caret);
	tcase_add_test(diagnostics, an_empty_file_is_pointed_at);
	tcase_add_test(diagnostics, a_caret_never_leaves_its_line);
	tcase_add_test(diagnostics, tabs_stay_tabs_and_controls_are_hidden);
	tcase_add_test(diagnostics, columns_count_characters);
	tcase_add_test(diagnostics, a_long_line_is_cut_around_the_place);
	tcase_add_test(diagnostics, diagnostics_are_sorted_by_file_and_line);
	tcase_add_test(diagnostics, the_same_message_is_noted_once);
	tcase_add_test(diagnostics, after_a_hundred_the_rest_is_counted);
	tcase_add_test(diagnostics, nothing_wrong_prints_nothing);
	tcase_add_test(diagnostics,
		       more_sources_than_fit_are_left_without_carets);
}

Suite *make_suite(void)
{
	Suite *suite = suite_create("error");
	TCase *error = tcase_create("error");
	TCase *diagnostics = tcase_create("diagnostics");

	tcase_add_test(error, an_error_says_what_and_where);
	tcase_add_test(error, a_context_comes_in_front);
	tcase_add_test(error, nobody_need_listen);
	tcase_add_test(error, long_messages_are_cut);
	suite_add_tcase(suite, error);
	add_diagnostics(diagnostics);
	suite_add_tcase(suite, diagnostics);
	return suite;
}
