/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A transfer over PCIe by its bytes. */
#include "sim/time.h"
#include "tests/suite.h"
#include "tests/trial.h"

/* 32 Gbit/s are 4 bytes a ns. */
#define BUS(BYTES, JOBS)                                                     \
	"network:\n"                                                         \
	"  components:\n"                                                    \
	"    bus: {kind: dma, rate: 32Gbit/s, payload: 256B, overhead: 24B, "\
	"descriptor: 16B, latency: 300ns}\n"                                 \
	"  path: [{at: bus}]\n"                                              \
	"workload: {jobs: {kind: network, payload: " BYTES ", "              \
	"arrival: {closed: " JOBS "}}}\n"                                    \
	"run: {warmup: 10us, duration: 100us}\n"

START_TEST(bytes_move_in_packets_that_each_cost_overhead)
{
	/* 1500 bytes in 6 TLPs of 24 more, and a descriptor: 1660. */
	expect_exactly(BUS("1500B", "1"),
		       {"latency.low", 415 * SIM_NS + 300 * SIM_NS, 0},
		       {"latency.max", 415 * SIM_NS + 300 * SIM_NS, 0});
	/* 256 bytes just fit; one more needs a second TLP. */
	expect_exactly(BUS("256B", "1"),
		       {"latency.max", 74 * SIM_NS + 300 * SIM_NS, 0});
	expect_exactly(BUS("257B", "1"),
		       {"latency.max", 80250 * SIM_PS + 300 * SIM_NS, 0});
}
END_TEST

START_TEST(a_transfer_without_bytes_still_moves_its_descriptor)
{
	expect_exactly(BUS("0B", "1"),
		       {"latency.max", 10 * SIM_NS + 300 * SIM_NS, 0});
}
END_TEST

START_TEST(latency_does_not_hold_the_bus)
{
	expect_exactly(BUS("1500B", "4"), {"utilisation.bus", 1, 0},
		       {"latency.max", 4 * 415 * SIM_NS, 0});
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("dma");
	TCase *tcase = tcase_create("dma");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, bytes_move_in_packets_that_each_cost_overhead);
	tcase_add_test(tcase,
		       a_transfer_without_bytes_still_moves_its_descriptor);
	tcase_add_test(tcase, latency_does_not_hold_the_bus);
	suite_add_tcase(suite, tcase);
	return suite;
}
