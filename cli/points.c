/* SPDX-License-Identifier: GPL-3.0-or-later */
/* points.c -- `fathom points FILE`: what would run. */
#include <inttypes.h>
#include <stdio.h>

#include "cli/command.h"
#include "cli/load.h"
#include "cli/quantity.h"
#include "cli/table.h"

static void add_columns(struct table *table, const struct point *point)
{
	table_column(table, "point", true);
	table_column(table, "platform", false);
	table_column(table, "instance", false);
	for (int i = 0; i < point->swepts && table->columns < 20; i++)
		table_column(table, point->swept[i].key, false);
	table_column(table, "runs", true);
	table_column(table, "warm-up", true);
	table_column(table, "window", true);
}

static void add_point(struct table *table, const struct point *point)
{
	const char *cell[TABLE_COLUMNS];
	char ordinal[16], runs[16], warmup[32], window[32];
	int n = 0;

	snprintf(ordinal, sizeof(ordinal), "%d", point->ordinal);
	snprintf(runs, sizeof(runs), "%d", point->replications);
	quantity_text(warmup, sizeof(warmup), (double)point->warmup, "ps");
	if (point->duration > 0)
		quantity_text(window, sizeof(window),
			      (double)point->duration, "ps");
	else
		snprintf(window, sizeof(window), "%" PRIu64 " jobs",
			 point->jobs);
	cell[n++] = ordinal;
	cell[n++] = point->label;
	cell[n++] = point->instance;
	for (int i = 0; i < point->swepts && n < 20; i++)
		cell[n++] = point->swept[i].text;
	cell[n++] = runs;
	cell[n++] = warmup;
	cell[n++] = window;
	table_row(table, cell);
}

static void print_points(const struct scenario *scenario)
{
	int points = scenario_points(scenario), runs = 0;
	struct table table;

	table_init(&table);
	for (int i = 0; i < points; i++) {
		const struct point *point = scenario_point(scenario, i);

		if (i == 0)
			add_columns(&table, point);
		add_point(&table, point);
		runs += point->replications;
	}
	table_print(&table, 0, stdout);
	table_fini(&table);
	printf("%d point%s, %d run%s\n", points, points == 1 ? "" : "s", runs,
	       runs == 1 ? "" : "s");
}

int command_points(const struct options *options)
{
	const char *name = options->argument[0];
	struct diagnostics diagnostics;
	struct scenario *scenario;
	int status;

	diagnostics_init(&diagnostics);
	scenario = load_scenario(name, options, &diagnostics);
	status = load_report(name, options, &diagnostics);
	if (status == STATUS_OK)
		print_points(scenario);
	diagnostics_fini(&diagnostics);
	scenario_free(scenario);
	return status;
}
