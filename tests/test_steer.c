/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Flows to queues and CPUs: RSS, RPS. */
#include <string.h>

#include "models/toeplitz.h"
#include "sim/time.h"
#include "tests/suite.h"
#include "tests/trial.h"

static const struct vector {
	uint8_t tuple[12]; /* source, destination, their ports */
	uint32_t without, with; /* ports */
} vectors[] = {
	{{66, 9, 149, 187, 161, 142, 100, 80, 2794 >> 8, 2794 & 255,
	  1766 >> 8, 1766 & 255}, 0x323e8fc2, 0x51ccc178},
	{{199, 92, 111, 2, 65, 69, 140, 83, 14230 >> 8, 14230 & 255,
	  4739 >> 8, 4739 & 255}, 0xd718262a, 0xc626b0ea},
	{{24, 19, 198, 95, 12, 22, 207, 184, 12898 >> 8, 12898 & 255,
	  38024 >> 8, 38024 & 255}, 0xd2d0a5de, 0x5c2b394a},
	{{38, 27, 205, 30, 209, 142, 163, 6, 48228 >> 8, 48228 & 255,
	  2217 >> 8, 2217 & 255}, 0x82989176, 0xafc7327f},
	{{153, 39, 163, 191, 202, 188, 127, 2, 44251 >> 8, 44251 & 255,
	  1303 >> 8, 1303 & 255}, 0x5d1809c5, 0x10e828a2},
};

/* Microsoft, "Verifying the RSS hash calculation". */
START_TEST(the_hash_is_that_of_the_published_vectors)
{
	ck_assert_uint_eq(toeplitz_hash(vectors[_i].tuple, 8),
			  vectors[_i].without);
	ck_assert_uint_eq(toeplitz_hash(vectors[_i].tuple, 12),
			  vectors[_i].with);
}
END_TEST

/* 4,000 flows over the backlogs of 4 CPUs, 1 us of work a packet. */
#define SPREAD(BY, FLOWS)                                                    \
	"hosts:\n"                                                           \
	"  - {name: h, instances: [{name: a, platform: p, instance: four}]}\n"\
	"instances: {four: {vcpus: 4, clock: 1GHz}}\n"                       \
	"platforms: {p: {cpu: c}}\n"                                         \
	"mechanisms: {c: {dimension: cpu, cpu: {virtual: false}}}\n"         \
	"workloads:\n"                                                       \
	"  w:\n"                                                             \
	"    components:\n"                                                  \
	"      rps: {kind: steer, sets: cpu, by: " BY "}\n"                  \
	"      backlog: {kind: poll, per: vcpu, cpu: guest, class: softirq, "\
	"budget: 64, each: [{stage: in, at: here, work: 1us}]}\n"            \
	"    paths:\n"                                                       \
	"      in: {starts: device, path: [{through: rps}, {at: backlog}]}\n"\
	"workload:\n"                                                        \
	"  in: {kind: w, path: in, at: a, " FLOWS "threads: 400, "           \
	"arrival: {open: 1M/s}}\n"                                           \
	"run: {warmup: 1ms, duration: 100ms}\n"

static void expect_even(const char *text, double width)
{
	struct trial *trial = trial_new(text);
	struct world *world = trial_world(trial, 0);
	const struct outcome *outcome = trial_run(world);
	static const char *const cpus[] = {
		"utilisation.a/cpu0", "utilisation.a/cpu1",
		"utilisation.a/cpu2", "utilisation.a/cpu3"};

	for (int i = 0; i < 4; i++)
		ck_assert_double_eq_tol(trial_number(outcome, cpus[i]), 0.25,
					width);
	world_free(world);
	trial_free(trial);
}

/* 400 flows: each CPU has 100 +- 9 (binomial), at 3 sigma +- 26. */
START_TEST(many_flows_are_spread_over_all_cpus)
{
	expect_even(SPREAD("hash", ""), 0.065);
	expect_even(SPREAD("toeplitz", ""), 0.065);
}
END_TEST

START_TEST(each_flow_goes_where_its_thread_runs)
{
	expect_even(SPREAD("thread", ""), 0.005);
}
END_TEST

/* One queue's NAPI on CPU 0, and RPS over four CPUs: an IPI for each of them
 * and softirq run, however many packets the run has. */
#define RPS(RATE)                                                            \
	"hosts:\n"                                                           \
	"  - {name: h, instances: [{name: a, platform: p, instance: four}]}\n"\
	"instances: {four: {vcpus: 4, clock: 1GHz}}\n"                       \
	"platforms: {p: {cpu: c}}\n"                                         \
	"mechanisms: {c: {dimension: cpu, cpu: {virtual: false}}}\n"         \
	"workloads:\n"                                                       \
	"  w:\n"                                                             \
	"    components:\n"                                                  \
	"      napi: {kind: poll, per: guest, cpu: guest, class: softirq, "   \
	"budget: 64}\n"                                                      \
	"      rps: {kind: steer, sets: cpu}\n"                              \
	"      backlog: {kind: poll, per: vcpu, cpu: guest, class: softirq, "\
	"budget: 64, notify: [{stage: ipi, at: here, work: 200ns}]}\n"      \
	"    paths:\n"                                                       \
	"      in: {starts: device, path: [{at: napi}, {stage: driver, at: " \
	"here, work: 500ns}, {through: rps}, {at: backlog}, {stage: in, "    \
	"at: here, work: 500ns}]}\n"                                         \
	"workload:\n"                                                        \
	"  in: {kind: w, path: in, at: a, threads: 64, arrival: {open: "     \
	RATE "}}\n"                                                          \
	"run: {warmup: 5ms, duration: 50ms}\n"

static double ipis_a_packet(const char *text)
{
	struct trial *trial = trial_new(text);
	struct world *world = trial_world(trial, 0);
	double ipis = trial_number(trial_run(world), "kicks_per_job.backlog");

	world_free(world);
	trial_free(trial);
	return ipis;
}

START_TEST(ipis_a_packet_fall_with_load)
{
	double idle = ipis_a_packet(RPS("100k/s"));
	double half = ipis_a_packet(RPS("700k/s"));
	double full = ipis_a_packet(RPS("1.3M/s"));

	ck_assert_double_gt(idle, 0.6);
	ck_assert_double_lt(half, 0.9 * idle);
	ck_assert_double_lt(full, 0.7 * half);
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("steer");
	TCase *tests = tcase_create("steer");

	tcase_add_loop_test(tests, the_hash_is_that_of_the_published_vectors,
			    0, (int)(sizeof(vectors) / sizeof(vectors[0])));
	tcase_add_test(tests, many_flows_are_spread_over_all_cpus);
	tcase_add_test(tests, each_flow_goes_where_its_thread_runs);
	tcase_add_test(tests, ipis_a_packet_fall_with_load);
	suite_add_tcase(suite, tests);
	return suite;
}
