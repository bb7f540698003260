/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_mechanisms.c -- the shipped mechanisms act: suppression grows with the
 * load, a cost can be taken away from one platform alone, and parts of two
 * generations make a third. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/rig.h"
#include "tests/scratch.h"
#include "tests/shell.h"
#include "tests/suite.h"
#include "tests/trial.h"

/* ---- suppression ---- */

#define LOADS 6

/* A number at each load, in turn: "compare: ..." at "ARRIVAL". */
static void along(const char *const arrival[], int loads, const char *platform,
		  const char *direction, const char *name, double *value)
{
	for (int i = 0; i < loads; i++) {
		struct rig rig;
		char text[400];

		snprintf(text, sizeof(text), "compare: [{platform: %s}]\n"
			 "workload: {w: {kind: packets, direction: %s,"
			 " payload: 64B, arrival: %s}}\n"
			 "run: {warmup: 20ms, duration: 200ms}\n", platform,
			 direction, arrival[i]);
		rig_open(&rig, text);
		value[i] = trial_number(trial_run(rig_world(&rig, 0)), name);
		rig_close(&rig);
	}
}

static void falls(const double *value, int count)
{
	for (int i = 1; i < count; i++)
		ck_assert_msg(value[i] < value[i - 1],
			      "load %d: %.4g is not below %.4g", i, value[i],
			      value[i - 1]);
}

START_TEST(netback_is_kicked_less_the_busier_it_is)
{
	static const char *const arrival[] = {
		"{open: 1k/s}", "{open: 10k/s}", "{open: 50k/s}",
		"{open: 100k/s}", "{open: 140k/s}", "saturate"};
	double kicks[LOADS];

	along(arrival, LOADS, "xen-pv", "tx", "kicks_per_job.netback_tx",
	      kicks);
	falls(kicks, LOADS);
	ck_assert_double_gt(kicks[0], 0.8);
	ck_assert_double_lt(kicks[LOADS - 1], 0.05);
}
END_TEST

START_TEST(nitro_has_fewer_interrupts_a_packet_the_more_come)
{
	static const char *const arrival[] = {
		"{open: 1k/s}", "{open: 20k/s}", "{open: 60k/s}",
		"{open: 120k/s}", "{open: 180k/s}"};
	double interrupts[5];

	along(arrival, 5, "nitro", "rx", "per_job.interrupts", interrupts);
	falls(interrupts, 5);
	ck_assert_double_gt(interrupts[0], 0.95);
	ck_assert_double_lt(interrupts[0], 1.05);
	ck_assert_double_lt(interrupts[4], 0.8);
}
END_TEST

/* ---- ablation ---- */

#define LADDER                                                             \
	"compare: [{platform: xen-pv}, {platform: sriov-82599},"           \
	" {platform: nitro}, {platform: metal}]\n"                         \
	"workload: {w: {kind: packets, direction: tx, payload: 64B,"       \
	" threads: 2, arrival: saturate}}\n"                               \
	"run: {warmup: 10ms, duration: 40ms, replications: 2}\n"

/* The rows of a platform, in one string to be freed. */
static char *rows_of(const char *table, const char *platform)
{
	char *rows = memory_get(strlen(table) + 1), *end = rows;

	while (*table) {
		size_t length = strcspn(table, "\n");
		char *line = memory_text(table);

		line[length] = '\0';
		if (strstr(line, platform))
			end += sprintf(end, "%s\n", line);
		free(line);
		table += length + (table[length] == '\n');
	}
	return rows;
}

static void expect_same_rows(const char *before, const char *after,
			     const char *platform, bool is_same)
{
	char *a = rows_of(before, platform), *b = rows_of(after, platform);

	ck_assert_msg(*a && *b, "no row of %s", platform);
	ck_assert_msg((strcmp(a, b) == 0) == is_same, "%s:\n%s%s", platform,
		      a, b);
	free(a);
	free(b);
}

static double throughput(struct shell *shell, const char *database,
			 const char *platform)
{
	double value = 0;

	shell_run(shell, "sqlite3 %s \"SELECT per_second FROM throughput WHERE "
		  "label = '%s'\"", database, platform);
	shell_expect(shell, 0);
	ck_assert_int_eq(sscanf(shell->out, "%lf", &value), 1);
	return value;
}

START_TEST(without_the_grant_copy_xen_pv_alone_is_faster)
{
	static const char ladder[] = LADDER;
	struct shell shell;
	char *before;

	shell_init(&shell);
	shell_write(&shell, "s.yaml", ladder, sizeof(ladder) - 1);
	shell_run(&shell, "fathom run s.yaml -q --format csv -o with.db");
	shell_expect(&shell, 0);
	before = memory_text(shell.out);
	shell_run(&shell, "fathom run s.yaml -q --format csv -o without.db"
		  " --set grants-copied.grant_copy=0ns");
	shell_expect(&shell, 0);
	expect_same_rows(before, shell.out, "xen-pv", false);
	expect_same_rows(before, shell.out, "sriov-82599", true);
	expect_same_rows(before, shell.out, "nitro", true);
	expect_same_rows(before, shell.out, "metal", true);
	ck_assert_double_gt(throughput(&shell, "without.db", "xen-pv"),
			    1.02 * throughput(&shell, "with.db", "xen-pv"));
	free(before);
	shell_fini(&shell);
}
END_TEST

/* The points' parameters, too: the other platforms' have the same id. */
START_TEST(a_cost_that_is_set_is_part_of_its_own_points_alone)
{
	static const char ladder[] = LADDER;
	struct shell shell;

	shell_init(&shell);
	shell_write(&shell, "s.yaml", ladder, sizeof(ladder) - 1);
	shell_run(&shell, "fathom run s.yaml -q -o a.db >/dev/null &&"
		  " fathom run s.yaml -q -o b.db"
		  " --set grants-copied.grant_copy=0ns"
		  " >/dev/null && sqlite3 a.db \"ATTACH 'b.db' AS b; SELECT"
		  " label FROM main.point WHERE id NOT IN (SELECT id FROM"
		  " b.point)\"");
	shell_expect(&shell, 0);
	ck_assert_str_eq(shell.out, "xen-pv\n");
	shell_fini(&shell);
}
END_TEST

/* ---- a generation of one's own ---- */

START_TEST(xen_pv_with_the_network_of_nitro_runs)
{
	static const char scenario[] =
		"compare: [{platform: xen-pv}, {platform: hybrid,"
		" instance: m1.large}]\n"
		"workload: {w: {kind: packets, direction: tx, payload: 64B,"
		" threads: 2, arrival: saturate}}\n"
		"run: {warmup: 10ms, duration: 40ms, replications: 2}\n";
	static const char hybrid[] =
		"platform: hybrid\n"
		"domains:\n"
		"  dom0: {cpu: xen-pv-cpu, interrupts: event-channel}\n"
		"cpu: xen-pv-cpu\n"
		"interrupts: event-channel\n"
		"memory: pv-mmu\n"
		"kernel: linux\n"
		"network: ena\n"
		"fabric: ec2-fabric\n"
		"idle_ceiling: C1E\n";
	struct shell shell;

	shell_init(&shell);
	shell_write(&shell, "s.yaml", scenario, sizeof(scenario) - 1);
	shell_write(&shell, "own/platforms/hybrid.yaml", hybrid,
		    sizeof(hybrid) - 1);
	shell_run(&shell, "fathom run s.yaml --models own -o h.db");
	shell_expect(&shell, 0);
	expect_in(shell.out, "hybrid");
	ck_assert_double_gt(throughput(&shell, "h.db", "hybrid"),
			    1.2 * throughput(&shell, "h.db", "xen-pv"));
	shell_fini(&shell);
}
END_TEST

/* ---- neighbours ---- */

/* Their times stand in one row of the core: an owner is no vCPU. */
START_TEST(two_guests_on_one_pcpu_are_kept_and_share_it)
{
	static const char scenario[] =
		"hosts: [{name: h, instances: [\n"
		"  {name: a, platform: nitro, cpus: [0, 1]},\n"
		"  {name: b, platform: nitro, cpus: [0, 1]}]}]\n"
		"workload:\n"
		"  w: {kind: packets, direction: tx, payload: 1B, at: a,"
		" threads: 2, arrival: saturate}\n"
		"  v: {kind: packets, direction: tx, payload: 1B, at: b,"
		" threads: 2, arrival: saturate}\n"
		"run: {warmup: 60ms, duration: 60ms, replications: 2}\n";
	struct shell shell;
	double share = 0;

	shell_init(&shell);
	shell_write(&shell, "s.yaml", scenario, sizeof(scenario) - 1);
	shell_run(&shell, "fathom run s.yaml -q -o s.db >/dev/null && sqlite3"
		  " s.db \"SELECT min(value) / max(value) FROM estimate WHERE"
		  " name = 'throughput'\"");
	shell_expect(&shell, 0);
	ck_assert_int_eq(sscanf(shell.out, "%lf", &share), 1);
	ck_assert_double_gt(share, 0.8);
	shell_fini(&shell);
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("mechanisms");
	TCase *loads = tcase_create("loads"), *runs = tcase_create("runs");

	tcase_add_checked_fixture(loads, scratch_enter, scratch_leave);
	tcase_add_test(loads, netback_is_kicked_less_the_busier_it_is);
	tcase_add_test(loads,
		       nitro_has_fewer_interrupts_a_packet_the_more_come);
	suite_add_tcase(suite, loads);
	tcase_add_test(runs, without_the_grant_copy_xen_pv_alone_is_faster);
	tcase_add_test(runs,
		       a_cost_that_is_set_is_part_of_its_own_points_alone);
	tcase_add_test(runs, two_guests_on_one_pcpu_are_kept_and_share_it);
	tcase_add_test(runs, xen_pv_with_the_network_of_nitro_runs);
	suite_add_tcase(suite, runs);
	return suite;
}
