/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures before they are drawn: panels, labels that make room for another,
 * findings, colours. */
#include "plots/figure.h"

#include <math.h>
#include <string.h>

#include "plots/finding.h"
#include "plots/generation.h"
#include "plots/trace.h"
#include "tests/suite.h"

static struct figure figure;

static void begin(void)
{
	const struct figure_grid grid = {
		.rows = 2, .columns = 2, .panel_height = 200, .left = 50,
		.gap = 40, .right = 30, .between = 60, .below = 50};

	figure_init(&figure, "load");
	figure_grid(&figure, &grid);
}

static void end(void)
{
	figure_fini(&figure);
}

START_TEST(panels_of_a_grid_are_alike_and_apart)
{
	const struct panel *panel = figure.panel;

	ck_assert_int_eq(figure.panels, 4);
	for (int i = 1; i < 4; i++) {
		ck_assert_double_eq_tol(panel_width(&panel[i]),
					panel_width(&panel[0]), 1e-9);
		ck_assert_double_eq_tol(panel_height(&panel[i]), 200, 1e-9);
	}
	ck_assert_double_eq_tol(panel[1].left - panel[0].right, 40, 1e-9);
	ck_assert_double_eq_tol(panel[2].top - panel[0].bottom, 60, 1e-9);
	ck_assert_double_eq_tol(panel[3].right, figure.width - 30, 1e-9);
}
END_TEST

START_TEST(words_move_the_panels_down)
{
	double before = figure.panel[0].top, height = figure.height;

	figure_words(&figure, "A finding", "What is plotted.");
	ck_assert_double_gt(figure.panel[0].top, before + 40);
	ck_assert_double_eq_tol(figure.height - height,
				figure.panel[0].top - before, 1e-9);
}
END_TEST

/* Labels at these values of an axis 0..100 that is 200 pixels long. */
static struct panel *labelled(const double *at, int count)
{
	struct panel *panel = figure.panel;

	axis_begin(&panel->y, false, AMOUNT_COUNT);
	panel->y.low = 0;
	panel->y.high = 100;
	for (int i = 0; i < count; i++)
		panel_note(&figure, panel, &(struct note){.text = "x",
							   .y = at[i]});
	return panel;
}

START_TEST(labels_with_room_stay_where_they_are)
{
	const double at[] = {80, 20, 50};
	struct panel *panel = labelled(at, 3);

	panel_spread(panel, 0, 17);
	ck_assert_double_eq_tol(panel->note[0].y, 20, 1e-9);
	ck_assert_double_eq_tol(panel->note[1].y, 50, 1e-9);
	ck_assert_double_eq_tol(panel->note[2].y, 80, 1e-9);
}
END_TEST

START_TEST(labels_at_one_place_sit_around_it)
{
	const double at[] = {50, 50, 50};
	struct panel *panel = labelled(at, 3);

	panel_spread(panel, 0, 20);
	ck_assert_double_eq_tol(panel->note[0].y, 40, 1e-9);
	ck_assert_double_eq_tol(panel->note[1].y, 50, 1e-9);
	ck_assert_double_eq_tol(panel->note[2].y, 60, 1e-9);
}
END_TEST

START_TEST(labels_stay_within_the_axis_and_in_order)
{
	const double at[] = {99, 1, 0, 100, 98, 2};
	struct panel *panel = labelled(at, 6);

	panel_spread(panel, 0, 20);
	ck_assert_double_ge(panel->note[0].y, -1e-9);
	ck_assert_double_le(panel->note[5].y, 100 + 1e-9);
	for (int i = 1; i < 6; i++)
		ck_assert_double_ge(panel->note[i].y - panel->note[i - 1].y,
				    10 - 1e-9);
}
END_TEST

START_TEST(more_labels_than_fit_share_the_axis_evenly)
{
	double at[60];
	struct panel *panel;

	for (int i = 0; i < 60; i++)
		at[i] = 50;
	panel = labelled(at, 60);
	panel_spread(panel, 0, 17);
	ck_assert_double_eq_tol(panel->note[0].y, 0, 1e-6);
	ck_assert_double_eq_tol(panel->note[59].y, 100, 1e-6);
}
END_TEST

START_TEST(a_saturated_point_is_a_ring_tied_to_the_line)
{
	const struct series series = {.name = "s", .colour = "#000000"};
	const struct trace_point point[] = {
		{1, {10, 9, 11, AMOUNT_TIME, "ok", false}},
		{2, {20, 18, 22, AMOUNT_TIME, "ok", false}},
		{3, {NAN, NAN, NAN, AMOUNT_TIME, "saturated", false}},
		{4, {NAN, NAN, NAN, AMOUNT_TIME, "few", false}}};
	const double none[1] = {0};
	struct panel *panel = labelled(none, 0);
	double first[2], last[2];

	ck_assert_int_eq(trace_add(&figure, panel, &series, point, 4, first,
				   last), 3);
	ck_assert_int_eq(panel->curves, 2);
	ck_assert_int_eq(panel->curve[0].role, CURVE_BAND);
	ck_assert_int_eq(panel->curve[1].role, CURVE_HOLLOW);
	ck_assert_int_eq(panel->curve[1].rows, 1);
	ck_assert_double_eq(panel->curve[1].row[0][0], 3);
	ck_assert_double_gt(panel->curve[1].row[0][1], 90);
	ck_assert_double_eq(panel->curve[1].row[0][2], 2);
	ck_assert_double_eq(panel->curve[1].row[0][3], 20);
	ck_assert_double_eq(first[0], 1);
	ck_assert_double_eq(last[0], 3);
}
END_TEST

static const char *found(double a, double b, double half)
{
	struct view view = {.arena = &figure.arena};
	struct finding finding = {.metric = "throughput", .where = ""};
	struct measure low = {a, a - half, a + half, AMOUNT_RATE, "ok", false};
	struct measure high = {b, b - half, b + half, AMOUNT_RATE, "ok", false};

	finding_add(&finding, &low, "A");
	finding_add(&finding, &high, "B");
	return findings_text(&view, &finding, 1);
}

START_TEST(a_finding_is_a_difference_beyond_the_intervals)
{
	ck_assert_str_eq(found(100, 360, 5),
			 "B delivers 3.6 times the throughput of A");
	ck_assert_str_eq(found(100, 112, 5),
			 "Throughput is 12 % higher on B than on A");
	ck_assert_str_eq(found(100, 105, 5), "Throughput does not differ "
			 "between A and B within the intervals");
}
END_TEST

START_TEST(latencies_of_what_drops_are_no_finding)
{
	struct view view = {.arena = &figure.arena};
	struct finding finding = {.metric = "latency.p99", .where = ""};
	struct measure low = {10, 9, 11, AMOUNT_TIME, "ok", false};
	struct measure high = {30, 29, 31, AMOUNT_TIME, "ok", false};
	struct measure lost = {3000, 2999, 3001, AMOUNT_TIME,
		      "dropping", false};

	finding_add(&finding, &low, "A");
	finding_add(&finding, &lost, "B");
	finding_add(&finding, &high, "C");
	ck_assert_str_eq(findings_text(&view, &finding, 1),
			 "C has 3.0 times the p99 latency of A");
}
END_TEST

START_TEST(colours_belong_to_generations_and_can_be_read)
{
	const char *colour = generation_find("sriov-82599")->colour;

	ck_assert_ptr_null(generation_find("mine"));
	ck_assert_str_ne(colour, generation_find("nitro")->colour);
	ck_assert_str_eq(readable_colour(&figure.arena, "#ffffff"), "#d2d4d6");
	ck_assert_str_eq(readable_colour(&figure.arena, "grey"), "grey");
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("figure");
	TCase *test = tcase_create("figure");

	tcase_add_checked_fixture(test, begin, end);
	tcase_add_test(test, panels_of_a_grid_are_alike_and_apart);
	tcase_add_test(test, words_move_the_panels_down);
	tcase_add_test(test, labels_with_room_stay_where_they_are);
	tcase_add_test(test, labels_at_one_place_sit_around_it);
	tcase_add_test(test, labels_stay_within_the_axis_and_in_order);
	tcase_add_test(test, more_labels_than_fit_share_the_axis_evenly);
	tcase_add_test(test, a_saturated_point_is_a_ring_tied_to_the_line);
	tcase_add_test(test, a_finding_is_a_difference_beyond_the_intervals);
	tcase_add_test(test, latencies_of_what_drops_are_no_finding);
	tcase_add_test(test, colours_belong_to_generations_and_can_be_read);
	suite_add_tcase(suite, test);
	return suite;
}
