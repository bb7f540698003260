/* SPDX-License-Identifier: GPL-3.0-or-later */
/* YAML into trees: places, aliases, and all that is refused on the way. */
#include "experiment/tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/reading.h"
#include "tests/suite.h"

static struct reading reading;

static void setup(void)
{
	reading_init(&reading);
}

static void teardown(void)
{
	reading_fini(&reading);
}

static void refused(const char *text, const char *expected)
{
	ck_assert_ptr_null(reading_tree(&reading, text));
	reading_expect(&reading, expected);
}

START_TEST(a_node_knows_where_it_was_written)
{
	const struct node *root = reading_tree(
		&reading, "a: 1us\nlist:\n  - {b: two words}\n");
	const struct entry *list = node_find(root, "list");
	const struct node *b = node_get(list->value->entry[0].value, "b");

	ck_assert_int_eq(list->where.line, 2);
	ck_assert_int_eq(list->where.column, 1);
	ck_assert_int_eq(list->where.length, 4);
	ck_assert_str_eq(b->text, "two words");
	ck_assert_str_eq(b->where.file, "t.yaml");
	ck_assert_int_eq(b->where.line, 3);
	ck_assert_int_eq(b->where.column, 9);
	ck_assert_int_eq(b->where.length, 9);
}
END_TEST

START_TEST(a_part_of_a_text_keeps_its_place)
{
	struct source source = {
		.file = "--set", .text = "{open: 5k/s}", .length = 12,
		.line = 3, .column = 20,
	};
	const struct node *root = tree_parse(&reading.arena, &source,
					     &reading.diagnostics);
	const struct node *open = node_get(root, "open");

	ck_assert_int_eq(open->where.line, 3);
	ck_assert_int_eq(open->where.column, 27);
	ck_assert_int_eq(reading.diagnostics.sources, 0);
}
END_TEST

START_TEST(columns_count_characters_and_not_a_byte_order_mark)
{
	const struct node *root = reading_tree(
		&reading, "\xef\xbb\xbf{\xc3\xa9\xc3\xa9: x}\n");

	ck_assert_int_eq(root->entry[0].where.column, 2);
	ck_assert_int_eq(root->entry[0].value->where.column, 6);
}
END_TEST

START_TEST(an_alias_is_the_anchored_node_itself)
{
	const struct node *root = reading_tree(
		&reading, "a: &x {b: 1}\nc: *x\nd: [*x]\n");

	ck_assert_ptr_eq(node_get(root, "a"), node_get(root, "c"));
	ck_assert_ptr_eq(node_get(root, "a"),
			 node_get(root, "d")->entry[0].value);
}
END_TEST

START_TEST(a_put_changes_the_copy_and_shares_the_rest)
{
	const struct node *root = reading_tree(
		&reading, "a: {b: {c: 1}}\nd: {e: 2}\n");
	const char *const path[] = {"a", "b", "new"};
	const struct node *changed = node_put(
		&reading.arena, root, path, 3, reading_scalar(&reading, "3"),
		root->where);
	const struct node *b = node_get(node_get(changed, "a"), "b");

	ck_assert_str_eq(node_text(b, "c"), "1");
	ck_assert_str_eq(node_text(b, "new"), "3");
	ck_assert_ptr_eq(node_get(changed, "d"), node_get(root, "d"));
	b = node_get(node_get(root, "a"), "b");
	ck_assert_ptr_null(node_get(b, "new"));
}
END_TEST

START_TEST(a_file_without_a_document_is_empty_at_1_1)
{
	refused("", "1:1: the file is empty\n");
	refused("# only words\n", "1:1: the file is empty\n");
	refused("---\n", "1:1: the file is empty\n");
}
END_TEST

START_TEST(a_second_document_is_refused)
{
	refused("a: 1\n---\nb: 2\n",
		"2:1: a second document: a file holds one\n");
}
END_TEST

START_TEST(every_duplicate_key_is_said)
{
	refused("a: {b: 1, b: 2}\nc: 1\na: 2\n",
		"1:11: key 'b' stands here twice; first in line 1\n"
		"3:1: key 'a' stands here twice; first in line 1\n");
}
END_TEST

START_TEST(nuls_are_refused_raw_and_escaped)
{
	static const char raw[] = "a: 1\nb: \0\n";
	struct source source = {"t.yaml", raw, sizeof(raw) - 1, 0, 0};

	ck_assert_ptr_null(tree_parse(&reading.arena, &source,
				      &reading.diagnostics));
	reading_expect(&reading, "2:4: a NUL byte: this is not a text\n");
	refused("a: \"x\\0y\"\n", "1:4: a NUL in a text\n");
}
END_TEST

START_TEST(texts_hold_nothing_that_a_terminal_obeys)
{
	refused("a: \"\\e[31mred\"\n", "1:4: a control character in a text\n");
	refused("\"\\a\": 1\n", "1:1: a control character in a text\n");
	ck_assert_str_eq(node_text(reading_tree(&reading, "a: \"two\\n\\tlines"
						"\"\n"), "a"),
			 "two\n\tlines");
}
END_TEST

START_TEST(what_is_no_yaml_is_refused_where_it_ends)
{
	refused("a: [1, 2\nb: 3\n",
		"2:2: did not find expected ',' or ']' (while parsing a flow "
		"sequence)\n");
	refused("a:\n\tb: 1\n",
		"2:1: found character that cannot start any token (while "
		"scanning for the next token)\n");
	refused("a: x\xff\n", "1:5: invalid leading UTF-8 octet\n");
}
END_TEST

START_TEST(tags_and_keys_that_are_no_words_are_refused)
{
	refused("a: !!int 1\n",
		"1:4: tags ('!...') are not part of this language\n");
	refused("? [a]\n: 1\n", "1:3: a key must be a word\n");
}
END_TEST

START_TEST(no_tree_contains_itself)
{
	refused("a: &a [*a]\n",
		"1:8: unknown alias '*a': an anchor is known once its value "
		"is complete\n");
	refused("a: *b\n",
		"1:4: unknown alias '*b': an anchor is known once its value "
		"is complete\n");
}
END_TEST

/* ---- hostile files: within a second and 64 MiB ---- */

static char *repeated(const char *head, const char *text, int times,
		      const char *tail)
{
	size_t length = strlen(text);
	char *all = malloc(strlen(head) + length * (size_t)times +
			   strlen(tail) + 1);
	char *at = all + strlen(head);

	strcpy(all, head);
	for (int i = 0; i < times; i++, at += length)
		memcpy(at, text, length);
	strcpy(at, tail);
	return all;
}

static double seconds(void)
{
	struct timespec time;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void refused_fast(const char *text, const char *expected)
{
	double start = seconds();

	refused(text, expected);
	ck_assert_double_lt(seconds() - start, 0.5);
	ck_assert_uint_lt(arena_size(&reading.arena), 48 << 20);
}

START_TEST(nesting_of_10000_is_refused_at_the_33rd)
{
	char *list = repeated("a: ", "[", 10000, "");
	char *block = repeated("", "- ", 10000, "x\n");
	char *map = repeated("", "{a: ", 10000, "");

	refused_fast(list, "1:35: nested more than 32 deep\n");
	refused_fast(block, "1:65: nested more than 32 deep\n");
	refused_fast(map, "1:126: nested more than 32 deep\n");
	free(list);
	free(block);
	free(map);
}
END_TEST

START_TEST(depth_counts_behind_aliases_too)
{
	char *deep = repeated("a: &a ", "[", 20, "x");
	char *closed = repeated(deep, "]", 20, "\nb: ");
	char *all = repeated(closed, "[", 20, "*a");

	refused(all, "2:24: nested more than 32 deep\n");
	free(deep);
	free(closed);
	free(all);
}
END_TEST

START_TEST(an_alias_bomb_is_refused_at_a_million_nodes)
{
	refused_fast("a: &a [x,x,x,x,x,x,x,x,x,x]\n"
		     "b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
		     "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
		     "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
		     "e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\n"
		     "f: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]\n"
		     "g: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f,*f]\n",
		     "6:29: more than 1,000,000 nodes once aliases are "
		     "followed\n");
}
END_TEST

START_TEST(more_than_100000_nodes_are_refused)
{
	char *wide = repeated("a: [", "x,", 200000, "x]\n");

	ck_assert_ptr_null(reading_tree(&reading, wide));
	reading_expect(&reading, "1:199999: more than 100,000 nodes\n");
	free(wide);
}
END_TEST

START_TEST(half_a_hundred_thousand_keys_are_read_quickly)
{
	char *text = malloc(49000 * 10 + 1), *at = text;
	double start = seconds();
	const struct node *root;

	for (int i = 0; i < 49000; i++)
		at += sprintf(at, "k%d: 1\n", i);
	root = reading_tree(&reading, text);
	ck_assert_int_eq(root->count, 49000);
	ck_assert_double_lt(seconds() - start, 1);
	free(text);
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("tree");
	TCase *good = tcase_create("good"), *bad = tcase_create("bad");
	TCase *hostile = tcase_create("hostile");

	tcase_add_checked_fixture(good, setup, teardown);
	tcase_add_test(good, a_node_knows_where_it_was_written);
	tcase_add_test(good, a_part_of_a_text_keeps_its_place);
	tcase_add_test(good,
		       columns_count_characters_and_not_a_byte_order_mark);
	tcase_add_test(good, an_alias_is_the_anchored_node_itself);
	tcase_add_test(good, a_put_changes_the_copy_and_shares_the_rest);
	suite_add_tcase(suite, good);
	tcase_add_checked_fixture(bad, setup, teardown);
	tcase_add_test(bad, a_file_without_a_document_is_empty_at_1_1);
	tcase_add_test(bad, a_second_document_is_refused);
	tcase_add_test(bad, every_duplicate_key_is_said);
	tcase_add_test(bad, nuls_are_refused_raw_and_escaped);
	tcase_add_test(bad, texts_hold_nothing_that_a_terminal_obeys);
	tcase_add_test(bad, what_is_no_yaml_is_refused_where_it_ends);
	tcase_add_test(bad, tags_and_keys_that_are_no_words_are_refused);
	tcase_add_test(bad, no_tree_contains_itself);
	suite_add_tcase(suite, bad);
	tcase_add_checked_fixture(hostile, setup, teardown);
	tcase_add_test(hostile, nesting_of_10000_is_refused_at_the_33rd);
	tcase_add_test(hostile, depth_counts_behind_aliases_too);
	tcase_add_test(hostile, an_alias_bomb_is_refused_at_a_million_nodes);
	tcase_add_test(hostile, more_than_100000_nodes_are_refused);
	tcase_add_test(hostile, half_a_hundred_thousand_keys_are_read_quickly);
	suite_add_tcase(suite, hostile);
	return suite;
}
