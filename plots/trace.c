/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/trace.h"

#include <math.h>
#include <string.h>

void measure_cover(struct axis *axis, const struct measure *measure)
{
	axis_cover(axis, measure->value);
	axis_cover(axis, measure->low);
	axis_cover(axis, measure->high);
	if (isfinite(measure->value))
		axis->amount = measure->amount;
}

bool trace_is_hollow(const struct trace_point *point)
{
	return strcmp(point->y.status, "saturated") == 0 ||
	       strcmp(point->y.status, "dropping") == 0 ||
	       strcmp(point->y.status, "failing") == 0 ||
	       strcmp(point->y.status, "starved") == 0;
}

static bool is_drawn(const struct trace_point *point)
{
	return isfinite(point->x) && isfinite(point->y.value);
}

static bool is_at_edge(const struct trace_point *point)
{
	return isfinite(point->x) && !isfinite(point->y.value) &&
	       trace_is_hollow(point);
}

static void dress(struct curve *curve, const struct series *series)
{
	curve->name = series->name;
	curve->colour = series->colour;
	curve->dash = series->dash;
}

static void add_line(struct figure *figure, struct panel *panel,
		     const struct series *series,
		     const struct trace_point *point, int count)
{
	enum curve_role role = CURVE_LINE;
	bool is_empty = true;
	struct curve *curve;

	for (int i = 0; i < count; i++) {
		is_empty &= !is_drawn(&point[i]);
		if (is_drawn(&point[i]) && isfinite(point[i].y.low) &&
		    isfinite(point[i].y.high))
			role = CURVE_BAND;
	}
	if (is_empty)
		return;
	curve = panel_curve(figure, panel, role, count);
	dress(curve, series);
	for (int i = 0; i < count; i++)
		if (isfinite(point[i].x))
			curve_row(curve, point[i].x, point[i].y.value,
				  point[i].y.low, point[i].y.high);
}

static void add_rings(struct figure *figure, struct panel *panel,
		      const struct series *series,
		      const struct trace_point *point, int count)
{
	double edge = axis_value(&panel->y,
				 1 - TRACE_EDGE / 2 / panel_height(panel));
	double from_x = NAN, from_y = NAN;
	struct curve *curve = NULL;

	for (int i = 0; i < count; i++) {
		double x = point[i].x, y = point[i].y.value;
		bool at_edge = is_at_edge(&point[i]);

		if (at_edge || (is_drawn(&point[i]) &&
				trace_is_hollow(&point[i]))) {
			if (!curve)
				curve = panel_curve(figure, panel,
						    CURVE_HOLLOW, count);
			y = at_edge ? edge : y;
			if (!at_edge || !isfinite(from_x)) {
				from_x = x;
				from_y = y;
			}
			curve_row(curve, x, y, from_x, from_y);
		}
		if (isfinite(x) && isfinite(y)) {
			from_x = x;
			from_y = y;
		}
	}
	if (curve)
		dress(curve, series);
}

int trace_add(struct figure *figure, struct panel *panel,
	      const struct series *series, const struct trace_point *point,
	      int count, double start[2], double end[2])
{
	double edge = axis_value(&panel->y,
				 1 - TRACE_EDGE / 2 / panel_height(panel));
	int places = 0;

	add_line(figure, panel, series, point, count);
	add_rings(figure, panel, series, point, count);
	for (int i = 0; i < count; i++) {
		if (!is_drawn(&point[i]) && !is_at_edge(&point[i]))
			continue;
		end[0] = point[i].x;
		end[1] = is_drawn(&point[i]) ? point[i].y.value : edge;
		if (places++ == 0)
			memcpy(start, end, 2 * sizeof(*end));
	}
	return places;
}
