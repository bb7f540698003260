/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A wire is an M/D/1, frame by frame. */
#include "sim/time.h"
#include "tests/queueing.h"
#include "tests/suite.h"
#include "tests/trial.h"

/* 10 Gbit/s Ethernet: 42 bytes of headers, frames of 60 and more within
 * preamble, CRC and gap. */
#define WIRE(ARRIVAL)                                                        \
	"network:\n"                                                         \
	"  components:\n"                                                    \
	"    wire: {kind: link, rate: 10Gbit/s, header: 42B, minimum: 60B, " \
	"framing: 24B, propagation: 500ns}\n"                                \
	"  path: [{at: wire}]\n"                                             \
	"workload: {jobs: {kind: network, " ARRIVAL "}}\n"
#define SHORT "run: {warmup: 10us, duration: 100us}\n"

START_TEST(frames_of_one_size_wait_as_an_md1)
{
	/* 934 + 42 + 24 bytes are 0.8 us. */
	expect_theory(WIRE("payload: 934B, arrival: {open: 1M/s}")
		      "run: {warmup: 1ms, duration: 40ms}\n", 20,
		      {"wait.wire", mg1_wait(1, 0.8, 0) * SIM_US, 0.05},
		      {"waited.wire", 0.8, 0.01},
		      {"utilisation.wire", 0.8, 0.01},
		      {"latency.mean", (1.3 + mg1_wait(1, 0.8, 0)) * SIM_US,
		       0.05});
}
END_TEST

START_TEST(a_frame_takes_its_bytes_then_its_propagation)
{
	expect_exactly(WIRE("payload: 934B, arrival: {closed: 1}") SHORT,
		       {"latency.low", 1.3 * SIM_US, 0},
		       {"latency.max", 1.3 * SIM_US, 0});
}
END_TEST

START_TEST(a_small_frame_is_filled_up)
{
	expect_exactly(WIRE("payload: 1B, arrival: {closed: 1}") SHORT,
		       {"latency.low", 67.2 * SIM_NS + 500 * SIM_NS, 0},
		       {"latency.max", 67.2 * SIM_NS + 500 * SIM_NS, 0});
}
END_TEST

START_TEST(propagation_does_not_hold_the_wire)
{
	expect_exactly(WIRE("payload: 1B, arrival: {closed: 20}") SHORT,
		       {"utilisation.wire", 1, 0},
		       {"latency.max", 20 * 67.2 * SIM_NS, 0});
}
END_TEST

START_TEST(each_packet_of_a_job_is_a_frame_of_its_own)
{
	/* 4 * (1000 + 42 + 24) bytes at 1.25 GB/s. */
	expect_exactly("network:\n"
		       "  components:\n"
		       "    wire: {kind: link, rate: 10Gbit/s, header: 42B, "
		       "framing: 24B}\n"
		       "  path: [{set: packets, to: pieces}, {at: wire}]\n"
		       "workload: {jobs: {kind: network, payload: 4000B, "
		       "attributes: {pieces: 4}, arrival: {closed: 1}}}\n"
		       SHORT,
		       {"latency.low", 3411.2 * SIM_NS, 0},
		       {"latency.max", 3411.2 * SIM_NS, 0});
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("link");
	TCase *tcase = tcase_create("link");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, frames_of_one_size_wait_as_an_md1);
	tcase_add_test(tcase, a_frame_takes_its_bytes_then_its_propagation);
	tcase_add_test(tcase, a_small_frame_is_filled_up);
	tcase_add_test(tcase, propagation_does_not_hold_the_wire);
	tcase_add_test(tcase, each_packet_of_a_job_is_a_frame_of_its_own);
	suite_add_tcase(suite, tcase);
	return suite;
}
