/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report_short.c -- what an expert would say of a ladder, from its numbers.
 *
 * A rung is a platform, a chapter a workload; how fast a rung does a chapter
 * is its throughput, whether its threads saturate or wait for each answer.
 * Three sentences: what was gained from the first rung to the last, the step
 * that gained most in each chapter and what it took away, and what is left of
 * dom0 and the hypervisor.
 */
#include <math.h>
#include <string.h>

#include "cli/quantity.h"
#include "cli/report.h"
#include "cli/table.h"

#define CHAPTERS_MAX 16
#define RUNGS_LEAST 4
#define CHAPTERS_LEAST 3
#define STEP_LEAST 1.2  /* less is no step worth a sentence */
#define BUSY_LEAST 0.5  /* cores: less says nothing of where time goes */
#define SHARE_LEAST 0.3 /* of a rung's CPU a job, to be what a step took */

/* A chapter: its points, rung by rung; points that ran nothing are not. */
struct chapter {
	const char *workload;
	int first, last;    /* points */
	double gain;        /* of the last over the first */
	int from, to;       /* of the step that gained most */
	double step;
};

struct ladder {
	const struct results *results;
	struct chapter chapter[CHAPTERS_MAX];
	int chapters;
	struct arena arena;
};

static double estimate_of(const struct ladder *ladder, int point,
			  const char *workload, const char *name)
{
	const struct estimate_record *estimate = results_estimate(
		ladder->results, point, workload, name);

	return estimate != NULL && isfinite(estimate->value) ?
		       estimate->value : 0;
}

static double speed(const struct ladder *ladder, const struct chapter *chapter,
		    int point)
{
	return estimate_of(ladder, point, chapter->workload, "throughput");
}

static const char *platform(const struct ladder *ladder, int point)
{
	return ladder->results->point[point].point.platform;
}

/* The chapter's next point after `point` that has a speed, or -1: a rung that
 * was never sold is none. */
static int next_rung(const struct ladder *ladder,
		     const struct chapter *chapter, int point)
{
	while (++point < ladder->results->points)
		if (platform(ladder, point) != NULL &&
		    !ladder->results->point[point].point.counterfactual &&
		    report_load(&ladder->results->point[point],
				chapter->workload) != NULL &&
		    speed(ladder, chapter, point) > 0)
			return point;
	return -1;
}

/* False: too few rungs, or one platform twice: no ladder. */
static bool climb(const struct ladder *ladder, struct chapter *chapter)
{
	int rungs = 0, before = -1;
	int point = next_rung(ladder, chapter, -1);

	for (; point >= 0; point = next_rung(ladder, chapter, point)) {
		if (before >= 0) {
			double step = speed(ladder, chapter, point) /
				      speed(ladder, chapter, before);

			if (strcmp(platform(ladder, point),
				   platform(ladder, before)) == 0)
				return false;
			if (step > chapter->step) {
				chapter->step = step;
				chapter->from = before;
				chapter->to = point;
			}
		} else {
			chapter->first = point;
		}
		before = chapter->last = point;
		rungs++;
	}
	if (rungs < RUNGS_LEAST)
		return false;
	chapter->gain = speed(ladder, chapter, chapter->last) /
			speed(ladder, chapter, chapter->first);
	return true;
}

static bool read_ladder(struct ladder *ladder)
{
	const char *workload[CHAPTERS_MAX];
	int count = report_workloads(ladder->results, workload, CHAPTERS_MAX);

	for (int i = 0; i < count; i++) {
		struct chapter *chapter = &ladder->chapter[ladder->chapters];

		*chapter = (struct chapter){.workload = workload[i]};
		if (climb(ladder, chapter))
			ladder->chapters++;
	}
	return ladder->chapters >= CHAPTERS_LEAST;
}

static const char *times(struct ladder *ladder, double ratio)
{
	return arena_format(&ladder->arena, "x%.*f", ratio < 9.95, ratio);
}

/* ---- what was gained ---- */

static const char *say_gain(struct ladder *ladder)
{
	const struct chapter *most = ladder->chapter, *least = most;
	const char *text, *comma = "";

	text = arena_format(&ladder->arena, "From %s to %s:",
			    platform(ladder, most->first),
			    platform(ladder, most->last));
	for (int i = 0; i < ladder->chapters; i++) {
		const struct chapter *chapter = &ladder->chapter[i];

		text = arena_format(&ladder->arena, "%s%s %s %s", text, comma,
				    chapter->workload,
				    times(ladder, chapter->gain));
		comma = ",";
		if (chapter->gain > most->gain)
			most = chapter;
		if (chapter->gain < least->gain)
			least = chapter;
	}
	return arena_format(&ladder->arena, "%s; %s gained most, %s least.",
			    text, most->workload, least->workload);
}

/* ---- the steps ---- */

/* Whose CPU time a job the step took away most of. */
static const char *took(struct ladder *ladder, const struct chapter *chapter)
{
	static const char *const owner[] = {"dom0", "hypervisor", "guest"};
	double most = 0, all = 0, was = 0, is = 0;
	const char *whose = NULL;
	char before[40], after[40];

	for (int i = 0; i < 3; i++) {
		const char *name = arena_format(&ladder->arena,
						"cpu_per_job.%s", owner[i]);
		double from = estimate_of(ladder, chapter->from, "", name);
		double to = estimate_of(ladder, chapter->to, "", name);

		all += from;
		if (from - to <= most)
			continue;
		most = from - to;
		whose = owner[i];
		was = from;
		is = to;
	}
	if (whose == NULL || most < SHARE_LEAST * all)
		return "";
	quantity_text(before, sizeof(before), was, "ps");
	quantity_text(after, sizeof(after), is, "ps");
	return arena_format(&ladder->arena, " (%s's CPU a job %s, was %s)",
			    whose, is > 0 ? after : "nothing", before);
}

static const char *say_steps(struct ladder *ladder)
{
	const char *text = "The largest step of each:", *comma = "";

	for (int i = 0; i < ladder->chapters; i++) {
		const struct chapter *chapter = &ladder->chapter[i];

		if (chapter->step < STEP_LEAST)
			continue;
		text = arena_format(&ladder->arena, "%s%s %s %s at %s%s", text,
				    comma, chapter->workload,
				    times(ladder, chapter->step),
				    platform(ladder, chapter->to),
				    took(ladder, chapter));
		comma = ",";
	}
	return *comma ? arena_format(&ladder->arena, "%s.", text) :
			"No step from one to the next gains a fifth.";
}

/* ---- what is left ---- */

/* dom0's and the hypervisor's share of the CPU time, the most of any chapter
 * on that platform that keeps half a core busy. */
static double overhead(const struct ladder *ladder, const char *name)
{
	double most = 0;

	for (int p = 0; p < ladder->results->points; p++) {
		double extra, own;

		if (platform(ladder, p) == NULL ||
		    strcmp(platform(ladder, p), name) != 0)
			continue;
		extra = estimate_of(ladder, p, "", "cpu.dom0") +
			estimate_of(ladder, p, "", "cpu.hypervisor");
		own = estimate_of(ladder, p, "", "cpu.guest");
		if (extra + own > BUSY_LEAST && extra / (extra + own) > most)
			most = extra / (extra + own);
	}
	return most;
}

static const char *say_left(struct ladder *ladder)
{
	const struct chapter *chapter = ladder->chapter;
	int before = -1, point = chapter->first;
	const char *first = platform(ladder, point), *last;

	for (; point >= 0 && point != chapter->last;
	     point = next_rung(ladder, chapter, point))
		before = point;
	last = platform(ladder, before >= 0 ? before : chapter->first);
	return arena_format(&ladder->arena, "dom0 and the hypervisor take up "
			    "to %.0f %% of the CPU time on %s, %.0f %% on %s, "
			    "%.0f %% on %s: what is left is the guest's own "
			    "kernel and the hardware.",
			    100 * overhead(ladder, first), first,
			    100 * overhead(ladder, last), last,
			    100 * overhead(ladder, platform(ladder,
							    chapter->last)),
			    platform(ladder, chapter->last));
}

void report_short(const struct results *results, FILE *to)
{
	struct ladder ladder = {.results = results};

	arena_init(&ladder.arena);
	if (read_ladder(&ladder)) {
		fputs("\nin short\n", to);
		wrap_print(say_gain(&ladder), 0, to);
		wrap_print(say_steps(&ladder), 0, to);
		wrap_print(say_left(&ladder), 0, to);
	}
	arena_fini(&ladder.arena);
}
