/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report_where.c -- where a job's time went: its dearest stages, in the order
 * of its way, each with what it waited and what was worked.  Stages of one
 * name and owner are one here: a round trip passes some at each end. */
#include <stdlib.h>
#include <string.h>

#include "cli/quantity.h"
#include "cli/report_row.h"
#include "sim/memory.h"

#define TOP 5
#define WHERE_POINTS 12 /* more points: no list of stages */

/* A stage that shows: among the TOP of its point by wait + work. */
static bool is_top(const struct stage_mean *first, int count, int mine)
{
	double weight = first[mine].wait + first[mine].work;
	int above = 0;

	for (int i = 0; i < count; i++) {
		double other = first[i].wait + first[i].work;

		above += other > weight || (other == weight && i < mine);
	}
	return weight > 0 && above < TOP;
}

static void add_row(struct table *table, const char *stage, const char *owner,
		    double wait, double work)
{
	char name[100], wait_text[32] = "0", work_text[32] = "0";
	const char *cell[] = {name, owner, wait_text, work_text};

	snprintf(name, sizeof(name), "  %s", stage);
	if (wait > 0)
		quantity_text(wait_text, sizeof(wait_text), wait, "ps");
	if (work > 0)
		quantity_text(work_text, sizeof(work_text), work, "ps");
	table_row(table, cell);
}

static void add_stages(struct table *table, const struct stage_mean *first,
		       int count)
{
	double wait = 0, work = 0;
	int others = 0;
	char text[40];

	for (int i = 0; i < count; i++) {
		if (is_top(first, count, i)) {
			add_row(table, first[i].stage, first[i].owner,
				first[i].wait, first[i].work);
			continue;
		}
		others += first[i].wait + first[i].work > 0;
		wait += first[i].wait;
		work += first[i].work;
	}
	if (others == 0)
		return;
	snprintf(text, sizeof(text), "%d other%s", others,
		 others == 1 ? "" : "s");
	add_row(table, text, "", wait, work);
}

static struct stage_mean *same(struct stage_mean *list, int count,
			       const struct stage_mean *stage)
{
	for (int i = 0; i < count; i++)
		if (strcmp(list[i].stage, stage->stage) == 0 &&
		    strcmp(list[i].owner, stage->owner) == 0)
			return &list[i];
	return NULL;
}

/* The stages of a workload, those that are the same added up; in memory that
 * the caller frees. */
static struct stage_mean *gather(const struct point_results *point,
				 const char *workload, int *count)
{
	struct stage_mean *list = memory_get((size_t)(point->stages + 1) *
					     sizeof(*list));

	*count = 0;
	for (int i = 0; i < point->stages; i++) {
		const struct stage_mean *stage = &point->stage[i];
		struct stage_mean *known;

		if (strcmp(stage->workload, workload) != 0)
			continue;
		known = same(list, *count, stage);
		if (known == NULL) {
			list[(*count)++] = *stage;
			continue;
		}
		known->wait += stage->wait;
		known->work += stage->work;
	}
	return list;
}

static void add_point(struct table *table, const struct point_results *point,
		      const char *workload)
{
	const struct load_sum *load = report_load(point, workload);
	int count;
	struct stage_mean *list = gather(point, workload, &count);
	const char *cell[4] = {NULL};

	if (load != NULL && strcmp(load->status, "saturated") != 0 &&
	    count > 1) {
		cell[0] = report_name(&table->arena, &point->point);
		table_under(table, cell);
		add_stages(table, list, count);
	}
	free(list);
}

bool report_where(const struct results *results, const char *workload,
		  struct table *table)
{
	table_init(table);
	table_column(table, "where the time went", false);
	table_column(table, "who", false);
	table_column(table, "wait", true);
	table_column(table, "work", true);
	if (results->points > WHERE_POINTS)
		return false;
	for (int i = 0; i < results->points; i++)
		add_point(table, &results->point[i], workload);
	return table->first != NULL;
}
