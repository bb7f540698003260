/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The event set against a linear scan that cannot be wrong. */
#include "sim/event.h"

#include <stdlib.h>

#include "sim/memory.h"
#include "sim/random.h"
#include "sim/sim.h"
#include "tests/suite.h"

static void nothing(struct sim *sim, struct event *event)
{
	(void)sim;
	(void)event;
}

/* An event beside what the scan believes of it. */
struct item {
	struct event event;
	bool armed;
	sim_time time;
	uint64_t order;
};

/* How events are spread: delays are 0 .. span - 1 in steps of `grain`, one in
 * `far_in` a thousand times longer (0: none). */
struct trial {
	int events, operations;
	sim_time span, grain;
	int far_in;
	int pops; /* of 16 operations, so many are pops */
};

static const struct trial trials[] = {
	{1, 20000, 1, 1, 0, 6},
	{1, 20000, 1000, 1, 7, 6},
	{2, 40000, 100, 1, 0, 7},
	{3, 40000, 2, 1, 0, 7},
	{10, 60000, (sim_time)1 << 40, 1, 0, 6},
	{60, 60000, 50, 10, 5, 6},
	{300, 60000, (sim_time)1 << 20, 1, 9, 6},
	{1000, 60000, 1, 1, 0, 4},
	{1100, 60000, (sim_time)1 << 20, 1, 0, 5},
	{1500, 60000, (sim_time)1 << 10, 1 << 8, 0, 4},
	{2500, 60000, (sim_time)1 << 40, 1, 3, 6},
	{3000, 60000, 3, 1, 0, 4},
	{4000, 40000, (sim_time)1 << 30, (sim_time)1 << 28, 3, 4},
	{9000, 60000, (sim_time)1 << 25, 1, 4, 3},
	{20000, 60000, (sim_time)1 << 40, 1, 50, 2},
	{20000, 60000, 1, 1, 0, 2},
	{20000, 60000, 64, 32, 0, 2},
};

#define TRIALS (int)(sizeof(trials) / sizeof(trials[0]))

struct bench {
	const struct trial *trial;
	struct random_stream random;
	struct event_set *set;
	struct item *item;
	int armed;
	sim_time now;
	uint64_t order;
};

static uint64_t below(struct bench *b, uint64_t n)
{
	return random_next(&b->random) % n;
}

static struct item *pick(struct bench *b)
{
	return &b->item[below(b, (uint64_t)b->trial->events)];
}

static void arm(struct bench *b, struct item *item, sim_time when)
{
	event_arm(b->set, &item->event, when);
	b->armed += !item->armed;
	item->armed = true;
	item->time = when;
	item->order = ++b->order;
}

static sim_time delay(struct bench *b)
{
	const struct trial *t = b->trial;
	sim_time d = (sim_time)below(b, (uint64_t)t->span);

	if (t->far_in && below(b, (uint64_t)t->far_in) == 0)
		d *= 1000;
	return d - d % t->grain;
}

static void cancel(struct bench *b, struct item *item)
{
	event_cancel(b->set, &item->event);
	b->armed -= item->armed;
	item->armed = false;
}

/* As if the storage were freed and used for something else. */
static void release(struct bench *b, struct item *item)
{
	event_release(b->set, &item->event);
	b->armed -= item->armed;
	item->armed = false;
	item->event = (struct event){.qseq = 1, .slot = 12345};
	event_init(&item->event, nothing);
}

static struct item *scan(struct bench *b)
{
	struct item *first = NULL;

	for (int i = 0; i < b->trial->events; i++) {
		struct item *item = &b->item[i];

		if (!item->armed)
			continue;
		if (!first || item->time < first->time ||
		    (item->time == first->time && item->order < first->order))
			first = item;
	}
	return first;
}

static struct item *pop(struct bench *b, sim_time until)
{
	struct item *first = scan(b);
	struct event *event = event_pop(b->set, until);

	if (!first || first->time > until) {
		ck_assert_ptr_null(event);
		return NULL;
	}
	ck_assert_ptr_eq(event, &first->event);
	ck_assert_int_eq(event->time, first->time);
	ck_assert(!event_is_armed(event));
	first->armed = false;
	b->armed--;
	b->now = first->time;
	return first;
}

static void pop_and_rearm(struct bench *b)
{
	struct item *item = pop(b, SIM_NEVER);

	if (item && below(b, 8) > 0)
		arm(b, item, b->now + delay(b));
}

static void burst(struct bench *b)
{
	sim_time when = b->now + delay(b);

	for (uint64_t n = below(b, 300); n > 0; n--)
		arm(b, pick(b), when);
}

/* Look ahead in vain, then arm before where the look ahead ended. */
static void idle_gap(struct bench *b)
{
	struct item *first = scan(b);
	sim_time gap = first ? first->time - b->now : 100;

	if (gap > 1 && first)
		pop(b, b->now + (sim_time)below(b, (uint64_t)gap));
	if (gap > 1)
		arm(b, pick(b), b->now + (sim_time)below(b, (uint64_t)gap));
	pop(b, b->now + delay(b) / 8);
}

static void operate(struct bench *b)
{
	uint64_t what = below(b, 16);

	if (what < (uint64_t)b->trial->pops)
		pop_and_rearm(b);
	else if (what < 13)
		arm(b, pick(b), b->now + delay(b));
	else if (what == 13)
		cancel(b, pick(b));
	else if (what == 14 && below(b, 8) == 0)
		release(b, pick(b));
	else if (what == 14)
		idle_gap(b);
	else if (below(b, 64) == 0)
		burst(b);
}

static void bench_init(struct bench *b, const struct trial *trial,
		       uint64_t seed)
{
	*b = (struct bench){.trial = trial, .random = {seed}};
	b->set = event_set_new();
	b->item = memory_get((size_t)trial->events * sizeof(*b->item));
	for (int i = 0; i < trial->events; i++)
		event_init(&b->item[i].event, nothing);
}

static void bench_fini(struct bench *b)
{
	event_set_free(b->set);
	free(b->item);
}

START_TEST(any_sequence_of_operations_agrees_with_a_scan)
{
	struct bench b;

	bench_init(&b, &trials[_i / 2], (uint64_t)_i);
	for (int i = 0; i < b.trial->operations; i++) {
		operate(&b);
		ck_assert_int_eq((int)event_set_count(b.set), b.armed);
		if (i % 101 == 0)
			event_set_check(b.set);
	}
	while (pop(&b, SIM_NEVER))
		;
	ck_assert_int_eq((int)event_set_count(b.set), 0);
	bench_fini(&b);
}
END_TEST

START_TEST(a_large_set_is_filled_and_drained_in_order)
{
	struct bench b;
	struct trial trial = {
		.events = 200000, .span = (sim_time)1 << (4 + 12 * _i)};
	sim_time last = 0;
	uint64_t order = 0;

	trial.grain = 1;
	bench_init(&b, &trial, 42);
	for (int i = 0; i < trial.events; i++)
		arm(&b, &b.item[i], delay(&b));
	for (int i = 0; i < trial.events; i++) {
		struct item *item = (struct item *)event_pop(b.set, SIM_NEVER);

		ck_assert_ptr_nonnull(item);
		ck_assert(item->time > last ||
			  (item->time == last && item->order > order));
		last = item->time;
		order = item->order;
	}
	ck_assert_ptr_null(event_pop(b.set, SIM_NEVER));
	bench_fini(&b);
}
END_TEST

/* The near part is split again and again, always below what is far. */
START_TEST(arming_backwards_in_time_keeps_the_order)
{
	struct bench b;
	const struct trial trial = {.events = 50000};

	bench_init(&b, &trial, 1);
	for (int i = 0; i < trial.events; i++)
		arm(&b, &b.item[i], (trial.events - i) * 1000);
	event_set_check(b.set);
	for (int i = trial.events; i-- > 0;)
		ck_assert_ptr_eq(event_pop(b.set, SIM_NEVER), &b.item[i].event);
	bench_fini(&b);
}
END_TEST

/* Looking ahead opens the wheel past `now`; what is armed below comes first. */
START_TEST(a_look_ahead_does_not_forbid_earlier_events)
{
	struct bench b;
	const struct trial trial = {.events = 6000};

	bench_init(&b, &trial, 1);
	for (int i = 0; i < 3000; i++)
		arm(&b, &b.item[i], SIM_S + i * SIM_US);
	ck_assert_ptr_null(event_pop(b.set, SIM_S - 1));
	for (int i = 3000; i < 6000; i++)
		arm(&b, &b.item[i], SIM_MS + (6000 - i));
	event_set_check(b.set);
	for (int i = 6000; i-- > 3000;)
		ck_assert_ptr_eq(event_pop(b.set, SIM_NEVER), &b.item[i].event);
	for (int i = 0; i < 3000; i++)
		ck_assert_ptr_eq(event_pop(b.set, SIM_NEVER), &b.item[i].event);
	bench_fini(&b);
}
END_TEST

START_TEST(events_of_one_instant_fire_in_the_order_of_arming)
{
	struct bench b;
	const struct trial trial = {.events = 5000};

	bench_init(&b, &trial, 1);
	for (int i = 0; i < 5000; i++)
		arm(&b, &b.item[i], 77);
	arm(&b, &b.item[100], 77); /* again: now the last */
	for (int i = 0; i < 5000; i++)
		if (i != 100)
			ck_assert_ptr_eq(event_pop(b.set, 77),
					 &b.item[i].event);
	ck_assert_ptr_eq(event_pop(b.set, 77), &b.item[100].event);
	bench_fini(&b);
}
END_TEST

/* What a callback arms for now comes after all that were armed before. */
START_TEST(an_event_armed_for_now_waits_its_turn)
{
	struct bench b;
	const struct trial trial = {.events = 3000};

	bench_init(&b, &trial, 1);
	for (int i = 0; i < 3000; i++)
		arm(&b, &b.item[i], 5);
	for (int i = 0; i < 3000; i++) {
		struct event *event = event_pop(b.set, 5);

		ck_assert_ptr_eq(event, &b.item[i].event);
		event_arm(b.set, event, 5);
	}
	for (int i = 0; i < 3000; i++)
		ck_assert_ptr_eq(event_pop(b.set, 5), &b.item[i].event);
	ck_assert_ptr_null(event_pop(b.set, SIM_NEVER));
	bench_fini(&b);
}
END_TEST

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
	sim_at(sim, event, sim->now + 10);
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

Suite *make_suite(void)
{
	Suite *suite = suite_create("event");
	TCase *verbs = tcase_create("verbs");
	TCase *scan_case = tcase_create("scan");

	tcase_add_test(verbs, a_cancelled_event_never_fires);
	tcase_add_test(verbs, cancelling_an_idle_event_does_nothing);
	tcase_add_test(verbs, nothing_fires_after_until);
	tcase_add_test(verbs, the_last_instant_can_be_armed);
	tcase_add_test(verbs, events_of_one_instant_fire_in_the_order_of_arming);
	tcase_add_test(verbs, an_event_armed_for_now_waits_its_turn);
	tcase_add_test(verbs, a_released_event_may_be_freed);
	tcase_add_test(verbs, a_run_stops_at_until_and_sets_the_clock);
	suite_add_tcase(suite, verbs);
	tcase_set_timeout(scan_case, 120);
	tcase_add_loop_test(scan_case,
			    any_sequence_of_operations_agrees_with_a_scan, 0,
			    2 * TRIALS);
	tcase_add_loop_test(scan_case,
			    a_large_set_is_filled_and_drained_in_order, 0, 4);
	tcase_add_test(scan_case, arming_backwards_in_time_keeps_the_order);
	tcase_add_test(scan_case, a_look_ahead_does_not_forbid_earlier_events);
	suite_add_tcase(suite, scan_case);
	return suite;
}
