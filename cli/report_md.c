/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report_md.c -- the table that a person reads, in Markdown: to be pasted
 * where it is shown as one.
 *
 *   | platform | instance | busiest | throughput | mean | ... |
 *   | xen-pv | m1.large | dom0/vcpu0 99 % busy | 164.8 k/s ±0.31 | ...
 *
 * What else must be known of a point stands in a list below.
 */
#include <string.h>

#include "cli/report_row.h"

static void add_number(struct cells *cells, const struct results *results,
		       int p, const char *workload, const char *metric)
{
	const struct estimate_record *estimate = results_estimate(
		results, p, workload, metric);
	char value[32], half[32], text[70];

	value_text(value, sizeof(value), estimate);
	half_text(half, sizeof(half), estimate);
	snprintf(text, sizeof(text), "%s%s%s", value, *half ? " " : "", half);
	cell_add(cells, text);
}

static void add_point(struct table *table, const struct names *names,
		      const struct results *results, int p,
		      const char *workload)
{
	const struct point_results *point = &results->point[p];
	struct cells cells = {.count = 0};
	char busiest[80];

	if (report_load(point, workload) == NULL &&
	    !report_is_absent(point, workload))
		return;
	names_cells(&cells, names, &point->point);
	busiest_text(busiest, sizeof(busiest), point);
	cell_add(&cells, busiest);
	for (int i = 0; i < NUMBERS; i++)
		add_number(&cells, results, p, workload,
			   report_number[i].metric);
	table_row(table, cells.cell);
}

static void print_points(const struct results *results, const char *workload,
			 FILE *to)
{
	struct names names;
	struct table table;

	names_find(results, &names);
	table_init(&table);
	names_columns(&table, &names);
	table_column(&table, "busiest part", false);
	for (int i = 0; i < NUMBERS; i++)
		table_column(&table, report_number[i].head, true);
	for (int p = 0; p < results->points; p++)
		add_point(&table, &names, results, p, workload);
	table_print_md(&table, to);
	table_fini(&table);
}

static void print_notes(const struct results *results, const char *workload,
			struct arena *arena, FILE *to)
{
	const char *before = "\n";

	for (int p = 0; p < results->points; p++) {
		const struct point_results *point = &results->point[p];
		const struct load_sum *load = report_load(point, workload);
		const char *note[NOTES_MAX];
		int count = load != NULL ?
			report_notes(arena, point, load, note) : 0;

		if (report_is_absent(point, workload))
			note[count++] = point->point.absent;

		for (int i = 0; i < count; i++) {
			fprintf(to, "%s- %s: %s\n", before,
				report_name(arena, &point->point), note[i]);
			before = "";
		}
	}
}

static void print_where(const struct results *results, const char *workload,
			FILE *to)
{
	struct table table;

	if (report_where(results, workload, &table)) {
		fputc('\n', to);
		table_print_md(&table, to);
	}
	table_fini(&table);
}

static void print_workload(const struct results *results, const char *workload,
			   FILE *to)
{
	struct arena arena;
	const char *relative;

	arena_init(&arena);
	print_points(results, workload, to);
	print_notes(results, workload, &arena, to);
	relative = report_relative(&arena, results, workload);
	if (relative != NULL)
		fprintf(to, "\n%s\n", relative);
	print_where(results, workload, to);
	arena_fini(&arena);
}

void report_md(const struct results *results, FILE *to)
{
	const char *workload[WORKLOADS_MAX];
	int workloads = report_workloads(results, workload, WORKLOADS_MAX);
	struct arena arena;
	const char *text;

	arena_init(&arena);
	fprintf(to, "## %s\n", results->run.title);
	for (int i = 0; i < workloads; i++) {
		if (workloads > 1)
			fprintf(to, "\n### %s\n", workload[i]);
		fputc('\n', to);
		print_workload(results, workload[i], to);
	}
	report_short(results, to);
	fputc('\n', to);
	for (int i = 0; (text = report_counterfactual(&arena, results, i)); i++)
		fprintf(to, "%s\n\n", text);
	fprintf(to, "%s; %s\n", report_count(&arena, results),
		report_trust(&arena, &results->trust));
	arena_fini(&arena);
}
