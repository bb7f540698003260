/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scenarios into points and setups. */
#include "experiment/scenario.h"

#include <stdio.h>
#include <string.h>

#include "tests/reading.h"
#include "tests/scratch.h"
#include "tests/suite.h"

static struct reading reading;

static void setup(void)
{
	scratch_enter();
	reading_init(&reading);
}

static void teardown(void)
{
	reading_fini(&reading);
	scratch_leave();
}

static struct scenario *load(const char *text)
{
	return reading_scenario(&reading, text, NULL, 0);
}

static struct scenario *load_good(const char *text)
{
	return reading_good_scenario(&reading, text, NULL);
}

static const struct setup *setup_of(struct scenario *scenario, int point)
{
	return reading_setup(&reading, scenario, point);
}

static double attribute(const struct setup_workload *workload,
			const char *name)
{
	for (int i = 0; i < workload->attributes; i++)
		if (strcmp(workload->attribute[i].name, name) == 0)
			return workload->attribute[i].value;
	ck_abort_msg("no attribute %s", name);
	return 0;
}

START_TEST(what_is_unsaid_is_as_documented)
{
	struct scenario *scenario = load_good(
		"compare: [{platform: nitro}]\n"
		"workload: {s: {kind: packets, direction: tx, payload: 64B, "
		"arrival: saturate}}\n");
	const struct point *point = scenario_point(scenario, 0);
	const struct setup *setup_0 = setup_of(scenario, 0);

	ck_assert_str_eq(scenario_name(scenario), "t");
	ck_assert_str_eq(scenario_title(scenario), "t");
	ck_assert_int_eq(scenario_points(scenario), 1);
	ck_assert_str_eq(point->platform, "nitro");
	ck_assert_str_eq(point->instance, "c5.large");
	ck_assert_str_eq(point->label, "nitro");
	ck_assert(point->duration == SIM_S && point->warmup == 100 * SIM_MS);
	ck_assert_int_eq(point->replications, 5);
	ck_assert_uint_eq(point->seed, 1);
	ck_assert_uint_eq(point->jobs, 0);
	ck_assert_double_eq(setup_0->spread, 0.05);
	ck_assert_int_eq(setup_0->workload->threads, 1);
	ck_assert_int_eq(setup_0->workload->peer_host, -1);
	scenario_free(scenario);
}
END_TEST

START_TEST(a_row_is_one_host_with_one_instance)
{
	struct scenario *scenario = load_good(
		"title: Rows\n"
		"compare: [{platform: xen-pv, instance: c3.large}, nitro]\n"
		"workload:\n"
		"  tx: {kind: packets, direction: tx, payload: 64B, threads: 2,"
		" arrival: saturate}\n"
		"  rx: {kind: packets, direction: rx, payload: 1KiB, arrival: "
		"{open: 20k/s, gaps: constant}}\n"
		"run: {jobs: 20k, warmup: 0, seed: 9223372036854775807}\n");
	const struct setup *pv = setup_of(scenario, 0);

	ck_assert_str_eq(scenario_title(scenario), "Rows");
	ck_assert_int_eq(scenario_points(scenario), 2);
	ck_assert_int_eq(pv->hosts, 1);
	ck_assert_str_eq(pv->host->instance->platform->name, "xen-pv");
	ck_assert_str_eq(pv->host->instance->hardware->name, "c3.large");
	ck_assert_int_eq(pv->workloads, 2);
	ck_assert_str_eq(pv->workload[0].path->name, "tx");
	ck_assert_int_eq(pv->workload[0].threads, 2);
	ck_assert_int_eq(pv->workload[0].arrival, ARRIVAL_SATURATE);
	ck_assert_int_eq(pv->workload[1].arrival, ARRIVAL_OPEN);
	ck_assert_double_eq(pv->workload[1].rate, 2e4);
	ck_assert(pv->workload[1].is_regular);
	ck_assert_double_eq(attribute(&pv->workload[1], "B"), 1024);
	ck_assert_double_eq(attribute(&pv->workload[1], "packets"), 1);
	ck_assert_uint_eq(scenario_point(scenario, 1)->jobs, 20000);
	ck_assert(scenario_point(scenario, 1)->duration == 0);
	ck_assert_uint_eq(scenario_point(scenario, 1)->seed, INT64_MAX);
	scenario_free(scenario);
}
END_TEST

#define ROUND "kind: requests, payload: 1B, answer: 9B"

START_TEST(a_round_trip_gets_a_second_host_like_the_first)
{
	struct scenario *scenario = load_good(
		"compare: [metal]\n"
		"workload: {r: {" ROUND ", arrival: {closed: 3, think: "
		"1us}}}\n");
	const struct setup *setup_0 = setup_of(scenario, 0);
	const struct setup_workload *workload = setup_0->workload;

	ck_assert_int_eq(setup_0->hosts, 2);
	ck_assert_str_eq(setup_0->host[1].name, "b");
	ck_assert_str_eq(setup_0->host[1].instance->name, "b");
	ck_assert_ptr_eq(setup_0->host[0].instance->platform,
			 setup_0->host[1].instance->platform);
	ck_assert_str_eq(workload->path->name, "peer");
	ck_assert_int_eq(workload->peer_host, 1);
	ck_assert_int_eq(workload->peer_instance, 0);
	ck_assert_int_eq(workload->outstanding, 3);
	ck_assert_double_eq(workload->think->term->value.a, 1e6);
	ck_assert_double_eq(attribute(workload, "answer"), 9);
	scenario_free(scenario);
}
END_TEST

START_TEST(a_far_end_may_be_a_delay)
{
	struct scenario *scenario = load_good(
		"compare: [metal]\n"
		"workload:\n"
		"  r: {" ROUND ", peer: {delay: 7us}, arrival: {closed: 1}}\n"
		"  s: {" ROUND ", peer: {delay: exp 9us}, arrival: "
		"{closed: 1}}\n");
	const struct setup *setup_0 = setup_of(scenario, 0);
	const struct mechanism *home = setup_0->workload[0].home;

	ck_assert_int_eq(setup_0->hosts, 1);
	ck_assert_str_eq(setup_0->workload[0].path->name, "delayed");
	for (int i = 0; i < home->costs; i++) {
		if (strcmp(home->cost[i].name, "delay") != 0)
			continue;
		ck_assert_double_eq(home->cost[i].term->value.a, 7e6);
		ck_assert_int_eq(home->cost[i].status, COST_UNCITED);
		ck_assert(!home->cost[i].is_shipped);
	}
	ck_assert_ptr_ne(home, setup_0->workload[1].home);
	scenario_free(scenario);
}
END_TEST

START_TEST(the_ladder_is_all_shipped_platforms_oldest_first)
{
	struct scenario *scenario = load_good(
		"compare: ladder\n"
		"workload: {s: {kind: packets, direction: tx, payload: 64B, "
		"arrival: saturate}}\n");
	int points = scenario_points(scenario);

	ck_assert_int_ge(points, 4);
	ck_assert_str_eq(scenario_point(scenario, 0)->label, "xen-pv");
	ck_assert_str_eq(scenario_point(scenario, points - 1)->label, "metal");
	scenario_free(scenario);
	scenario = load_good(
		"compare: [{platform: ladder, instance: c5.large}]\n"
		"workload: {s: {kind: packets, direction: tx, payload: 64B, "
		"arrival: saturate}}\n");
	ck_assert_int_eq(scenario_points(scenario), points);
	ck_assert_str_eq(scenario_point(scenario, 0)->instance, "c5.large");
	scenario_free(scenario);
}
END_TEST

START_TEST(hosts_are_taken_as_they_are_written)
{
	struct scenario *scenario = load_good(
		"hosts:\n"
		"  - {name: x, pcpus: 4, dom0: {cpus: [0]}, instances: "
		"[{name: web, platform: xen-pv, instance: m1.large, cpus: "
		"[1, 2]}, {name: noisy, platform: xen-pv}]}\n"
		"  - {name: y, instances: [{name: far, platform: nitro}]}\n"
		"workload: {r: {" ROUND ", at: noisy, peer: far, arrival: "
		"{closed: 1}}}\n");
	const struct setup *setup_0 = setup_of(scenario, 0);

	ck_assert_str_eq(scenario_point(scenario, 0)->label, "hosts");
	ck_assert_str_eq(scenario_point(scenario, 0)->platform, "");
	ck_assert_int_eq(setup_0->host[0].pcpus, 4);
	ck_assert_int_eq(setup_0->host[0].dom0_cpus, 1);
	ck_assert_int_eq(setup_0->host[0].instance[0].cpu[1], 2);
	ck_assert_ptr_null(setup_0->host[0].instance[1].cpu);
	ck_assert_str_eq(setup_0->host[1].instance[0].hardware->name,
			 "c5.large");
	ck_assert_int_eq(setup_0->workload->host, 0);
	ck_assert_int_eq(setup_0->workload->instance, 1);
	ck_assert_int_eq(setup_0->workload->peer_host, 1);
	scenario_free(scenario);
}
END_TEST

START_TEST(a_bare_network_is_an_instance_without_a_platform)
{
	struct scenario *scenario = load_good(
		"network:\n"
		"  costs: {service: exp 1us}\n"
		"  components: {s: {kind: server, servers: 3, work: $service}}"
		"\n"
		"  paths: {other: [{at: s}]}\n"
		"  path: [{at: s}]\n"
		"workload:\n"
		"  c: {kind: network, arrival: {open: 2.7M/s}}\n"
		"  d: {kind: network, path: other, attributes: {n: 3}, "
		"arrival: {closed: 2}}\n");
	const struct setup *setup_0 = setup_of(scenario, 0);
	const struct platform *platform = setup_0->host->instance->platform;

	ck_assert_str_eq(scenario_point(scenario, 0)->label, "network");
	ck_assert_int_eq(platform->domains, 1);
	ck_assert_int_eq(platform->domain->bindings, 0);
	ck_assert_str_eq(setup_0->workload->home->dimension, "network");
	ck_assert(setup_0->workload[0].path->starts_at_device);
	ck_assert_str_eq(setup_0->workload[1].path->name, "other");
	ck_assert(setup_0->workload[1].path->starts_at_device);
	ck_assert_double_eq(attribute(&setup_0->workload[1], "n"), 3);
	scenario_free(scenario);
}
END_TEST

START_TEST(a_bare_network_may_have_cpus)
{
	struct scenario *scenario = load_good(
		"network:\n"
		"  cpus: 2\n"
		"  context_switch: 100ns\n"
		"  components: {p: {kind: poll, cpu: guest, class: task, "
		"budget: 1, each: [{stage: s, at: here, work: exp 1us}]}}\n"
		"  path: [{at: p}]\n"
		"workload: {c: {kind: network, arrival: {open: 1k/s}}}\n");
	const struct setup *setup_0 = setup_of(scenario, 0);
	const struct setup_instance *instance = setup_0->host->instance;
	const struct binding *binding = instance->platform->domain->binding;

	ck_assert_int_eq(instance->platform->domain->bindings, 1);
	ck_assert_str_eq(binding->dimension, "cpu");
	ck_assert_ptr_nonnull(binding->mechanism->cpu);
	ck_assert_double_eq(binding->mechanism->cpu->value[0].number, 0);
	ck_assert_double_eq(instance->hardware->hardware->value[0].number, 2);
	scenario_free(scenario);
}
END_TEST

START_TEST(a_cost_that_nothing_uses_is_a_warning)
{
	static const char text[] =
		"compare: [{platform: p, instance: c5.large}]\n"
		"platforms: {p: {cpu: kvm-thin, interrupts: posted, kernel: "
		"linux, memory: nested-paging, network: n}}\n"
		"mechanisms: {n: {dimension: network, costs: {x: 1us, y: 2us},"
		" components: {s: {kind: server, work: 2*$x}}, paths: "
		"{transmit: [{at: s}]}}}\n"
		"workload: {s: {kind: packets, direction: tx, payload: 1B, "
		"arrival: saturate}}\n";
	static const char *const set[] = {"n.s.work=1us"};
	const struct scenario_options options = {.set = set, .sets = 1};
	struct scenario *scenario = load(text);

	ck_assert_ptr_nonnull(scenario);
	ck_assert_int_eq(reading.diagnostics.errors, 0);
	reading_expect(&reading, "3:54: cost 'y' of mechanism 'n' is used by "
		       "nothing\n");
	scenario_free(scenario);
	scenario = scenario_load("t.yaml", &options, &reading.diagnostics);
	reading_expect(&reading, "");
	scenario_free(scenario);
}
END_TEST

START_TEST(models_may_stand_in_the_scenario)
{
	struct scenario *scenario = load_good(
		"compare: [mixed, nitro]\n"
		"platforms:\n"
		"  mixed: {cpu: xen-pv-cpu, interrupts: event-channel, kernel:"
		" linux, network: short, instance: tiny}\n"
		"mechanisms:\n"
		"  - mechanism: short\n"
		"    dimension: network\n"
		"    paths: {transmit: []}\n"
		"instances: {tiny: {vcpus: 1, clock: 1GHz}}\n"
		"workloads: {flood: {paths: {go: {starts: task, path: [{use: "
		"network.transmit}]}}}}\n"
		"workload: {s: {kind: flood, arrival: saturate}}\n");
	const struct setup *setup_0 = setup_of(scenario, 0);

	ck_assert_str_eq(scenario_point(scenario, 0)->platform, "mixed");
	ck_assert_str_eq(scenario_point(scenario, 0)->instance, "tiny");
	ck_assert_str_eq(setup_0->workload->path->name, "go");
	ck_assert(!setup_0->host->instance->platform->is_shipped);
	scenario_free(scenario);
}
END_TEST

START_TEST(a_models_folder_may_mix_two_generations)
{
	static const char *const folder = ".";
	const struct scenario_options options = {
		.models = &folder, .model_dirs = 1,
	};
	struct scenario *scenario;
	const struct setup *setup_0;

	scratch_write("pv.yaml",
		      "platform: pv-with-ena\ninstance: m1.large\n"
		      "domains: {dom0: {cpu: xen-pv-cpu, interrupts: "
		      "event-channel}}\n"
		      "cpu: xen-pv-cpu\ninterrupts: event-channel\n"
		      "memory: pv-mmu\nkernel: linux\nnetwork: ena\n"
		      "fabric: ec2-fabric\n");
	scratch_write("t.yml",
		      "mechanism: unused\ndimension: fabric\npaths: {}\n");
	scratch_write("s.txt",
		      "compare: [pv-with-ena]\n"
		      "workload: {s: {kind: packets, direction: tx, payload: "
		      "1B, arrival: saturate}}\n");
	scenario = scenario_load("s.txt", &options, &reading.diagnostics);
	reading_expect(&reading, "");
	setup_0 = setup_of(scenario, 0);
	ck_assert_int_eq(setup_0->host->instance->platform->domains, 2);
	scenario_free(scenario);
}
END_TEST

START_TEST(a_point_is_known_by_what_decides_its_results)
{
	static const char *const texts[] = {
		"run: {seed: 1}\n", "run: {seed: 2, replications: 9}\n",
		"run: {warmup: 100ms}\ntitle: other\n", "run: {spread: 0%}\n",
	};
	uint64_t id[4];

	for (int i = 0; i < 4; i++) {
		char text[400];
		struct scenario *scenario;

		snprintf(text, sizeof(text),
			 "compare: [nitro]\nworkload: {s: {kind: packets, "
			 "direction: tx, payload: 1B, arrival: saturate}}\n%s",
			 texts[i]);
		scenario = load_good(text);
		id[i] = scenario_point(scenario, 0)->id;
		ck_assert_uint_le(id[i], INT64_MAX);
		setup_of(scenario, 0);
		ck_assert_ptr_nonnull(
			strstr(scenario_point(scenario, 0)->resolved,
			       "\"instance\":\"c5.large\""));
		scenario_free(scenario);
	}
	ck_assert_uint_eq(id[0], id[1]);
	ck_assert_uint_eq(id[0], id[2]);
	ck_assert_uint_ne(id[0], id[3]);
}
END_TEST

START_TEST(the_command_lines_seed_wins)
{
	uint64_t seed = 42;
	const struct scenario_options options = {.seed = &seed};
	struct scenario *scenario;

	scratch_write("t.yaml",
		      "compare: [nitro]\nrun: {seed: 3}\nworkload: {s: {kind: "
		      "packets, direction: tx, payload: 1B, arrival: "
		      "saturate}}\n");
	scenario = scenario_load("t.yaml", &options, &reading.diagnostics);
	ck_assert_uint_eq(scenario_point(scenario, 0)->seed, 42);
	ck_assert_ptr_nonnull(strstr(scenario_text(scenario), "seed: 3"));
	scenario_free(scenario);
}
END_TEST

START_TEST(the_command_lines_seed_is_all_that_is_left_of_swept_ones)
{
	uint64_t seed = 42;
	const struct scenario_options options = {.seed = &seed};
	struct scenario *scenario;

	scratch_write("t.yaml",
		      "compare: [nitro]\nsweep: {run.seed: [1, 2, 3]}\n"
		      "workload: {s: {kind: packets, direction: tx, payload: "
		      "1B, arrival: saturate}}\n");
	scenario = scenario_load("t.yaml", &options, &reading.diagnostics);
	ck_assert_int_eq(scenario_points(scenario), 1);
	ck_assert_uint_eq(scenario_point(scenario, 0)->seed, 42);
	ck_assert_str_eq(scenario_point(scenario, 0)->swept[0].text, "42");
	scenario_free(scenario);
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("scenario");
	TCase *good = tcase_create("good");

	tcase_add_checked_fixture(good, setup, teardown);
	tcase_add_test(good, what_is_unsaid_is_as_documented);
	tcase_add_test(good, a_row_is_one_host_with_one_instance);
	tcase_add_test(good, a_round_trip_gets_a_second_host_like_the_first);
	tcase_add_test(good, a_far_end_may_be_a_delay);
	tcase_add_test(good, the_ladder_is_all_shipped_platforms_oldest_first);
	tcase_add_test(good, hosts_are_taken_as_they_are_written);
	tcase_add_test(good, a_bare_network_is_an_instance_without_a_platform);
	tcase_add_test(good, a_bare_network_may_have_cpus);
	tcase_add_test(good, a_cost_that_nothing_uses_is_a_warning);
	tcase_add_test(good, models_may_stand_in_the_scenario);
	tcase_add_test(good, a_models_folder_may_mix_two_generations);
	tcase_add_test(good, a_point_is_known_by_what_decides_its_results);
	tcase_add_test(good, the_command_lines_seed_wins);
	tcase_add_test(good,
		the_command_lines_seed_is_all_that_is_left_of_swept_ones);
	suite_add_tcase(suite, good);
	return suite;
}
