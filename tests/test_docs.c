/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_docs.c -- what the documentation shows is done.
 *
 *   ```yaml scenario [NAME]   linted; kept as NAME for what follows
 *   ```yaml file NAME         kept as NAME
 *   ```sh run                 run; every command must succeed
 *
 * Each document has a folder of its own, so that it can be followed from its
 * beginning.
 */
#include <glob.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/shell.h"
#include "tests/suite.h"

static char *read_whole(const char *path)
{
	FILE *file = fopen(path, "rb");
	char *text = calloc(1, 1 << 20);

	ck_assert_msg(file != NULL, "%s", path);
	ck_assert_uint_gt(fread(text, 1, (1 << 20) - 1, file), 0);
	fclose(file);
	return text;
}

struct snippet {
	const char *document;
	int line;
	char kind[100]; /* "yaml scenario first.yaml" */
	const char *text;
	size_t length;
};

static void lint(struct shell *shell, const struct snippet *snippet)
{
	char name[80] = "snippet.yaml";

	sscanf(snippet->kind, "yaml scenario %79s", name);
	shell_write(shell, name, snippet->text, snippet->length);
	ck_assert_msg(shell_run(shell, "fathom lint %s", name) == 0,
		      "%s:%d:\n%s", snippet->document, snippet->line,
		      shell->err);
}

static void follow(struct shell *shell, const struct snippet *snippet)
{
	char name[80];

	if (strncmp(snippet->kind, "yaml scenario", 13) == 0) {
		lint(shell, snippet);
	} else if (sscanf(snippet->kind, "yaml file %79s", name) == 1) {
		shell_write(shell, name, snippet->text, snippet->length);
	} else if (strcmp(snippet->kind, "sh run") == 0) {
		ck_assert_msg(shell_run(shell, "set -e\n%.*s",
					(int)snippet->length,
					snippet->text) == 0,
			      "%s:%d:\n%s%s", snippet->document,
			      snippet->line, shell->out, shell->err);
	}
}

/* The next fenced block; false at the end. */
static bool next_snippet(const char **at, struct snippet *snippet)
{
	static const char fence[] = "```";
	bool is_inside = false;
	const char *line = *at;

	for (; *line != '\0'; line += strcspn(line, "\n") + 1) {
		bool is_fence = strncmp(line, fence, 3) == 0;

		snippet->line++;
		if (is_fence && is_inside) {
			snippet->length = (size_t)(line - snippet->text);
			*at = line + strcspn(line, "\n") + 1;
			return true;
		}
		if (!is_fence)
			continue;
		is_inside = true;
		snprintf(snippet->kind, sizeof(snippet->kind), "%.*s",
			 (int)strcspn(line + 3, "\n"), line + 3);
		snippet->text = line + strcspn(line, "\n") + 1;
	}
	ck_assert_msg(!is_inside, "%s: a block has no end",
		      snippet->document);
	return false;
}

static int follow_document(const char *path)
{
	struct snippet snippet = {.document = path};
	struct shell shell;
	char *text = read_whole(path);
	const char *at = text;
	int count = 0;

	shell_init(&shell);
	while (next_snippet(&at, &snippet)) {
		follow(&shell, &snippet);
		count++;
	}
	shell_fini(&shell);
	free(text);
	return count;
}

START_TEST(the_readme_does_what_it_says)
{
	follow_document("README.md");
}
END_TEST

START_TEST(every_snippet_of_the_documentation_runs)
{
	glob_t found;
	int count = 0;

	ck_assert_int_eq(glob("docs/*.md", 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++)
		count += follow_document(found.gl_pathv[i]);
	globfree(&found);
	ck_assert_int_gt(count, 10);
}
END_TEST

START_TEST(every_shipped_scenario_is_right)
{
	struct shell shell;
	glob_t found;

	shell_init(&shell);
	ck_assert_int_eq(glob("scenarios/*.yaml", 0, NULL, &found), 0);
	ck_assert_int_eq(glob("scenarios/agreement/*.yaml", GLOB_APPEND, NULL,
			      &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++)
		ck_assert_msg(shell_run(&shell, "fathom lint %s",
					found.gl_pathv[i]) == 0,
			      "%s", shell.err);
	globfree(&found);
	shell_fini(&shell);
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("docs");
	TCase *all = tcase_create("snippets");

	tcase_set_timeout(all, 60);
	tcase_add_test(all, the_readme_does_what_it_says);
	tcase_add_test(all, every_snippet_of_the_documentation_runs);
	tcase_add_test(all, every_shipped_scenario_is_right);
	suite_add_tcase(suite, all);
	return suite;
}
