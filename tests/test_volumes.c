/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Volumes and local disks: by name and number, and what is wrong with them;
 * and hosts that have not what is asked of them. */
#include <string.h>

#include "tests/rig.h"
#include "tests/scratch.h"
#include "tests/suite.h"
#include "tests/trial.h"

#define ON(ROW, MORE, BLOCK)                                                 \
	"compare: [" ROW "]\n" MORE                                          \
	"workload: {w: {kind: block, direction: read, " BLOCK "}}\n"         \
	"run: {duration: 10ms}\n"
#define NITRO "{platform: nitro, instance: m5d.large}"

static const struct bad {
	const char *text, *said;
} bad[] = {
	{ON(NITRO, "volumes: {data: {type: gp2}}\n",
	    "volume: dta, block_size: 4KiB, depth: 1"),
	 "volume 'dta' does not exist; did you mean 'data'?"},
	{ON(NITRO, "", "volume: data, block_size: 4KiB, depth: 1"),
	 "volume 'data' does not exist: the scenario has no 'volumes'"},
	{ON(NITRO, "volumes: {data: {type: gp9}}\n",
	    "volume: data, block_size: 4KiB, depth: 1"),
	 "no volume 'gp9'; did you mean 'gp"},
	{ON(NITRO, "volumes: {data: {iops: 3GiB}}\n",
	    "volume: data, block_size: 4KiB, depth: 1"),
	 "iops: '3GiB' is bytes; it must be a rate"},
	{ON(NITRO, "volumes: {data: {sise: 3GiB}}\n",
	    "volume: data, block_size: 4KiB, depth: 1"),
	 "unknown key 'sise' in volume 'data'; did you mean 'size'?"},
	{ON(NITRO, "volumes: {data: {size: 0GiB}}\n",
	    "volume: data, block_size: 4KiB, depth: 1"),
	 "size is out of range: '0GiB'; legal is 1GiB to 64TiB"},
	{ON(NITRO, "",
	    "target: instance_store, disk: 1, block_size: 4KiB, depth: 1"),
	 "disk: 1 does not exist; instance 'm5d.large' has 0 to 0"},
	{ON("{platform: nitro, instance: c5.large}", "",
	    "target: instance_store, block_size: 4KiB, depth: 1"),
	 "workload 'w': instance 'c5.large' has no local disk: it is EBS only"},
	{ON("ena-xen", "", "target: instance_store, block_size: 4KiB, "
	    "depth: 1"), "workload 'w' is on instance_store, which platform "
	 "'ena-xen' does not have: none: EBS only"},
	{ON(NITRO, "", "disk: 1, block_size: 4KiB, depth: 1"),
	 "'disk' goes with target: instance_store"},
	{ON(NITRO, "", "block_size: 4KiB, depth: 0"),
	 "depth is out of range: '0'; legal is 1 to 1024"},
	{ON(NITRO, "", "block_size: 0B, depth: 1"),
	 "block_size is out of range: '0B'; legal is 512B to 16MiB"},
	{ON(NITRO, "", "block_size: 1TiB, depth: 1"),
	 "block_size is out of range: '1TiB'; legal is 512B to 16MiB"},
	{"hosts: [{name: h, pcpus: 3, instances: [{name: web, platform: nitro,"
	 " instance: c5.large}, {name: db, platform: nitro, instance: "
	 "c5.large}]}]\n"
	 "workload: {w: {kind: block, at: db, direction: read, block_size: "
	 "4KiB, depth: 1}}\nrun: {duration: 10ms}\n",
	 "host 'h' has 3 pCPUs, but 4 are asked for (web 2, db 2); pin them "
	 "with 'cpus:' to share"},
	{"hosts: [{name: h, instances: [{name: a, platform: metal, instance: "
	 "i3.metal}, {name: b, platform: metal, instance: i3.metal}]}]\n"
	 "workload: {w: {kind: block, at: b, direction: read, block_size: "
	 "4KiB, depth: 1}}\nrun: {duration: 10ms}\n",
	 "host 'h' has 72 pCPUs, but 144 are asked for (a 72, b 72)"},
};

START_TEST(what_is_not_there_is_said_with_what_is)
{
	struct rig rig;
	bool is_said = false;

	ck_assert_msg(!rig_try(&rig, bad[_i].text), "passed: %s",
		      bad[_i].text);
	for (int i = 0; i < rig.diagnostics.count; i++) {
		const struct diagnostic *item = &rig.diagnostics.item[i];

		is_said |= strstr(item->message, bad[_i].said) != NULL;
		ck_assert_int_gt(item->where.line, 0);
	}
	ck_assert_msg(is_said, "not said: %s, but %s", bad[_i].said,
		      rig.diagnostics.item[0].message);
	rig_close(&rig);
}
END_TEST

static double throughput(const char *text)
{
	struct rig rig;
	double value;

	rig_open(&rig, text);
	value = trial_number(trial_run(rig_world(&rig, 0)), "throughput");
	rig_close(&rig);
	return value;
}

/* gp2 has 3 I/Os a second for each GiB, and at least 100; its peak is 3,000,
 * which the credits last for; io1 what is asked for. */
START_TEST(a_volume_has_the_rate_of_its_type_and_size)
{
	double gp2 = throughput(
		"compare: [" NITRO "]\nvolumes: {v: {size: 100GiB, credits: "
		"1}}\nworkload: {w: {kind: block, volume: v, direction: read, "
		"block_size: 4KiB, depth: 64}}\n"
		"run: {warmup: 1s, duration: 2s}\n");
	double io1 = throughput(
		"compare: [" NITRO "]\nvolumes: {v: {type: gp2, iops: 1k/s, "
		"credits: 1}}\nworkload: {w: {kind: block, volume: v, "
		"direction: read, block_size: 4KiB, depth: 64}}\n"
		"run: {warmup: 1s, duration: 2s}\n");

	ck_assert_double_eq_tol(gp2, 300, 5);
	ck_assert_double_eq_tol(io1, 1000, 10);
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("volumes");
	TCase *tests = tcase_create("volumes");

	tcase_add_checked_fixture(tests, scratch_enter, scratch_leave);
	tcase_add_loop_test(tests, what_is_not_there_is_said_with_what_is, 0,
			    (int)(sizeof(bad) / sizeof(bad[0])));
	tcase_add_test(tests, a_volume_has_the_rate_of_its_type_and_size);
	suite_add_tcase(suite, tests);
	return suite;
}
