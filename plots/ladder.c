/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ladder.c -- a metric by generation: a panel each metric and row of the view,
 * a horizontal mark each generation, in the order that the scenario names
 * them. */
#include <math.h>
#include <string.h>

#include "plots/finding.h"
#include "plots/kind.h"
#include "plots/metrics.h"
#include "plots/trace.h"
#include "plots/words.h"

#define ROWS 8
/* Bars are read by their length, which a logarithm has not: from this ratio
 * on, marks alone. */
#define BAR_RATIO 30

struct ladder {
	struct view *view;
	struct figure *figure;
	const char *metric[METRICS_SHOWN];
	int metrics;
	struct row *row;
	int rows, left_out;
	int slots; /* most marks of a panel */
};

/* A ladder's rows name every swept value: a series has one point in each. */
static struct measure measure_of(const struct ladder *ladder, int row,
				 int metric, int series)
{
	const struct view *view = ladder->view;
	int *point = arena_get(view->arena, (size_t)view->results->points *
			       sizeof(*point));
	struct measure measure;

	if (view_points(view, &ladder->row[row], series, point) == 0)
		return (struct measure){NAN, NAN, NAN, AMOUNT_COUNT, "", false};
	measure = view_measure(view, point[0], ladder->row[row].workload,
			       ladder->metric[metric]);
	if (view->results->point[point[0]].point.absent)
		measure.status = view->results->point[point[0]].point.absent;
	return measure;
}

/* The place of a series in a row's panels, from 1 on; 0: it has no point. */
static int slot_of(const struct ladder *ladder, int row, int series)
{
	const struct view *view = ladder->view;
	int *point = arena_get(view->arena, (size_t)view->results->points *
			       sizeof(*point));
	int slot = 0;

	for (int i = 0; i <= series; i++) {
		bool is_there = view_points(view, &ladder->row[row], i,
					    point) > 0;

		if (i == series && !is_there)
			return 0;
		slot += is_there;
	}
	return slot;
}

static int most_slots(const struct ladder *ladder)
{
	int most = 1;

	for (int row = 0; row < ladder->rows; row++)
		for (int i = 0; i < ladder->view->count; i++)
			if (slot_of(ladder, row, i) > most)
				most = slot_of(ladder, row, i);
	return most;
}

static void fit_axes(const struct ladder *ladder, struct panel *panel,
		     const struct measure *measure)
{
	int count = ladder->view->count;
	struct axis *x = &panel->x;

	axis_begin(x, false, AMOUNT_COUNT);
	for (int i = 0; i < count; i++)
		measure_cover(x, &measure[i]);
	x->is_log = x->low > 0 && x->high > BAR_RATIO * x->low;
	panel->is_bar = !x->is_log;
	if (panel->is_bar)
		axis_cover(x, 0);
	axis_end(x, panel_width(panel), panel->is_bar ? 0 : 14, 150,
		 AXIS_ACROSS);
	axis_begin(&panel->y, false, AMOUNT_COUNT);
	panel->y.low = ladder->slots + 0.6; /* the first stands on top */
	panel->y.high = 0.4;
}

/* "597 k/s ± 0.4 %", or why there is none.  A tenth of a percent is as near as
 * a figure shows. */
static const char *value_text(const struct ladder *ladder,
			      const struct measure *measure)
{
	char text[AMOUNT_TEXT];
	double half = (measure->high - measure->low) / 2;

	if (!isfinite(measure->value))
		return strcmp(measure->status, "few") == 0 ? "too few samples"
		     : *measure->status ? measure->status : "not measured";
	amount_text(text, measure->value, measure->amount);
	if (!isfinite(half) || measure->value == 0)
		return arena_text(ladder->view->arena, text);
	half *= 100 / fabs(measure->value);
	return arena_format(ladder->view->arena, half < 0.1 ? "%s ± <0.1 %%"
			    : "%s ± %.2g %%", text, half);
}

static void add_value(const struct ladder *ladder, struct panel *panel,
		      int series, int slot, const struct measure *measure)
{
	bool is_there = isfinite(measure->value);
	double end = isfinite(measure->high) ? measure->high : measure->value;
	const struct series *s = &ladder->view->series[series];
	struct note note = {
		.text = value_text(ladder, measure), .align = 1, .dx = 10,
		.colour = is_there ? s->text_colour : "#66727f",
		.x = is_there ? end : panel->x.low, .y = slot};

	panel_note(ladder->figure, panel, &note);
}

static void add_mark(const struct ladder *ladder, struct panel *panel,
		     int series, int slot, const struct measure *measure)
{
	const struct series *s = &ladder->view->series[series];
	double y = slot;
	bool has_span = isfinite(measure->low) && isfinite(measure->high);
	struct curve *curve;

	if (!isfinite(measure->value))
		return;
	curve = panel_curve(ladder->figure, panel,
			    has_span ? CURVE_BAND : CURVE_LINE, 1);
	curve->name = s->name;
	curve->colour = s->colour;
	curve_row(curve, measure->value, y, measure->low, measure->high);
	if (strcmp(measure->status, "ok") == 0)
		return;
	curve = panel_curve(ladder->figure, panel, CURVE_HOLLOW, 1);
	curve->name = s->name;
	curve->colour = s->colour;
	curve_row(curve, measure->value, y, measure->value, y);
}

static void add_names(const struct ladder *ladder, struct panel *panel,
		      int row)
{
	for (int i = 0; i < ladder->view->count; i++) {
		const struct series *s = &ladder->view->series[i];
		struct note note = {.text = s->name, .x = panel->x.low,
				    .y = slot_of(ladder, row, i),
				    .dx = -10, .align = -1,
				    .is_bold = true,
				    .colour = s->text_colour};

		if (note.y > 0)
			panel_note(ladder->figure, panel, &note);
	}
}

static void fill_panel(const struct ladder *ladder, int row, int metric)
{
	struct view *view = ladder->view;
	struct panel *panel =
		&ladder->figure->panel[row * ladder->metrics + metric];
	const char *title = view_title(view, &ladder->row[row]);
	struct measure *measure = arena_get(
		view->arena, (size_t)view->count * sizeof(*measure));

	panel->title = arena_format(view->arena, "%s%s%s",
				    metric_title(view, ladder->metric[metric]),
				    *title ? ", " : "", title);
	panel->title = words_sentence(view->arena, panel->title);
	for (int i = 0; i < view->count; i++)
		measure[i] = measure_of(ladder, row, metric, i);
	fit_axes(ladder, panel, measure);
	for (int i = 0; i < view->count; i++) {
		int slot = slot_of(ladder, row, i);

		if (!slot)
			continue;
		add_mark(ladder, panel, i, slot, &measure[i]);
		add_value(ladder, panel, i, slot, &measure[i]);
	}
	if (metric == 0)
		add_names(ladder, panel, row);
}

/* Of each metric the clearest difference, wherever it shows. */
static const char *headline(const struct ladder *ladder)
{
	struct view *view = ladder->view;
	struct finding best[METRICS_SHOWN] = {0};

	for (int m = 0; m < ladder->metrics; m++)
		for (int row = 0; row < ladder->rows; row++) {
			struct finding found = {
				.metric = ladder->metric[m],
				.where = ladder->rows > 1 ? view_title(
					view, &ladder->row[row]) : ""};

			for (int i = 0; i < view->count; i++) {
				struct measure measure =
					measure_of(ladder, row, m, i);

				finding_add(&found, &measure,
					    view->series[i].name);
			}
			if (row == 0 || found.ratio > best[m].ratio)
				best[m] = found;
		}
	return findings_text(view, best, ladder->metrics);
}

static const char *deck(const struct ladder *ladder)
{
	const struct view *view = ladder->view;
	bool is_log = false, has_ring = false;
	const char *words, *ring = " Hollow: saturated, or dropping.";

	for (int i = 0; i < ladder->figure->panels; i++) {
		const struct panel *panel = &ladder->figure->panel[i];

		is_log |= panel->curves > 0 && !panel->is_bar;
		for (int c = 0; c < panel->curves; c++)
			has_ring |= panel->curve[c].role == CURVE_HOLLOW;
	}
	words = arena_format(view->arena, "%s: by generation. %s%s%s",
			     view_subject(view), view_trust(view),
			     is_log ? " Logarithmic where no bars are." : "",
			     has_ring ? ring : "");
	if (ladder->left_out)
		words = arena_format(view->arena, "%s %d of %d swept "
				     "combinations.", words, ladder->rows,
				     ladder->rows + ladder->left_out);
	return words;
}

static void fill(const struct ladder *ladder)
{
	struct figure *figure = ladder->figure;
	const struct figure_grid grid = {
		.rows = ladder->rows, .columns = ladder->metrics,
		.panel_height = 34 * ladder->slots + 10,
		.left = view_name_width(ladder->view) + 40, .gap = 36,
		.right = 24, .between = 84, .below = 44};

	figure_grid(figure, &grid);
	for (int row = 0; row < ladder->rows; row++)
		for (int metric = 0; metric < ladder->metrics; metric++)
			fill_panel(ladder, row, metric);
	figure_words(figure, headline(ladder), deck(ladder));
}

int ladder_compose(struct view *view, const struct plot_options *options,
		   struct figure *figure, struct error *error)
{
	static const char *const column[CURVE_COLUMNS] = {
		"value", "row", "low", "high"};
	struct ladder ladder = {.view = view, .figure = figure};

	if (view->count < 2)
		return error_set(error, STATUS_INPUT, "it needs at least two "
				 "platforms, and there is one");
	ladder.metrics = metrics_choose(view, options->metric, ladder.metric,
					error);
	if (ladder.metrics < 0)
		return -1;
	ladder.rows = view_rows(view, ladder.metric, ladder.metrics, 1, ROWS,
				&ladder.row, &ladder.left_out);
	ladder.slots = most_slots(&ladder);
	memcpy(figure->column[0], column, sizeof(column));
	memcpy(figure->column[1], column, 2 * sizeof(column[0]));
	fill(&ladder);
	return 0;
}
