/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/axis.h"

#include <math.h>
#include <stdio.h>

#include "plots/words.h"

#define LABEL_ROOM 60 /* pixels */

void axis_begin(struct axis *axis, bool is_log, enum amount amount)
{
	*axis = (struct axis){.is_log = is_log, .amount = amount,
			      .low = INFINITY, .high = -INFINITY};
}

void axis_cover(struct axis *axis, double value)
{
	if (!isfinite(value) || (axis->is_log && value <= 0))
		return;
	if (value < axis->low)
		axis->low = value;
	if (value > axis->high)
		axis->high = value;
}

static double flat(const struct axis *axis, double value)
{
	return axis->is_log ? log10(value) : value;
}

double axis_place(const struct axis *axis, double value)
{
	double low = flat(axis, axis->low);

	return (flat(axis, value) - low) / (flat(axis, axis->high) - low);
}

double axis_value(const struct axis *axis, double place)
{
	double low = flat(axis, axis->low);
	double value = low + place * (flat(axis, axis->high) - low);

	return axis->is_log ? pow(10, value) : value;
}

void axis_tic(struct axis *axis, double at, const char *text)
{
	struct axis_tic *tic = &axis->tic[axis->tics];

	if (axis->tics == AXIS_TICS)
		return;
	tic->at = at;
	snprintf(tic->text, sizeof(tic->text), "%s", text);
	axis->tics++;
}

static void tic_at(struct axis *axis, double value)
{
	char text[AMOUNT_TEXT];

	axis_tic(axis, value, amount_text(text, value, axis->amount));
}

/* Where tics may stand, and what room each takes. */
struct span {
	double from, to; /* values */
	double length;   /* of the whole axis, in pixels */
	enum axis_way way;
};

/* Do all tics stand clear of one another? */
static bool is_clear(const struct axis *axis, const struct span *span)
{
	double end = -INFINITY;

	for (int i = 0; i < axis->tics; i++) {
		const struct axis_tic *tic = &axis->tic[i];
		double half = span->way == AXIS_UP
			? 9 : words_width(tic->text, 13, false) / 2 + 4;
		double at = span->length * axis_place(axis, tic->at);

		if (at - half < end)
			return false;
		end = at + half;
	}
	return axis->tics < AXIS_TICS;
}

/* Multiples of each `step`-th power of ten that carry tics: most first. */
static const struct pattern {
	int step, count;
	double multiple[8];
} patterns[] = {
	{1, 8, {1, 1.5, 2, 3, 4, 5, 6, 8}}, {1, 4, {1, 2, 3, 5}},
	{1, 3, {1, 2, 5}}, {1, 2, {1, 3}}, {1, 1, {1}},
	{2, 1, {1}}, {3, 1, {1}}, {6, 1, {1}},
};

static void log_tics(struct axis *axis, const struct span *span,
		     const struct pattern *pattern)
{
	int last = (int)ceil(log10(span->to));

	axis->tics = 0;
	for (int e = (int)floor(log10(span->from)); e <= last; e++)
		for (int i = 0; i < pattern->count && e % pattern->step == 0;
		     i++) {
			double at = pattern->multiple[i] * pow(10, e);

			if (at >= span->from * 0.999 && at <= span->to * 1.001)
				tic_at(axis, at);
		}
}

static void even_tics(struct axis *axis, const struct span *span, double step)
{
	double last = floor(span->to / step + 1e-9);

	axis->tics = 0;
	for (double n = ceil(span->from / step - 1e-9); n <= last; n++)
		tic_at(axis, n == 0 ? 0 : n * step); /* never -0 */
}

static void choose_log(struct axis *axis, const struct span *span)
{
	size_t count = sizeof(patterns) / sizeof(patterns[0]);

	for (size_t i = 0; i < count; i++) {
		log_tics(axis, span, &patterns[i]);
		if (is_clear(axis, span))
			return;
	}
}

static void choose_even(struct axis *axis, const struct span *span)
{
	static const double multiple[] = {1, 2, 2.5, 5};
	double power = pow(10, floor(log10(axis->high - axis->low)) - 1);

	for (int i = 0; i < 12; i++) {
		even_tics(axis, span, multiple[i % 4] * power);
		if (axis->tics <= 8 && is_clear(axis, span))
			return;
		if (i % 4 == 3)
			power *= 10;
	}
}

/* A range of one value, or of none, gets a width. */
static void widen(struct axis *axis)
{
	if (axis->low > axis->high) {
		axis->low = axis->is_log ? 1 : 0;
		axis->high = axis->is_log ? 10 : 1;
	}
	if (axis->high - axis->low > 1e-9 * fabs(axis->high))
		return;
	if (axis->is_log) {
		axis->low /= 1.5;
		axis->high *= 1.5;
	} else {
		double half = axis->high == 0 ? 0.5 : fabs(axis->high) / 4;

		axis->low -= half;
		axis->high += half;
	}
}

/* A last text that would stand out far beyond the axis is left out. */
static void trim(struct axis *axis, const struct span *span)
{
	const struct axis_tic *last = &axis->tic[axis->tics - 1];

	if (span->way == AXIS_ACROSS && axis->tics > 2 &&
	    span->length * axis_place(axis, last->at) +
			    words_width(last->text, 13, false) / 2 >
		    span->length + 22)
		axis->tics--;
}

void axis_end(struct axis *axis, double length, double before, double after,
	      enum axis_way way)
{
	double inner = length - before - after, low, high;
	struct span span = {.length = length, .way = way};

	widen(axis);
	low = axis_value(axis, -before / inner);
	high = axis_value(axis, 1 + after / inner);
	span.from = before < LABEL_ROOM ? low : axis->low;
	span.to = after < LABEL_ROOM ? high : axis->high;
	axis->low = low;
	axis->high = high;
	if (axis->is_log)
		choose_log(axis, &span);
	if (!axis->is_log || axis->tics < 3)
		choose_even(axis, &span);
	trim(axis, &span);
}
