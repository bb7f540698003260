/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/clock.h"

const char *const label_names[LABELS] = {
	"kick",	   "runnable", "preempted", "steal",
	"stalled", "owed",     "behind",    "empty",
	"other",
};

void clock_init(struct clock *clock, struct arena *arena, int stages,
		int label)
{
	clock->labels = LABELS + 2 * stages;
	clock->label = label;
	clock->total = arena_get(arena, (size_t)clock->labels *
						sizeof(clock->total[0]));
	clock->area = arena_get(arena, (size_t)clock->labels *
					       sizeof(clock->area[0]));
}

void clock_open(struct clock *clock, sim_time now)
{
	clock_set(clock, now, clock->label);
	for (int i = 0; i < clock->labels; i++)
		clock->area[i] = 0;
}
