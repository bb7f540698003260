/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Virtual functions share a port fairly, at line rate, within limits. */
#include "sim/time.h"
#include "tests/suite.h"
#include "tests/trial.h"

/* Three guests of one host, each behind a virtual function of its port; a
 * frame of 1226 bytes is 1 us. */
#define PORT(LIMITS, WAY)                                                    \
	"instances:\n"                                                       \
	"  small: {vcpus: 1, clock: 1GHz}\n"                                 \
	"mechanisms:\n"                                                      \
	"  - mechanism: vf\n"                                                \
	"    dimension: network\n"                                           \
	"    components:\n"                                                  \
	"      port: {kind: nic, per: host, rate: 10Gbit/s, framing: 24B, "  \
	"minimum: 60B" LIMITS "\n"                                          \
	"    paths: {transmit: [" WAY "]}\n"                                 \
	"platforms:\n"                                                       \
	"  - {platform: passed-through, network: vf}\n"                      \
	"workloads:\n"                                                       \
	"  frames:\n"                                                        \
	"    paths:\n"                                                       \
	"      out: {starts: device, path: [{use: network.transmit}]}\n"     \
	"hosts:\n"                                                           \
	"  - name: a\n"                                                      \
	"    instances:\n"                                                   \
	"      - {name: one, platform: passed-through, instance: small}\n"   \
	"      - {name: two, platform: passed-through, instance: small}\n"   \
	"      - {name: six, platform: passed-through, instance: small}\n"   \
	"workload:\n"

#define FRAMES(NAME, SIZE, ARRIVAL)                                          \
	"  " NAME ": {kind: frames, at: " NAME ", "                          \
	"attributes: {pieces: 8}, payload: " SIZE ", arrival: " ARRIVAL "}\n"
/* Nothing happens at the edges of the window. */
#define SHORT "run: {warmup: 1000500ns, duration: 9ms}\n"

START_TEST(guests_share_a_port_alike_however_much_they_ask)
{
	expect_exactly(PORT("}", "{at: port}")
		       FRAMES("one", "1226B", "{closed: 30}")
		       FRAMES("two", "1226B", "{closed: 3}")
		       FRAMES("six", "1226B", "{closed: 2}") SHORT,
		       {"one/left", 3000, 0}, {"two/left", 3000, 0},
		       {"six/left", 3000, 0},
		       {"one/latency.max", 90 * SIM_US, 0},
		       {"two/latency.max", 9 * SIM_US, 0},
		       {"six/latency.max", 6 * SIM_US, 0});
}
END_TEST

START_TEST(what_one_guest_leaves_the_others_share)
{
	expect_theory(PORT("}", "{at: port}")
		      FRAMES("one", "1226B", "{open: 200k/s}")
		      FRAMES("two", "1226B", "{closed: 30}")
		      FRAMES("six", "1226B", "{closed: 10}")
		      "run: {warmup: 1ms, duration: 30ms}\n", 10,
		      {"one/throughput", 0.2e6, 0.05},
		      {"two/throughput", 0.4e6, 0.02},
		      {"six/throughput", 0.4e6, 0.02});
}
END_TEST

/* RFC 2544's 14.88 million frames a second at 10 Gbit/s. */
START_TEST(small_frames_leave_at_line_rate)
{
	expect_exactly(PORT("}", "{at: port}")
		       FRAMES("one", "1B", "{closed: 3}")
		       FRAMES("two", "1B", "{closed: 3}")
		       FRAMES("six", "1B", "{closed: 3}")
		       "run: {warmup: 10010ns, duration: 201600ns}\n",
		       {"one/left", 1000, 0}, {"two/left", 1000, 0},
		       {"six/left", 1000, 0}, {"utilisation.port", 1, 0},
		       {"one/throughput", 1000 / 201.6e-6, 0});
}
END_TEST

START_TEST(a_packet_rate_holds_each_function_back_by_itself)
{
	expect_exactly(PORT(", packet_rate: 100k/s}", "{at: port}")
		       FRAMES("one", "1226B", "{closed: 5}")
		       FRAMES("two", "1226B", "{closed: 2}")
		       FRAMES("six", "1226B", "{open: 50k/s, gaps: constant}")
		       SHORT,
		       {"one/left", 900, 0}, {"two/left", 900, 0},
		       {"six/left", 450, 0},
		       {"one/latency.max", 50 * SIM_US, 0},
		       {"two/latency.max", 20 * SIM_US, 0});
}
END_TEST

/* 4 at once, 1 us each; then one each 10 us: the eighth is out at 41 us. */
START_TEST(a_function_that_has_saved_up_sends_a_burst)
{
	expect_exactly(PORT(", packet_rate: 100k/s, burst: 4}\n"
			    "      burst: {kind: split, by: pieces, "
			    "path: [{at: port}]}", "{at: burst}")
		       FRAMES("one", "9808B", "{open: 5k/s, gaps: constant}")
		       SHORT,
		       {"latency.low", 41 * SIM_US, 0},
		       {"latency.max", 41 * SIM_US, 0});
}
END_TEST

/* Eight packets have 80 us of their function's rate. */
START_TEST(each_packet_of_a_job_counts)
{
	expect_exactly(PORT(", packet_rate: 100k/s}",
			    "{set: packets, to: pieces}, {at: port}")
		       FRAMES("one", "9808B", "{closed: 2}")
		       "run: {warmup: 1000500ns, duration: 8ms}\n",
		       {"left", 100, 0}, {"latency.max", 160 * SIM_US, 0});
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("nic");
	TCase *tcase = tcase_create("nic");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, guests_share_a_port_alike_however_much_they_ask);
	tcase_add_test(tcase, what_one_guest_leaves_the_others_share);
	tcase_add_test(tcase, small_frames_leave_at_line_rate);
	tcase_add_test(tcase, a_packet_rate_holds_each_function_back_by_itself);
	tcase_add_test(tcase, a_function_that_has_saved_up_sends_a_burst);
	tcase_add_test(tcase, each_packet_of_a_job_counts);
	suite_add_tcase(suite, tcase);
	return suite;
}
