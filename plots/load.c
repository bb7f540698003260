/* SPDX-License-Identifier: GPL-3.0-or-later */
/* load.c -- achieved throughput against p50 and p99, a curve a generation:
 * the hockey stick.  Throughput is what got out, not what was offered, so a
 * curve ends where its generation's capacity does. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plots/kind.h"
#include "plots/trace.h"
#include "plots/words.h"

#define ROWS 3
#define PERCENTILES 2

struct load {
	struct view *view;
	struct figure *figure;
	const char *metric[PERCENTILES];
	int metrics;
	struct row *row;
	int rows, left_out;
	bool has_edge; /* something is saturated */
};

/* A curve's points, in the order of the load that was offered. */
static int trace_of(const struct load *load, int row, const char *metric,
		    int series, struct trace_point **trace)
{
	const struct view *view = load->view;
	const char *workload = load->row[row].workload;
	size_t room = (size_t)view->results->points;
	int *point = arena_get(view->arena, room * sizeof(*point));
	int count = view_points(view, &load->row[row], series, point);

	*trace = arena_get(view->arena, room * sizeof(**trace));
	for (int i = 0; i < count; i++) {
		(*trace)[i].x = view_measure(view, point[i], workload,
					     "throughput").value;
		(*trace)[i].y = view_measure(view, point[i], workload, metric);
	}
	return count;
}

/* The swept arrival with most values; NULL: none has two. */
static const char *arrival_of(const struct view *view)
{
	const char *best = NULL;
	int most = 1;

	for (int i = 0; i < view->results->points && i < 1; i++) {
		const struct point_record *p = &view->results->point[i].point;

		for (int s = 0; s < p->swepts; s++) {
			const char *key = p->swept[s].key;
			int values = view_values(view, key);

			if (strstr(key, ".arrival") && values > most) {
				most = values;
				best = key;
			}
		}
	}
	return best;
}

/* The panels of a row share their axes, so that p50 and p99 compare. */
static void fit_axes(struct load *load, int row, struct axis *x,
		     struct axis *y)
{
	const struct panel *panel = load->figure->panel;
	bool has_edge = false;
	int series = load->view->count;
	double gutter = series > 1 ? view_name_width(load->view) + 26 : 16;
	struct trace_point *trace;

	axis_begin(x, true, AMOUNT_RATE);
	axis_begin(y, true, AMOUNT_TIME);
	for (int m = 0; m < load->metrics; m++)
		for (int s = 0; s < series; s++) {
			int n = trace_of(load, row, load->metric[m], s,
					 &trace);

			for (int i = 0; i < n; i++) {
				axis_cover(x, trace[i].x);
				measure_cover(y, &trace[i].y);
				has_edge |= trace_is_hollow(&trace[i]);
			}
		}
	load->has_edge |= has_edge;
	x->label = "achieved throughput";
	axis_end(x, panel_width(panel), gutter, 18, AXIS_ACROSS);
	axis_end(y, panel_height(panel), 14,
		 has_edge ? TRACE_EDGE + 12 : 14, AXIS_UP);
}

static void add_label(const struct load *load, struct panel *panel,
		      const struct series *series, const double start[2])
{
	struct note note = {.text = series->name, .is_bold = true,
			    .colour = series->text_colour, .x = start[0],
			    .y = start[1], .dx = -9, .align = -1};

	panel_note(load->figure, panel, &note);
}

static void fill_panel(struct load *load, int row, int metric,
		       const struct axis *x, const struct axis *y)
{
	const struct view *view = load->view;
	struct panel *panel =
		&load->figure->panel[row * load->metrics + metric];
	const char *title = view_title(view, &load->row[row]);
	struct trace_point *trace;
	double start[2], end[2];

	panel->title = arena_format(view->arena, "%s%s%s",
				    metric_title(view, load->metric[metric]),
				    *title ? ", " : "", title);
	panel->title = words_sentence(view->arena, panel->title);
	panel->x = *x;
	panel->y = *y;
	for (int s = 0; s < view->count; s++) {
		int n = trace_of(load, row, load->metric[metric], s, &trace);

		if (trace_add(load->figure, panel, &view->series[s], trace, n,
			      start, end) && view->count > 1)
			add_label(load, panel, &view->series[s], start);
	}
	panel_spread(panel, 0, 17);
}

/* How far a series comes, in the first row. */
struct reach {
	const char *name;
	double most;    /* throughput */
	double floor;   /* the last percentile, at the least load */
	double ceiling; /* and at the highest that has one */
	bool is_limit;  /* it was pushed beyond */
};

static struct reach reach_of(const struct load *load, int series)
{
	struct trace_point *trace;
	int n = trace_of(load, 0, load->metric[load->metrics - 1], series,
			 &trace);
	struct reach reach = {load->view->series[series].name, 0, NAN, NAN,
			      false};

	for (int i = 0; i < n; i++) {
		if (trace[i].x > reach.most)
			reach.most = trace[i].x;
		reach.is_limit |= trace_is_hollow(&trace[i]);
		if (!isfinite(reach.floor))
			reach.floor = trace[i].y.value;
		if (isfinite(trace[i].y.value))
			reach.ceiling = trace[i].y.value;
	}
	return reach;
}

static const char *lone_headline(const struct load *load)
{
	struct reach reach = reach_of(load, 0);
	const char *last = metric_title(load->view,
					load->metric[load->metrics - 1]);
	char most[AMOUNT_TEXT], floor[AMOUNT_TEXT], ceiling[AMOUNT_TEXT];

	amount_text(most, reach.most, AMOUNT_RATE);
	amount_text(floor, reach.floor, AMOUNT_TIME);
	amount_text(ceiling, reach.ceiling, AMOUNT_TIME);
	if (reach.is_limit)
		return arena_format(load->view->arena, "Saturates at %s; %s "
				    "goes from %s to %s before", most, last,
				    floor, ceiling);
	return arena_format(load->view->arena, "%s goes from %s to %s at %s",
			    last, floor, ceiling, most);
}

/* "; at low load Xen PV has 4.2 times the p99 latency of Nitro" */
static const char *floor_clause(const struct load *load)
{
	struct reach low = {.floor = NAN}, high = {.floor = NAN};
	char ratio[AMOUNT_TEXT];

	for (int s = 0; s < load->view->count; s++) {
		struct reach reach = reach_of(load, s);

		if (!isfinite(reach.floor))
			continue;
		if (!isfinite(low.floor) || reach.floor < low.floor)
			low = reach;
		if (!isfinite(high.floor) || reach.floor > high.floor)
			high = reach;
	}
	if (!(high.floor / low.floor >= 1.5))
		return "";
	ratio_text(ratio, high.floor, low.floor);
	return arena_format(load->view->arena, "; at low load %s has %s the "
			    "%s of %s", high.name, ratio,
			    metric_title(load->view,
					 load->metric[load->metrics - 1]),
			    low.name);
}

/* Nobody's limit was found but the least one's: "Nitro and Bare metal carry
 * at least", else the best one alone: "ENA on Xen carries". */
static const char *best_clause(const struct load *load,
			       const struct reach *best)
{
	struct arena *arena = load->view->arena;
	const char *names = best->name;
	int equals = 0;

	if (best->is_limit)
		return arena_format(arena, "%s carries", names);
	for (int s = 0; s < load->view->count; s++) {
		struct reach reach = reach_of(load, s);

		if (!reach.is_limit && reach.most > 0.98 * best->most)
			names = equals++ ? arena_format(arena, "%s and %s",
							names, reach.name)
					 : reach.name;
	}
	if (equals > 2 && equals == load->view->count - 1)
		return "all others carry at least";
	if (equals > 2)
		return arena_format(arena, "%d of %d platforms carry at least",
				    equals, load->view->count);
	return arena_format(arena, "%s %s at least", names,
			    equals > 1 ? "carry" : "carries");
}

static const char *headline(const struct load *load)
{
	struct reach best = {0}, least = {0};
	char ratio[AMOUNT_TEXT], most[AMOUNT_TEXT];
	struct arena *arena = load->view->arena;

	if (load->view->count == 1)
		return lone_headline(load);
	for (int s = 0; s < load->view->count; s++) {
		struct reach reach = reach_of(load, s);

		if (reach.most > best.most)
			best = reach;
		if (reach.is_limit && (!least.name || reach.most < least.most))
			least = reach;
	}
	if (!least.name)
		return arena_format(arena, "Nothing saturates up to %s%s",
				    amount_text(most, best.most, AMOUNT_RATE),
				    floor_clause(load));
	if (best.most < 1.5 * least.most)
		return arena_format(arena, "%s saturates first, at %s%s",
				    least.name, amount_text(most, least.most,
				    AMOUNT_RATE), floor_clause(load));
	ratio_text(ratio, best.most, least.most);
	return arena_format(arena, "%s %s the load of %s%s",
			    best_clause(load, &best), ratio, least.name,
			    floor_clause(load));
}

static const char *deck(const struct load *load)
{
	const struct view *view = load->view;
	const char *text = arena_format(
		view->arena, "%s: latency against the throughput that was "
		"achieved, both axes logarithmic. %s%s%s",
		view_subject(view), view_trust(view),
		view->results->run.replications > 1
			? " Bands narrower than a line do not show." : "",
		load->has_edge ? " Hollow: saturated (at the upper edge: no "
				 "steady latency), or dropping." : "");

	if (load->left_out)
		text = arena_format(view->arena, "%s %d of %d combinations.",
				    text, load->rows,
				    load->rows + load->left_out);
	return text;
}

static void fill(struct load *load)
{
	const struct figure_grid grid = {
		.rows = load->rows, .columns = load->metrics,
		.panel_height = load->rows > 1 ? 300 : 400, .left = 76,
		.gap = 84, .right = 34, .between = 104, .below = 68};
	struct axis x, y;

	figure_grid(load->figure, &grid);
	for (int row = 0; row < load->rows; row++) {
		fit_axes(load, row, &x, &y);
		for (int m = 0; m < load->metrics; m++)
			fill_panel(load, row, m, &x, &y);
	}
	figure_words(load->figure,
		     words_sentence(load->view->arena, headline(load)),
		     deck(load));
}

/* Percentiles that have a value at two points or more. */
static void choose_metrics(struct load *load)
{
	static const char *const wanted[PERCENTILES] = {"latency.p50",
							"latency.p99"};
	const struct results *results = load->view->results;

	for (int m = 0; m < PERCENTILES; m++) {
		int values = 0;

		for (int i = 0; i < results->points; i++)
			for (int e = 0; e < results->point[i].estimates; e++)
				values += strcmp(results->point[i].estimate[e]
						 .name, wanted[m]) == 0 &&
					  isfinite(results->point[i]
						   .estimate[e].value);
		if (values > 1)
			load->metric[load->metrics++] = wanted[m];
	}
}

int load_compose(struct view *view, const struct plot_options *options,
		 struct figure *figure, struct error *error)
{
	static const char *const line[CURVE_COLUMNS] = {
		"throughput_per_s", "latency_us", "low_us", "high_us"};
	static const char *const hollow[CURVE_COLUMNS] = {
		"throughput_per_s", "drawn_at_us", "from_per_s", "from_us"};
	struct load load = {.view = view, .figure = figure};
	const char *arrival = arrival_of(view);

	(void)options;
	if (!arrival)
		return error_set(error, STATUS_INPUT, "it needs a sweep of an "
				 "arrival, as in sweep: "
				 "{workload.NAME.arrival.open: [1k/s, 10k/s]}");
	choose_metrics(&load);
	if (load.metrics == 0)
		return error_set(error, STATUS_INPUT, "it needs latencies, "
				 "and no point has a p50 or a p99: saturated, "
				 "or too few samples");
	view_along(view, arrival);
	load.rows = view_rows(view, load.metric, load.metrics, 2, ROWS,
			      &load.row, &load.left_out);
	if (load.rows == 0)
		return error_set(error, STATUS_INPUT, "it needs latencies at "
				 "two loads of a platform, and there are none");
	memcpy(figure->column[0], line, sizeof(line));
	memcpy(figure->column[1], hollow, sizeof(hollow));
	fill(&load);
	return 0;
}
