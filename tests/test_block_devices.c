/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_block_devices.c -- local disks and EBS on the shipped platforms: what
 * binds, what is shared, who is told how often. */
#include <stdio.h>

#include "tests/rig.h"
#include "tests/scratch.h"
#include "tests/suite.h"
#include "tests/trial.h"

#define RUN "run: {warmup: 50ms, duration: 300ms}\n"

static double number_of(const char *text, const char *name)
{
	struct rig rig;

	rig_open(&rig, text);
	double number = trial_number(trial_run(rig_world(&rig, 0)), name);
	rig_close(&rig);
	return number;
}

/* Reads of 4 KiB: "platform: metal, instance: m5d.metal", "threads: 2". */
static double reads(const char *row, const char *keys, const char *name)
{
	char text[500];

	snprintf(text, sizeof(text), "compare: [{%s}]\n"
		 "workload: {w: {kind: block, direction: read, "
		 "block_size: 4KiB, %s}}\n" RUN, row, keys);
	return number_of(text, name);
}

#define LOCAL "target: instance_store, "

/* ---- what binds ---- */

START_TEST(reads_of_nvme_grow_with_queues_until_the_drive_binds)
{
	static const char *const keys[] = {
		LOCAL "depth: 8, threads: 1", LOCAL "depth: 8, threads: 2",
		LOCAL "depth: 8, threads: 4", LOCAL "depth: 8, threads: 8"};
	double rate[4];

	for (int i = 0; i < 4; i++)
		rate[i] = reads("platform: metal, instance: m5d.metal",
				keys[i], "throughput");
	ck_assert_double_gt(rate[1], 1.5 * rate[0]);
	ck_assert_double_gt(rate[2], rate[1]);
	ck_assert_double_lt(rate[1], 0.95 * 381400);
	ck_assert_double_eq_tol(rate[2], 381400, 0.01 * 381400);
	ck_assert_double_eq_tol(rate[3], 381400, 0.01 * 381400);
}
END_TEST

/* 3,000 I/Os a second of a gp2, whoever carries them. */
START_TEST(a_volume_binds_on_every_generation_alike)
{
	static const char *const row[] = {
		"platform: xen-pv", "platform: xen-pvhvm",
		"platform: sriov-82599", "platform: nitro"};

	for (int i = 0; i < 4; i++) {
		double rate = reads(row[i], "depth: 64", "throughput");

		ck_assert_double_gt(rate, 0.93 * 3000);
		ck_assert_double_lt(rate, 1.04 * 3000);
	}
}
END_TEST

START_TEST(the_same_way_on_the_same_instance_is_the_same_number)
{
	double ena = reads("platform: ena-xen, instance: i3.large",
			   "depth: 4", "latency.mean");
	double nvme = reads("platform: nvme-xen, instance: i3.large",
			    "depth: 4", "latency.mean");

	ck_assert_double_eq(ena, nvme);
}
END_TEST

/* ---- who is told, and how often ---- */

START_TEST(blkback_is_kicked_less_the_deeper_the_guest_reads)
{
	static const char *const keys[] = {
		LOCAL "depth: 1", LOCAL "depth: 4", LOCAL "depth: 32"};
	double kicks[3];

	for (int i = 0; i < 3; i++)
		kicks[i] = reads("platform: xen-pv, instance: hi1.4xlarge",
				 keys[i], "kicks_per_job.blkback");
	ck_assert_double_gt(kicks[0], 0.99);
	ck_assert_double_lt(kicks[1], kicks[0]);
	ck_assert_double_lt(kicks[2], 0.5 * kicks[0]);
}
END_TEST

/* 18 accesses start a command and 8 end it (libata-sff); the interrupt's EOI
 * and HLT come on top. */
START_TEST(a_command_of_an_ide_disk_takes_26_accesses)
{
	double exits = reads("platform: xen-hvm, instance: hi1.4xlarge",
			     LOCAL "depth: 1", "per_job.exits");

	ck_assert_double_ge(exits, 26);
	ck_assert_double_le(exits, 29);
}
END_TEST

/* An interrupt of one device that comes while the vCPU exits for the other
 * must wait for the exit: its handler's accesses need QEMU, too. */
START_TEST(no_interrupt_comes_between_an_exit_and_its_event)
{
	static const char text[] =
		"compare: [{platform: xen-hvm, instance: hi1.4xlarge}]\n"
		"workload:\n"
		"  disk: {kind: block, target: instance_store, direction: "
		"read, block_size: 64KiB, depth: 8, threads: 2}\n"
		"  card: {kind: packets, direction: tx, payload: 64B, "
		"arrival: saturate}\n" RUN;

	ck_assert_double_gt(number_of(text, "throughput"), 0);
	ck_assert_double_gt(number_of(text, "card/throughput"), 0);
}
END_TEST

/* ---- what is shared ---- */

#define XEN                                                               \
	"domains: {dom0: {cpu: xen-pv-cpu, interrupts: event-channel}}, " \
	"cpu: hvm-cpu, interrupts: dpci, memory: nested-paging, "         \
	"kernel: linux, network: ixgbevf, fabric: ec2-fabric, "           \
	"grants: grants-persistent, blkif: blkfront, store: ebs-store, "  \
	"idle_ceiling: C1E, "

/* p99 of EBS reads beside packets of 1400 B on a link of 1 Gbit/s. */
static double tail(const char *ebs, const char *packets)
{
	char text[1200];

	snprintf(text, sizeof(text),
		 "compare: [{platform: mine, instance: c4.large}]\n"
		 "platforms: {mine: {" XEN "ebs: %s}}\n"
		 "set: {instance.nic_rate: 1Gbit/s}\n"
		 "workload:\n"
		 "  reader: {kind: block, direction: read, "
		 "block_size: 4KiB, depth: 1}\n"
		 "  sender: {kind: packets, direction: tx, payload: 1400B, "
		 "arrival: {open: %s}}\n"
		 "run: {warmup: 100ms, duration: 1s}\n", ebs, packets);
	return number_of(text, "latency.p99");
}

START_TEST(an_own_link_keeps_the_tail_of_ebs_from_packets)
{
	double shared = tail("dom0-ebs", "85k/s") / tail("dom0-ebs", "1k/s");
	double own = tail("dom0-ebs-card", "85k/s") /
		     tail("dom0-ebs-card", "1k/s");

	ck_assert_double_gt(shared, 3);
	ck_assert_double_gt(own, 0.95);
	ck_assert_double_lt(own, 1.05);
}
END_TEST

#define PACKETS                                                            \
	"  packets: {kind: packets, direction: tx, payload: 1B, arrival: " \
	"saturate, at: a}\n"
#define READS                                                            \
	"  reads: {kind: block, volume: fast, direction: read, "         \
	"block_size: 4KiB, depth: 2, at: b}\n"

/* Two instances of a platform on one host. */
static double beside(const char *platform, const char *workload,
		     const char *name)
{
	char text[1200];

	snprintf(text, sizeof(text), "hosts: [{name: one, instances: ["
		 "{name: a, platform: %s}, {name: b, platform: %s}]}]\n"
		 "volumes: {fast: {type: io1, iops: 16k/s}}\n"
		 "workload:\n%s" RUN, platform, platform, workload);
	return number_of(text, name);
}

/* What is left of each when the other is there. */
static double packets_left(const char *platform)
{
	return beside(platform, PACKETS READS, "throughput") /
	       beside(platform, PACKETS, "throughput");
}

static double reads_left(const char *platform)
{
	return beside(platform, PACKETS READS, "reads/throughput") /
	       beside(platform, READS, "throughput");
}

START_TEST(neighbours_take_from_each_other_through_dom0_alone)
{
	ck_assert_double_lt(packets_left("xen-pv"), 0.95);
	ck_assert_double_lt(reads_left("xen-pv"), 0.95);
	ck_assert_double_gt(packets_left("nitro"), 0.95);
	ck_assert_double_gt(reads_left("nitro"), 0.95);
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("block devices");
	TCase *tests = tcase_create("all");

	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, scratch_enter, scratch_leave);
	tcase_add_test(tests,
		       reads_of_nvme_grow_with_queues_until_the_drive_binds);
	tcase_add_test(tests, a_volume_binds_on_every_generation_alike);
	tcase_add_test(tests,
		       the_same_way_on_the_same_instance_is_the_same_number);
	tcase_add_test(tests,
		       blkback_is_kicked_less_the_deeper_the_guest_reads);
	tcase_add_test(tests, a_command_of_an_ide_disk_takes_26_accesses);
	tcase_add_test(tests,
		       no_interrupt_comes_between_an_exit_and_its_event);
	tcase_add_test(tests, an_own_link_keeps_the_tail_of_ebs_from_packets);
	tcase_add_test(tests,
		       neighbours_take_from_each_other_through_dom0_alone);
	suite_add_tcase(suite, tests);
	return suite;
}
