/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/view.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "plots/generation.h"
#include "plots/words.h"

static const struct point_record *record(const struct view *view, int point)
{
	return &view->results->point[point].point;
}

/* Texts of the store may be NULL. */
static const char *text_or_empty(const char *text)
{
	return text ? text : "";
}

static int series_find(const struct view *view, int point)
{
	const struct point_record *p = record(view, point);

	for (int i = 0; i < view->count; i++)
		if (strcmp(view->series[i].label, p->label) == 0 &&
		    strcmp(view->series[i].instance,
			   text_or_empty(p->instance)) == 0)
			return i;
	return -1;
}

static int alike(const struct view *view, const char *label, int before)
{
	int count = 0;

	for (int i = 0; i < before; i++)
		count += strcmp(view->series[i].label, label) == 0;
	return count;
}

static bool is_bare(const char *label)
{
	return strcmp(label, "network") == 0 || strcmp(label, "hosts") == 0;
}

/* Names, colours and dashes, once all series are known. */
static void dress(struct view *view)
{
	int strangers = 0;

	for (int i = 0; i < view->count; i++) {
		struct series *s = &view->series[i];
		const struct generation *known = generation_find(s->label);

		s->name = known ? known->name : s->label;
		if (alike(view, s->label, view->count) > 1)
			s->name = arena_format(view->arena, "%s %s", s->name,
					       s->instance);
		s->dash = known || is_bare(s->label)
				  ? 1 : stranger_dash(strangers);
		s->colour = known ? known->colour
				  : stranger_colour(strangers);
		if (known && alike(view, s->label, i) > 0)
			s->dash = stranger_dash(alike(view, s->label, i) - 1);
		if (!known)
			strangers++;
		s->text_colour = readable_colour(view->arena, s->colour);
	}
}

const struct swept_record *view_swept(const struct view *view, int point,
				      const char *key)
{
	const struct point_record *p = record(view, point);

	for (int i = 0; key && i < p->swepts; i++)
		if (strcmp(p->swept[i].key, key) == 0)
			return &p->swept[i];
	return NULL;
}

int view_values(const struct view *view, const char *key)
{
	int count = 0;

	for (int i = 0; i < view->results->points; i++) {
		const struct swept_record *swept = view_swept(view, i, key);
		bool is_new = swept != NULL;

		for (int j = 0; j < i && is_new; j++) {
			const struct swept_record *other =
				view_swept(view, j, key);

			is_new = !other ||
				 strcmp(other->text, swept->text) != 0;
		}
		count += is_new;
	}
	return count;
}

const char *key_title(const char *key)
{
	const char *dot = strrchr(key, '.');
	size_t length = strlen(key);

	if (length > 13 && strcmp(key + length - 13, ".arrival.open") == 0)
		return "arrival";
	return dot ? dot + 1 : key;
}

/* "payload 64B, threads 2": the point's place among the swept values. */
static const char *facet_of(const struct view *view, int point)
{
	const struct point_record *p = record(view, point);
	const char *text = "";
	bool is_named;

	for (int i = 0; i < p->swepts; i++) {
		const struct swept_record *swept = &p->swept[i];

		if (view->along && strcmp(swept->key, view->along) == 0)
			continue;
		/* which workload runs, may be swept too: its name will do */
		is_named = strcmp(swept->key, "workload") == 0;
		text = arena_format(view->arena, "%s%s%s%s%s", text,
				    *text ? ", " : "",
				    is_named ? "" : key_title(swept->key),
				    is_named ? "" : " ", swept->text);
	}
	return text;
}

void view_along(struct view *view, const char *key)
{
	view->along = key;
	for (int i = 0; i < view->results->points; i++)
		view->facet[i] = facet_of(view, i);
}

void view_init(struct view *view, struct results *results,
	       struct arena *arena)
{
	size_t room = (size_t)results->points + 1;

	*view = (struct view){.results = results, .arena = arena};
	view->series = arena_get(arena, room * sizeof(*view->series));
	view->series_of = arena_get(arena, room * sizeof(*view->series_of));
	view->facet = arena_get(arena, room * sizeof(*view->facet));
	for (int i = 0; i < results->points; i++) {
		int found = series_find(view, i);

		if (found < 0) {
			found = view->count++;
			view->series[found] = (struct series){
				.label = record(view, i)->label,
				.instance = text_or_empty(
					record(view, i)->instance)};
		}
		view->series_of[i] = found;
	}
	dress(view);
	view_along(view, NULL);
}

static bool is_pushed(const struct point_results *point, const char *workload)
{
	for (int i = 0; i < point->loads; i++)
		if (strcmp(point->load[i].workload, workload) == 0)
			return point->load[i].is_pushed;
	return false;
}

struct measure view_measure(const struct view *view, int point,
			    const char *workload, const char *metric)
{
	const struct estimate_record *e =
		results_estimate(view->results, point, workload, metric);
	struct measure measure = {NAN, NAN, NAN, AMOUNT_COUNT, "", false};
	double scale;

	if (!e)
		return measure;
	measure.amount = amount_of(e->unit);
	measure.status = e->status;
	measure.is_pushed = is_pushed(&view->results->point[point], workload);
	scale = amount_scale(measure.amount);
	measure.value = e->value * scale;
	measure.low = e->low * scale;
	measure.high = e->high * scale;
	return measure;
}

static bool is_wanted(const struct estimate_record *estimate,
		      const char *const *metric, int metrics)
{
	for (int i = 0; i < metrics; i++)
		if (strcmp(estimate->name, metric[i]) == 0)
			return isfinite(estimate->value);
	return false;
}

static int row_find(const struct row *row, int rows, const char *workload,
		    const char *facet)
{
	for (int i = 0; i < rows; i++)
		if (strcmp(row[i].workload, workload) == 0 &&
		    strcmp(row[i].facet, facet) == 0)
			return i;
	return -1;
}

/* Leave `most` of them, evenly, the first and the last among them. */
static int thin(struct row *row, int rows, int most)
{
	if (rows <= most)
		return rows;
	for (int i = 0; i < most; i++)
		row[i] = row[most > 1 ? i * (rows - 1) / (most - 1) : 0];
	return most;
}

/* Has some series of the row a metric's value at so many points? */
static bool is_filled(const struct view *view, const struct row *row,
		      const char *const *metric, int metrics, int least)
{
	int *point = memory_get((size_t)(view->results->points + 1) *
				sizeof(*point));
	bool is = false;

	for (int s = 0; s < view->count && !is; s++) {
		int count = view_points(view, row, s, point);

		for (int m = 0; m < metrics && !is; m++) {
			int values = 0;

			for (int i = 0; i < count; i++)
				values += isfinite(view_measure(
					view, point[i], row->workload,
					metric[m]).value);
			is = values >= least;
		}
	}
	free(point);
	return is;
}

/* All pairs of a workload and a facet that have a value. */
static int list_rows(const struct view *view, const char *const *metric,
		     int metrics, struct row **row)
{
	int rows = 0, room = 0;

	for (int i = 0; i < view->results->points; i++)
		room += view->results->point[i].estimates;
	*row = arena_get(view->arena, (size_t)(room + 1) * sizeof(**row));
	for (int i = 0; i < view->results->points; i++) {
		const struct point_results *p = &view->results->point[i];
		const char *facet = view->facet[i];

		for (int e = 0; e < p->estimates; e++) {
			const char *workload = p->estimate[e].workload;

			if (is_wanted(&p->estimate[e], metric, metrics) &&
			    row_find(*row, rows, workload, facet) < 0)
				(*row)[rows++] = (struct row){workload, facet};
		}
	}
	return rows;
}

int view_rows(const struct view *view, const char *const *metric, int metrics,
	      int least, int most, struct row **row, int *left_out)
{
	int all = list_rows(view, metric, metrics, row), filled = 0, rows;

	for (int i = 0; i < all; i++)
		if (is_filled(view, &(*row)[i], metric, metrics, least))
			(*row)[filled++] = (*row)[i];
	rows = thin(*row, filled, most);
	*left_out = filled - rows;
	return rows;
}

static bool has_many_workloads(const struct view *view)
{
	for (int i = 0; i < view->results->points; i++)
		if (view->results->point[i].loads > 1)
			return true;
	return false;
}

const char *view_title(const struct view *view, const struct row *row)
{
	bool names = *row->workload && has_many_workloads(view);

	return arena_format(view->arena, "%s%s%s", names ? row->workload : "",
			    names && *row->facet ? ", " : "", row->facet);
}

/* By number along the axis; equal ones keep their order. */
static void sort_points(const struct view *view, int *point, int count)
{
	for (int i = 1; i < count; i++)
		for (int j = i; j > 0; j--) {
			const struct swept_record *a = view_swept(
				view, point[j - 1], view->along);
			const struct swept_record *b = view_swept(
				view, point[j], view->along);
			int held = point[j];

			if (!a || !b || !(b->number < a->number))
				break;
			point[j] = point[j - 1];
			point[j - 1] = held;
		}
}

int view_points(const struct view *view, const struct row *row, int series,
		int *point)
{
	int count = 0;

	for (int i = 0; i < view->results->points; i++)
		if (view->series_of[i] == series &&
		    strcmp(view->facet[i], row->facet) == 0)
			point[count++] = i;
	sort_points(view, point, count);
	return count;
}

const char *metric_title(const struct view *view, const char *metric)
{
	if (strcmp(metric, "throughput") == 0)
		return "throughput";
	if (strcmp(metric, "bandwidth") == 0)
		return "bandwidth";
	if (strcmp(metric, "latency.mean") == 0)
		return "mean latency";
	if (strcmp(metric, "latency.max") == 0)
		return "longest latency";
	if (strncmp(metric, "latency.p", 9) == 0)
		return arena_format(view->arena, "%s latency", metric + 8);
	return metric;
}

double view_name_width(const struct view *view)
{
	double width = 0;

	for (int i = 0; i < view->count; i++)
		width = fmax(width, words_width(view->series[i].name, 13,
						true));
	return width;
}

const char *view_subject(const struct view *view)
{
	const char *title = view->results->run.title;

	if (view->count != 1 || is_bare(view->series[0].label))
		return title;
	return arena_format(view->arena, "%s, %s", title,
			    view->series[0].name);
}

const char *view_trust(const struct view *view)
{
	const struct run_record *run = &view->results->run;
	int done = 0, wanted = run->replications * view->results->points;

	for (int i = 0; i < view->results->points; i++)
		done += view->results->point[i].replications;
	if (!run->is_complete)
		return arena_format(view->arena, "Incomplete: %d of %d "
				    "replications are in; 95 %% intervals "
				    "where two or more.", done, wanted);
	if (run->replications == 1)
		return "One replication: no intervals.";
	return arena_format(view->arena, "Mean of %d replications, 95 %% "
			    "intervals.", run->replications);
}
