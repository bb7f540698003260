/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A job in parts goes on when all of them are back. */
#include "sim/time.h"
#include "tests/queueing.h"
#include "tests/suite.h"
#include "tests/trial.h"

#define SPLIT(PARTS, BYTES, PIECE, COMPONENTS, ARRIVAL)                      \
	"network:\n"                                                         \
	"  cpus: 1\n"                                                        \
	"  costs: {service: exp 1us}\n"                                      \
	"  components:\n"                                                    \
	"    pieces: {kind: split, by: parts, path: " PIECE "}\n" COMPONENTS \
	"  path: [{at: pieces}]\n"                                           \
	"workload: {jobs: {kind: network, attributes: {parts: " PARTS "}, "  \
	"payload: " BYTES ", arrival: " ARRIVAL "}}\n"

#define DISKS "    disks: {kind: server, servers: inf, work: $service}\n"
#define RUN "run: {warmup: 100us, duration: 20ms}\n"

/* The mean maximum of n exponentials is 1 + 1/2 + ... + 1/n. */
START_TEST(a_split_takes_as_long_as_its_longest_part)
{
	expect_theory(SPLIT("8", "1B", "[{at: disks}]", DISKS,
			    "{open: 1M/s}") RUN, 10,
		      {"latency.mean", harmonic(8, 1) * SIM_US, 0.02},
		      {"latency.variance", harmonic(8, 2) * SIM_US * SIM_US,
		       0.07});
	expect_theory(SPLIT("100", "1B", "[{at: disks}]", DISKS,
			    "{open: 100k/s}") RUN, 10,
		      {"latency.mean", harmonic(100, 1) * SIM_US, 0.02});
}
END_TEST

#define TWICE(PATH)                                                          \
	"network:\n"                                                         \
	"  components:\n"                                                    \
	"    pieces: {kind: split, by: parts, path: [{at: disks}]}\n"        \
	"    disks: {kind: server, servers: inf, work: exp 1us}\n"           \
	"  path: [" PATH "]\n"                                               \
	"workload: {jobs: {kind: network, attributes: {parts: 1}, "          \
	"arrival: {open: 1M/s}}}\n" RUN

/* Two independent services, before and in the part, or in it and behind:
 * were they the same draw, the variance would be 4. */
START_TEST(the_first_part_goes_on_with_the_luck_of_the_job)
{
	expect_theory(TWICE("{at: disks}, {at: pieces}"), 10,
		      {"latency.mean", 2 * SIM_US, 0.02},
		      {"latency.variance", 2. * SIM_US * SIM_US, 0.07});
	expect_theory(TWICE("{at: pieces}, {at: disks}"), 10,
		      {"latency.variance", 2. * SIM_US * SIM_US, 0.07});
}
END_TEST

START_TEST(parts_that_share_a_server_follow_each_other)
{
	expect_exactly(SPLIT("5", "5000B", "[{at: wire}]",
			     "    wire: {kind: link, rate: 8Gbit/s}\n",
			     "{closed: 1}") RUN,
		       {"latency.low", 5 * SIM_US, 0},
		       {"latency.max", 5 * SIM_US, 0});
}
END_TEST

/* 5000 bytes are 5 us in one piece or in five. */
START_TEST(parts_share_the_bytes)
{
	expect_exactly(SPLIT("1", "5000B", "[{at: wire}]",
			     "    wire: {kind: link, rate: 8Gbit/s}\n",
			     "{closed: 1}") RUN,
		       {"latency.max", 5 * SIM_US, 0});
}
END_TEST

START_TEST(no_parts_are_one)
{
	expect_exactly(SPLIT("0", "5000B", "[{at: wire}]",
			     "    wire: {kind: link, rate: 8Gbit/s}\n",
			     "{closed: 1}") RUN,
		       {"latency.max", 5 * SIM_US, 0});
}
END_TEST

/* The context in which the last part ends walks the job on: 3 us of a poll,
 * then 1 us `here`, in it.  What that part waited and worked is the job's:
 * two others before it, and itself. */
START_TEST(who_brings_the_last_part_walks_the_job_on)
{
	expect_exactly("network:\n"
		       "  cpus: 1\n"
		       "  components:\n"
		       "    done: {kind: poll, cpu: guest, class: softirq, "
		       "budget: 64, each: [{stage: reap, at: here, "
		       "work: 1us}]}\n"
		       "    pieces: {kind: split, by: parts, "
		       "path: [{at: done}]}\n"
		       "  path: [{at: pieces}, {stage: complete, at: here, "
		       "work: 1us}]\n"
		       "workload: {jobs: {kind: network, attributes: "
		       "{parts: 3}, arrival: {closed: 1}}}\n" RUN,
		       {"latency.low", 4 * SIM_US, 0},
		       {"latency.max", 4 * SIM_US, 0},
		       {"stage.pieces.wait", 0, 0},
		       {"stage.done.wait", 2 * SIM_US, 0},
		       {"stage.reap.work", SIM_US, 0},
		       {"stage.complete.work", 1 * SIM_US, 0},
		       {"booked.softirq.job", 0.25, 0},
		       {"booked.softirq.part", 0.75, 0});
}
END_TEST

static double mean_latency(const char *text)
{
	struct trial *trial = trial_new(text);
	struct world *world = trial_world(trial, 0);
	double mean = trial_number(trial_run(world), "latency.mean");

	world_free(world);
	trial_free(trial);
	return mean;
}

/* Part 0 draws as the job itself, so that a request meets the same luck
 * whether it is split or not. */
START_TEST(the_first_part_has_the_luck_of_the_whole)
{
	double split = mean_latency(SPLIT("1", "1B", "[{at: disks}]", DISKS,
					  "{open: 1M/s}") RUN);
	double whole = mean_latency(
		"network:\n"
		"  costs: {service: exp 1us}\n"
		"  components:\n" DISKS
		"  path: [{at: disks}]\n"
		"workload: {jobs: {kind: network, arrival: {open: 1M/s}}}\n"
		RUN);

	ck_assert_double_eq(split, whole);
}
END_TEST

/* 5003 bytes in 5 parts: three have one more than the others; none is lost. */
START_TEST(what_does_not_divide_is_not_lost)
{
	expect_exactly(SPLIT("5", "5003B", "[{at: wire}]",
			     "    wire: {kind: link, rate: 8Gbit/s}\n",
			     "{closed: 1}") RUN,
		       {"latency.low", 5.003 * SIM_US, 0},
		       {"latency.max", 5.003 * SIM_US, 0});
}
END_TEST

/* 32 pages in requests of at most 11: three, of 11, 11 and 10; each takes a
 * microsecond a page, in turn. */
START_TEST(parts_are_as_many_as_a_limit_makes)
{
	expect_exactly("network:\n"
		       "  components:\n"
		       "    requests: {kind: split, upto: 11, of: segments, "
		       "path: [{at: disk}]}\n"
		       "    disk: {kind: server, work: 10us + 1us*segments}\n"
		       "  path: [{at: requests}]\n"
		       "workload: {jobs: {kind: network, attributes: "
		       "{segments: 32}, arrival: {closed: 1}}}\n" RUN,
		       {"latency.low", 62 * SIM_US, 0},
		       {"latency.max", 62 * SIM_US, 0});
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("split");
	TCase *tcase = tcase_create("split");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, a_split_takes_as_long_as_its_longest_part);
	tcase_add_test(tcase, parts_that_share_a_server_follow_each_other);
	tcase_add_test(tcase, parts_share_the_bytes);
	tcase_add_test(tcase, no_parts_are_one);
	tcase_add_test(tcase, what_does_not_divide_is_not_lost);
	tcase_add_test(tcase, parts_are_as_many_as_a_limit_makes);
	tcase_add_test(tcase, who_brings_the_last_part_walks_the_job_on);
	tcase_add_test(tcase, the_first_part_has_the_luck_of_the_whole);
	tcase_add_test(tcase,
		       the_first_part_goes_on_with_the_luck_of_the_job);
	suite_add_tcase(suite, tcase);
	return suite;
}
