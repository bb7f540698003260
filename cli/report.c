/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report.c -- what the tables and the machine formats have in common. */
#include "cli/report.h"

#include <stdbool.h>
#include <string.h>

#define UTILISATION "utilisation."

const struct load_sum *report_load(const struct point_results *point,
				   const char *workload)
{
	for (int i = 0; i < point->loads; i++)
		if (strcmp(point->load[i].workload, workload) == 0)
			return &point->load[i];
	return NULL;
}

static bool is_among(const char *const *name, int count, const char *word)
{
	for (int i = 0; i < count; i++)
		if (strcmp(name[i], word) == 0)
			return true;
	return false;
}

int report_workloads(const struct results *results, const char **name,
		     int most)
{
	int count = 0;

	for (int p = 0; p < results->points; p++) {
		const struct point_results *point = &results->point[p];

		for (int i = 0; i < point->loads && count < most; i++)
			if (!is_among(name, count, point->load[i].workload))
				name[count++] = point->load[i].workload;
	}
	return count;
}

bool report_is_absent(const struct point_results *point, const char *workload)
{
	if (point->point.absent == NULL)
		return false;
	for (int i = 0; i < point->point.swepts; i++)
		if (strcmp(point->point.swept[i].key, "workload") == 0)
			return strcmp(point->point.swept[i].text,
				      workload) == 0;
	return true;
}

/* The last `parts` parts of a dotted key. */
static const char *tail(const char *key, int parts)
{
	const char *at = key + strlen(key);

	while (at > key && parts > 0)
		if (*--at == '.' && --parts == 0)
			return at + 1;
	return key;
}

static bool is_unique(const struct point_record *point, int swept, int parts)
{
	const char *mine = tail(point->swept[swept].key, parts);

	for (int i = 0; i < point->swepts; i++)
		if (i != swept &&
		    strcmp(tail(point->swept[i].key, parts), mine) == 0)
			return false;
	return true;
}

/* `arrival.open` says more than `open`: forms are no names. */
static bool is_form(const char *word)
{
	return strcmp(word, "open") == 0 || strcmp(word, "closed") == 0;
}

const char *report_head(const struct point_record *point, int swept)
{
	const char *key = point->swept[swept].key;
	int parts = is_form(tail(key, 1)) ? 2 : 1;

	while (tail(key, parts) > key && !is_unique(point, swept, parts))
		parts++;
	return tail(key, parts);
}

const char *report_name(struct arena *arena, const struct point_record *point)
{
	const char *name = point->label;

	if (point->instance != NULL && *point->instance != '\0')
		name = arena_format(arena, "%s %s", name, point->instance);
	for (int i = 0; i < point->swepts; i++)
		if (strcmp(point->swept[i].key, "workload") != 0)
			name = arena_format(arena, "%s %s=%s", name,
					    report_head(point, i),
					    point->swept[i].text);
	return name;
}

const char *report_busiest(const struct point_results *point, double *share)
{
	const char *name = NULL;

	*share = 0;
	for (int i = 0; i < point->estimates; i++) {
		const struct estimate_record *estimate = &point->estimate[i];

		/* A class's share is at most its core's, whose shorter name
		 * comes first. */
		if (strncmp(estimate->name, UTILISATION,
			    strlen(UTILISATION)) != 0 ||
		    !(estimate->value > *share))
			continue;
		*share = estimate->value;
		name = estimate->name + strlen(UTILISATION);
	}
	return name;
}
