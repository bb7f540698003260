/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures, from a results file to pictures: what is drawn, what is refused. */
#include "plots/plot.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/plot_sample.h"
#include "tests/scratch.h"
#include "tests/suite.h"

static const char *const four[] = {"xen-pv", "sriov-82599", "nitro", "metal",
				   NULL};
static const char *const alone[] = {"network", NULL};
static const char *const loads[] = {"1k/s", "100k/s", "400k/s", "1.5M/s"};
static const double load_numbers[] = {1e3, 1e5, 4e5, 1.5e6};
static const char *const payloads[] = {"1B", "64B", "1400B"};
static const double payload_numbers[] = {1, 64, 1400};

static const struct plot_sample load_sweep = {
	.title = "Received packets", .platform = four,
	.key = "workload.rx.arrival.open", .text = loads,
	.number = load_numbers, .values = 4, .replications = 3};
static const struct plot_sample payload_sweep = {
	.title = "Payloads", .platform = four,
	.key = "workload.rx.payload", .text = payloads,
	.number = payload_numbers, .values = 3, .replications = 3};
static const struct plot_sample plain = {
	.title = "Plain", .platform = four, .replications = 3};

static const struct plot_options here = {.directory = "results"};

/* Draw into results/; fails the test when that fails. */
static void draw(const struct plot_sample *sample, const char *kind)
{
	struct error error = {0};
	int result;

	plot_sample_write("a.db", sample);
	result = plot_draw("a.db", &kind, kind != NULL, &here, &error);
	ck_assert_msg(result == 0, "%s", error.message);
	unlink("a.db");
}

static void assert_holds(const char *path, const char *text)
{
	size_t length;
	char *whole = scratch_read(path, &length);

	ck_assert_msg(strstr(whole, text) != NULL, "no '%s' in %s", text,
		      path);
	free(whole);
}

static void assert_lacks(const char *path, const char *text)
{
	size_t length;
	char *whole = scratch_read(path, &length);

	ck_assert_msg(strstr(whole, text) == NULL, "'%s' in %s", text, path);
	free(whole);
}

static void assert_refused(const struct plot_sample *sample, const char *kind,
			   const struct plot_options *options,
			   const char *message)
{
	struct error error = {0};

	plot_sample_write("a.db", sample);
	ck_assert_int_eq(plot_draw("a.db", &kind, kind != NULL, options,
				   &error), -1);
	ck_assert_int_eq(error.status, STATUS_INPUT);
	ck_assert_msg(strstr(error.message, message) != NULL, "'%s'",
		      error.message);
	unlink("a.db");
}

START_TEST(every_kind_leaves_a_picture_a_script_and_data)
{
	static const char *const suffix[] = {"svg", "gp", "tsv"};
	char path[64];

	draw(&load_sweep, NULL);
	for (int i = 0; i < plot_kinds(); i++)
		for (int j = 0; j < 3; j++) {
			snprintf(path, sizeof(path), "results/a-%s.%s",
				 plot_kind(i)->name, suffix[j]);
			ck_assert_msg(scratch_is_there(path), "%s", path);
		}
}
END_TEST

static void count_drawn(void *context, const char *path)
{
	ck_assert(scratch_is_there(path));
	++*(int *)context;
}

START_TEST(without_a_kind_those_that_the_data_allow_are_drawn)
{
	struct plot_options options = here;
	int drawn = 0;

	options.drawn = count_drawn;
	options.context = &drawn;
	plot_sample_write("a.db", &plain);
	ck_assert_int_eq(plot_draw("a.db", NULL, 0, &options, NULL), 0);
	ck_assert_int_eq(drawn, 2); /* ladder, cdf */
	ck_assert(!scratch_is_there("results/a-load.svg"));
}
END_TEST

START_TEST(the_same_results_give_the_same_bytes)
{
	draw(&load_sweep, "load");
	rename("results/a-load.svg", "first.svg");
	rename("results/a-load.gp", "first.gp");
	draw(&load_sweep, "load");
	ck_assert(scratch_is_same("first.svg", "results/a-load.svg"));
	ck_assert(scratch_is_same("first.gp", "results/a-load.gp"));
}
END_TEST

START_TEST(a_script_draws_its_picture_again_alone)
{
	draw(&load_sweep, "load");
	rename("results/a-load.svg", "first.svg");
	ck_assert_int_eq(system("cd results && gnuplot -d a-load.gp"), 0);
	ck_assert(scratch_is_same("first.svg", "results/a-load.svg"));
}
END_TEST

START_TEST(png_is_a_matter_of_an_option)
{
	struct plot_options options = here;
	const char *kind = "ladder";
	size_t length;
	char *picture;

	options.format = PLOT_PNG;
	plot_sample_write("a.db", &plain);
	ck_assert_int_eq(plot_draw("a.db", &kind, 1, &options, NULL), 0);
	picture = scratch_read("results/a-ladder.png", &length);
	ck_assert_int_eq(memcmp(picture, "\x89PNG", 4), 0);
	free(picture);
}
END_TEST

START_TEST(saturated_points_are_hollow_and_have_no_latency)
{
	draw(&load_sweep, "load");
	assert_holds("results/a-load.tsv", "p99 latency: Xen PV (hollow");
	assert_holds("results/a-load.tsv", "280000\tNaN\tNaN\tNaN");
	assert_lacks("results/a-load.tsv", "Nitro (hollow");
	assert_holds("results/a-load.svg", "Hollow: saturated");
}
END_TEST

START_TEST(curves_have_names_and_headlines_findings)
{
	draw(&load_sweep, NULL);
	assert_holds("results/a-load.svg", ">82599 VF<");
	assert_holds("results/a-load.svg",
		     "Nitro and Bare metal carry at least 5.4 times");
	assert_holds("results/a-cdf.svg", "Xen PV is 4.8 times slower");
	draw(&payload_sweep, "sweep");
	assert_holds("results/a-sweep.svg", "whatever the platform");
	draw(&plain, "ladder");
	assert_holds("results/a-ladder.svg", "Bare metal delivers 6.2 times");
}
END_TEST

START_TEST(a_tail_is_cut_where_ten_latencies_lie_above)
{
	size_t length;
	char *data, *end;

	draw(&plain, "cdf");
	data = scratch_read("results/a-cdf.tsv", &length);
	end = strstr(data, "\n\n\n"); /* of the first curve: 60,000 */
	ck_assert_ptr_nonnull(end);
	*end = '\0';
	ck_assert_double_eq_tol(strtod(strrchr(data, '\n'), NULL), 6000, 0.01);
	free(data);
}
END_TEST

START_TEST(special_characters_survive)
{
	static const char *const odd[] = {"a&b_{c}^d@e~f\\g", "nitro", NULL};
	struct plot_sample sample = plain;

	sample.platform = odd;
	sample.title = "100 % of 'it' \"is\" `date` {x}_y^z @a <&> ~\\ ok";
	draw(&sample, NULL);
	assert_holds("results/a-ladder.svg", "100 % of 'it' \"is\" `date` "
		     "{x}_y^z @a &lt;&amp;> ~\\ ok");
	assert_holds("results/a-ladder.svg", ">a&amp;b_{c}^d@e~f\\g<");
	assert_holds("results/a-cdf.svg", ">a&amp;b_{c}^d@e~f\\g<");
}
END_TEST

START_TEST(swept_texts_with_percent_signs_are_no_formats)
{
	static const char *const shares[] = {"5%", "%s%n", "a'b"};
	struct plot_sample sample = payload_sweep;

	sample.text = shares;
	sample.number = NULL;
	draw(&sample, NULL);
	assert_holds("results/a-sweep.svg", ">5%<");
	assert_holds("results/a-sweep.svg", ">%s%n<");
	assert_holds("results/a-sweep.svg", ">a'b<");
}
END_TEST

START_TEST(no_text_is_run_as_a_command)
{
	static const char *const odd[] = {"x'\nsystem('touch owned')\n'",
					  "y\"`touch owned`", NULL};
	struct plot_sample sample = plain;

	sample.title = "x'\nsystem('touch owned')\n#`touch owned`\\";
	sample.platform = odd;
	draw(&sample, NULL);
	ck_assert(!scratch_is_there("results/owned"));
	ck_assert(!scratch_is_there("owned"));
}
END_TEST

START_TEST(odd_names_of_files_are_names)
{
	static const char *const name[] = {"< touch owned.db", "|a.db",
					   "it's `a`.db", "-x.db", ".db"};

	for (size_t i = 0; i < sizeof(name) / sizeof(name[0]); i++) {
		struct error error = {0};
		const char *kind = "ladder";

		plot_sample_write(name[i], &plain);
		ck_assert_msg(plot_draw(name[i], &kind, 1, &here,
					&error) == 0, "%s", error.message);
	}
	ck_assert(scratch_is_there("results/< touch owned-ladder.svg"));
	ck_assert(scratch_is_there("results/it_s _a_-ladder.svg"));
	ck_assert(!scratch_is_there("results/owned-ladder.tsv"));
}
END_TEST

START_TEST(one_replication_has_no_bands)
{
	struct plot_sample sample = load_sweep;

	sample.replications = 1;
	draw(&sample, NULL);
	assert_lacks("results/a-load.gp", "BAND_FIRST =");
	assert_holds("results/a-load.svg", "One replication: no intervals");
}
END_TEST

START_TEST(a_run_that_is_incomplete_says_so)
{
	struct plot_sample sample = plain;

	sample.is_incomplete = true;
	draw(&sample, "ladder");
	assert_holds("results/a-ladder.svg", "Incomplete: 8 of 12");
}
END_TEST

START_TEST(platforms_of_the_users_own_are_grey_and_dashed)
{
	static const char *const mixed[] = {"nitro", "mine", NULL};
	struct plot_sample sample = load_sweep;

	sample.platform = mixed;
	draw(&sample, "load");
	assert_holds("results/a-load.gp", "['#2d6db2', '#3d4852'");
	assert_holds("results/a-load.gp", "DASH[6] = [1, 2, 2, 1, 2, 2]");
}
END_TEST

START_TEST(a_platform_on_two_instances_is_two_curves)
{
	static const char *const twice[] = {"nitro", "nitro", NULL};
	static const char *const instance[] = {"c5.large", "c5n.xlarge"};
	struct plot_sample sample = plain;

	sample.platform = twice;
	sample.instance = instance;
	draw(&sample, "cdf");
	assert_holds("results/a-cdf.svg", ">Nitro c5.large<");
	assert_holds("results/a-cdf.svg", ">Nitro c5n.xlarge<");
	assert_holds("results/a-cdf.gp", "DASH[2] = [1, 2]");
}
END_TEST

START_TEST(a_lone_platform_is_named_above_its_curve)
{
	static const char *const one[] = {"nitro", NULL};
	struct plot_sample sample = load_sweep;

	sample.platform = one;
	draw(&sample, "load");
	assert_holds("results/a-load.svg", ">Received packets, Nitro: ");
	assert_lacks("results/a-load.svg", ">Nitro<");
}
END_TEST

START_TEST(a_kind_that_the_data_do_not_allow_says_what_it_needs)
{
	struct plot_sample sample = plain;

	assert_refused(&plain, "load", &here, "needs a sweep of an arrival");
	assert_refused(&plain, "sweep", &here, "needs a swept key");
	sample.platform = alone;
	assert_refused(&sample, "ladder", &here, "at least two platforms");
	assert_refused(&plain, "pie", &here, "no figure is called 'pie'");
	sample.is_empty = true;
	assert_refused(&sample, NULL, &here, "no point has an estimate yet");
	ck_assert(!scratch_is_there("results"));
}
END_TEST

START_TEST(a_metric_or_key_that_is_not_there_is_told_of_others)
{
	struct plot_options options = here;

	options.metric = "latency.p98";
	assert_refused(&plain, "ladder", &options,
		       "there are latency.p50, latency.p99");
	options.metric = NULL;
	options.along = "workload.rx.size";
	assert_refused(&payload_sweep, "sweep", &options,
		       "swept: workload.rx.payload");
}
END_TEST

START_TEST(one_metric_by_name_is_drawn_alone)
{
	struct plot_options options = here;
	const char *kind = "sweep";

	options.metric = "latency.p50";
	plot_sample_write("a.db", &payload_sweep);
	ck_assert_int_eq(plot_draw("a.db", &kind, 1, &options, NULL), 0);
	assert_holds("results/a-sweep.svg", "p50 latency");
	assert_lacks("results/a-sweep.svg", "Throughput");
}
END_TEST

START_TEST(no_results_file_is_an_error_of_the_input)
{
	struct error error = {0};

	ck_assert_int_eq(plot_draw("none.db", NULL, 0, &here, &error), -1);
	ck_assert_int_eq(error.status, STATUS_INPUT);
	scratch_write("text.db", "not a database, though long enough to be "
				 "mistaken for one by its size alone, perhaps");
	ck_assert_int_eq(plot_draw("text.db", NULL, 0, &here, &error), -1);
	ck_assert_int_eq(error.status, STATUS_INPUT);
}
END_TEST

/* Draw with this folder alone to look for programs in. */
static void draw_with_path(const char *path, struct error *error)
{
	char *old = strdup(getenv("PATH"));
	const char *kind = "ladder";

	plot_sample_write("a.db", &plain);
	setenv("PATH", path, 1);
	ck_assert_int_eq(plot_draw("a.db", &kind, 1, &here, error), -1);
	setenv("PATH", old, 1);
	free(old);
	ck_assert_int_eq(error->status, STATUS_SYSTEM);
	ck_assert(!scratch_is_there("results/a-ladder.svg"));
}

START_TEST(without_gnuplot_it_says_what_to_install)
{
	struct error error = {0};

	draw_with_path("/nowhere", &error);
	ck_assert_ptr_nonnull(strstr(error.message, "gnuplot-nox"));
}
END_TEST

/* With this script in gnuplot's place. */
static void draw_by(const char *script, struct error *error)
{
	char folder[256];

	scratch_write("gnuplot", script);
	ck_assert_int_eq(system("chmod +x gnuplot"), 0);
	ck_assert_ptr_nonnull(getcwd(folder, sizeof(folder)));
	draw_with_path(folder, error);
}

START_TEST(whatever_gnuplot_says_on_stderr_is_a_failure)
{
	struct error error = {0};

	draw_by("#!/bin/sh\n"
		"echo '</svg>' >a-ladder.svg\n"
		"echo >&2\n"
		"echo 'line 7: warning: it grumbles' >&2\n"
		"exit 0\n", &error);
	ck_assert_ptr_nonnull(strstr(error.message,
				     "gnuplot: line 7: warning: it grumbles"));
}
END_TEST

/* gnuplot on a full disk is silent and content. */
START_TEST(a_picture_that_has_no_end_is_a_failure)
{
	static const char *const script[] = {
		"#!/bin/sh\necho '<svg><g>much that is drawn' >a-ladder.svg\n",
		"#!/bin/sh\n",
	};
	struct error error = {0};

	draw_by(script[_i], &error);
	ck_assert_ptr_nonnull(strstr(error.message, "is the disk full?"));
}
END_TEST

START_TEST(a_folder_that_cannot_be_made_is_an_error_of_the_system)
{
	const struct plot_options nowhere = {.directory = "a.db/inside"};
	struct error error = {0};

	plot_sample_write("a.db", &plain);
	ck_assert_int_eq(plot_draw("a.db", NULL, 0, &nowhere, &error), -1);
	ck_assert_int_eq(error.status, STATUS_SYSTEM);
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("plot");
	TCase *drawn = tcase_create("drawn");
	TCase *refused = tcase_create("refused");

	tcase_set_timeout(drawn, 60);
	tcase_add_checked_fixture(drawn, scratch_enter, scratch_leave);
	tcase_add_test(drawn, every_kind_leaves_a_picture_a_script_and_data);
	tcase_add_test(drawn,
		       without_a_kind_those_that_the_data_allow_are_drawn);
	tcase_add_test(drawn, the_same_results_give_the_same_bytes);
	tcase_add_test(drawn, a_script_draws_its_picture_again_alone);
	tcase_add_test(drawn, png_is_a_matter_of_an_option);
	tcase_add_test(drawn, saturated_points_are_hollow_and_have_no_latency);
	tcase_add_test(drawn, curves_have_names_and_headlines_findings);
	tcase_add_test(drawn, a_tail_is_cut_where_ten_latencies_lie_above);
	tcase_add_test(drawn, special_characters_survive);
	tcase_add_test(drawn, swept_texts_with_percent_signs_are_no_formats);
	tcase_add_test(drawn, no_text_is_run_as_a_command);
	tcase_add_test(drawn, odd_names_of_files_are_names);
	tcase_add_test(drawn, one_replication_has_no_bands);
	tcase_add_test(drawn, a_run_that_is_incomplete_says_so);
	tcase_add_test(drawn, platforms_of_the_users_own_are_grey_and_dashed);
	tcase_add_test(drawn, a_platform_on_two_instances_is_two_curves);
	tcase_add_test(drawn, a_lone_platform_is_named_above_its_curve);
	tcase_add_test(drawn, one_metric_by_name_is_drawn_alone);
	suite_add_tcase(suite, drawn);

	tcase_set_timeout(refused, 60);
	tcase_add_checked_fixture(refused, scratch_enter, scratch_leave);
	tcase_add_test(refused,
		       a_kind_that_the_data_do_not_allow_says_what_it_needs);
	tcase_add_test(refused,
		       a_metric_or_key_that_is_not_there_is_told_of_others);
	tcase_add_test(refused, no_results_file_is_an_error_of_the_input);
	tcase_add_test(refused, without_gnuplot_it_says_what_to_install);
	tcase_add_test(refused,
		       whatever_gnuplot_says_on_stderr_is_a_failure);
	tcase_add_loop_test(refused, a_picture_that_has_no_end_is_a_failure,
			    0, 2);
	tcase_add_test(refused,
		       a_folder_that_cannot_be_made_is_an_error_of_the_system);
	suite_add_tcase(suite, refused);
	return suite;
}
