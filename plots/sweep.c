/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sweep.c -- a metric along a swept key, a curve a platform: a panel each
 * metric and row of the view.  The tics are the swept values, as written. */
#include <math.h>
#include <string.h>

#include "plots/kind.h"
#include "plots/metrics.h"
#include "plots/trace.h"
#include "plots/words.h"

#define ROWS 3
#define LOG_RATIO 20 /* from here on an axis is logarithmic */

struct sweep {
	struct view *view;
	struct figure *figure;
	const char *metric[METRICS_SHOWN];
	int metrics;
	struct row *row;
	int rows, left_out;
	const struct swept_record **value; /* of the key, ascending */
	int values;
	bool is_category; /* some of them are no numbers */
	bool has_hollow;
};

static int value_find(const struct sweep *sweep,
		      const struct swept_record *value)
{
	for (int i = 0; i < sweep->values; i++)
		if (strcmp(sweep->value[i]->text, value->text) == 0)
			return i;
	return -1;
}

/* Numbers ascend; without numbers, the order in which they were swept. */
static void list_values(struct sweep *sweep)
{
	const struct view *view = sweep->view;
	int points = view->results->points;

	sweep->value = arena_get(view->arena, (size_t)(points + 1) *
				 sizeof(*sweep->value));
	for (int i = 0; i < points; i++) {
		const struct swept_record *value =
			view_swept(view, i, view->along);
		int at;

		if (!value || value_find(sweep, value) >= 0)
			continue;
		sweep->is_category |= !isfinite(value->number);
		for (at = sweep->values++; at > 0 && sweep->value[at - 1]
		     ->number > value->number; at--)
			sweep->value[at] = sweep->value[at - 1];
		sweep->value[at] = value;
	}
}

static double place_of(const struct sweep *sweep,
		       const struct swept_record *value)
{
	return sweep->is_category ? value_find(sweep, value) + 1
				  : value->number;
}

static int trace_of(const struct sweep *sweep, int row, int metric,
		    int series, struct trace_point **trace)
{
	const struct view *view = sweep->view;
	size_t room = (size_t)view->results->points;
	int *point = arena_get(view->arena, room * sizeof(*point));
	int count = view_points(view, &sweep->row[row], series, point);

	*trace = arena_get(view->arena, room * sizeof(**trace));
	for (int i = 0; i < count; i++) {
		const struct swept_record *value =
			view_swept(view, point[i], view->along);

		(*trace)[i].x = value ? place_of(sweep, value) : NAN;
		(*trace)[i].y = view_measure(view, point[i],
					     sweep->row[row].workload,
					     sweep->metric[metric]);
	}
	return count;
}

/* Values as tics, the last one first: the others stand where their texts
 * touch none that is there. */
static void add_tics(const struct sweep *sweep, struct axis *axis,
		     double length)
{
	double end = INFINITY;

	axis->tics = 0;
	for (int i = sweep->values - 1; i >= 0; i--) {
		const struct swept_record *value = sweep->value[i];
		double half = words_width(value->text, 13, false) / 2;
		double at = length * axis_place(axis, place_of(sweep, value));

		if (at + half > end)
			continue;
		axis_tic(axis, place_of(sweep, value), value->text);
		end = at - half - 6;
	}
}

static void fit_x(const struct sweep *sweep, struct axis *axis)
{
	double length = panel_width(sweep->figure->panel);
	double low = place_of(sweep, sweep->value[0]);
	double high = place_of(sweep, sweep->value[sweep->values - 1]);
	bool is_log = !sweep->is_category && low > 0 && high > LOG_RATIO * low;

	axis_begin(axis, is_log, AMOUNT_COUNT);
	axis_cover(axis, low);
	axis_cover(axis, high);
	axis->label = sweep->view->along;
	axis_end(axis, length, 16, 16, AXIS_ACROSS);
	add_tics(sweep, axis, length);
}

/* From zero, unless small values would be lost at the foot. */
static void fit_y(struct sweep *sweep, int row, int metric, struct axis *axis)
{
	struct trace_point *trace;
	bool has_edge = false;

	axis_begin(axis, false, AMOUNT_COUNT);
	for (int s = 0; s < sweep->view->count; s++) {
		int n = trace_of(sweep, row, metric, s, &trace);

		for (int i = 0; i < n; i++) {
			has_edge |= trace_is_hollow(&trace[i]);
			measure_cover(axis, &trace[i].y);
		}
	}
	sweep->has_hollow |= has_edge;
	axis->is_log = axis->low > 0 && axis->high > LOG_RATIO * axis->low;
	if (!axis->is_log)
		axis_cover(axis, 0);
	axis_end(axis, panel_height(sweep->figure->panel),
		 axis->is_log || axis->low < 0 ? 14 : 0,
		 has_edge ? TRACE_EDGE + 12 : 14, AXIS_UP);
}

/* At the right edge; tied to its curve by a thin line where that ends
 * earlier. */
static void add_label(const struct sweep *sweep, struct panel *panel,
		      const struct series *series, const double end[2])
{
	double edge = panel->x.high;
	bool is_short = axis_place(&panel->x, end[0]) <
			axis_place(&panel->x, edge) - 0.08;
	struct note note = {.text = series->name, .is_bold = true,
			    .colour = series->text_colour, .x = edge,
			    .y = end[1], .dx = 4, .align = 1,
			    .has_leader = is_short, .leader_x = end[0],
			    .leader_y = end[1]};

	panel_note(sweep->figure, panel, &note);
}

static void fill_panel(struct sweep *sweep, int row, int metric)
{
	const struct view *view = sweep->view;
	struct panel *panel =
		&sweep->figure->panel[row * sweep->metrics + metric];
	const char *title = view_title(view, &sweep->row[row]);
	struct trace_point *trace;
	double start[2], end[2];

	panel->title = arena_format(view->arena, "%s%s%s",
				    metric_title(view, sweep->metric[metric]),
				    *title ? ", " : "", title);
	panel->title = words_sentence(view->arena, panel->title);
	fit_x(sweep, &panel->x);
	fit_y(sweep, row, metric, &panel->y);
	for (int s = 0; s < view->count; s++) {
		int n = trace_of(sweep, row, metric, s, &trace);

		if (trace_add(sweep->figure, panel, &view->series[s], trace, n,
			      start, end) && view->count > 1)
			add_label(sweep, panel, &view->series[s], end);
	}
	panel_spread(panel, 0, 17);
}

/* The metric that the headline is about: along an arrival throughput follows
 * what is offered, which is no finding. */
static int told_metric(const struct sweep *sweep)
{
	return strstr(sweep->view->along, ".arrival") ? sweep->metrics - 1 : 0;
}

/* How a series changes from the first value that has one to the last. */
struct change {
	const char *name, *from, *to;
	double ratio; /* last over first; NaN: not known */
};

static struct change change_of(const struct sweep *sweep, int series)
{
	struct change change = {.ratio = NAN};
	struct trace_point *trace;
	bool is_latency = strncmp(sweep->metric[told_metric(sweep)],
				  "latency.", 8) == 0;
	int n = trace_of(sweep, 0, told_metric(sweep), series, &trace);
	int first = -1, last = -1;

	for (int i = 0; i < n; i++) {
		if (is_latency && trace_is_hollow(&trace[i]))
			return change; /* how far it went, nobody knows */
		if (isfinite(trace[i].y.value)) {
			first = first < 0 ? i : first;
			last = i;
		}
	}
	change.name = sweep->view->series[series].name;
	if (last <= first || trace[first].y.value <= 0 ||
	    trace[last].y.value <= 0)
		return change;
	change.ratio = trace[last].y.value / trace[first].y.value;
	for (int i = 0; i < sweep->values; i++) {
		double at = place_of(sweep, sweep->value[i]);

		if (at == trace[first].x)
			change.from = sweep->value[i]->text;
		if (at == trace[last].x)
			change.to = sweep->value[i]->text;
	}
	return change;
}

#define SAME 0.02 /* ratios closer than this, as logarithms, are alike */

/* "falls 3.1 times", "rises by 12 %" */
static const char *verb(const struct sweep *sweep, double ratio)
{
	char text[AMOUNT_TEXT];

	if (fabs(log(ratio)) < SAME)
		return "stays the same";
	ratio_text(text, fmax(ratio, 1 / ratio), 1);
	return arena_format(sweep->view->arena, "%s %s%s",
			    ratio > 1 ? "rises" : "falls",
			    ratio < 1.5 && ratio > 1 / 1.5 ? "by " : "", text);
}

/* The series that change most and least, of how many whose change is known. */
static int find_extremes(const struct sweep *sweep, struct change *most,
			 struct change *least)
{
	int known = 0;

	*most = *least = (struct change){.ratio = NAN};
	for (int s = 0; s < sweep->view->count; s++) {
		struct change change = change_of(sweep, s);
		double size = fabs(log(change.ratio));

		if (!isfinite(size))
			continue;
		known++;
		if (!isfinite(most->ratio) || size > fabs(log(most->ratio)))
			*most = change;
		if (!isfinite(least->ratio) || size < fabs(log(least->ratio)))
			*least = change;
	}
	return known;
}

static const char *headline(const struct sweep *sweep)
{
	struct arena *arena = sweep->view->arena;
	const char *metric = metric_title(
		sweep->view, sweep->metric[told_metric(sweep)]);
	const char *key = key_title(sweep->view->along), *text;
	struct change most, least;
	int known = find_extremes(sweep, &most, &least);

	if (known == 0)
		return arena_format(arena, "%s along %s", metric, key);
	if (fabs(log(most.ratio)) < SAME)
		return arena_format(arena, "%s does not depend on %s, from %s "
				    "to %s", metric, key, most.from, most.to);
	text = arena_format(arena, "%s %s from %s %s to %s", metric,
			    verb(sweep, most.ratio), key, most.from, most.to);
	if (sweep->view->count == 1)
		return text;
	if (known == 1)
		return arena_format(arena, "%s on %s", text, most.name);
	if (fabs(log(most.ratio / least.ratio)) < SAME)
		return arena_format(arena, "%s, whatever the platform", text);
	return arena_format(arena, "%s on %s; on %s it %s", text, most.name,
			    least.name, verb(sweep, least.ratio));
}

static const char *deck(const struct sweep *sweep)
{
	const struct view *view = sweep->view;
	const char *text = arena_format(
		view->arena, "%s: along %s. %s%s%s", view_subject(view),
		view->along, view_trust(view),
		view->results->run.replications > 1
			? " Bands narrower than a line do not show." : "",
		sweep->has_hollow ? " Hollow: saturated (at the upper edge: "
				    "no steady value), or dropping." : "");

	if (sweep->left_out)
		text = arena_format(view->arena, "%s %d of %d combinations.",
				    text, sweep->rows,
				    sweep->rows + sweep->left_out);
	return text;
}

/* The key asked for, or that with most values. */
static const char *choose_key(const struct view *view, const char *asked,
			      struct error *error)
{
	const struct point_record *p = &view->results->point[0].point;
	const char *best = NULL, *names = "";
	int most = 1;

	for (int i = 0; i < p->swepts; i++) {
		const char *key = p->swept[i].key;
		int values = view_values(view, key);

		names = arena_format(view->arena, "%s%s%s", names,
				     i ? ", " : "", key);
		if (values < 2 || (asked && strcmp(key, asked) != 0))
			continue;
		if (values > most)
			best = key;
		most = values > most ? values : most;
	}
	if (!best && asked)
		error_set(error, STATUS_INPUT, "'%s' is no swept key with two "
			  "values; swept: %s", asked, *names ? names
							     : "nothing");
	else if (!best)
		error_set(error, STATUS_INPUT, "it needs a swept key with at "
			  "least two values; swept: %s", *names ? names
								: "nothing");
	return best;
}

static void fill(struct sweep *sweep)
{
	double names = sweep->view->count > 1 ? view_name_width(sweep->view)
					      : 0;
	const struct figure_grid grid = {
		.rows = sweep->rows, .columns = sweep->metrics,
		.panel_height = sweep->rows > 1 ? 260 : 380, .left = 84,
		.gap = 84 + names, .right = 32 + names, .between = 104,
		.below = 68};

	figure_grid(sweep->figure, &grid);
	for (int row = 0; row < sweep->rows; row++)
		for (int m = 0; m < sweep->metrics; m++)
			fill_panel(sweep, row, m);
	figure_words(sweep->figure, words_sentence(sweep->view->arena,
					    headline(sweep)), deck(sweep));
}

int sweep_compose(struct view *view, const struct plot_options *options,
		  struct figure *figure, struct error *error)
{
	static const char *const line[CURVE_COLUMNS] = {
		"swept", "value", "low", "high"};
	static const char *const hollow[CURVE_COLUMNS] = {
		"swept", "drawn_at", "from_swept", "from_value"};
	struct sweep sweep = {.view = view, .figure = figure};
	const char *key = choose_key(view, options->along, error);

	if (!key)
		return -1;
	sweep.metrics = metrics_choose(view, options->metric, sweep.metric,
				       error);
	if (sweep.metrics < 0)
		return -1;
	view_along(view, key);
	list_values(&sweep);
	sweep.rows = view_rows(view, sweep.metric, sweep.metrics, 2, ROWS,
			       &sweep.row, &sweep.left_out);
	if (sweep.rows == 0)
		return error_set(error, STATUS_INPUT, "it needs a metric that "
				 "a platform has at two values of %s", key);
	memcpy(figure->column[0], line, sizeof(line));
	memcpy(figure->column[1], hollow, sizeof(hollow));
	fill(&sweep);
	return 0;
}
