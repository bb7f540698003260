/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shipped models, and folders of one's own. */
#include "experiment/library.h"

#include "experiment/volume.h"
#include "tests/reading.h"
#include "tests/scratch.h"
#include "tests/suite.h"

static struct reading reading;

static void setup(void)
{
	scratch_enter();
	reading_init(&reading);
}

static void teardown(void)
{
	reading_fini(&reading);
	scratch_leave();
}

static struct library *shipped(void)
{
	return library_new(NULL, 0, &reading.diagnostics);
}

static struct library *with_folder(const char *folder)
{
	return library_new(&folder, 1, &reading.diagnostics);
}

static const void *get(struct library *library, enum document kind,
		       const char *name)
{
	struct diagnostics *diagnostics = &reading.diagnostics;

	switch (kind) {
	case DOCUMENT_PLATFORM:
		return library_platform(library, name, diagnostics);
	case DOCUMENT_MECHANISM:
		return library_mechanism(library, name, diagnostics);
	case DOCUMENT_WORKLOAD:
		return library_workload(library, name, diagnostics);
	case DOCUMENT_VOLUME:
		return library_volume(library, name, diagnostics);
	default:
		return library_instance(library, name, diagnostics);
	}
}

START_TEST(every_shipped_document_is_read_without_a_word)
{
	struct library *library = shipped();

	for (int kind = 0; kind < DOCUMENTS; kind++) {
		int count = library_count(library, (enum document)kind);

		ck_assert_int_gt(count, 0);
		for (int i = 0; i < count; i++) {
			const char *name = library_name(
				library, (enum document)kind, i);

			ck_assert_msg(get(library, (enum document)kind, name),
				      "%s", name);
		}
	}
	reading_expect(&reading, "");
	library_free(library);
}
END_TEST

START_TEST(every_shipped_cost_has_status_range_and_sources)
{
	struct library *library = shipped();

	for (int i = 0; i < library_count(library, DOCUMENT_MECHANISM); i++) {
		const struct mechanism *mechanism = library_mechanism(
			library, library_name(library, DOCUMENT_MECHANISM, i),
			&reading.diagnostics);

		ck_assert(mechanism->is_shipped);
		for (int k = 0; k < mechanism->costs; k++) {
			const struct cost *cost = &mechanism->cost[k];

			ck_assert_int_ne(cost->status, COST_UNCITED);
			ck_assert_ptr_nonnull(cost->source);
			ck_assert(cost->low <= cost->high);
			ck_assert(cost->is_shipped);
		}
	}
	library_free(library);
}
END_TEST

START_TEST(platforms_stand_oldest_first)
{
	struct library *library = shipped();
	int last = 0;

	for (int i = 0; i < library_count(library, DOCUMENT_PLATFORM); i++) {
		const struct volume *volume = library_at(
			library, DOCUMENT_PLATFORM, i);

		ck_assert_int_ge(volume->year, last);
		ck_assert(volume->is_in_ladder);
		last = volume->year;
	}
	ck_assert_str_eq(library_name(library, DOCUMENT_PLATFORM, 0),
			 "xen-pv");
	library_free(library);
}
END_TEST

START_TEST(a_source_is_found_by_its_key)
{
	struct library *library = shipped();

	ck_assert_ptr_nonnull(library_source(library, "A03"));
	ck_assert_ptr_null(library_source(library, "nobody"));
	library_free(library);
}
END_TEST

START_TEST(what_is_not_there_is_said_with_what_is)
{
	struct library *library = shipped();

	ck_assert_ptr_null(library_platform(library, "nitor",
					    &reading.diagnostics));
	ck_assert_ptr_null(library_instance(library, "z9.huge",
					    &reading.diagnostics));
	reading_expect(&reading,
		       "0:0: no platform 'nitor'; did you mean 'nitro'?\n"
		       "0:0: no instance 'z9.huge'; there is c3.large, "
		       "c4.large, c5.large, c5n.xlarge, hi1.4xlarge, "
		       "i2.xlarge, i3.large, i3.metal, i3.xlarge, m1.large, "
		       "m3.large, m3.xlarge, m5d.large, m5d.metal, "
		       "r4.large\n");
	library_free(library);
}
END_TEST

START_TEST(a_folder_adds_models_and_overrides_shipped_ones)
{
	const struct mechanism *mechanism;
	struct library *library;

	scratch_write("mine.yaml",
		      "mechanism: mine\ndimension: fabric\n"
		      "costs: {hop: 3us}\n"
		      "components: {hop: {kind: server, work: $hop}}\n"
		      "paths: {cross: [{at: hop}]}\n");
	scratch_write("fabric.yml",
		      "mechanism: ec2-fabric\ndimension: fabric\n"
		      "paths: {cross: []}\n");
	scratch_write("sources.yaml", "me: my own notes\n");
	scratch_write("notes.txt", "no model\n");
	library = with_folder(".");
	reading_expect(&reading, "");
	mechanism = library_mechanism(library, "mine", &reading.diagnostics);
	ck_assert_ptr_nonnull(mechanism);
	ck_assert(!mechanism->is_shipped);
	ck_assert_int_eq(mechanism->cost[0].status, COST_UNCITED);
	mechanism = library_mechanism(library, "ec2-fabric",
				      &reading.diagnostics);
	ck_assert_int_eq(mechanism->components, 0);
	ck_assert_str_eq(library_source(library, "me"), "my own notes");
	ck_assert_ptr_nonnull(library_source(library, "A03"));
	reading_expect(&reading, "");
	library_free(library);
}
END_TEST

START_TEST(a_platform_of_ones_own_is_not_in_the_ladder)
{
	struct library *library;

	scratch_write("mine.yaml", "platform: mine\nyear: 1999\n");
	scratch_write("nitro.yaml", "platform: nitro\nyear: 2030\n");
	library = with_folder(".");
	ck_assert_str_eq(library_name(library, DOCUMENT_PLATFORM, 0), "mine");
	ck_assert(!library_find(library, DOCUMENT_PLATFORM,
				"mine")->is_in_ladder);
	ck_assert(library_find(library, DOCUMENT_PLATFORM,
			       "nitro")->is_in_ladder);
	ck_assert(!library_find(library, DOCUMENT_PLATFORM,
				"nitro")->is_shipped);
	library_free(library);
}
END_TEST

START_TEST(a_folder_that_is_no_folder_of_models_is_refused)
{
	library_free(with_folder("nowhere"));
	reading_expect(&reading, "0:0: cannot read this folder of models: No "
		       "such file or directory\n");
	library_free(with_folder("."));
	reading_expect(&reading, "0:0: no *.yaml in this folder, nor in "
		       "platforms/, mechanisms/, workloads/ or instances/ "
		       "within it\n");
}
END_TEST

START_TEST(a_file_that_is_no_model_is_refused)
{
	scratch_write("a.yaml", "title: a scenario?\n");
	scratch_write("b.yaml", "mechanism: a.b\n");
	scratch_write("c.yaml", "mechanism: run\n");
	scratch_write("d.yaml", "");
	library_free(with_folder("."));
	reading_expect(&reading,
		       "1:1: not a model: it has no key platform, mechanism, "
		       "workload, instance or volume with its name\n"
		       "1:1: a mechanism cannot be named 'a.b': it must be a "
		       "word: a letter, then letters, digits, '_' or '-'\n"
		       "1:1: a mechanism cannot be named 'run': the word has a "
		       "meaning of its own in paths\n"
		       "1:1: the file is empty\n");
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("library");
	TCase *tests = tcase_create("all");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, every_shipped_document_is_read_without_a_word);
	tcase_add_test(tests, every_shipped_cost_has_status_range_and_sources);
	tcase_add_test(tests, platforms_stand_oldest_first);
	tcase_add_test(tests, a_source_is_found_by_its_key);
	tcase_add_test(tests, what_is_not_there_is_said_with_what_is);
	tcase_add_test(tests, a_folder_adds_models_and_overrides_shipped_ones);
	tcase_add_test(tests, a_platform_of_ones_own_is_not_in_the_ladder);
	tcase_add_test(tests, a_folder_that_is_no_folder_of_models_is_refused);
	tcase_add_test(tests, a_file_that_is_no_model_is_refused);
	suite_add_tcase(suite, tests);
	return suite;
}
