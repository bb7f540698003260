/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_house.c -- what holds of every file of the tree: who includes whom,
 * nothing writable that worlds would share, and the shape of the code.  Each
 * look is shown a planted case first, so that it cannot be blind. */
#include <ctype.h>
#include <glob.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/scratch.h"
#include "tests/suite.h"

#define COLUMNS 80
#define FUNCTION_LINES 60

/* A folder and what its files may include besides their own. */
static const struct folder {
	const char *name, *may;
} folders[] = {
	{"sim", ""},
	{"models", "sim"},
	{"results", "sim"},
	{"plots", "sim results"},
	{"experiment", "sim models results"},
	{"cli", "sim models results plots experiment"},
};
#define FOLDERS ((int)(sizeof(folders) / sizeof(folders[0])))

/* ---- the tree, file by file, line by line ---- */

typedef void file_fn(const char *path, const char *text);

/* By make or by `fathom plot`, whose figures are NAME-KIND; not written. */
static bool is_made(const char *path)
{
	return strncmp(path, "build/", 6) == 0 ||
	       (strncmp(path, "plots/", 6) == 0 && strchr(path, '-'));
}

/* Call `fn` for each file that matches; there must be some. */
static void each_file(const char *pattern, file_fn *fn)
{
	glob_t found;

	ck_assert_msg(glob(pattern, 0, NULL, &found) == 0, "no %s", pattern);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		size_t length;

		if (is_made(found.gl_pathv[i]))
			continue;
		char *text = scratch_read(found.gl_pathv[i], &length);

		fn(found.gl_pathv[i], text);
		free(text);
	}
	globfree(&found);
}

static const char *next_line(const char *line)
{
	line += strcspn(line, "\n");
	return *line ? line + 1 : line;
}

/* "models/walk.c" of "models"; true also for "models/x/y". */
static bool is_in(const char *path, const char *folder)
{
	size_t length = strlen(folder);

	return strncmp(path, folder, length) == 0 && path[length] == '/';
}

/* ---- who includes whom ---- */

static bool is_listed(const char *list, const char *name, size_t length)
{
	for (const char *at = list; *at; at += strspn(at, " ")) {
		size_t word = strcspn(at, " ");

		if (word == length && strncmp(at, name, length) == 0)
			return true;
		at += word;
	}
	return false;
}

/* The first include that goes the wrong way, or NULL. */
static const char *wrong_include(const struct folder *folder, const char *text)
{
	static const char start[] = "#include \"";

	for (const char *line = text; *line; line = next_line(line)) {
		const char *name = line + sizeof(start) - 1;
		size_t length;

		if (strncmp(line, start, sizeof(start) - 1) != 0)
			continue;
		length = strcspn(name, "/\"");
		if (name[length] != '/' ||
		    (!is_listed(folder->name, name, length) &&
		     !is_listed(folder->may, name, length)))
			return line;
	}
	return NULL;
}

static const struct folder *folder_of(const char *path)
{
	for (int i = 0; i < FOLDERS; i++)
		if (is_in(path, folders[i].name))
			return &folders[i];
	ck_abort_msg("%s is in no folder of the house", path);
	return NULL;
}

static void look_at_includes(const char *path, const char *text)
{
	const char *wrong = wrong_include(folder_of(path), text);

	if (wrong)
		ck_abort_msg("%s: %.*s", path, (int)strcspn(wrong, "\n"),
			     wrong);
}

START_TEST(a_folder_includes_only_what_is_below_it)
{
	ck_assert_ptr_nonnull(wrong_include(&folders[0],
				"int x;\n#include \"models/model.h\"\n"));
	ck_assert_ptr_nonnull(wrong_include(&folders[1],
				"#include \"poll.h\"\n"));
	ck_assert_ptr_nonnull(wrong_include(&folders[1],
				"#include \"results/store.h\"\n"));
	ck_assert_ptr_null(wrong_include(&folders[4],
				"#include \"models/model.h\"\n"));
	for (int i = 0; i < FOLDERS; i++) {
		char pattern[64];

		snprintf(pattern, sizeof(pattern), "%s/*.[ch]",
			 folders[i].name);
		each_file(pattern, look_at_includes);
	}
}
END_TEST

/* A library is known where it is the folder's business, and nowhere else. */
static void look_at_libraries(const char *path, const char *text)
{
	bool may_sql = is_in(path, "results");
	bool may_yaml = is_in(path, "experiment");

	ck_assert_msg(may_sql || !strstr(text, "<sqlite3.h>"), "%s", path);
	ck_assert_msg(may_yaml || !strstr(text, "<yaml.h>"), "%s", path);
	ck_assert_msg(!is_in(path, "models") || !strstr(text, "fopen("),
		      "%s opens a file", path);
}

START_TEST(yaml_sql_and_files_stay_where_they_belong)
{
	each_file("[smerpc]*/*.[ch]", look_at_libraries);
}
END_TEST

/* ---- nothing writable that is shared ---- */

/* Compile C files of `source` (a pattern) into objects here. */
static void compile(const char *root, const char *pattern)
{
	char command[1024];

	snprintf(command, sizeof(command),
		 "gcc -std=c11 -D_POSIX_C_SOURCE=200809L -O0 -w -c -I'%s' "
		 "-DFATHOM_VERSION='\"\"' $(pkg-config --cflags gsl sqlite3 "
		 "yaml-0.1) '%s'/%s 2>&1", root, root, pattern);
	ck_assert_msg(system(command) == 0, "%s", command);
}

static bool is_writable(const char *section)
{
	static const char *const names[] = {".data", ".bss", ".tdata", ".tbss",
					    ".common", "*COM*"};

	if (strncmp(section, ".data.rel.ro", 12) == 0)
		return false; /* constant once addresses are filled in */
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strncmp(section, names[i], strlen(names[i])) == 0)
			return true;
	return false;
}

/* Objects here with a writable section that is not empty; `where` gets the
 * last one's name. */
static int count_writable(char where[200])
{
	FILE *sizes = popen("size -A *.o", "r");
	char line[300], object[200] = "", section[100];
	int found = 0, objects = 0;
	long size;

	ck_assert_ptr_nonnull(sizes);
	while (fgets(line, sizeof(line), sizes)) {
		if (strstr(line, " :") || strstr(line, ".o:")) {
			snprintf(object, sizeof(object), "%.190s", line);
			objects++;
		}
		if (sscanf(line, "%99s %ld", section, &size) != 2 ||
		    size == 0 || !is_writable(section))
			continue;
		snprintf(where, 200, "%.100s %.60s", object, section);
		found++;
	}
	ck_assert_int_eq(pclose(sizes), 0);
	ck_assert_int_gt(objects, 0);
	return found;
}

static char *here(char *buffer, size_t size)
{
	ck_assert_ptr_nonnull(getcwd(buffer, size));
	return buffer;
}

static int plant(const char *text)
{
	char folder[512], where[200];

	scratch_write("planted.c", text);
	compile(here(folder, sizeof(folder)), "planted.c");
	return count_writable(where);
}

START_TEST(a_planted_global_is_found)
{
	scratch_enter();
	ck_assert_int_eq(plant("int counter;\n"), 1);
	ck_assert_int_eq(plant("int f(void) { static int n = 1;"
			       " return n++; }\n"), 1);
	ck_assert_int_eq(plant("_Thread_local int clock;\n"), 1);
	ck_assert_int_eq(plant("static _Thread_local int t = 1;\n"
			       "int *f(void) { return &t; }\n"), 1);
	ck_assert_int_eq(plant("const char *names[] = {\"a\"};\n"), 1);
	ck_assert_int_eq(plant("const char *const names[] = {\"a\"};\n"
			       "int f(void) { return 1; }\n"), 0);
	scratch_leave();
}
END_TEST

START_TEST(worlds_share_nothing_writable)
{
	static const char *const patterns[] = {"sim/*.c", "models/*.c",
					       "experiment/*.c"};
	char root[512], where[200] = "";

	here(root, sizeof(root));
	for (int i = 0; i < 3; i++) {
		scratch_enter();
		compile(root, patterns[i]);
		ck_assert_msg(count_writable(where) == 0, "%s", where);
		scratch_leave();
		ck_assert_int_eq(chdir(root), 0);
	}
}
END_TEST

/* ---- the shape of the code ---- */

static int width(const char *line)
{
	int columns = 0;

	for (; *line && *line != '\n'; line++) {
		if (*line == '\t')
			columns += 8 - columns % 8;
		else if ((*line & 0xc0) != 0x80) /* not inside a UTF-8 letter */
			columns++;
	}
	return columns;
}

static int widest(const char *text, int *at)
{
	int most = 0, number = 1;

	for (; *text; text = next_line(text), number++)
		if (width(text) > most) {
			most = width(text);
			*at = number;
		}
	return most;
}

static void look_at_width(const char *path, const char *text)
{
	int at = 0, columns = widest(text, &at);

	ck_assert_msg(columns <= COLUMNS, "%s:%d: %d columns", path, at,
		      columns);
}

START_TEST(lines_are_within_80_columns)
{
	int at = 0;

	ck_assert_int_eq(widest("a\n\tb\tc\n\n", &at), 17);
	ck_assert_int_eq(at, 2);
	each_file("*/*.[ch]", look_at_width);
}
END_TEST

/* Lines of the longest function, its head included.  In our style its body,
 * and nothing else, is between braces in the first column. */
static int longest(const char *text, int *at)
{
	int most = 0, number = 1, head = 1;

	for (; *text; text = next_line(text), number++) {
		if (isalpha((unsigned char)*text))
			head = number;
		if (*text != '}' || text[1] == ';')
			continue;
		if (number - head + 1 > most) {
			most = number - head + 1;
			*at = head;
		}
	}
	return most;
}

static void look_at_functions(const char *path, const char *text)
{
	int at = 0, lines = longest(text, &at);

	ck_assert_msg(lines <= FUNCTION_LINES, "%s:%d: %d lines", path, at,
		      lines);
}

START_TEST(functions_are_within_60_lines)
{
	int at = 0;

	ck_assert_int_eq(longest("int x;\n\nstatic int f(int a,\n\t\tint b)\n"
				 "{\n\treturn 1;\n}\n\nint g(void)\n{\n}\n",
				 &at), 5);
	ck_assert_int_eq(at, 3);
	each_file("*/*.c", look_at_functions);
}
END_TEST

/* ---- what every file says, and what none does ---- */

static void look_at_licence(const char *path, const char *text)
{
	const char *end = text;

	for (int i = 0; i < 3; i++) /* below a #! line, if there is one */
		end = next_line(end);
	const char *found = strstr(text, "SPDX-License-Identifier: "
					 "GPL-3.0-or-later");
	ck_assert_msg(found && found < end, "%s has no SPDX line", path);
}

START_TEST(every_file_says_its_licence)
{
	static const char *const patterns[] = {
		"*/*.[ch]", "*/*.sh", "*/*.gp", "*/*.sql", "models/*.yaml",
		"models/*/*.yaml", "scenarios/*.yaml", "setup", "Makefile"};

	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++)
		each_file(patterns[i], look_at_licence);
}
END_TEST

/* In two halves, or this file would be found. */
static const char *const foreign[][2] = {
	{"/wo", "rk/"}, {"/ho", "me/"}, {"/ro", "ot/"}, {"/tmp/bu", "ild"},
	{"TO", "DO"},   {"FIX", "ME"},  {"Co-Author", "ed-By"},
};

static const char *foreign_word(const char *text, char word[40])
{
	for (size_t i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++) {
		snprintf(word, 40, "%s%s", foreign[i][0], foreign[i][1]);
		if (strstr(text, word))
			return word;
	}
	return NULL;
}

static void look_at_words(const char *path, const char *text)
{
	char word[40];
	const char *found = foreign_word(text, word);

	ck_assert_msg(!found, "%s says '%s'", path, found);
}

START_TEST(no_file_remembers_the_machine_it_was_written_on)
{
	static const char *const patterns[] = {
		"*/*.[ch]", "*/*.sh", "*/*.gp", "*/*.sql", "*/*.yaml",
		"*/*/*.yaml", "*/*.md", "*.md", "setup", "Makefile"};
	char word[40];

	ck_assert_ptr_nonnull(foreign_word("see /ho" "me/me/notes", word));
	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++)
		each_file(patterns[i], look_at_words);
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("house");
	TCase *tests = tcase_create("house");

	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, a_folder_includes_only_what_is_below_it);
	tcase_add_test(tests, yaml_sql_and_files_stay_where_they_belong);
	tcase_add_test(tests, a_planted_global_is_found);
	tcase_add_test(tests, worlds_share_nothing_writable);
	tcase_add_test(tests, lines_are_within_80_columns);
	tcase_add_test(tests, functions_are_within_60_lines);
	tcase_add_test(tests, every_file_says_its_licence);
	tcase_add_test(tests, no_file_remembers_the_machine_it_was_written_on);
	suite_add_tcase(suite, tests);
	return suite;
}
