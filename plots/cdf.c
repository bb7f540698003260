/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cdf.c -- latency against 1/(1 - p) on a logarithmic axis, where each decade
 * is ten times rarer: the tails, a panel each row of the view.  Cut where
 * fewer than ABOVE samples lie beyond, since the last ones are mere luck. */
#include <math.h>
#include <string.h>

#include "plots/kind.h"
#include "plots/words.h"

#define PANELS 4
#define ABOVE 10
#define STEPS 60 /* a decade */

struct cdf {
	struct view *view;
	struct figure *figure;
	struct row *row;
	int rows, left_out;
	struct histogram *histogram; /* of row * series; empty: none drawn */
	uint64_t fewest, most;       /* samples of the curves drawn */
};

static struct histogram *histogram_of(const struct cdf *cdf, int row,
				      int series)
{
	return &cdf->histogram[row * cdf->view->count + series];
}

static bool has_curve(const struct cdf *cdf, int row, int series)
{
	return histogram_of(cdf, row, series)->count >= 2 * ABOVE;
}

/* Saturated latencies depend on how long the run was: they are left out. */
static bool is_steady(const struct view *view, int point, const char *workload)
{
	struct measure p50 = view_measure(view, point, workload,
					  "latency.p50");

	return isfinite(p50.value) && strcmp(p50.status, "saturated") != 0;
}

static int read_row(struct cdf *cdf, int row, struct error *error)
{
	struct view *view = cdf->view;
	const char *workload = cdf->row[row].workload;
	int *point = arena_get(view->arena, (size_t)view->results->points *
			       sizeof(*point));

	for (int s = 0; s < view->count; s++) {
		struct histogram *histogram = histogram_of(cdf, row, s);
		int n = view_points(view, &cdf->row[row], s, point);

		if (n == 0 || !is_steady(view, point[0], workload))
			continue;
		if (results_histogram(view->results, point[0], workload,
				      histogram, error) != 0)
			return -1;
		if (!has_curve(cdf, row, s))
			continue;
		if (!cdf->fewest || histogram->count < cdf->fewest)
			cdf->fewest = histogram->count;
		if (histogram->count > cdf->most)
			cdf->most = histogram->count;
	}
	return 0;
}

static double us(const struct histogram *histogram, double x)
{
	return histogram_quantile(histogram, 1 - 1 / x) * 1e-6;
}

/* Panels of one workload share their axes. */
static void fit_axes(const struct cdf *cdf, int row)
{
	struct panel *panel = &cdf->figure->panel[row];
	struct axis *x = &panel->x, *y = &panel->y;
	const char *workload = cdf->row[row].workload;
	static const char *const tic[] = {
		"0", "90", "99", "99.9", "99.99", "99.999", "99.9999",
		"99.99999"};
	double at = 1, most = (double)cdf->most / ABOVE;

	axis_begin(x, true, AMOUNT_COUNT);
	axis_begin(y, true, AMOUNT_TIME);
	axis_cover(x, 1);
	axis_cover(x, most);
	for (int i = 0; i < cdf->rows * cdf->view->count; i++) {
		const struct histogram *h = &cdf->histogram[i];
		const struct row *other = &cdf->row[i / cdf->view->count];

		if (h->count < 2 * ABOVE ||
		    strcmp(other->workload, workload) != 0)
			continue;
		axis_cover(y, us(h, 1));
		axis_cover(y, us(h, (double)h->count / ABOVE));
	}
	x->label = "percentile (%)";
	axis_end(x, panel_width(panel), 0, 6, AXIS_ACROSS);
	axis_end(y, panel_height(panel), 14, 14, AXIS_UP);
	x->tics = 0;
	axis_tic(x, 2, "50");
	for (int i = 0; i < 8 && at <= x->high; i++, at *= 10)
		axis_tic(x, at, tic[i]);
}

static void add_curve(const struct cdf *cdf, struct panel *panel, int row,
		      int series, double end[2])
{
	const struct series *s = &cdf->view->series[series];
	const struct histogram *histogram = histogram_of(cdf, row, series);
	double last = log10((double)histogram->count / ABOVE);
	int steps = (int)ceil(last * STEPS);
	struct curve *curve = panel_curve(cdf->figure, panel, CURVE_LINE,
					  steps + 1);

	curve->name = s->name;
	curve->colour = s->colour;
	curve->dash = s->dash;
	for (int i = 0; i <= steps; i++) {
		end[0] = pow(10, last * i / steps);
		end[1] = us(histogram, end[0]);
		curve_row(curve, end[0], end[1], NAN, NAN);
	}
}

static void add_label(const struct cdf *cdf, struct panel *panel,
		      const struct series *series, const double end[2])
{
	bool is_short = axis_place(&panel->x, end[0]) < 0.93;
	struct note note = {.text = series->name, .is_bold = true,
			    .colour = series->text_colour,
			    .x = panel->x.high, .y = end[1], .dx = 4,
			    .align = 1, .has_leader = is_short,
			    .leader_x = end[0], .leader_y = end[1]};

	panel_note(cdf->figure, panel, &note);
}

/* Who is saturated here, or has too few samples, is said: by name, if the
 * names have room. */
static void add_missing(const struct cdf *cdf, struct panel *panel, int row)
{
	struct note note = {.align = 1, .dx = 10, .colour = "#66727f",
			    .x = panel->x.low};
	struct arena *arena = cdf->view->arena;
	const char *names = "";
	int missing = 0;

	for (int s = 0; s < cdf->view->count; s++)
		if (!has_curve(cdf, row, s))
			names = arena_format(arena, "%s%s%s", names,
					     missing++ ? ", " : "",
					     cdf->view->series[s].name);
	if (!missing)
		return;
	note.text = arena_format(arena, "no steady latency: %s", names);
	if (words_width(note.text, 12, false) > panel_width(panel) - 20)
		note.text = arena_format(arena, "no steady latency: %d of %d",
					 missing, cdf->view->count);
	note.y = axis_value(&panel->y, 1 - 8 / panel_height(panel));
	panel_note(cdf->figure, panel, &note);
}

static void fill_panel(struct cdf *cdf, int row)
{
	struct panel *panel = &cdf->figure->panel[row];
	const char *title = view_title(cdf->view, &cdf->row[row]);
	double end[2] = {1, NAN};

	panel->title = arena_format(cdf->view->arena, "Latency%s%s",
				    *title ? ", " : "", title);
	fit_axes(cdf, row);
	for (int s = 0; s < cdf->view->count; s++) {
		if (!has_curve(cdf, row, s))
			continue;
		add_curve(cdf, panel, row, s, end);
		if (cdf->view->count > 1)
			add_label(cdf, panel, &cdf->view->series[s], end);
	}
	panel_spread(panel, 0, 17);
	add_missing(cdf, panel, row);
}

/* The row with most curves tells the story. */
static int telling_row(const struct cdf *cdf)
{
	int best = 0, most = 0;

	for (int row = 0; row < cdf->rows; row++) {
		int curves = 0;

		for (int s = 0; s < cdf->view->count; s++)
			curves += has_curve(cdf, row, s);
		if (curves > most) {
			most = curves;
			best = row;
		}
	}
	return best;
}

/* The deepest percentile that all curves reach. */
struct depth {
	double x;
	const char *name;
};

static struct depth depth_of(const struct cdf *cdf)
{
	static const struct depth depth[] = {
		{1e4, "p99.99"}, {1e3, "p99.9"}, {1e2, "p99"}, {10, "p90"},
		{2, "p50"}};
	int i = 0;

	while (i < 4 && depth[i].x > (double)cdf->fewest / ABOVE)
		i++;
	return depth[i];
}

static const char *lone_headline(const struct cdf *cdf,
				 const struct histogram *histogram,
				 const struct depth *depth)
{
	double tail = us(histogram, depth->x), middle = us(histogram, 2);
	char ratio[AMOUNT_TEXT];

	ratio_text(ratio, tail, middle);
	return arena_format(cdf->view->arena, "%s is %s%s the median",
			    depth->name, ratio,
			    tail < 1.5 * middle ? " above" : "");
}

/* The slowest and the fastest at that depth, and how they compare there and
 * at the median. */
static const char *pair_headline(const struct cdf *cdf, int row, int slow,
				 int fast, const struct depth *depth)
{
	const struct histogram *a = histogram_of(cdf, row, slow);
	const struct histogram *b = histogram_of(cdf, row, fast);
	const struct series *series = cdf->view->series;
	struct arena *arena = cdf->view->arena;
	char tail[AMOUNT_TEXT], middle[AMOUNT_TEXT];

	ratio_text(tail, us(a, depth->x), us(b, depth->x));
	if (us(a, 2) < us(b, 2))
		return arena_format(arena, "%s is %s slower than %s at %s, "
				    "though faster at the median",
				    series[slow].name, tail, series[fast].name,
				    depth->name);
	ratio_text(middle, us(a, 2), us(b, 2));
	return arena_format(arena, "%s is %s slower than %s at the median, "
			    "%s at %s", series[slow].name, middle,
			    series[fast].name, tail, depth->name);
}

static const char *headline(const struct cdf *cdf)
{
	int row = telling_row(cdf), slow = -1, fast = -1;
	const char *title = view_title(cdf->view, &cdf->row[row]), *text;
	struct depth depth = depth_of(cdf);
	double low = INFINITY, high = -INFINITY;

	for (int s = 0; s < cdf->view->count; s++) {
		double value = us(histogram_of(cdf, row, s), depth.x);

		if (!has_curve(cdf, row, s))
			continue;
		if (value < low) {
			low = value;
			fast = s;
		}
		if (value > high) {
			high = value;
			slow = s;
		}
	}
	if (slow == fast)
		text = lone_headline(cdf, histogram_of(cdf, row, slow),
				     &depth);
	else
		text = pair_headline(cdf, row, slow, fast, &depth);
	if (cdf->rows > 1 && *title)
		text = arena_format(cdf->view->arena, "%s (%s)", text, title);
	return words_sentence(cdf->view->arena, text);
}

static const char *deck(const struct cdf *cdf)
{
	const struct view *view = cdf->view;
	char most[AMOUNT_TEXT], fewest[AMOUNT_TEXT];
	const char *text, *n;

	amount_text(most, (double)cdf->most, AMOUNT_COUNT);
	amount_text(fewest, (double)cdf->fewest, AMOUNT_COUNT);
	n = cdf->most == cdf->fewest ? most
		: arena_format(view->arena, "%s to %s", fewest, most);
	text = arena_format(view->arena, "%s: latency by percentile; each "
			    "decade to the right is ten times rarer. %s "
			    "latencies a curve, %d replication%s together, "
			    "cut where fewer than %d lie above.%s",
			    view_subject(view), n,
			    view->results->run.replications,
			    view->results->run.replications == 1 ? "" : "s",
			    ABOVE, view->results->run.is_complete ? ""
				   : " The run is incomplete.");
	if (cdf->left_out)
		text = arena_format(view->arena, "%s %d of %d combinations.",
				    text, cdf->rows,
				    cdf->rows + cdf->left_out);
	return text;
}

static void fill(struct cdf *cdf)
{
	double names = cdf->view->count > 1 ? view_name_width(cdf->view) : 0;
	int columns = cdf->rows > 1 ? 2 : 1;
	const struct figure_grid grid = {
		.rows = (cdf->rows + columns - 1) / columns,
		.columns = columns, .panel_height = columns > 1 ? 280 : 400,
		.left = 72, .gap = 84 + names, .right = 32 + names,
		.between = 104, .below = 68};

	figure_grid(cdf->figure, &grid);
	cdf->figure->panels = cdf->rows; /* the last row may be short */
	for (int row = 0; row < cdf->rows; row++)
		fill_panel(cdf, row);
	figure_words(cdf->figure, headline(cdf), deck(cdf));
}

static int compose(struct cdf *cdf, struct error *error)
{
	for (int row = 0; row < cdf->rows; row++)
		if (read_row(cdf, row, error) != 0)
			return -1;
	if (cdf->most == 0)
		return error_set(error, STATUS_INPUT, "it needs at least %d "
				 "steady latencies of one workload, and no "
				 "point has them", 2 * ABOVE);
	fill(cdf);
	return 0;
}

int cdf_compose(struct view *view, const struct plot_options *options,
		struct figure *figure, struct error *error)
{
	static const char *const metric[] = {"latency.p50"};
	static const char *const column[CURVE_COLUMNS] = {
		"one_over_1_minus_p", "latency_us"};
	struct cdf cdf = {.view = view, .figure = figure};
	int curves, result;

	(void)options;
	cdf.rows = view_rows(view, metric, 1, 1, PANELS, &cdf.row,
			     &cdf.left_out);
	curves = cdf.rows * view->count;
	cdf.histogram = arena_get(view->arena, (size_t)(curves + 1) *
				  sizeof(*cdf.histogram));
	for (int i = 0; i < curves; i++)
		histogram_init(&cdf.histogram[i]);
	memcpy(figure->column[0], column, sizeof(column));
	result = compose(&cdf, error);
	for (int i = 0; i < curves; i++)
		histogram_fini(&cdf.histogram[i]);
	return result;
}
