/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/lean.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

static double mean_of(const struct cost *cost)
{
	return cost->terms ? distribution_mean(&cost->term[0].value) : NAN;
}

static const char *name_of(struct arena *arena, const struct cost *cost)
{
	if (cost->name && *cost->name)
		return cost->name;
	return arena_format(arena, "line %d", cost->where.line);
}

static struct cost_record describe(struct arena *arena,
				   const struct leaning *leaning)
{
	const struct cost *cost = leaning->cost;

	return (struct cost_record){
		.mechanism = leaning->mechanism ? leaning->mechanism->name
						: "instance",
		.name = name_of(arena, cost),
		.value = cost->text ? cost->text : "",
		.status = cost_status_name(cost->status),
		.source = cost->source,
		.mean = mean_of(cost),
		.low = cost->low,
		.high = cost->high,
		.weight = leaning->weight,
	};
}

static bool is_name(const struct cost_record *a, const struct cost_record *b)
{
	return !strcmp(a->mechanism, b->mechanism) && !strcmp(a->name, b->name);
}

/* Two hosts may have hardware with a cost of the same name and another value:
 * the second is a row of its own, "clock (2)". */
static void add(struct cost_record *list, int *count, struct arena *arena,
		struct cost_record record)
{
	const char *name = record.name;
	int same = 1;

	for (int i = 0; i < *count; i++) {
		if (!is_name(&list[i], &record))
			continue;
		if (!strcmp(list[i].value, record.value)) {
			list[i].weight += record.weight;
			return;
		}
		record.name = arena_format(arena, "%s (%d)", name, ++same);
		i = -1;
	}
	list[(*count)++] = record;
}

const struct cost_record *lean_records(const struct leaning *leaning,
				       int leanings, struct arena *arena,
				       int *count)
{
	struct cost_record *list = arena_get(arena, ((size_t)leanings + 1) *
					     sizeof(*list));

	*count = 0;
	for (int i = 0; i < leanings; i++)
		add(list, count, arena, describe(arena, &leaning[i]));
	return list;
}
