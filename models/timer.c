/* SPDX-License-Identifier: GPL-3.0-or-later */
/* timer.c -- an errand each period: a guest's tick (timer.h). */
#include <stddef.h>

#include "models/engine.h"
#include "models/timer.h"

static const struct param timer_params[] = {
	[TIMER_PER] = PARAM_PER,
	[TIMER_CPU] = {"cpu", PARAM_CPU, true, 0, 0, NULL, NULL,
		"whose CPUs its errands are for: guest or a domain"},
	[TIMER_PERIOD] = {"period", PARAM_TIME, true, 1e6, 1e15, NULL, NULL,
		"from one to the next; the phase is drawn"},
	[TIMER_IDLE] = {"idle", PARAM_CHOICE, false, 0, 0, "skip",
		"skip|fire", "none while its CPU is idle, or all the same"},
	[TIMER_PATH] = {"path", PARAM_STEPS, true, 0, 0, NULL, NULL,
		"the way of an errand; `target` is its CPU"},
};

struct timer {
	struct part part;
	struct event event;
	struct cpu *cpu;
	struct job *errand;
	bool is_out, skips;
	double due, period;
	uint64_t key, count;
	uint64_t fired, skipped, swallowed;
};

static void back(struct world *world, struct job *errand, struct context *by)
{
	(void)world;
	(void)by;
	((struct timer *)errand->owner)->is_out = false;
}

static void send(struct world *world, struct timer *timer)
{
	struct job *errand = timer->errand;
	timer->is_out = true;
	timer->fired++;
	errand->pc = timer->part.set->round->op;
	errand->key = random_fold(timer->key, timer->count);
	errand->start = errand->marked = world->sim.now;
	errand->label = -1;
	job_move(world, errand);
}

static void is_due(struct sim *sim, struct event *event)
{
	struct world *world = (struct world *)sim;
	struct timer *timer = (struct timer *)((char *)event -
					offsetof(struct timer, event));
	timer->count++;
	timer->due += timer->period;
	sim_at(sim, event, (sim_time)timer->due);
	if (timer->is_out)
		timer->swallowed++;
	else if (timer->skips && cpu_is_idle(timer->cpu))
		timer->skipped++;
	else
		send(world, timer);
}

static void timer_begin(struct world *world, struct part *part)
{
	struct timer *timer = (struct timer *)part;
	const struct set *set = part->set;
	const struct realm *realm = &world->program->realm[set->realm];
	int number = part->index % realm->cpus;
	timer->cpu = world->realm_cpu[set->realm][number];
	timer->period = set->number[TIMER_PERIOD];
	timer->skips = set->number[TIMER_IDLE] == 0;
	timer->key = part_key(world, part);
	timer->errand = job_new(world, 0, JOB_ERRAND, NULL, NULL);
	timer->errand->owner = timer;
	timer->errand->ended = back;
	timer->errand->target = timer->cpu;
	timer->errand->cpu = (uint16_t)number;
	timer->errand->guest = (int16_t)(set->guest < 0 ? 0 : set->guest);
	timer->due = timer->period *
		     ((double)(random_mix(timer->key) >> 11) * 0x1p-53);
	event_init(&timer->event, is_due);
	sim_at(&world->sim, &timer->event, (sim_time)timer->due);
}

static void timer_open(struct world *world, struct part *part)
{
	struct timer *timer = (struct timer *)part;
	(void)world;
	timer->fired = timer->skipped = timer->swallowed = 0;
}

void timer_counts(const struct part *part, uint64_t count[TIMER_COUNTS])
{
	const struct timer *timer = (const struct timer *)part;
	count[TIMER_FIRED] = timer->fired;
	count[TIMER_SKIPPED] = timer->skipped;
	count[TIMER_SWALLOWED] = timer->swallowed;
}

const struct kind timer_kind = {
	.name = "timer",
	.meaning = "an errand each period, as a guest's tick",
	.usage = USAGE_NONE,
	.param = timer_params,
	.params = TIMER_PARAMS,
	.size = sizeof(struct timer),
	.begin = timer_begin,
	.open = timer_open,
};
