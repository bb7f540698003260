/* SPDX-License-Identifier: GPL-3.0-or-later */
/* view.h -- the results as figures need them: curves and rows of panels.
 *
 * A *series* is what a curve stands for: a platform on an instance.  Points
 * of a series differ in swept values.  One swept key may be drawn along an
 * axis; the others, and the workloads, make *rows* of panels:
 *
 *	view_init(&view, results, &arena);
 *	view_along(&view, "workload.rx.arrival.open");
 *	rows = view_rows(&view, metric, 2, 1, 4, &row, &left_out);
 *	points = view_points(&view, &row[0], series, point)
 *
 * Everything allocated is the arena's; `results` is borrowed.
 */
#ifndef PLOTS_VIEW_H
#define PLOTS_VIEW_H

#include "plots/amount.h"
#include "results/read.h"
#include "sim/memory.h"

struct series {
	const char *label, *instance;
	const char *name;   /* "Nitro", or "Nitro c5n.xlarge" if two of them */
	const char *colour; /* of marks and lines */
	const char *text_colour; /* the same, dark enough to read */
	int dash;
};

struct view {
	struct results *results;
	struct arena *arena;
	struct series *series;
	int count;
	int *series_of;    /* of each point */
	const char *along; /* the key on an axis, or NULL */
	const char **facet; /* of each point: its other swept values */
};

/* A workload under one combination of the swept values not drawn along. */
struct row {
	const char *workload; /* "" for metrics of the whole run */
	const char *facet;    /* "payload 64B, threads 2" or "" */
};

void view_init(struct view *view, struct results *results,
	       struct arena *arena);

/* Draw along this key, which must outlive the view, or along none (NULL, as
 * after view_init). */
void view_along(struct view *view, const char *key);

/* Rows in which some series has a value of one of the metrics at `least`
 * points or more, in the order of the points; *left_out counts rows beyond
 * `most`, which are left out evenly, never the first and the last. */
int view_rows(const struct view *view, const char *const *metric, int metrics,
	      int least, int most, struct row **row, int *left_out);

/* A row's title, workload and facet as needed to tell it from others: "". */
const char *view_title(const struct view *view, const struct row *row);

/* The points of a series in a row, by their number along the axis, if they
 * have one, then by ordinal; `point` has room for all of the results. */
int view_points(const struct view *view, const struct row *row, int series,
		int *point);

/* The swept value of a point under a key, or NULL. */
const struct swept_record *view_swept(const struct view *view, int point,
				      const char *key);

/* How many different values a key takes. */
int view_values(const struct view *view, const char *key);

/* An estimate in the figure's units; value is NaN where there is none. */
struct measure {
	double value, low, high;
	enum amount amount;
	const char *status; /* "" when there is no such estimate */
	bool is_pushed; /* of a sender that never pauses: load_sum */
};
struct measure view_measure(const struct view *view, int point,
			    const char *workload, const char *metric);

/* As in a sentence: "p99 latency", "throughput"; others keep their names. */
const char *metric_title(const struct view *view, const char *metric);

/* Pixels of the longest name, in bold at 13: the room that labels need. */
double view_name_width(const struct view *view);

/* "payload" for workload.sender.payload, "arrival" for ...arrival.open. */
const char *key_title(const char *key);

/* The scenario's title, with the platform if it is the only one: figures of
 * one curve have no label.  How every deck begins. */
const char *view_subject(const struct view *view);

/* "Mean of 5 replications with 95 % intervals", and what is wrong with the
 * run: the end of every deck. */
const char *view_trust(const struct view *view);

#endif
