/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is behind a key is lost with it: reads fail, and nothing is stuck. */
#include "sim/time.h"
#include "tests/suite.h"
#include "tests/trial.h"

/* A read a microsecond for 20 ms from 1 ms on; each takes 4 us of its disk. */
#define READS(WHEN, MORE)                                                    \
	"network:\n"                                                         \
	"  components:\n"                                                    \
	"    disk: {kind: server, servers: inf, work: 4us}\n"                \
	"    key: {kind: key, then: [{at: disk}], destroyed: " WHEN MORE     \
	"}\n"                                                                \
	"    card: {kind: server, servers: inf, work: 1us}\n"                \
	"  path: [{through: key}, {at: card}]\n"                             \
	"workload: {jobs: {kind: network, arrival: {open: 1M/s, "            \
	"gaps: constant}}}\n"                                                \
	"run: {warmup: 1ms, duration: 20ms}\n"

START_TEST(while_it_exists_a_job_goes_behind_it)
{
	expect_exactly(READS("inf", ""), {"latency.low", 5 * SIM_US, 0},
		       {"latency.max", 5 * SIM_US, 0});
}
END_TEST

/* Destroyed in the middle of the window: half of the reads fail, after the
 * card alone, and are no latency of a read. */
START_TEST(once_it_is_destroyed_reads_fail_and_nothing_is_stuck)
{
	expect_exactly(READS("11ms", ""), {"throughput", 500250, 0},
		       {"failed", 500000, 0},
		       {"latency.low", 5 * SIM_US, 0},
		       {"latency.max", 5 * SIM_US, 0});
}
END_TEST

START_TEST(all_reads_can_fail)
{
	expect_exactly(READS("0", ""), {"throughput", 0, 0},
		       {"failed", 1000050, 0});
}
END_TEST

START_TEST(a_key_is_forgotten_sooner_than_a_disk_is_overwritten)
{
	expect_exactly(READS("inf", ", capacity: 1GiB, erase: 10us, "
			     "overwrite: 1GiB/s"),
		       {"sanitise.key", 10 * SIM_US, 0},
		       {"sanitise.overwrite", SIM_S, 0});
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("key");
	TCase *tests = tcase_create("key");

	tcase_add_test(tests, while_it_exists_a_job_goes_behind_it);
	tcase_add_test(tests,
		       once_it_is_destroyed_reads_fail_and_nothing_is_stuck);
	tcase_add_test(tests, all_reads_can_fail);
	tcase_add_test(tests,
		       a_key_is_forgotten_sooner_than_a_disk_is_overwritten);
	suite_add_tcase(suite, tests);
	return suite;
}
