/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The verbs, one by one; tests/test_event_set.c mixes them. */
#include "sim/event.h"

#include <stdlib.h>

#include "sim/memory.h"
#include "sim/sim.h"
#include "tests/suite.h"

static void nothing(struct sim *sim, struct event *event)
{
	(void)sim;
	(void)event;
}

START_TEST(a_cancelled_event_never_fires)
{
	struct event_set *set = event_set_new();
	struct event event, other;

	event_init(&event, nothing);
	event_init(&other, nothing);
	event_arm(set, &event, 1);
	event_arm(set, &other, 2);
	event_cancel(set, &event);
	ck_assert(!event_is_armed(&event));
	ck_assert_ptr_eq(event_pop(set, SIM_NEVER), &other);
	ck_assert_ptr_null(event_pop(set, SIM_NEVER));
	event_set_free(set);
}
END_TEST

START_TEST(cancelling_an_idle_event_does_nothing)
{
	struct event_set *set = event_set_new();
	struct event event;

	event_init(&event, nothing);
	event_cancel(set, &event);
	ck_assert_int_eq((int)event_set_count(set), 0);
	ck_assert_ptr_null(event_pop(set, SIM_NEVER));
	event_set_free(set);
}
END_TEST

START_TEST(nothing_fires_after_until)
{
	struct event_set *set = event_set_new();
	struct event event;

	event_init(&event, nothing);
	event_arm(set, &event, 100);
	ck_assert_ptr_null(event_pop(set, 99));
	ck_assert_ptr_eq(event_pop(set, 100), &event);
	ck_assert_int_eq(event.time, 100);
	event_set_free(set);
}
END_TEST

START_TEST(the_last_instant_can_be_armed)
{
	struct event_set *set = event_set_new();
	struct event event;

	event_init(&event, nothing);
	event_arm(set, &event, SIM_NEVER - 1);
	ck_assert_ptr_null(event_pop(set, SIM_NEVER - 2));
	ck_assert_ptr_eq(event_pop(set, SIM_NEVER), &event);
	event_set_free(set);
}
END_TEST

/* Freed after release: the sanitizers would see any use. */
START_TEST(a_released_event_may_be_freed)
{
	struct event_set *set = event_set_new();
	enum { COUNT = 3000 };
	struct event *event[COUNT];

	for (int i = 0; i < COUNT; i++) {
		event[i] = memory_get(sizeof(*event[i]));
		event_init(event[i], nothing);
		event_arm(set, event[i], SIM_S + i);
		event_arm(set, event[i], i); /* orphans, for most */
	}
	for (int i = 0; i < COUNT; i += 2) {
		event_release(set, event[i]);
		free(event[i]);
	}
	event_set_check(set);
	for (int i = 1; i < COUNT; i += 2) {
		ck_assert_ptr_eq(event_pop(set, SIM_NEVER), event[i]);
		event_release(set, event[i]);
		free(event[i]);
	}
	ck_assert_ptr_null(event_pop(set, SIM_NEVER));
	event_set_free(set);
}
END_TEST

struct clock {
	struct sim sim;
	struct event tick;
	int ticks;
};

static void tick(struct sim *sim, struct event *event)
{
	struct clock *clock = (struct clock *)sim;

	clock->ticks++;
	sim_after(sim, event, 10);
}

START_TEST(a_run_stops_at_until_and_sets_the_clock)
{
	struct clock clock = {.ticks = 0};

	sim_init(&clock.sim);
	event_init(&clock.tick, tick);
	sim_at(&clock.sim, &clock.tick, 10);
	sim_run(&clock.sim, 1005);
	ck_assert_int_eq(clock.ticks, 100);
	ck_assert_int_eq(clock.sim.now, 1005);
	ck_assert_int_eq((int)clock.sim.fired, 100);
	sim_cancel(&clock.sim, &clock.tick);
	ck_assert(!sim_step(&clock.sim, SIM_NEVER));
	ck_assert_int_eq(clock.sim.now, 1005);
	sim_fini(&clock.sim);
}
END_TEST

START_TEST(what_would_be_after_the_end_of_time_never_comes)
{
	struct clock clock = {.ticks = 0};

	sim_init(&clock.sim);
	event_init(&clock.tick, tick);
	sim_after(&clock.sim, &clock.tick, 7);
	ck_assert(sim_step(&clock.sim, SIM_NEVER));
	ck_assert_int_eq(clock.sim.now, 7);
	sim_after(&clock.sim, &clock.tick, SIM_NEVER - 2 - 7);
	ck_assert(sim_step(&clock.sim, SIM_NEVER - 2));
	ck_assert_int_eq(clock.sim.now, SIM_NEVER - 2);
	sim_after(&clock.sim, &clock.tick, SIM_NEVER);
	ck_assert(!sim_step(&clock.sim, SIM_NEVER - 2));
	sim_fini(&clock.sim);
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("event");
	TCase *verbs = tcase_create("verbs");

	tcase_add_test(verbs, a_cancelled_event_never_fires);
	tcase_add_test(verbs, cancelling_an_idle_event_does_nothing);
	tcase_add_test(verbs, nothing_fires_after_until);
	tcase_add_test(verbs, the_last_instant_can_be_armed);
	tcase_add_test(verbs, a_released_event_may_be_freed);
	tcase_add_test(verbs, a_run_stops_at_until_and_sets_the_clock);
	tcase_add_test(verbs,
		       what_would_be_after_the_end_of_time_never_comes);
	suite_add_tcase(suite, verbs);
	return suite;
}
