/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report_text.c -- what stands under a table, as sentences. */
#include <math.h>
#include <string.h>

#include "cli/report_row.h"

/* ---- of a row ---- */

static double percent(uint64_t part, uint64_t rest)
{
	return part + rest > 0 ?
		       100.0 * (double)part / (double)(part + rest) : 0;
}

/* Jobs may have ended in other replications, or before all stood still. */
static const char *idle_note(struct arena *arena, const struct load_sum *load)
{
	if (load->left == 0)
		return arena_format(arena, "%s: no job ended", load->status);
	if (strcmp(load->status, "empty") == 0)
		return "empty: no job ended in one replication or more";
	return arena_format(arena, "%s: its jobs stood still to the end",
			    load->status);
}

/* NULL: nothing is the matter. */
static const char *load_note(struct arena *arena, const struct load_sum *load)
{
	const char *binding = load->binding != NULL ? load->binding : "";

	if (strcmp(load->status, "ok") == 0)
		return NULL;
	if (strcmp(load->status, "saturated") == 0)
		return arena_format(arena, "saturated%s%s: more comes than it "
				    "carries; no latency",
				    *binding ? " by " : "", binding);
	if (strcmp(load->status, "dropping") == 0)
		return arena_format(arena, "dropping %.1f %% of its jobs%s%s; "
				    "latencies are those of the rest",
				    percent(load->dropped, load->left),
				    *binding ? " at " : "", binding);
	if (strcmp(load->status, "failing") == 0)
		return "failing: some of its jobs came for what is lost, "
		       "irretrievably; the others are in the row";
	return idle_note(arena, load);
}

static const char *failure_note(struct arena *arena,
				const struct failure *failure)
{
	if (failure->check == NULL)
		return arena_format(arena, "replication %d ended as %s",
				    failure->replication, failure->state);
	return arena_format(arena, "CHECK FAILED in replication %d: %s of %s: "
			    "%s is not %s", failure->replication,
			    failure->check, failure->component, failure->left,
			    failure->right);
}

int report_notes(struct arena *arena, const struct point_results *point,
		 const struct load_sum *load, const char **note)
{
	int count = 0;

	note[count] = load_note(arena, load);
	count += note[count] != NULL;
	for (int i = 0; i < point->failures && count < NOTES_MAX; i++)
		note[count++] = failure_note(arena, &point->failure[i]);
	return count;
}

/* ---- of a workload ---- */

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

static const char *add_platform(struct arena *arena, const char *text,
				const struct results *results, int p, int base,
				const char *workload)
{
	const struct point_results *point = &results->point[p];
	/* A sender that never pauses fills a queue: its latency is that. */
	int shown = report_load(point, workload)->is_pushed ? 1 : 2;

	text = arena_format(arena, "%s%s %s", text,
			    text[strlen(text) - 1] == ':' ? "" : ";",
			    point->point.label);
	for (int i = 0; i < shown; i++)
		text = add_ratio(arena, text, results, p, base, workload,
				 &report_number[i]);
	return text;
}

const char *report_relative(struct arena *arena, const struct results *results,
			    const char *workload)
{
	int base = find_base(results, workload);
	const char *text;

	if (base < 0)
		return NULL;
	text = arena_format(arena, "relative to %s:",
			    results->point[base].point.label);
	for (int p = base + 1; p < results->points; p++)
		if (report_load(&results->point[p], workload) != NULL)
			text = add_platform(arena, text, results, p, base,
					    workload);
	return text;
}

/* ---- of all ---- */

static bool is_first_of_platform(const struct results *results, int p)
{
	for (int i = 0; i < p; i++)
		if (results->point[i].point.counterfactual != NULL &&
		    strcmp(results->point[i].point.label,
			   results->point[p].point.label) == 0)
			return false;
	return true;
}

const char *report_counterfactual(struct arena *arena,
				  const struct results *results, int i)
{
	for (int p = 0; p < results->points; p++) {
		const struct point_record *point = &results->point[p].point;

		if (point->counterfactual != NULL &&
		    is_first_of_platform(results, p) && i-- == 0)
			return arena_format(arena, "* %s: %s", point->label,
					    point->counterfactual);
	}
	return NULL;
}

const char *report_count(struct arena *arena, const struct results *results)
{
	int replications = 0, checks = 0, failures = 0;

	for (int i = 0; i < results->points; i++) {
		replications += results->point[i].replications;
		checks += results->point[i].checks;
		failures += results->point[i].failures;
	}
	return arena_format(
		arena, "%d point%s, %d replication%s%s; %d exact checks, %s",
		results->points, results->points == 1 ? "" : "s",
		replications, replications == 1 ? "" : "s",
		results->run.is_complete ? "" : " (not complete)", checks,
		failures == 0 ? "all hold" :
		checks == 0 ? "nothing to check in a run that died" :
			      "NOT ALL HOLD");
}

const char *report_trust(struct arena *arena, const struct trust *trust)
{
	const char *text = arena_format(
		arena, "leans on %d assumed and %d fitted costs",
		trust->assumed, trust->fitted);

	if (trust->uncited > 0)
		text = arena_format(arena, "%s and %d uncited numbers", text,
				    trust->uncited);
	if (trust->heaviest != NULL)
		text = arena_format(arena, "%s; %s.%s weighs most, on %s",
				    text, trust->heaviest->mechanism,
				    trust->heaviest->name,
				    trust->heaviest_label);
	return text;
}
