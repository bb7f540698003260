/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The event set against a linear scan that cannot be wrong, and the paths
 * between its two parts that chance seldom takes. */
#include <stdlib.h>

#include "sim/event.h"
#include "sim/memory.h"
#include "sim/random.h"
#include "tests/suite.h"

/* In loops: Check writes to a file for every assertion that holds. */
#define MUST(what) \
	do { \
		if (!(what)) \
			ck_abort_msg("not so: %s", #what); \
	} while (0)

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
	{2, 20000, 100, 1, 0, 7},
	{3, 20000, 2, 1, 0, 7},
	{10, 40000, (sim_time)1 << 40, 1, 0, 6},
	{60, 40000, 50, 10, 5, 6},
	{300, 40000, (sim_time)1 << 20, 1, 9, 6},
	{1000, 30000, 1, 1, 0, 4},
	{1100, 30000, (sim_time)1 << 20, 1, 0, 5},
	{1500, 30000, (sim_time)1 << 10, 1 << 8, 0, 4},
	{2500, 30000, (sim_time)1 << 40, 1, 3, 6},
	{3000, 20000, 3, 1, 0, 4},
	{4000, 15000, (sim_time)1 << 30, (sim_time)1 << 28, 3, 4},
	{9000, 8000, (sim_time)1 << 25, 1, 4, 5},
	{20000, 5000, (sim_time)1 << 40, 1, 50, 4},
	{20000, 5000, 1, 1, 0, 4},
	{20000, 5000, 64, 32, 0, 4},
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
	item->event = (struct event){.queued = 1, .slot = 12345};
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
		MUST(!event);
		return NULL;
	}
	MUST(event == &first->event);
	MUST(event->time == first->time);
	MUST(!event_is_armed(event));
	first->armed = false;
	b->armed--;
	b->now = first->time;
	return first;
}

static void pop_and_rearm(struct bench *b)
{
	struct item *item = pop(b, SIM_NEVER);

	if (item && below(b, 8) == 0)
		event_init(&item->event, nothing); /* as a pool does */
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
	for (int i = 0; i < b.trial->events; i += 1 + (i & 1))
		arm(&b, &b.item[i], delay(&b));
	for (int i = 0; i < b.trial->operations; i++) {
		operate(&b);
		MUST((int)event_set_count(b.set) == b.armed);
		if (i % 101 == 0)
			event_set_check(b.set);
	}
	while (pop(&b, SIM_NEVER))
		;
	MUST((int)event_set_count(b.set) == 0);
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

		MUST(item);
		MUST(item->time > last ||
			  (item->time == last && item->order > order));
		last = item->time;
		order = item->order;
	}
	MUST(!event_pop(b.set, SIM_NEVER));
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
		MUST(event_pop(b.set, SIM_NEVER) == &b.item[i].event);
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
	MUST(!event_pop(b.set, SIM_S - 1));
	for (int i = 3000; i < 6000; i++)
		arm(&b, &b.item[i], SIM_MS + (6000 - i));
	event_set_check(b.set);
	for (int i = 6000; i-- > 3000;)
		MUST(event_pop(b.set, SIM_NEVER) == &b.item[i].event);
	for (int i = 0; i < 3000; i++)
		MUST(event_pop(b.set, SIM_NEVER) == &b.item[i].event);
	bench_fini(&b);
}
END_TEST

/* As above, but with nothing near, and too many for the near part. */
START_TEST(a_look_ahead_that_moved_the_wheel_is_taken_back)
{
	struct bench b;
	const struct trial trial = {.events = 6000};
	const sim_time start = (sim_time)1 << 41;

	bench_init(&b, &trial, 1);
	for (int i = 0; i < 3000; i++)
		arm(&b, &b.item[i], start + i * SIM_US);
	for (int i = 0; i < 1500; i++)
		cancel(&b, &b.item[i]);
	MUST(!event_pop(b.set, start + 1));
	for (int i = 3000; i < 6000; i++)
		arm(&b, &b.item[i], SIM_MS + i);
	event_set_check(b.set);
	for (int i = 3000; i < 6000; i++)
		MUST(event_pop(b.set, SIM_NEVER) == &b.item[i].event);
	for (int i = 1500; i < 3000; i++)
		MUST(event_pop(b.set, SIM_NEVER) == &b.item[i].event);
	bench_fini(&b);
}
END_TEST

/* Each move leaves an orphan; sweeps must keep them from piling up. */
START_TEST(events_moved_earlier_time_and_again_fire_once)
{
	struct bench b;
	const struct trial trial = {.events = 3000};

	bench_init(&b, &trial, 1);
	for (int round = 60; round > 0; round--)
		for (int i = 0; i < 3000; i++)
			arm(&b, &b.item[i], round * SIM_S + i * SIM_US);
	event_set_check(b.set);
	for (int i = 0; i < 3000; i++)
		MUST(event_pop(b.set, SIM_NEVER) == &b.item[i].event);
	MUST(!event_pop(b.set, SIM_NEVER));
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
			MUST(event_pop(b.set, 77) == &b.item[i].event);
	MUST(event_pop(b.set, 77) == &b.item[100].event);
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

		MUST(event == &b.item[i].event);
		event_arm(b.set, event, 5);
	}
	for (int i = 0; i < 3000; i++)
		MUST(event_pop(b.set, 5) == &b.item[i].event);
	MUST(!event_pop(b.set, SIM_NEVER));
	bench_fini(&b);
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("event_set");
	TCase *chance = tcase_create("chance");
	TCase *order = tcase_create("order");

	tcase_set_timeout(chance, 120);
	tcase_add_loop_test(chance,
			    any_sequence_of_operations_agrees_with_a_scan, 0,
			    2 * TRIALS);
	suite_add_tcase(suite, chance);
	tcase_set_timeout(order, 60);
	tcase_add_loop_test(order, a_large_set_is_filled_and_drained_in_order,
			    0, 4);
	tcase_add_test(order, arming_backwards_in_time_keeps_the_order);
	tcase_add_test(order, a_look_ahead_does_not_forbid_earlier_events);
	tcase_add_test(order, a_look_ahead_that_moved_the_wheel_is_taken_back);
	tcase_add_test(order, events_moved_earlier_time_and_again_fire_once);
	tcase_add_test(order,
		       events_of_one_instant_fire_in_the_order_of_arming);
	tcase_add_test(order, an_event_armed_for_now_waits_its_turn);
	suite_add_tcase(suite, order);
	return suite;
}
