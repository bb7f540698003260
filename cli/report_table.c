/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report_table.c -- the table that a person reads after a run.
 *
 *   platform  instance  throughput      mean       p50       p99
 *   xen-pv    m1.large   164.8 k/s  141.2 us  139.8 us  180.4 us
 *     a/dom0.0 99 % busy    +-0.31     +-1.9      +-2.0      +-9.1
 *
 * Two lines a point: values, then half of each 95 % interval in the value's
 * own unit, beside the busiest part.  What else must be known stands below.
 * Where names and values do not fit on one line, the point's name has one of
 * its own above them.
 */
#include <math.h>
#include <string.h>

#include "cli/quantity.h"
#include "cli/report.h"
#include "cli/table.h"

#define WORKLOADS_MAX 64
#define WHERE_POINTS 12 /* more points: no list of stages */
#define NUMBERS 4
#define FOLDED "                          " /* room for the busiest part */

static const struct number {
	const char *metric, *head;
} numbers[NUMBERS] = {
	{"throughput", "throughput"}, {"latency.mean", "mean"},
	{"latency.p50", "p50"},       {"latency.p99", "p99"},
};

/* Which columns name a point. */
struct names {
	bool has_platform, has_label;
	bool is_folded; /* one column for all: too wide otherwise */
	const struct point_record *model; /* for the heads of swept keys */
	bool is_hidden[TABLE_COLUMNS];    /* a swept key that says nothing */
};

struct cells {
	char text[TABLE_COLUMNS][64];
	const char *cell[TABLE_COLUMNS];
	int count;
};

static void cell_add(struct cells *cells, const char *text)
{
	int i = cells->count++;

	snprintf(cells->text[i], sizeof(cells->text[i]), "%s", text);
	cells->cell[i] = cells->text[i];
}

static int named(const struct names *names)
{
	int count = names->has_platform ? 2 : names->has_label;

	if (names->is_folded)
		return 1;
	for (int i = 0; i < names->model->swepts; i++)
		count += !names->is_hidden[i];
	return count;
}

/* The workload names its own table: a swept `workload` would repeat it. */
static void find_names(const struct results *results, struct names *names)
{
	*names = (struct names){.model = &results->point[0].point};
	for (int i = 0; i < results->points; i++)
		if (results->point[i].point.platform != NULL &&
		    *results->point[i].point.platform != '\0')
			names->has_platform = true;
	for (int i = 0; i < names->model->swepts; i++)
		names->is_hidden[i] = i >= TABLE_COLUMNS - 8 ||
			strcmp(names->model->swept[i].key, "workload") == 0;
	names->has_label = !names->has_platform && named(names) == 0;
}

static void add_name_columns(struct table *table, const struct names *names)
{
	if (names->is_folded) {
		table_column(table, FOLDED, false);
		return;
	}
	if (names->has_platform) {
		table_column(table, "platform", false);
		table_column(table, "instance", false);
	} else if (names->has_label) {
		table_column(table, "", false);
	}
	for (int i = 0; i < names->model->swepts; i++)
		if (!names->is_hidden[i])
			table_column(table, report_head(names->model, i),
				     false);
}

/* The line above a folded row: the name, and nothing beside it. */
static void add_name_line(struct table *table,
			  const struct point_record *point)
{
	const char *cell[TABLE_COLUMNS] = {
		report_name(&table->arena, point)};

	table_under(table, cell);
}

static void add_names(struct cells *cells, const struct names *names,
		      const struct point_record *point)
{
	if (names->is_folded) {
		cell_add(cells, "");
		return;
	}
	if (names->has_platform) {
		cell_add(cells, point->platform ? point->platform : "");
		cell_add(cells, point->instance ? point->instance : "");
	} else if (names->has_label) {
		cell_add(cells, point->label);
	}
	for (int i = 0; i < point->swepts; i++)
		if (!names->is_hidden[i])
			cell_add(cells, point->swept[i].text);
}

/* A value, or why there is none. */
static void add_value(struct cells *cells,
		      const struct estimate_record *estimate)
{
	char text[40] = "-";

	if (estimate != NULL && !isnan(estimate->value))
		quantity_text(text, sizeof(text), estimate->value,
			      estimate->unit);
	else if (estimate != NULL && strcmp(estimate->status, "few") == 0)
		snprintf(text, sizeof(text), "few");
	cell_add(cells, text);
}

static void add_half(struct cells *cells,
		     const struct estimate_record *estimate)
{
	char half[32], text[40] = "";

	if (estimate != NULL && !isnan(estimate->value) &&
	    !isnan(estimate->low)) {
		quantity_half(half, sizeof(half),
			      (estimate->high - estimate->low) / 2,
			      estimate->value, estimate->unit);
		snprintf(text, sizeof(text), "±%s", half);
	}
	cell_add(cells, text);
}

static void add_busiest(struct cells *cells, const struct names *names,
			const struct point_results *point)
{
	char text[64] = "", percent[16];
	double share;
	const char *name = report_busiest(point, &share);

	if (name != NULL) {
		quantity_text(percent, sizeof(percent), share, "%");
		snprintf(text, sizeof(text), "  %s %s busy", name, percent);
	}
	cell_add(cells, text);
	for (int i = 1; i < named(names); i++)
		cell_add(cells, "");
}

static void note_load(struct table *table, const struct load_sum *load)
{
	char text[200] = "";

	if (strcmp(load->status, "saturated") == 0)
		snprintf(text, sizeof(text), "saturated%s%s: more comes than "
			 "it carries; no latency",
			 load->binding != NULL ? " by " : "",
			 load->binding != NULL ? load->binding : "");
	else if (strcmp(load->status, "dropping") == 0)
		snprintf(text, sizeof(text), "dropping %.1f %% of its jobs%s%s"
			 "; latencies are those of the rest",
			 100.0 * (double)load->dropped /
			 (double)(load->arrived ? load->arrived : 1),
			 load->binding != NULL ? " at " : "",
			 load->binding != NULL ? load->binding : "");
	else if (strcmp(load->status, "ok") != 0)
		snprintf(text, sizeof(text), "%s: no job ended",
			 load->status);
	if (*text != '\0')
		table_note(table, text);
}

static void note_failures(struct table *table,
			  const struct point_results *point)
{
	char text[400];

	for (int i = 0; i < point->failures && i < 3; i++) {
		const struct failure *failure = &point->failure[i];

		if (failure->check != NULL)
			snprintf(text, sizeof(text),
				 "CHECK FAILED in replication %d: %s of %s: "
				 "%s is not %s", failure->replication,
				 failure->check, failure->component,
				 failure->left, failure->right);
		else
			snprintf(text, sizeof(text),
				 "replication %d ended as %s",
				 failure->replication, failure->state);
		table_note(table, text);
	}
}

static void add_point(struct table *table, const struct names *names,
		      const struct results *results, int p,
		      const char *workload)
{
	const struct point_results *point = &results->point[p];
	const struct load_sum *load = report_load(point, workload);
	struct cells values = {.count = 0}, halves = {.count = 0};

	if (load == NULL)
		return;
	if (names->is_folded)
		add_name_line(table, &point->point);
	add_names(&values, names, &point->point);
	add_busiest(&halves, names, point);
	for (int i = 0; i < NUMBERS; i++) {
		const struct estimate_record *estimate = results_estimate(
			results, p, workload, numbers[i].metric);

		add_value(&values, estimate);
		add_half(&halves, estimate);
	}
	table_row(table, values.cell);
	table_under(table, halves.cell);
	note_load(table, load);
	note_failures(table, point);
}

/* The first point that a table can be measured by: where nothing but the
 * platform differs. */
static int find_base(const struct results *results, const char *workload)
{
	int base = -1, others = 0;

	for (int p = 0; p < results->points; p++) {
		const struct point_results *point = &results->point[p];

		if (report_load(point, workload) == NULL)
			continue;
		for (int i = 0; i < point->point.swepts; i++)
			if (strcmp(point->point.swept[i].key, "workload") != 0)
				return -1;
		if (base < 0)
			base = p;
		else
			others++;
	}
	return others > 0 ? base : -1;
}

static const char *add_ratio(struct arena *arena, const char *text,
			     const struct results *results, int p, int base,
			     const char *workload, const struct number *number)
{
	const struct estimate_record *mine = results_estimate(
		results, p, workload, number->metric);
	const struct estimate_record *other = results_estimate(
		results, base, workload, number->metric);
	double ratio = mine != NULL && other != NULL
		? mine->value / other->value : NAN;

	if (!isfinite(ratio))
		return text;
	return arena_format(arena, "%s %s x %.*f", text, number->head,
			    ratio < 0.1 ? 3 : 2, ratio);
}

/* "relative to xen-pv: nitro throughput x 5.00 mean x 0.20; ..." */
static void print_relative(const struct results *results, const char *workload,
			   FILE *to)
{
	int base = find_base(results, workload);
	const char *text, *comma = "";
	struct arena arena;

	if (base < 0)
		return;
	arena_init(&arena);
	text = arena_format(&arena, "relative to %s:",
			    results->point[base].point.label);
	for (int p = base + 1; p < results->points; p++) {
		const struct point_results *point = &results->point[p];

		if (report_load(point, workload) == NULL)
			continue;
		text = arena_format(&arena, "%s%s %s", text, comma,
				    point->point.label);
		for (int i = 0; i < 2; i++)
			text = add_ratio(&arena, text, results, p, base,
					 workload, &numbers[i]);
		comma = ";";
	}
	wrap_print(text, 0, to);
	arena_fini(&arena);
}

static void fill(struct table *table, const struct names *names,
		 const struct results *results, const char *workload)
{
	table_init(table);
	add_name_columns(table, names);
	for (int i = 0; i < NUMBERS; i++)
		table_column(table, numbers[i].head, true);
	for (int p = 0; p < results->points; p++)
		add_point(table, names, results, p, workload);
}

static void print_workload(struct results *results, const char *workload,
			   FILE *to)
{
	struct names names;
	struct table table;

	find_names(results, &names);
	fill(&table, &names, results, workload);
	if (table_width(&table) > TABLE_WIDTH) {
		table_fini(&table);
		names.is_folded = true;
		fill(&table, &names, results, workload);
	}
	table_print(&table, 0, to);
	table_fini(&table);
	print_relative(results, workload, to);
	if (results->points <= WHERE_POINTS)
		report_where(results, workload, to);
}

static void print_count(const struct results *results, FILE *to)
{
	int replications = 0, checks = 0, failures = 0;

	for (int i = 0; i < results->points; i++) {
		replications += results->point[i].replications;
		checks += results->point[i].checks;
		failures += results->point[i].failures;
	}
	fprintf(to, "%d point%s, %d replication%s%s; %d exact checks, %s\n",
		results->points, results->points == 1 ? "" : "s",
		replications, replications == 1 ? "" : "s",
		results->run.is_complete ? "" : " (not complete)", checks,
		failures == 0 ? "all hold" :
		checks == 0 ? "nothing to check in a run that died" :
			      "NOT ALL HOLD");
}

void report_trust(const struct trust *trust, FILE *to)
{
	struct arena arena;
	const char *text;

	arena_init(&arena);
	text = arena_format(&arena, "leans on %d assumed and %d fitted costs",
			    trust->assumed, trust->fitted);
	if (trust->uncited > 0)
		text = arena_format(&arena, "%s and %d uncited numbers", text,
				    trust->uncited);
	if (trust->heaviest != NULL)
		text = arena_format(&arena, "%s; %s.%s weighs most, on %s",
				    text, trust->heaviest->mechanism,
				    trust->heaviest->name,
				    trust->heaviest_label);
	wrap_print(text, 0, to);
	arena_fini(&arena);
}

void report_table(struct results *results, FILE *to)
{
	const char *workload[WORKLOADS_MAX];
	int workloads = report_workloads(results, workload, WORKLOADS_MAX);

	wrap_print(results->run.title, 0, to);
	for (int i = 0; i < workloads; i++) {
		fputc('\n', to);
		if (workloads > 1)
			fprintf(to, "%s:\n", workload[i]);
		print_workload(results, workload[i], to);
	}
	report_short(results, to);
	fputc('\n', to);
	print_count(results, to);
	report_trust(&results->trust, to);
}
