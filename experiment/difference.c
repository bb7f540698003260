/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/difference.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "experiment/output.h"

#define SHOWN 60 /* characters of a line */

struct line {
	const char *text;
	int length;
};

static struct line line_at(const char *text)
{
	return (struct line){text, (int)strcspn(text, "\n")};
}

static const char *line_after(struct line line)
{
	const char *end = line.text + line.length;

	return *end ? end + 1 : end;
}

static int shown(struct line line)
{
	return line.length < SHOWN ? line.length : SHOWN;
}

/* The first line of two resolved texts that is not the same. */
static void compare_lines(const char *label, const char *now, const char *was,
			  char *text, size_t size)
{
	struct line a = line_at(now), b = line_at(was);

	while ((*a.text || *b.text) && a.length == b.length &&
	       !memcmp(a.text, b.text, (size_t)a.length)) {
		a = line_at(line_after(a));
		b = line_at(line_after(b));
	}
	snprintf(text, size, "%s: '%.*s', was '%.*s'", label, shown(a), a.text,
		 shown(b), b.text);
}

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
			compare_lines(now->label, now->resolved, was->resolved,
				      text, size);
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
