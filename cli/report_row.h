/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report_row.h -- a point as a row: its names, its numbers, and what must be
 * known of them.  What a table and a Markdown table have in common. */
#ifndef CLI_REPORT_ROW_H
#define CLI_REPORT_ROW_H

#include <stdbool.h>

#include "cli/report.h"
#include "cli/table.h"

#define NUMBERS 4
#define WORKLOADS_MAX 64
#define NOTES_MAX 4

extern const struct number {
	const char *metric, *head;
} report_number[NUMBERS];

/* Which columns name a point. */
struct names {
	bool has_platform, has_label;
	bool is_folded; /* one column for all: too wide otherwise */
	const struct point_record *model; /* for the heads of swept keys */
	bool is_hidden[TABLE_COLUMNS];    /* a swept key that says nothing */
};

struct cells {
	char text[TABLE_COLUMNS][80];
	const char *cell[TABLE_COLUMNS];
	int count;
};

void cell_add(struct cells *cells, const char *text);

void names_find(const struct results *results, struct names *names);
/* How many columns; and these, and their cells of a point. */
int names_count(const struct names *names);
void names_columns(struct table *table, const struct names *names);
void names_cells(struct cells *cells, const struct names *names,
		 const struct point_record *point);

/* A value, or why there is none; half of its interval, or "". */
void value_text(char *out, size_t size,
		const struct estimate_record *estimate);
void half_text(char *out, size_t size, const struct estimate_record *estimate);

/* "a/vcpu0 99 % busy", or "". */
void busiest_text(char *out, size_t size, const struct point_results *point);

/* Top stages of each point's jobs, in a table that is begun here; false when
 * there is nothing in it, or are too many points to be read. */
bool report_where(const struct results *results, const char *workload,
		  struct table *table);

/* Whether it saturates or drops, and which checks do not hold: sentences,
 * at most NOTES_MAX of them, in `arena`.  Returns how many. */
int report_notes(struct arena *arena, const struct point_results *point,
		 const struct load_sum *load, const char **note);

/* "relative to xen-pv: nitro throughput x 5.00 mean x 0.20; ..."; NULL when
 * the points differ in more than the platform. */
const char *report_relative(struct arena *arena, const struct results *results,
			    const char *workload);

/* What is said of the i-th platform that was never sold: "* xen-hvm: ...";
 * NULL behind the last. */
const char *report_counterfactual(struct arena *arena,
				  const struct results *results, int i);

/* "8 points, 40 replications; 215 exact checks, all hold" */
const char *report_count(struct arena *arena, const struct results *results);

/* "leans on 14 assumed and 2 fitted costs; netfront.forward weighs most" */
const char *report_trust(struct arena *arena, const struct trust *trust);

#endif
