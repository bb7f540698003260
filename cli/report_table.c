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
#include <string.h>

#include "cli/report_row.h"

/* The line above a folded row: the name, and nothing beside it. */
static void add_name_line(struct table *table,
			  const struct point_record *point)
{
	const char *cell[TABLE_COLUMNS] = {
		report_name(&table->arena, point)};

	table_under(table, cell);
}

static void add_busiest(struct cells *cells, const struct names *names,
			const struct point_results *point)
{
	char text[78], whole[80] = "";

	busiest_text(text, sizeof(text), point);
	if (*text != '\0')
		snprintf(whole, sizeof(whole), "  %s", text);
	cell_add(cells, whole);
	for (int i = 1; i < names_count(names); i++)
		cell_add(cells, "");
}

static void add_notes(struct table *table, const struct point_results *point,
		      const struct load_sum *load)
{
	const char *note[NOTES_MAX];
	int count = report_notes(&table->arena, point, load, note);

	for (int i = 0; i < count; i++)
		table_note(table, note[i]);
}

static void add_numbers(struct cells *values, struct cells *halves,
			const struct results *results, int p,
			const char *workload)
{
	char text[64];

	for (int i = 0; i < NUMBERS; i++) {
		const struct estimate_record *estimate = results_estimate(
			results, p, workload, report_number[i].metric);

		value_text(text, sizeof(text), estimate);
		cell_add(values, text);
		half_text(text, sizeof(text), estimate);
		cell_add(halves, text);
	}
}

/* Its row, and why there is nothing in it. */
static void add_absent(struct table *table, const struct names *names,
		       const struct point_record *point)
{
	struct cells cells = {.count = 0};

	if (names->is_folded)
		add_name_line(table, point);
	names_cells(&cells, names, point);
	for (int i = 0; i < NUMBERS; i++)
		cell_add(&cells, "-");
	table_row(table, cells.cell);
	table_note(table, point->absent);
}

static void add_point(struct table *table, const struct names *names,
		      const struct results *results, int p,
		      const char *workload)
{
	const struct point_results *point = &results->point[p];
	const struct load_sum *load = report_load(point, workload);
	struct cells values = {.count = 0}, halves = {.count = 0};

	if (report_is_absent(point, workload)) {
		add_absent(table, names, &point->point);
		return;
	}
	if (load == NULL)
		return;
	if (names->is_folded)
		add_name_line(table, &point->point);
	names_cells(&values, names, &point->point);
	add_busiest(&halves, names, point);
	add_numbers(&values, &halves, results, p, workload);
	table_row(table, values.cell);
	table_under(table, halves.cell);
	add_notes(table, point, load);
}

static void fill(struct table *table, const struct names *names,
		 const struct results *results, const char *workload)
{
	table_init(table);
	names_columns(table, names);
	for (int i = 0; i < NUMBERS; i++)
		table_column(table, report_number[i].head, true);
	for (int p = 0; p < results->points; p++)
		add_point(table, names, results, p, workload);
}

static void print_relative(const struct results *results, const char *workload,
			   FILE *to)
{
	struct arena arena;
	const char *text;

	arena_init(&arena);
	text = report_relative(&arena, results, workload);
	if (text != NULL)
		wrap_print(text, 0, to);
	arena_fini(&arena);
}

static void print_where(const struct results *results, const char *workload,
			FILE *to)
{
	struct table table;

	if (report_where(results, workload, &table)) {
		fputc('\n', to);
		table_fit(&table);
		table_print(&table, 0, to);
	}
	table_fini(&table);
}

static void print_workload(const struct results *results, const char *workload,
			   FILE *to)
{
	struct names names;
	struct table table;

	names_find(results, &names);
	fill(&table, &names, results, workload);
	if (table_width(&table) > TABLE_WIDTH) {
		table_fini(&table);
		names.is_folded = true;
		fill(&table, &names, results, workload);
	}
	table_print(&table, 0, to);
	table_fini(&table);
	print_relative(results, workload, to);
	print_where(results, workload, to);
}

static void print_end(const struct results *results, FILE *to)
{
	struct arena arena;
	const char *text;

	arena_init(&arena);
	fputc('\n', to);
	for (int i = 0; (text = report_counterfactual(&arena, results, i)); i++)
		wrap_print(text, 0, to);
	fprintf(to, "%s\n", report_count(&arena, results));
	wrap_print(report_trust(&arena, &results->trust), 0, to);
	arena_fini(&arena);
}

static void print_heading(const char *workload, FILE *to)
{
	struct arena arena;

	arena_init(&arena);
	wrap_print(arena_format(&arena, "%s:", workload), 0, to);
	arena_fini(&arena);
}

void report_table(const struct results *results, FILE *to)
{
	const char *workload[WORKLOADS_MAX];
	int workloads = report_workloads(results, workload, WORKLOADS_MAX);

	wrap_print(results->run.title, 0, to);
	for (int i = 0; i < workloads; i++) {
		fputc('\n', to);
		if (workloads > 1)
			print_heading(workload[i], to);
		print_workload(results, workload[i], to);
	}
	report_short(results, to);
	print_end(results, to);
}
