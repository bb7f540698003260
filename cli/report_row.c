/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/report_row.h"

#include <math.h>
#include <string.h>

#include "cli/quantity.h"

#define FOLDED "                          " /* room for the busiest part */

const struct number report_number[NUMBERS] = {
	{"throughput", "throughput"}, {"latency.mean", "mean"},
	{"latency.p50", "p50"},       {"latency.p99", "p99"},
};

void cell_add(struct cells *cells, const char *text)
{
	int i = cells->count++;

	snprintf(cells->text[i], sizeof(cells->text[i]), "%s", text);
	cells->cell[i] = cells->text[i];
}

int names_count(const struct names *names)
{
	int count = names->has_platform ? 2 : names->has_label;

	if (names->is_folded)
		return 1;
	for (int i = 0; i < names->model->swepts; i++)
		count += !names->is_hidden[i];
	return count;
}

/* The workload names its own table: a swept `workload` would repeat it. */
void names_find(const struct results *results, struct names *names)
{
	*names = (struct names){.model = &results->point[0].point};
	for (int i = 0; i < results->points; i++)
		if (results->point[i].point.platform != NULL &&
		    *results->point[i].point.platform != '\0')
			names->has_platform = true;
	for (int i = 0; i < names->model->swepts; i++)
		names->is_hidden[i] = i >= TABLE_COLUMNS - 8 ||
			strcmp(names->model->swept[i].key, "workload") == 0;
	names->has_label = !names->has_platform && names_count(names) == 0;
}

void names_columns(struct table *table, const struct names *names)
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

void names_cells(struct cells *cells, const struct names *names,
		 const struct point_record *point)
{
	char text[80];

	if (names->is_folded) {
		cell_add(cells, "");
		return;
	}
	if (names->has_platform) {
		snprintf(text, sizeof(text), "%s%s",
			 point->platform ? point->platform : "",
			 point->counterfactual ? "*" : "");
		cell_add(cells, text);
		cell_add(cells, point->instance ? point->instance : "");
	} else if (names->has_label) {
		cell_add(cells, point->label);
	}
	for (int i = 0; i < point->swepts; i++)
		if (!names->is_hidden[i])
			cell_add(cells, point->swept[i].text);
}

void value_text(char *out, size_t size, const struct estimate_record *estimate)
{
	if (estimate != NULL && !isnan(estimate->value))
		quantity_text(out, size, estimate->value, estimate->unit);
	else if (estimate != NULL && strcmp(estimate->status, "few") == 0)
		snprintf(out, size, "few");
	else
		snprintf(out, size, "-");
}

void half_text(char *out, size_t size, const struct estimate_record *estimate)
{
	char half[32];

	*out = '\0';
	if (estimate == NULL || isnan(estimate->value) || isnan(estimate->low))
		return;
	quantity_half(half, sizeof(half), (estimate->high - estimate->low) / 2,
		      estimate->value, estimate->unit);
	snprintf(out, size, "±%s", half);
}

void busiest_text(char *out, size_t size, const struct point_results *point)
{
	char percent[16];
	double share;
	const char *name = report_busiest(point, &share);

	*out = '\0';
	if (name == NULL)
		return;
	quantity_text(percent, sizeof(percent), share, "%");
	snprintf(out, size, "%s %s busy", name, percent);
}
