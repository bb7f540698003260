/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Three sentences of a ladder, from numbers made up so that all is known. */
#include "cli/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/suite.h"

#define RUNGS 4
#define CHAPTERS 3
#define POINTS (RUNGS * CHAPTERS)
#define ESTIMATES 7

static const char *const rungs[RUNGS] = {"old", "less-old", "new", "metal"};
static const char *const chapters[CHAPTERS] = {"packets", "reads", "calls"};

/* Jobs a second by chapter and rung: what the sentences must say. */
static const double speeds[CHAPTERS][RUNGS] = {
	{100, 100, 400, 500}, /* x4.0 at new, x5.0 in all */
	{100, 110, 100, 100}, /* no step of a fifth       */
	{100, 250, 250, 300}, /* x2.5 at less-old, x3.0   */
};

struct ladder {
	struct point_results point[POINTS];
	struct load_sum load[POINTS];
	struct estimate_record estimate[POINTS][ESTIMATES];
	struct results results;
};

static struct estimate_record value(const char *workload, const char *name,
				    const char *unit, double number)
{
	return (struct estimate_record){workload, name, unit, number, number,
					number, 1, "ok"};
}

/* dom0 has 3 of 4 us a packet up to `new`, where it has none. */
static void fill_point(struct ladder *ladder, int chapter, int rung)
{
	int p = chapter * RUNGS + rung;
	struct estimate_record *estimate = ladder->estimate[p];
	bool has_dom0 = rung < 2 && chapter == 0;

	estimate[0] = value("", "cpu.dom0", "cores", has_dom0 ? 0.75 : 0);
	estimate[1] = value("", "cpu.guest", "cores", 0.25);
	estimate[2] = value("", "cpu.hypervisor", "cores", 0);
	estimate[3] = value("", "cpu_per_job.dom0", "ps", has_dom0 ? 3e6 : 0);
	estimate[4] = value("", "cpu_per_job.guest", "ps", 1e6);
	estimate[5] = value("", "cpu_per_job.hypervisor", "ps", 0);
	estimate[6] = value(chapters[chapter], "throughput", "/s",
			    speeds[chapter][rung]);
	ladder->load[p] = (struct load_sum){.workload = chapters[chapter],
					    .status = "ok"};
	ladder->point[p] = (struct point_results){
		.point = {.platform = rungs[rung], .label = rungs[rung]},
		.load = &ladder->load[p], .loads = 1,
		.estimate = estimate, .estimates = ESTIMATES,
	};
}

static void ladder_init(struct ladder *ladder)
{
	memset(ladder, 0, sizeof(*ladder));
	for (int c = 0; c < CHAPTERS; c++)
		for (int r = 0; r < RUNGS; r++)
			fill_point(ladder, c, r);
	ladder->results.point = ladder->point;
	ladder->results.points = POINTS;
}

/* What is said, in one line. */
static const char *said(const struct ladder *ladder)
{
	static const size_t most = 4000;
	char *text = calloc(1, most);
	FILE *to = tmpfile();

	ck_assert(to != NULL && text != NULL);
	report_short(&ladder->results, to);
	rewind(to);
	text[fread(text, 1, most - 1, to)] = '\0';
	fclose(to);
	for (char *at = text; *at; at++)
		if (*at == '\n')
			*at = ' ';
	return text;
}

static void expect(const struct ladder *ladder, const char *words)
{
	const char *text = said(ladder);

	ck_assert_msg(strstr(text, words) != NULL, "'%s' is not in: %s",
		      words, text);
}

START_TEST(what_was_gained_from_the_first_rung_to_the_last)
{
	struct ladder ladder;

	ladder_init(&ladder);
	expect(&ladder, "From old to metal: packets x5.0, reads x1.0, calls "
			"x3.0; packets gained most, reads least.");
}
END_TEST

START_TEST(the_largest_step_of_each_and_whose_time_it_took_away)
{
	struct ladder ladder;

	ladder_init(&ladder);
	expect(&ladder, "The largest step of each: packets x4.0 at new "
			"(dom0's CPU a job nothing, was 3.000 us), calls x2.5 "
			"at less-old.");
}
END_TEST

START_TEST(what_is_left_of_dom0_and_the_hypervisor)
{
	struct ladder ladder;

	ladder_init(&ladder);
	expect(&ladder, "up to 75 % of the CPU time on old, 0 % on new, 0 % "
			"on metal");
}
END_TEST

START_TEST(a_rung_that_ran_nothing_is_stepped_over)
{
	struct ladder ladder;

	ladder_init(&ladder);
	ladder.point[1].loads = 0; /* packets on less-old */
	ladder.results.point = ladder.point;
	ck_assert_str_eq(strstr(said(&ladder), "packets x5.0") ? "" : "said",
			 "said"); /* three rungs of packets are no ladder */
}
END_TEST

START_TEST(what_is_no_ladder_is_not_summed_up)
{
	struct ladder ladder;

	ladder_init(&ladder);
	ladder.results.points = 2 * RUNGS; /* two chapters */
	ck_assert_str_eq(said(&ladder), "");
	ladder_init(&ladder);
	for (int p = 0; p < POINTS; p++) /* one platform, four times */
		ladder.point[p].point.platform = "old";
	ck_assert_str_eq(said(&ladder), "");
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("report_short");
	TCase *all = tcase_create("sentences");

	tcase_add_test(all, what_was_gained_from_the_first_rung_to_the_last);
	tcase_add_test(all,
		       the_largest_step_of_each_and_whose_time_it_took_away);
	tcase_add_test(all, what_is_left_of_dom0_and_the_hypervisor);
	tcase_add_test(all, a_rung_that_ran_nothing_is_stepped_over);
	tcase_add_test(all, what_is_no_ladder_is_not_summed_up);
	suite_add_tcase(suite, all);
	return suite;
}
