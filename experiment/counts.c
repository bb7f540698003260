/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/counts.h"

#include <string.h>

static bool is_count(const struct cost *cost)
{
	return cost->terms == 1 && cost->term->unit == UNIT_COUNT &&
	       cost->term->value.kind == DISTRIBUTION_CONSTANT &&
	       !cost->term->per;
}

static bool is_there(const struct attribute *attribute, int count,
		     const char *name)
{
	for (int i = 0; i < count; i++)
		if (strcmp(attribute[i].name, name) == 0)
			return true;
	return false;
}

void counts_add(struct arena *arena, struct setup_workload *workload)
{
	const struct mechanism *home = workload->home;
	int count = workload->attributes;
	size_t room = (size_t)(count + home->costs);
	struct attribute *all;

	if (strcmp(home->dimension, "workload") != 0)
		return; /* a bare network's counts are its components' */
	all = arena_get(arena, room * sizeof(*all));
	if (count > 0)
		memcpy(all, workload->attribute, (size_t)count * sizeof(*all));
	for (int i = 0; i < home->costs; i++) {
		const struct cost *cost = &home->cost[i];

		if (is_count(cost) && !is_there(all, count, cost->name))
			all[count++] = (struct attribute){
				cost->name, cost->term->value.a,
			};
	}
	workload->attribute = all;
	workload->attributes = count;
}
