/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "sim/error.h"
#include "tests/suite.h"

static int is_zero(const char *memory, size_t size)
{
	while (size > 0 && memory[size - 1] == 0)
		size--;
	return size == 0;
}

START_TEST(memory_comes_zeroed)
{
	char *memory = memory_get(1000);

	ck_assert(is_zero(memory, 1000));
	free(memory);
}
END_TEST

START_TEST(nothing_is_something)
{
	void *memory = memory_get(0);

	ck_assert_ptr_nonnull(memory);
	memory = memory_resize(memory, 0);
	ck_assert_ptr_nonnull(memory);
	free(memory);
}
END_TEST

START_TEST(resizing_keeps_what_was_there)
{
	char *memory = memory_resize(NULL, 4);

	memcpy(memory, "abc", 4);
	memory = memory_resize(memory, 100000);
	ck_assert_str_eq(memory, "abc");
	free(memory);
}
END_TEST

START_TEST(aligned_memory_is_aligned)
{
	void *memory = memory_get_aligned(1024, 4096);

	ck_assert_uint_eq((uintptr_t)memory % 1024, 0);
	free(memory);
}
END_TEST

START_TEST(a_text_is_copied)
{
	char text[] = "packet";
	char *copy = memory_text(text);

	text[0] = 'x';
	ck_assert_str_eq(copy, "packet");
	free(copy);
}
END_TEST

/* Not a constant: the compiler would object to the size. */
static size_t too_much(void)
{
	volatile size_t size = SIZE_MAX / 2;

	return size;
}

START_TEST(out_of_memory_ends_the_program)
{
	void *memory = memory_get(too_much());

	free(memory);
}
END_TEST

START_TEST(out_of_memory_while_growing_ends_the_program)
{
	void *memory = memory_resize(memory_get(1), too_much());

	free(memory);
}
END_TEST

START_TEST(an_arena_that_would_overflow_ends_the_program)
{
	struct arena arena;

	arena_init(&arena);
	arena_get(&arena, SIZE_MAX - 3);
}
END_TEST

/* Sizes from 0 to far beyond a chunk, in no order; pointers stay valid. */
START_TEST(an_arena_gives_zeroed_aligned_memory_that_stays)
{
	enum { COUNT = 500 };
	size_t size[COUNT], sum = 0;
	char *memory[COUNT];
	struct arena arena;

	arena_init(&arena);
	for (int i = 0; i < COUNT; i++) {
		size[i] = (size_t)(i * 7919 % 5003) * (i % 50 == 0 ? 300 : 1);
		memory[i] = arena_get(&arena, size[i]);
		ck_assert_uint_eq((uintptr_t)memory[i] % 16, 0);
		ck_assert(is_zero(memory[i], size[i]));
		memset(memory[i], i % 255 + 1, size[i]);
		sum += size[i];
	}
	for (int i = 0; i < COUNT; i++)
		for (size_t k = 0; k < size[i]; k += 97)
			ck_assert_int_eq((unsigned char)memory[i][k],
					 i % 255 + 1);
	ck_assert_uint_ge(arena_size(&arena), sum);
	arena_fini(&arena);
	ck_assert_uint_eq(arena_size(&arena), 0);
}
END_TEST

START_TEST(an_arena_grows_by_few_requests)
{
	struct arena arena;

	arena_init(&arena);
	ck_assert_uint_eq(arena_size(&arena), 0);
	arena_get(&arena, 16);
	ck_assert_uint_le(arena_size(&arena), 8192);
	for (int i = 0; i < 100000; i++)
		arena_get(&arena, 64);
	ck_assert_uint_le(arena_size(&arena), 2 * 6400000);
	arena_fini(&arena);
}
END_TEST

START_TEST(an_arena_keeps_and_formats_texts)
{
	char text[] = "ring";
	struct arena arena;
	const char *copy, *line;

	arena_init(&arena);
	copy = arena_text(&arena, text);
	line = arena_format(&arena, "%s[%d] of %s", text, 17, "nic");
	text[0] = '?';
	ck_assert_str_eq(copy, "ring");
	ck_assert_str_eq(line, "ring[17] of nic");
	ck_assert_uint_eq(strlen(arena_format(&arena, "%9000d", 1)), 9000);
	arena_fini(&arena);
}
END_TEST

/* Under ASan, which stops at such sizes itself, there is nothing to see. */
static void add_failures(TCase *memory)
{
#ifndef __SANITIZE_ADDRESS__
	tcase_add_exit_test(memory, out_of_memory_ends_the_program,
			    STATUS_SYSTEM);
	tcase_add_exit_test(memory,
			    out_of_memory_while_growing_ends_the_program,
			    STATUS_SYSTEM);
#else
	(void)out_of_memory_ends_the_program;
	(void)out_of_memory_while_growing_ends_the_program;
#endif
	tcase_add_exit_test(memory,
			    an_arena_that_would_overflow_ends_the_program,
			    STATUS_SYSTEM);
}

Suite *make_suite(void)
{
	Suite *suite = suite_create("memory");
	TCase *memory = tcase_create("memory");

	tcase_add_test(memory, memory_comes_zeroed);
	tcase_add_test(memory, nothing_is_something);
	tcase_add_test(memory, resizing_keeps_what_was_there);
	tcase_add_test(memory, aligned_memory_is_aligned);
	tcase_add_test(memory, a_text_is_copied);
	tcase_add_test(memory, an_arena_gives_zeroed_aligned_memory_that_stays);
	tcase_add_test(memory, an_arena_grows_by_few_requests);
	tcase_add_test(memory, an_arena_keeps_and_formats_texts);
	add_failures(memory);
	suite_add_tcase(suite, memory);
	return suite;
}
