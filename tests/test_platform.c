/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Platforms: the instances that they stand on, what they lack, what they do
 * on hardware without nested paging. */
#include "experiment/platform.h"

#include <string.h>

#include "experiment/instance.h"
#include "tests/reading.h"
#include "tests/suite.h"

static struct reading reading;

static void setup(void)
{
	reading_init(&reading);
}

static void teardown(void)
{
	reading_fini(&reading);
}

/* Mechanisms of their dimensions: "memory-a" is one of memory. */
static const struct mechanism *supply(void *data, const char *name,
				      struct where where)
{
	struct mechanism *mechanism = arena_get(&reading.arena,
						sizeof(*mechanism));

	(void)data;
	(void)where;
	mechanism->name = name;
	mechanism->dimension = arena_format(&reading.arena, "%.*s",
					    (int)strcspn(name, "-"), name);
	return mechanism;
}

static const struct platform *platform_of(const char *text)
{
	struct supplier supplier = {supply, NULL};

	return platform_read(&reading.reader, "p",
			     reading_tree(&reading, text), &supplier);
}

static const struct instance *instance_of(const char *text)
{
	return instance_read(&reading.reader, "i",
			     reading_tree(&reading, text));
}

START_TEST(a_platform_stands_on_an_instance_for_each_use)
{
	const struct platform *platform = platform_of(
		"platform: p\nyear: 2017\nmonth: 11\nebs: ebs-a\n"
		"instance: {default: a.large, ebs: b.large}\n");
	struct where where = {0};

	reading_expect(&reading, "");
	ck_assert_int_eq(platform->month, 11);
	ck_assert_str_eq(platform->instance, "a.large");
	ck_assert_str_eq(platform_stands_on(platform, "ebs", &where),
			 "b.large");
	ck_assert_int_eq(where.line, 5);
	ck_assert_ptr_null(platform_stands_on(platform, "instance_store",
					      &where));
}
END_TEST

START_TEST(what_is_absent_has_a_reason)
{
	const struct platform *platform = platform_of(
		"platform: p\nebs: ebs-a\nabsent: {instance_store: 'none: EBS "
		"only'}\ncounterfactual: EC2 never sold it\n");

	reading_expect(&reading, "");
	ck_assert_str_eq(platform->counterfactual, "EC2 never sold it");
	ck_assert_ptr_null(platform_absence(&reading.arena, platform, "ebs"));
	ck_assert_str_eq(platform_absence(&reading.arena, platform,
					  "instance_store"),
			 "none: EBS only");
	ck_assert_str_eq(platform_absence(&reading.arena, platform, "network"),
			 "platform 'p' has no network");
}
END_TEST

START_TEST(shadow_paging_takes_its_own_mechanism)
{
	const struct platform *platform = platform_of(
		"platform: p\ncpu: cpu-a\n"
		"memory: {nested: memory-n, shadow: memory-s}\n");
	const struct platform *nested, *shadow;

	reading_expect(&reading, "");
	nested = platform_on(&reading.arena, platform,
		instance_of("instance: i\nvcpus: 1\nclock: 1GHz\n"));
	shadow = platform_on(&reading.arena, platform,
		instance_of("instance: i\nvcpus: 1\nclock: 1GHz\n"
			    "paging: shadow\n"));
	reading_expect(&reading, "");
	ck_assert_str_eq(nested->domain->binding[1].mechanism->name,
			 "memory-n");
	ck_assert_str_eq(shadow->domain->binding[0].mechanism->name, "cpu-a");
	ck_assert_str_eq(shadow->domain->binding[1].mechanism->name,
			 "memory-s");
}
END_TEST

START_TEST(what_cannot_be_is_refused)
{
	ck_assert_ptr_null(platform_of(
		"platform: p\nmonth: 13\nebs: ebs-a\n"
		"absent: {ebs: no, netwrk: no}\n"
		"memory: {nested: memory-n}\ncpu: {shadow: ebs-a, nested: "
		"cpu-n}\ninstance: {ebs: a}\n"));
	reading_expect(&reading,
		       "7:11: instance needs 'default'\n"
		       "4:19: unknown key 'netwrk' in absent; did you mean "
		       "'network'?\n"
		       "2:8: month is out of range: '13'; legal is 1 to 12\n"
		       "5:9: memory needs 'shadow'\n"
		       "6:15: mechanism 'ebs-a' is one of ebs, not of cpu\n");
	ck_assert_ptr_null(platform_of(
		"platform: p\nebs: ebs-a\nabsent: {ebs: no}\n"));
	reading_expect(&reading, "3:10: platform 'p': 'ebs' is there, and said "
				 "to be absent\n");
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("platform");
	TCase *tcase = tcase_create("all");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, a_platform_stands_on_an_instance_for_each_use);
	tcase_add_test(tcase, what_is_absent_has_a_reason);
	tcase_add_test(tcase, shadow_paging_takes_its_own_mechanism);
	tcase_add_test(tcase, what_cannot_be_is_refused);
	suite_add_tcase(suite, tcase);
	return suite;
}
