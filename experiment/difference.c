/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/difference.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "experiment/output.h"
#include "experiment/place.h"

#define SHOWN 48 /* characters of a value */

static bool ends_value(char c)
{
	return c == ',' || c == '}' || c == ']';
}

/* How much of a value is shown: to its end, or SHOWN characters. */
static int value_length(const char *value)
{
	int depth = 0;
	size_t at = 0;

	while (value[at] && at < SHOWN) {
		if (depth == 0 && ends_value(value[at]))
			break;
		depth += value[at] == '{' || value[at] == '[';
		depth -= value[at] == '}' || value[at] == ']';
		at = value[at] == '"' ? place_skip_string(value, at) : at + 1;
	}
	return (int)(at < SHOWN ? at : SHOWN);
}

/* One text has more in this map or list than the other. */
static void end_early(struct place *place, size_t at)
{
	if (place->levels)
		place->level[place->levels - 1].has_name = false;
	place->value = at;
}

static void print_value(const char *text, size_t at, char *value, size_t size)
{
	int length;

	at += text[at] == ',';
	length = value_length(text + at);
	snprintf(value, size, "%.*s", length ? length : 7,
		 length ? text + at : "nothing");
}

/* The first value of two resolved texts that is not the same. */
static void compare_resolved(const char *label, const char *now,
			     const char *was, char *text, size_t size)
{
	struct place place;
	char path[256], is[SHOWN + 1], old[SHOWN + 1];
	size_t at = 0;

	while (now[at] && now[at] == was[at])
		at++;
	place = place_at(now, at);
	if (ends_value(now[at]) && ends_value(was[at]))
		end_early(&place, at);
	place_path(&place, now, path, sizeof(path));
	print_value(now, place.value, is, sizeof(is));
	print_value(was, place.value, old, sizeof(old));
	snprintf(text, size, "%s: %s is %s, was %s", label,
		 *path ? path : "it", is, old);
}

/* ---- what differs ---- */

static bool differ_points(const struct plan *plan,
			  const struct results *results, char *text,
			  size_t size)
{
	for (int i = 0; i < plan->points && i < results->points; i++) {
		const struct point_record *now = &plan->point[i];
		const struct point_record *was = &results->point[i].point;

		if (now->id == was->id)
			continue;
		if (strcmp(now->label, was->label) ||
		    strcmp(now->swept_text, was->swept_text))
			snprintf(text, size, "point %d is %s %s, was %s %s",
				 i + 1, now->label, now->swept_text, was->label,
				 was->swept_text);
		else
			compare_resolved(now->label, now->resolved,
					 was->resolved, text, size);
		return true;
	}
	if (plan->points == results->points)
		return false;
	snprintf(text, size, "%d points, were %d", plan->points,
		 results->points);
	return true;
}

/* More are added; fewer would leave results that nobody asked for. */
static bool differ_replications(const struct plan *plan,
				const struct results *results, char *text,
				size_t size)
{
	for (int i = 0; i < plan->points; i++) {
		if (results->point[i].last < plan->replications[i])
			continue;
		snprintf(text, size, "run.replications is %d, was %d",
			 plan->replications[i], results->run.replications);
		return true;
	}
	return false;
}

bool difference_find(const struct plan *plan, const struct results *results,
		     char *text, size_t size)
{
	const struct run_record *now = &plan->run, *was = &results->run;

	if (strcmp(now->version, was->version)) {
		snprintf(text, size, "the version of fathom is %s, was %s",
			 now->version, was->version);
		return true;
	}
	if (now->seed != was->seed) {
		snprintf(text, size, "run.seed is %" PRIu64 ", was %" PRIu64,
			 now->seed, was->seed);
		return true;
	}
	if (differ_points(plan, results, text, size) ||
	    differ_replications(plan, results, text, size))
		return true;
	/* Not reached while the fingerprint is made of these alone. */
	if (output_fingerprint(plan) == was->fingerprint)
		return false;
	snprintf(text, size, "its fingerprint");
	return true;
}
