/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Disks: channels, reads and writes, and the streams that one follows. */
#include "sim/time.h"
#include "tests/queueing.h"
#include "tests/rig.h"
#include "tests/scratch.h"
#include "tests/suite.h"
#include "tests/trial.h"

#define DISK(WHAT, WORKLOADS, RUN)                                           \
	"network:\n"                                                         \
	"  components: {disk: {kind: disk, " WHAT "}}\n"                     \
	"  path: [{at: disk}]\n"                                             \
	"workload:\n" WORKLOADS                                              \
	"run: {" RUN "}\n"
#define JOBS(NAME, ATTRIBUTES, ARRIVAL)                                      \
	"  " NAME ": {kind: network, attributes: {" ATTRIBUTES "}, "         \
	"arrival: " ARRIVAL "}\n"
#define SOON "warmup: 1ms, duration: 60ms"

START_TEST(channels_wait_as_erlang_c_says)
{
	double waits = erlang_c(4, 3.2);

	expect_theory(DISK("channels: 4, read: exp 1us",
			   JOBS("reads", "write: 0", "{open: 3.2M/s}"), SOON),
		      20, {"waited.disk", waits, 0.02},
		      {"wait.disk", waits / (4 - 3.2) * SIM_US, 0.06},
		      {"utilisation.disk", 0.8, 0.01});
}
END_TEST

/* Half of them read for 1 us, half write for 3 us: an M/G/1 with a second
 * moment of 5. */
START_TEST(reads_and_writes_mix_as_pollaczek_and_khinchine_say)
{
	expect_theory(DISK("read: 1us, write: 3us",
			   JOBS("reads", "write: 0", "{open: 0.15M/s}")
			   JOBS("writes", "write: 1", "{open: 0.15M/s}"),
			   "warmup: 1ms, duration: 200ms"), 20,
		      {"wait.disk", mg1_wait(0.3, 2, 0.25) * SIM_US, 0.05},
		      {"stage.disk.work", 1 * SIM_US, 0.001},
		      {"writes/latency.mean",
		       (3 + mg1_wait(0.3, 2, 0.25)) * SIM_US, 0.05});
	expect_exactly(DISK("read: 2us",
			    JOBS("writes", "write: 1", "{closed: 1}"), SOON),
		       {"latency.mean", 2 * SIM_US, 0});
}
END_TEST

/* Two streams in turns, and it follows both: only their first jobs miss. */
START_TEST(streams_that_it_follows_hit)
{
#define STREAMS(K)                                                           \
	DISK("read: 9us, streams: " K ", hit: 1us",                          \
	     JOBS("one", "sequential: 1", "{closed: 1}")                     \
	     JOBS("two", "sequential: 1", "{closed: 1}"), SOON)
	expect_exactly(STREAMS("2"), {"one/latency.max", 2 * SIM_US, 0},
		       {"two/latency.max", 2 * SIM_US, 0});
	/* One place, two streams: each drives the other out. */
	expect_exactly(STREAMS("1"), {"one/latency.low", 18 * SIM_US, 0});
}
END_TEST

/* Which of two streams comes next is a matter of chance: it hits when it is
 * the same as the last, one half. */
START_TEST(the_hit_ratio_is_the_chance_to_be_followed)
{
	expect_theory(DISK("channels: 64, read: 3us, streams: 1, hit: 1us",
			   JOBS("one", "sequential: 1", "{open: 0.5M/s}")
			   JOBS("two", "sequential: 1", "{open: 0.5M/s}"),
			   SOON), 10,
		      {"one/latency.mean", 2 * SIM_US, 0.01});
	/* Four flows, the last three of which it follows: by symmetry each
	 * is any of the four ranks with the same chance. */
	expect_theory(DISK("channels: 64, read: 3us, streams: 3, hit: 1us",
			   JOBS("one", "sequential: 1", "{open: 0.5M/s}")
			   JOBS("two", "sequential: 1", "{open: 0.5M/s}")
			   JOBS("three", "sequential: 1", "{open: 0.5M/s}")
			   JOBS("four", "sequential: 1", "{open: 0.5M/s}"),
			   SOON), 10,
		      {"one/latency.mean", 1.5 * SIM_US, 0.01});
}
END_TEST

START_TEST(random_jobs_miss_and_disturb_no_stream)
{
	expect_exactly(DISK("read: 9us, streams: 1, hit: 1us",
			    JOBS("stream", "sequential: 1", "{closed: 1}")
			    JOBS("random", "sequential: 0", "{closed: 1}"),
			    SOON),
		       {"stream/latency.max", 10 * SIM_US, 0},
		       {"stream/stage.disk.work", 1 * SIM_US, 0},
		       {"random/stage.disk.work", 9 * SIM_US, 0});
}
END_TEST

/* What missed pays for more than what hit, in a stage after it. */
START_TEST(a_job_knows_whether_it_missed)
{
	expect_exactly("network:\n"
		       "  costs: {bus: 1us, media: 5us/missed}\n"
		       "  components:\n"
		       "    disk: {kind: disk, read: 9us, streams: 1, "
		       "hit: 1us}\n"
		       "    bus: {kind: server, work: $bus + $media}\n"
		       "  path: [{at: disk}, {at: bus}]\n"
		       "workload:\n"
		       JOBS("stream", "sequential: 1", "{closed: 1}")
		       "run: {" SOON "}\n",
		       {"latency.max", 2 * SIM_US, 0});
}
END_TEST

START_TEST(a_disk_that_follows_streams_says_what_a_hit_takes)
{
	rig_refuses(DISK("read: 9us, streams: 2",
			 JOBS("jobs", "write: 0", "{closed: 1}"), SOON),
		    "model.yaml:2:55: error: 'disk' follows streams: it needs "
		    "'hit', the time of a job of one");
	rig_refuses(DISK("read: 9us, hit: 1us",
			 JOBS("jobs", "write: 0", "{closed: 1}"), SOON),
		    "model.yaml:2:51: error: 'disk' has 'hit', but follows no "
		    "'streams'");
	rig_refuses(DISK("channels: 0, read: 9us",
			 JOBS("jobs", "write: 0", "{closed: 1}"), SOON),
		    "model.yaml:2:45: error: disk.channels is out of range: "
		    "'0'; legal is 1 to 1000000");
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("disk");
	TCase *tcase = tcase_create("disk");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, scratch_enter, scratch_leave);
	tcase_add_test(tcase, channels_wait_as_erlang_c_says);
	tcase_add_test(tcase,
		       reads_and_writes_mix_as_pollaczek_and_khinchine_say);
	tcase_add_test(tcase, streams_that_it_follows_hit);
	tcase_add_test(tcase, the_hit_ratio_is_the_chance_to_be_followed);
	tcase_add_test(tcase, random_jobs_miss_and_disturb_no_stream);
	tcase_add_test(tcase, a_job_knows_whether_it_missed);
	tcase_add_test(tcase,
		       a_disk_that_follows_streams_says_what_a_hit_takes);
	suite_add_tcase(suite, tcase);
	return suite;
}
