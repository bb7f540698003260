/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report.h -- results as text, from a database and from nothing else.
 *
 * `fathom run` prints what the file holds, so that a run and a look at an old
 * one cannot differ.  All write to `to` and fail only as stdio does.
 */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "results/read.h"

/* For people, within 80 columns: per workload one row a point with intervals,
 * then where the time went, then the line of trust. */
void report_table(const struct results *results, FILE *to);

/* The same in Markdown, intervals beside their values. */
void report_md(const struct results *results, FILE *to);

/* Three sentences on a ladder: at least four platforms, three workloads. */
void report_short(const struct results *results, FILE *to);

/* One object (docs/4-results.md says what is in it). */
void report_json(const struct results *results, FILE *to);

/* RFC 4180; a row per point, workload and metric, swept keys as columns. */
void report_csv(const struct results *results, FILE *to);

/* The load of a workload in a point, or NULL. */
const struct load_sum *report_load(const struct point_results *point,
				   const char *workload);

/* The distinct names of workloads, in order of first appearance.  Returns how
 * many; at most `most` are given. */
int report_workloads(const struct results *results, const char **name,
		     int most);

/* Is it a point of that workload that ran nothing? */
bool report_is_absent(const struct point_results *point, const char *workload);

/* What a swept key is called in a head: its last part, or as many as make it
 * differ from the other swept keys.  Points into the key. */
const char *report_head(const struct point_record *point, int swept);

/* "xen-pv m1.large payload=64B"; a swept `workload` heads the table. */
const char *report_name(struct arena *arena, const struct point_record *point);

/* The part with the highest utilisation, or NULL; its share in *share. */
const char *report_busiest(const struct point_results *point, double *share);

#endif
