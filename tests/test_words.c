/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of figures: what gnuplot reads, where lines break. */
#include "plots/words.h"

#include <stdlib.h>
#include <string.h>

#include "tests/suite.h"

static char buffer[512];

static const char *quoted(const char *text, enum words_use use)
{
	FILE *to = fmemopen(buffer, sizeof(buffer), "w");

	words_quote(to, text, use);
	fclose(to);
	return buffer;
}

START_TEST(plain_words_only_double_their_quotes)
{
	ck_assert_str_eq(quoted("5 % of 'it' \\ `x`", WORDS_PLAIN),
			 "'5 % of ''it'' \\ `x`'");
}
END_TEST

START_TEST(tics_double_percent_signs)
{
	ck_assert_str_eq(quoted("5%", WORDS_TIC), "'5%%'");
}
END_TEST

START_TEST(bold_words_guard_what_enhanced_text_would_take)
{
	ck_assert_str_eq(quoted("a_b^{c}@d&e~f\\g", WORDS_BOLD),
			 "'{/:Bold a\\_b\\^\\{c\\}\\@d\\&e\\~f\\\\g}'");
}
END_TEST

START_TEST(control_characters_become_spaces)
{
	ck_assert_str_eq(quoted("a\nb\tc\x7f", WORDS_PLAIN), "'a b c '");
}
END_TEST

START_TEST(what_is_not_utf8_becomes_question_marks)
{
	ck_assert_str_eq(quoted("\xff\xc3 \xc2\xb5\xe2\x82", WORDS_PLAIN),
			 "'?\? \xc2\xb5?\?'"); /* no trigraphs */
}
END_TEST

START_TEST(lines_break_at_spaces_and_the_last_is_cut)
{
	struct arena arena;
	char *line[2];

	arena_init(&arena);
	ck_assert_int_eq(words_wrap(&arena, "one two three four five six",
				    60, 10, false, line, 2), 2);
	ck_assert_str_eq(line[0], "one two");
	ck_assert_str_eq(line[1], "three four…");
	ck_assert_int_eq(words_wrap(&arena, "", 60, 10, false, line, 2), 0);
	ck_assert_int_eq(words_wrap(&arena, "unbreakably-long-word-of-one",
				    60, 10, false, line, 2), 1);
	arena_fini(&arena);
}
END_TEST

START_TEST(sentences_begin_large_but_names_stay)
{
	struct arena arena;

	arena_init(&arena);
	ck_assert_str_eq(words_sentence(&arena, "throughput, open 1k/s"),
			 "Throughput, open 1k/s");
	ck_assert_str_eq(words_sentence(&arena, "p99 latency"), "p99 latency");
	ck_assert_str_eq(words_sentence(&arena, "kicks_per_job.tx"),
			 "kicks_per_job.tx");
	arena_fini(&arena);
}
END_TEST

START_TEST(wide_letters_are_wider_and_characters_count_once)
{
	ck_assert_double_gt(words_width("WWW", 10, false),
			    words_width("iii", 10, false));
	ck_assert_double_eq(words_width("\xc2\xb5", 10, false),
			    words_width("u", 10, false));
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("words");
	TCase *test = tcase_create("words");

	tcase_add_test(test, plain_words_only_double_their_quotes);
	tcase_add_test(test, tics_double_percent_signs);
	tcase_add_test(test, bold_words_guard_what_enhanced_text_would_take);
	tcase_add_test(test, control_characters_become_spaces);
	tcase_add_test(test, what_is_not_utf8_becomes_question_marks);
	tcase_add_test(test, lines_break_at_spaces_and_the_last_is_cut);
	tcase_add_test(test, sentences_begin_large_but_names_stay);
	tcase_add_test(test, wide_letters_are_wider_and_characters_count_once);
	suite_add_tcase(suite, test);
	return suite;
}
