/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/metrics.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

/* Has any point a value of it? */
static bool has_value(const struct view *view, const char *metric)
{
	for (int i = 0; i < view->results->points; i++) {
		const struct point_results *p = &view->results->point[i];

		for (int e = 0; e < p->estimates; e++)
			if (strcmp(p->estimate[e].name, metric) == 0 &&
			    isfinite(p->estimate[e].value))
				return true;
	}
	return false;
}

/* Does it begin alike?  "latency.p98" is told of latency.*, not of all. */
static bool is_near(const char *name, const char *asked)
{
	size_t stem = strcspn(asked, ".");

	return strncmp(name, asked, stem) == 0 && name[stem] == '.';
}

/* The first point's metrics, those near to what was asked or all of them. */
static const char *names(const struct view *view, const char *asked)
{
	const struct point_results *p = view->results->point;
	const char *text = "", *last = "";

	for (int e = 0; e < p->estimates; e++) {
		const char *name = p->estimate[e].name;

		if (strcmp(name, last) == 0 || (asked && !is_near(name, asked)))
			continue;
		text = arena_format(view->arena, "%s%s%s", text,
				    *text ? ", " : "", name);
		last = name;
	}
	return text;
}

static int refuse(const struct view *view, const char *asked,
		  struct error *error)
{
	const char *near = names(view, asked);

	return error_set(error, STATUS_INPUT, "no metric '%s' has a value "
			 "here; there are %s", asked,
			 *near ? near : names(view, NULL));
}

int metrics_choose(const struct view *view, const char *asked,
		   const char *metric[METRICS_SHOWN], struct error *error)
{
	static const char *const usual[METRICS_SHOWN] = {"throughput",
							 "latency.p99"};
	int count = 0;

	if (asked) {
		metric[0] = asked;
		return has_value(view, asked) ? 1
					      : refuse(view, asked, error);
	}
	for (int i = 0; i < METRICS_SHOWN; i++)
		if (has_value(view, usual[i]))
			metric[count++] = usual[i];
	if (count == 0)
		return error_set(error, STATUS_INPUT, "neither throughput nor "
				 "latency.p99 has a value; name a metric");
	return count;
}
