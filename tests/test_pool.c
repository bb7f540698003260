/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pool: order, bounds, and that threads do work at the same time. */
#include "experiment/pool.h"

#include <time.h>

#include "tests/suite.h"

struct task {
	int number, done;
	int wait_ms;
};

static void sleep_ms(int milliseconds)
{
	struct timespec time = {milliseconds / 1000,
				milliseconds % 1000 * 1000000L};

	nanosleep(&time, NULL);
}

static void work(void *data, void *task)
{
	struct task *t = task;

	(void)data;
	sleep_ms(t->wait_ms);
	t->done = t->number + 1;
}

static struct pool *make(int threads, int room)
{
	struct pool *pool = pool_new(threads, room, work, NULL, NULL);

	ck_assert_ptr_nonnull(pool);
	return pool;
}

static struct task *take(struct pool *pool)
{
	struct task *task;

	do
		task = pool_take(pool, 1000);
	while (!task);
	return task;
}

/* The first of each eight is the slowest. */
START_TEST(tasks_come_back_in_the_order_they_went_in)
{
	struct pool *pool = make(3, 6);
	struct task tasks[64];
	int taken = 0;

	for (int i = 0; i < 64; i++) {
		tasks[i] = (struct task){.number = i,
					 .wait_ms = i % 8 ? 0 : 5};
		while (pool_is_full(pool))
			ck_assert_int_eq(take(pool)->done, ++taken);
		pool_put(pool, &tasks[i]);
	}
	while (!pool_is_empty(pool))
		ck_assert_int_eq(take(pool)->done, ++taken);
	ck_assert_int_eq(taken, 64);
	pool_free(pool);
}
END_TEST

START_TEST(no_more_than_the_room_are_inside)
{
	struct pool *pool = make(1, 2);
	struct task a = {.number = 1}, b = {.number = 2};

	ck_assert(pool_is_empty(pool));
	pool_put(pool, &a);
	ck_assert(!pool_is_full(pool));
	pool_put(pool, &b);
	ck_assert(pool_is_full(pool));
	ck_assert_ptr_eq(take(pool), &a);
	ck_assert(!pool_is_full(pool));
	ck_assert_ptr_eq(take(pool), &b);
	ck_assert(pool_is_empty(pool));
	pool_free(pool);
}
END_TEST

START_TEST(taking_gives_up_after_its_time)
{
	struct pool *pool = make(1, 1);
	struct task slow = {.wait_ms = 200};

	pool_put(pool, &slow);
	ck_assert_ptr_null(pool_take(pool, 10));
	ck_assert_ptr_eq(take(pool), &slow);
	pool_free(pool);
}
END_TEST

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Sleeping takes no core: four at once are faster than in turn anywhere. */
START_TEST(threads_work_at_the_same_time)
{
	struct pool *pool = make(4, 4);
	struct task tasks[4];
	double begun = seconds();

	for (int i = 0; i < 4; i++) {
		tasks[i] = (struct task){.number = i, .wait_ms = 250};
		pool_put(pool, &tasks[i]);
	}
	for (int i = 0; i < 4; i++)
		take(pool);
	ck_assert(seconds() - begun < 0.75);
	pool_free(pool);
}
END_TEST

START_TEST(an_unused_pool_can_be_freed)
{
	pool_free(make(8, 8));
	pool_free(NULL);
	ck_assert_int_ge(pool_cores(), 1);
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("pool");
	TCase *tests = tcase_create("pool");

	tcase_add_test(tests, tasks_come_back_in_the_order_they_went_in);
	tcase_add_test(tests, no_more_than_the_room_are_inside);
	tcase_add_test(tests, taking_gives_up_after_its_time);
	tcase_add_test(tests, threads_work_at_the_same_time);
	tcase_add_test(tests, an_unused_pool_can_be_freed);
	suite_add_tcase(suite, tests);
	return suite;
}
