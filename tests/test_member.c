/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which member of a set a job finds: by its flow, by the CPU that it is on. */
#include "sim/time.h"
#include "tests/rig.h"
#include "tests/scratch.h"
#include "tests/suite.h"
#include "tests/trial.h"

#define RUN "run: {warmup: 0ms, duration: 1ms, spread: 0%}\n"

/* Three threads' flows, a job of each inside. */
#define FLOWS(PER)                                                         \
	"network:\n"                                                       \
	"  components:\n"                                                  \
	"    wire: {kind: server, per: " PER ", work: 1us}\n"              \
	"  path: [{at: wire}]\n"                                           \
	"workload: {jobs: {kind: network, threads: 3, "                    \
	"arrival: {closed: 3}}}\n" RUN

START_TEST(a_flow_has_a_member_of_its_own)
{
	expect_exactly(FLOWS("flow"), {"latency.max", SIM_US, 0},
		       {"utilisation.wire", 1, 0});
	expect_exactly(FLOWS("guest"), {"latency.max", 3 * SIM_US, 0});
}
END_TEST

/* Two polls, on CPUs of their own, whose jobs then want a server each. */
#define HERE(PER)                                                          \
	"network:\n"                                                       \
	"  cpus: 2\n"                                                      \
	"  components:\n"                                                  \
	"    a: {kind: poll, cpu: guest, pick: 0, class: task, budget: 1}\n" \
	"    b: {kind: poll, cpu: guest, pick: 1, class: task, budget: 1}\n" \
	"    wire: {kind: server, per: " PER ", work: 1us}\n"              \
	"  paths:\n"                                                       \
	"    one: {starts: device, path: [{at: a}, {at: wire}]}\n"         \
	"    two: {starts: device, path: [{at: b}, {at: wire}]}\n"         \
	"workload:\n"                                                      \
	"  one: {kind: network, path: one, arrival: {closed: 1}}\n"        \
	"  two: {kind: network, path: two, arrival: {closed: 1}}\n" RUN

START_TEST(a_cpu_has_a_member_of_its_own)
{
	expect_exactly(HERE("here"), {"one/latency.max", SIM_US, 0},
		       {"two/latency.max", SIM_US, 0});
	expect_exactly(HERE("guest"), {"two/latency.max", 2 * SIM_US, 0});
}
END_TEST

#define NETWORK(COMPONENTS, PATH)                                          \
	"network:\n"                                                       \
	"  cpus: 1\n"                                                      \
	"  components:\n" COMPONENTS "  path:\n" PATH                      \
	"workload: {w: {kind: network, arrival: {open: 1k/s}}}\n"          \
	"run: {jobs: 100}\n"
#define POLL "    p: {kind: poll, cpu: guest, class: softirq, budget: 4}\n"
#define WIRE "    s: {kind: server, per: here, work: 1us}\n"
#define RING "    r: {kind: ring, slots: 4, when_full: park}\n"

START_TEST(who_is_nowhere_is_not_here)
{
	rig_refuses(NETWORK(WIRE, "  - {at: s}\n"),
		    "model.yaml:6:5: error: 's' is one per CPU that the job is "
		    "on, but no context is held");
	rig_refuses(NETWORK(POLL RING WIRE, "  - {at: p}\n  - {take: r}\n"
			    "  - {at: s}\n  - {give: r}\n"),
		    "model.yaml:10:5: error: 's' is one per CPU that the job "
		    "is on, but after waiting for network.r another may walk "
		    "it");
}
END_TEST

START_TEST(a_kick_has_no_flow)
{
	rig_refuses(NETWORK("    p: {kind: poll, cpu: guest, class: softirq,"
			    " budget: 4,\n      notify: [{at: s}]}\n"
			    "    s: {kind: server, per: flow, work: 1us}\n",
			    "  - {at: p}\n"),
		    "model.yaml:5:16: error: 's' is one per flow, but here is "
		    "none");
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("member");
	TCase *tests = tcase_create("member");

	tcase_add_checked_fixture(tests, scratch_enter, scratch_leave);
	tcase_add_test(tests, a_flow_has_a_member_of_its_own);
	tcase_add_test(tests, a_cpu_has_a_member_of_its_own);
	tcase_add_test(tests, who_is_nowhere_is_not_here);
	tcase_add_test(tests, a_kick_has_no_flow);
	suite_add_tcase(suite, tests);
	return suite;
}
