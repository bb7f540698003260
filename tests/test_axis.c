/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Axes and amounts: ranges, tics, and numbers as people read them. */
#include "plots/axis.h"

#include <math.h>
#include <string.h>

#include "plots/words.h"
#include "tests/suite.h"

START_TEST(amounts_have_three_digits_and_a_fitting_unit)
{
	static const struct {
		double value;
		enum amount amount;
		const char *text;
	} table[] = {
		{18.432, AMOUNT_TIME, "18.4 µs"},
		{0.0031, AMOUNT_TIME, "3.1 ns"},
		{1500, AMOUNT_TIME, "1.5 ms"},
		{2.5e6, AMOUNT_TIME, "2.5 s"},
		{2.5e9, AMOUNT_TIME, "2.5e+03 s"},
		{999.7, AMOUNT_TIME, "1 ms"},
		{597123, AMOUNT_RATE, "597 k/s"},
		{12.5e9, AMOUNT_BYTE_RATE, "12.5 GB/s"},
		{0, AMOUNT_TIME, "0"},
		{42, AMOUNT_PERCENT, "42 %"},
		{0.875, AMOUNT_COUNT, "0.875"},
		{100000, AMOUNT_COUNT, "100 k"},
	};
	char text[AMOUNT_TEXT];

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		ck_assert_str_eq(amount_text(text, table[i].value,
					     table[i].amount), table[i].text);
}
END_TEST

START_TEST(units_of_the_store_are_known)
{
	ck_assert_int_eq(amount_of("ps"), AMOUNT_TIME);
	ck_assert_double_eq(amount_scale(AMOUNT_TIME), 1e-6);
	ck_assert_int_eq(amount_of("/s"), AMOUNT_RATE);
	ck_assert_int_eq(amount_of("parsec"), AMOUNT_COUNT);
}
END_TEST

START_TEST(small_ratios_are_percentages)
{
	char text[AMOUNT_TEXT];

	ck_assert_str_eq(ratio_text(text, 3.62, 1), "3.6 times");
	ck_assert_str_eq(ratio_text(text, 37.2, 1), "37 times");
	ck_assert_str_eq(ratio_text(text, 112, 100), "12 %");
	ck_assert_str_eq(ratio_text(text, 101.5, 100), "1.5 %");
}
END_TEST

static struct axis fitted(bool is_log, double low, double high,
			  enum axis_way way)
{
	struct axis axis;

	axis_begin(&axis, is_log, AMOUNT_TIME);
	axis_cover(&axis, low);
	axis_cover(&axis, high);
	axis_end(&axis, 400, 10, 20, way);
	return axis;
}

START_TEST(a_place_and_its_value_are_inverse)
{
	for (int is_log = 0; is_log < 2; is_log++) {
		struct axis axis = fitted(is_log, 3, 4000, AXIS_UP);

		for (double place = 0; place <= 1; place += 0.125)
			ck_assert_double_eq_tol(
				axis_place(&axis, axis_value(&axis, place)),
				place, 1e-12);
	}
}
END_TEST

START_TEST(covered_values_keep_their_distance_from_the_ends)
{
	for (int is_log = 0; is_log < 2; is_log++) {
		struct axis axis = fitted(is_log, 3, 4000, AXIS_UP);

		ck_assert_double_eq_tol(axis_place(&axis, 3), 10. / 400, 1e-9);
		ck_assert_double_eq_tol(axis_place(&axis, 4000), 380. / 400,
					1e-9);
	}
}
END_TEST

START_TEST(tics_are_some_and_never_touch)
{
	for (double high = 2; high < 1e9; high *= 1.7)
		for (int is_log = 0; is_log < 2; is_log++) {
			struct axis axis = fitted(is_log, 1, high,
						  AXIS_ACROSS);
			double end = -INFINITY;

			ck_assert_int_ge(axis.tics, 2);
			for (int i = 0; i < axis.tics; i++) {
				double at = 400 * axis_place(&axis,
							     axis.tic[i].at);
				double half = words_width(axis.tic[i].text,
							  13, false) / 2;

				ck_assert_double_ge(at - half, end);
				ck_assert_double_ge(at, -1);
				ck_assert_double_le(at, 401);
				end = at + half;
			}
		}
}
END_TEST

START_TEST(one_value_and_no_value_make_an_axis_too)
{
	struct axis axis = fitted(true, 7, 7, AXIS_UP);

	ck_assert_double_lt(axis.low, 7);
	ck_assert_double_gt(axis.high, 7);
	axis = fitted(true, NAN, -1, AXIS_UP);
	ck_assert(isfinite(axis.low) && axis.low < axis.high);
	axis = fitted(false, 0, 0, AXIS_UP);
	ck_assert_double_lt(axis.low, axis.high);
}
END_TEST

START_TEST(zero_is_never_negative)
{
	struct axis axis = fitted(false, 0, 10, AXIS_UP);

	for (int i = 0; i < axis.tics; i++)
		ck_assert_ptr_null(strstr(axis.tic[i].text, "-0"));
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("axis");
	TCase *test = tcase_create("axis");

	tcase_add_test(test, amounts_have_three_digits_and_a_fitting_unit);
	tcase_add_test(test, units_of_the_store_are_known);
	tcase_add_test(test, small_ratios_are_percentages);
	tcase_add_test(test, a_place_and_its_value_are_inverse);
	tcase_add_test(test, covered_values_keep_their_distance_from_the_ends);
	tcase_add_test(test, tics_are_some_and_never_touch);
	tcase_add_test(test, one_value_and_no_value_make_an_axis_too);
	tcase_add_test(test, zero_is_never_negative);
	suite_add_tcase(suite, test);
	return suite;
}
