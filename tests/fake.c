/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fake.h"

#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>

#define JOBS 1000

static int count(int *counter, int by)
{
	return __atomic_add_fetch(counter, by, __ATOMIC_SEQ_CST);
}

static void note_most(struct fake *fake, int alive)
{
	int most = __atomic_load_n(&fake->most_alive, __ATOMIC_SEQ_CST);

	while (alive > most &&
	       !__atomic_compare_exchange_n(&fake->most_alive, &most, alive,
					    false, __ATOMIC_SEQ_CST,
					    __ATOMIC_SEQ_CST))
		;
}

static const struct check_record bad_check[] = {
	{"little", "netback", false, "17", "18"},
};

static void spoil(const struct fake *fake, struct replication_record *record)
{
	record->state = fake->is_dead ? "deadlock" : "check";
	record->story = fake->is_dead ? "netback waits for itself" : NULL;
	record->check = bad_check;
	record->checks = fake->is_dead ? 0 : 1;
}

static void wait_ms(int milliseconds)
{
	struct timespec time = {0, milliseconds * 1000000L};

	nanosleep(&time, NULL);
}

static void note_begun(struct fake *fake, int begun)
{
	if (begun == fake->stop_at)
		__atomic_store_n(&fake->stop, 1, __ATOMIC_SEQ_CST);
	if (begun == fake->kill_at)
		raise(SIGKILL);
}

/* Gives up when it is told to before it is through, as a world does. */
static bool replicate(void *data, int point, int replication,
		      const volatile int *stop, struct arena *arena,
		      struct replication_record *record)
{
	struct fake *fake = data;

	note_most(fake, count(&fake->alive, 1));
	note_begun(fake, count(&fake->begun, 1));
	if (replication == 0)
		wait_ms(fake->slow_ms);
	if (__atomic_load_n(&fake->stop, __ATOMIC_SEQ_CST))
		for (int i = 0; i < 1000 && !__atomic_load_n(stop,
						__ATOMIC_RELAXED); i++)
			wait_ms(1);
	records_replicate(record, point, replication, JOBS, arena);
	record->point = fake->point[point].id;
	if (point == fake->fail_point && replication == 1)
		spoil(fake, record);
	count(&fake->alive, -1);
	if (__atomic_load_n(stop, __ATOMIC_RELAXED))
		return false;
	count(&fake->whole, 1);
	return true;
}

static void point_done(void *data, int point)
{
	struct fake *fake = data;

	ck_assert_int_eq(point, fake->points_done++);
}

static void progress(void *data, const struct run_progress *told)
{
	struct fake *fake = data;

	fake->told++;
	fake->last = *told;
}

static void note(void *data, const char *line)
{
	struct fake *fake = data;

	snprintf(fake->note, sizeof(fake->note), "%s", line);
}

void fake_init(struct fake *fake)
{
	*fake = (struct fake){.fail_point = -1};
	for (int i = 0; i < RECORDS_POINTS; i++) {
		fake->point[i] = records_point[i];
		fake->replications[i] = 3;
	}
	fake->plan = (struct plan){
		.run = records_run,
		.point = fake->point,
		.replications = fake->replications,
		.points = RECORDS_POINTS,
		.replicate = replicate,
		.point_done = point_done,
		.data = fake,
	};
	fake->options = (struct run_options){
		.output = "a.db",
		.jobs = 2,
		.is_reproducible = true,
		.progress = progress,
		.note = note,
		.data = fake,
		.stop = &fake->stop,
	};
}

int fake_run(struct fake *fake)
{
	fake->begun = fake->whole = fake->points_done = fake->told = 0;
	fake->note[0] = '\0';
	return plan_run(&fake->plan, &fake->options, &fake->summary,
			&fake->error);
}

void fake_run_well(struct fake *fake)
{
	ck_assert_msg(fake_run(fake) == 0, "%s", fake->error.message);
}
