/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Servers in a bare network: the queues that theory solves. */

#include "sim/time.h"
#include "tests/queueing.h"
#include "tests/suite.h"
#include "tests/trial.h"

/* Nothing of the exact cases happens at the edges of their window. */
#define RUN "run: {warmup: 1ms, duration: 60ms}\n"
#define SHORT "run: {warmup: 1000500ns, duration: 9ms}\n"

/* A station of `SERVERS` with open arrivals at RATE. */
#define STATION(SERVERS, SERVICE, RATE)                                      \
	"network:\n"                                                         \
	"  costs: {service: " SERVICE "}\n"                                  \
	"  components: {station: {kind: server, servers: " SERVERS ", "      \
	"work: $service}}\n"                                                 \
	"  path: [{at: station}]\n"                                          \
	"workload: {jobs: {kind: network, arrival: {open: " RATE "}}}\n" RUN

START_TEST(one_server_waits_as_an_mm1)
{
	expect_theory(STATION("1", "exp 1us", "0.7M/s"), 20,
		      {"throughput", 0.7e6, 0.01},
		      {"wait.station", 0.7 / 0.3 * SIM_US, 0.08},
		      {"waited.station", 0.7, 0.01},
		      {"queue.station", 0.49 / 0.3, 0.08},
		      {"inside", 0.7 / 0.3, 0.08},
		      {"utilisation.station", 0.7, 0.01},
		      {"latency.mean", 1 / 0.3 * SIM_US, 0.08},
		      {"latency.p50", mmc_quantile(1, 0.7, 1, 0.5) * SIM_US,
		       0.05},
		      {"latency.p99", mmc_quantile(1, 0.7, 1, 0.99) * SIM_US,
		       0.08});
}
END_TEST

START_TEST(three_servers_wait_as_erlang_c_says)
{
	double waits = erlang_c(3, 2.4);

	expect_theory(STATION("3", "exp 1us", "2.4M/s"), 20,
		      {"waited.station", waits, 0.02},
		      {"wait.station", waits / (3 - 2.4) * SIM_US, 0.05},
		      {"latency.p99",
		       mmc_quantile(3, 2.4, 1, 0.99) * SIM_US, 0.05},
		      {"utilisation.station", 0.8, 0.01});
}
END_TEST

START_TEST(lognormal_work_waits_as_pollaczek_and_khinchine_say)
{
	double wait = mg1_wait(0.5, 1, 1.5 * 1.5);

	expect_theory(STATION("1", "lognormal mean=1us cv=1.5", "0.5M/s"), 20,
		      {"wait.station", wait * SIM_US, 0.15},
		      {"latency.mean", (1 + wait) * SIM_US, 0.08},
		      {"waited.station", 0.5, 0.02});
}
END_TEST

START_TEST(gamma_work_waits_as_pollaczek_and_khinchine_say)
{
	expect_theory(STATION("1", "gamma mean=1us cv=0.5", "0.8M/s"), 20,
		      {"wait.station", mg1_wait(0.8, 1, 0.25) * SIM_US, 0.05});
}
END_TEST

START_TEST(mixed_work_waits_as_pollaczek_and_khinchine_say)
{
	/* 0.9 of 0.5 us constant, 0.1 of exponentials of 5.5 us: mean 1 us,
	 * second moment 0.9 * 0.25 + 0.1 * 2 * 30.25 = 6.275 us^2. */
	double wait = mg1_wait(0.5, 1, 5.275);

	expect_theory(STATION("1", "mix 0.9 constant 0.5us 0.1 exp 5.5us",
			      "0.5M/s"), 20,
		      {"wait.station", wait * SIM_US, 0.15});
}
END_TEST

/* M/G/inf: the number inside is Poisson, whatever the work; nobody waits. */
START_TEST(endless_servers_hold_a_job_for_its_work_alone)
{
	expect_theory(STATION("inf", "uniform 10us 30us", "1M/s"), 10,
		      {"inside", 20, 0.02},
		      {"latency.mean", 20 * SIM_US, 0.01},
		      {"latency.p75", 25 * SIM_US, 0.01},
		      {"latency.variance", 400 / 12. * SIM_US * SIM_US, 0.02},
		      {"stage.station.work", 20 * SIM_US, 0.01});
	expect_exactly(STATION("inf", "uniform 10us 30us", "1M/s"),
		       {"waited.station", 0, 0}, {"wait.station", 0, 0},
		       {"stage.station.wait", 0, 0});
}
END_TEST

/* Burke, Jackson: each station of a row is an M/M/1 or M/M/c of its own. */
START_TEST(stations_in_a_row_wait_as_jackson_says)
{
	double c = erlang_c(2, 1.2) / (2 / 1.2e-6 - 1e6);

	expect_theory(
		"network:\n"
		"  costs: {a: exp 0.5us, b: exp 1.2us, c: exp 0.7us}\n"
		"  components:\n"
		"    first:  {kind: server, work: $a}\n"
		"    second: {kind: server, servers: 2, work: $b}\n"
		"    third:  {kind: server, work: $c}\n"
		"  path: [{at: first}, {at: second}, {at: third}]\n"
		"workload: {jobs: {kind: network, arrival: {open: 1M/s}}}\n"
		RUN, 20,
		{"wait.first", 0.5 * SIM_US, 0.05},
		{"stage.first.wait", 0.5 * SIM_US, 0.05},
		{"wait.second", c * SIM_S, 0.05},
		{"stage.second.wait", c * SIM_S, 0.05},
		{"wait.third", 0.7 * 0.7 / 0.3 * SIM_US, 0.05},
		{"stage.third.wait", 0.7 * 0.7 / 0.3 * SIM_US, 0.05},
		{"stage.third.work", 0.7 * SIM_US, 0.01});
}
END_TEST

/* The machine repairman: N customers think, then need the one server. */
START_TEST(a_closed_loop_goes_as_mean_value_analysis_says)
{
	const double service[] = {1};
	double response;
	double rate = mva_throughput(8, 6, service, 1, &response);

	expect_theory(
		"network:\n"
		"  costs: {service: exp 1us}\n"
		"  components: {station: {kind: server, work: $service}}\n"
		"  path: [{at: station}]\n"
		"workload:\n"
		"  jobs: {kind: network, arrival: {closed: 8, think: exp 6us}}"
		"\n" RUN, 20,
		{"throughput", rate * 1e6, 0.02},
		{"latency.mean", response * SIM_US, 0.03},
		{"inside", rate * response, 0.03},
		{"utilisation.station", rate, 0.02});
}
END_TEST

START_TEST(a_closed_loop_of_two_stations_waits_at_each)
{
	const double service[] = {1, 0.8};
	double response[2];
	double rate = mva_throughput(5, 0, service, 2, response);

	expect_theory(
		"network:\n"
		"  costs: {a: exp 1us, b: exp 0.8us}\n"
		"  components:\n"
		"    slow: {kind: server, work: $a}\n"
		"    fast: {kind: server, work: $b}\n"
		"  path: [{at: slow}, {at: fast}]\n"
		"workload: {jobs: {kind: network, arrival: {closed: 5}}}\n"
		RUN, 20,
		{"throughput", rate * 1e6, 0.02},
		{"wait.slow", (response[0] - 1) * SIM_US, 0.03},
		{"wait.fast", (response[1] - 0.8) * SIM_US, 0.03});
	expect_exactly(
		"network:\n"
		"  costs: {a: exp 1us}\n"
		"  components: {slow: {kind: server, work: $a}}\n"
		"  path: [{at: slow}]\n"
		"workload: {jobs: {kind: network, arrival: {closed: 5}}}\n"
		RUN, {"inside", 5, 0}, {"utilisation.slow", 1, 0});
}
END_TEST

/* A flow that sends too much waits behind itself, not before the other. */
START_TEST(a_flow_waits_for_one_job_of_a_longer_queue)
{
	static const char text[] =
		"network:\n"
		"  costs: {service: 1us}\n"
		"  components:\n"
		"    station: {kind: server, work: $service, turns: flow}\n"
		"  path: [{at: station}]\n"
		"workload:\n"
		"  heavy: {kind: network, arrival: {closed: 44}}\n"
		"  light: {kind: network, arrival: {closed: 1, think: 700ns}}\n"
		SHORT;

	/* light: 0.3 us until the job in service is done, a turn of the
	 * heavy one, which has waited for longer, and its own. */
	expect_exactly(text, {"light/latency.mean", 2.3 * SIM_US, 0},
		       {"light/latency.max", 2.3 * SIM_US, 0},
		       {"light/left", 3000, 0}, {"heavy/left", 6000, 0},
		       {"heavy/latency.max", 66 * SIM_US, 0});
}
END_TEST

/* Two of one name, in two mechanisms: draws go by name and visit, so that a
 * job meets the same luck on every platform, but not the same luck twice. */
START_TEST(servers_of_one_name_are_visits_to_be_told_apart)
{
	expect_theory("instances: {x: {vcpus: 1, clock: 1GHz}}\n"
		      "mechanisms:\n"
		      "  c: {dimension: cpu, cpu: {virtual: false}}\n"
		      "  n: {dimension: network, components: {s: {kind: "
		      "server, servers: inf, work: exp 1us}}, paths: "
		      "{send: [{at: s}]}}\n"
		      "platforms: {p: {cpu: c, network: n}}\n"
		      "workloads: {w: {components: {s: {kind: server, "
		      "servers: inf, work: exp 1us}}, paths: {d: {starts: "
		      "device, path: [{at: s}, {use: network.send}]}}}}\n"
		      "compare: [{platform: p, instance: x}]\n"
		      "workload: {w: {kind: w, path: d, arrival: "
		      "{open: 1M/s}}}\n"
		      "run: {warmup: 100us, duration: 20ms}\n", 10,
		      {"latency.mean", 2 * SIM_US, 0.02},
		      {"latency.variance", 2. * SIM_US * SIM_US, 0.07});
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("server");
	TCase *open = tcase_create("open"), *closed = tcase_create("closed");

	tcase_set_timeout(open, 60);
	tcase_add_test(open, one_server_waits_as_an_mm1);
	tcase_add_test(open, three_servers_wait_as_erlang_c_says);
	tcase_add_test(open,
		       lognormal_work_waits_as_pollaczek_and_khinchine_say);
	tcase_add_test(open, gamma_work_waits_as_pollaczek_and_khinchine_say);
	tcase_add_test(open, mixed_work_waits_as_pollaczek_and_khinchine_say);
	tcase_add_test(open, endless_servers_hold_a_job_for_its_work_alone);
	tcase_add_test(open, stations_in_a_row_wait_as_jackson_says);
	tcase_add_test(open,
		       servers_of_one_name_are_visits_to_be_told_apart);
	suite_add_tcase(suite, open);
	tcase_set_timeout(closed, 60);
	tcase_add_test(closed, a_closed_loop_goes_as_mean_value_analysis_says);
	tcase_add_test(closed,
		       a_closed_loop_of_two_stations_waits_at_each);
	tcase_add_test(closed,
		       a_flow_waits_for_one_job_of_a_longer_queue);
	suite_add_tcase(suite, closed);
	return suite;
}
