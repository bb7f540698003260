/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scenarios into points and setups, and bad ones into messages. */
#include "experiment/scenario.h"

#include <stdio.h>
#include <stdlib.h>
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
	scratch_write("t.yaml", text);
	return scenario_load("t.yaml", NULL, &reading.diagnostics);
}

static struct scenario *load_good(const char *text)
{
	struct scenario *scenario = load(text);

	reading_expect(&reading, "");
	ck_assert_ptr_nonnull(scenario);
	return scenario;
}

static void refused(const char *text, const char *said)
{
	ck_assert_ptr_null(load(text));
	reading_expect(&reading, said);
}

static const struct setup *setup_of(struct scenario *scenario, int point)
{
	const struct setup *setup = scenario_setup(scenario, point,
						   &reading.diagnostics);

	reading_expect(&reading, "");
	ck_assert_ptr_nonnull(setup);
	return setup;
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

/* ---- what a scenario becomes ---- */

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

/* ---- bad input: one golden line each ---- */

#define SENDER "s: {kind: packets, direction: tx, payload: 1B, arrival: " \
	"saturate}"
#define ONE "compare: [nitro]\nworkload: {" SENDER "}\n"

static const struct {
	const char *text, *said;
} bad[] = {
	{"", "1:1: the file is empty\n"},
	{"just words\n", "1:1: a scenario is a single value; it must be a "
			 "map, {key: value, ...}\n"},
	{"title: a\n---\ntitle: b\n",
	 "2:1: a second document: a file holds one\n"},
	{ONE "titel: x\n", "3:1: unknown key 'titel' in a scenario; did you "
			   "mean 'title'?\n"},
	{ONE "title: x\ntitle: y\n",
	 "4:1: key 'title' stands here twice; first in line 3\n"},
	{ONE "run: {duration: 5}\n",
	 "3:17: duration: '5' has no unit; it must be a time (ps, ns, us, ms, "
	 "s)\n"},
	{ONE "run: {duration: 5B}\n",
	 "3:17: duration: '5B' is bytes; it must be a time (ps, ns, us, ms, "
	 "s)\n"},
	{ONE "run: {duration: nan}\n", "3:17: duration: 'nan' is not a "
				       "number\n"},
	{ONE "run: {duration: -1s}\n", "3:17: duration: '-1s' is negative\n"},
	{ONE "run: {duration: 0}\n",
	 "3:17: duration is out of range: '0'; legal is 1ns to 3456000s\n"},
	{ONE "run: {duration: 1s, jobs: 5}\n",
	 "3:21: a run has 'duration' or 'jobs', not both\n"},
	{ONE "run: {warmup: auto}\n",
	 "3:15: 'warmup: auto' is not supported yet: write a time\n"},
	{ONE "run: {replications: {min: 5, max: 40}}\n",
	 "3:21: replications as {min, max} are not supported yet: write a "
	 "number\n"},
	{ONE "run: {stop_when: {throughput: 1%}}\n",
	 "3:7: 'stop_when' in run is not supported yet\n"},
	{ONE "run: {replications: 0}\n", "3:21: replications is out of range: "
					 "'0'; legal is 1 to 100000\n"},
	{ONE "run: {seed: -1}\n", "3:13: seed is '-1'; legal is 0 to "
				  "9223372036854775807\n"},
	{ONE "run: {spread: 5}\n",
	 "3:15: spread: '5' has no unit; it must be a share (%)\n"},
	{ONE "sweep: {zip: {}}\n",
	 "3:9: 'zip' in a sweep is not supported yet\n"},
	{ONE "sweep: {where: x}\n",
	 "3:9: 'where' in a sweep is not supported yet\n"},
	{"compare: [nitr]\nworkload: {" SENDER "}\n",
	 "1:11: no platform 'nitr'; did you mean 'nitro'?\n"},
	{"compare: [{platform: nitro, instance: c5.lrge}]\nworkload: {" SENDER
	 "}\n", "1:39: no instance 'c5.lrge'; did you mean 'c5.large'?\n"},
	{"compare: [nitro, {platform: nitro, instance: c5.large}]\nworkload: {"
	 SENDER "}\n", "1:29: point 2 is the same as point 1\n"},
	{"compare: []\nworkload: {" SENDER "}\n",
	 "1:10: compare: there is nothing to compare\n"},
	{"compare: nitro\nworkload: {" SENDER "}\n",
	 "1:10: compare is a single value; it must be a list, [...]\n"},
	{"workload: {" SENDER "}\n",
	 "1:1: a scenario needs one of compare, hosts and network\n"},
	{"compare: [nitro]\nhosts: []\nworkload: {" SENDER "}\n",
	 "2:1: a scenario has one of compare, hosts and network; this one has "
	 "'compare' already\n"},
	{"compare: [nitro]\n", "1:1: a scenario needs 'workload'\n"},
};

START_TEST(bad_input_gets_one_message_at_its_place)
{
	refused(bad[_i].text, bad[_i].said);
}
END_TEST

/* The workload's one line begins in column 3. */
static const struct {
	const char *workload, *said;
} bad_workloads[] = {
	{"{kind: packts, arrival: saturate}",
	 "3:13: no workload 'packts'; did you mean 'packets'?\n"},
	{"{direction: tx, arrival: saturate}",
	 "3:3: workload 'w' needs 'kind'\n"},
	{"{kind: packets, payload: 1B, arrival: saturate}",
	 "3:3: workload 'w' needs 'direction'; there is tx, rx\n"},
	{"{kind: packets, direction: out, payload: 1B, arrival: saturate}",
	 "3:33: workload kind 'packets' has no path 'out'; there is tx, rx\n"},
	{"{kind: packets, direction: tx, arrival: saturate}",
	 "3:3: workload 'w' needs 'payload', in bytes\n"},
	{"{kind: packets, direction: tx, payload: 64, arrival: saturate}",
	 "3:46: payload: '64' has no unit; it must be bytes (B, KiB, MiB, "
	 "GiB)\n"},
	{"{kind: packets, direction: tx, payload: 1MiB, arrival: saturate}",
	 "3:46: payload is out of range: '1MiB'; legal is 0 to 65507B\n"},
	{"{kind: packets, direction: tx, payload: 1B, threads: 0, arrival: "
	 "saturate}",
	 "3:59: threads is out of range: '0'; legal is 1 to 1024\n"},
	{"{kind: packets, direction: tx, payload: 1B}",
	 "3:3: workload 'w' needs 'arrival'\n"},
	{"{kind: packets, direction: tx, payload: 1B, arival: saturate}",
	 "3:50: unknown key 'arival' in workload 'w'; did you mean "
	 "'arrival'?\n"},
	{"{kind: packets, direction: tx, payload: 1B, arrival: often}",
	 "3:59: arrival is 'often'; it must be saturate, {open: 20k/s} or "
	 "{closed: 3}\n"},
	{"{kind: packets, direction: tx, payload: 1B, arrival: {load: 70%}}",
	 "3:60: 'load' in an arrival is not supported yet: write {open: "
	 "20k/s}\n"},
	{"{kind: packets, direction: tx, payload: 1B, arrival: {open: 5us}}",
	 "3:66: open: '5us' is a time; it must be a rate (/s, k/s, M/s)\n"},
	{"{kind: packets, direction: tx, payload: 1B, arrival: {open: 0}}",
	 "3:66: open is out of range: '0'; legal is 1e-06/s to 1000000M/s\n"},
	{"{kind: packets, direction: tx, payload: 1B, arrival: {closed: 0}}",
	 "3:68: closed is out of range: '0'; legal is 1 to 1000000\n"},
	{"{kind: packets, direction: tx, payload: 1B, arrival: {closed: 1, "
	 "think: 5}}",
	 "3:78: think: '5' is a plain number; it must be a time (ps, ns, us, "
	 "ms, s)\n"},
	{"{kind: packets, direction: rx, payload: 1B, arrival: saturate}",
	 "3:59: arrival: 'saturate' keeps threads busy, and path 'rx' starts "
	 "at a device; write {open: ...} or {closed: ...}\n"},
	{"{" ROUND ", peer: b, arrival: {closed: 1}}",
	 "3:54: peer: no instance 'b'; there is a\n"},
	{"{" ROUND ", peer: a, arrival: {closed: 1}}",
	 "3:54: peer: 'a' is the instance that it runs on\n"},
	{"{" ROUND ", peer: {delay: 5}, arrival: {closed: 1}}",
	 "3:62: requests.delay is a time ('20us'), and '5' is a plain "
	 "number\n"},
	{"{kind: network, arrival: {open: 1/s}}",
	 "3:13: kind 'network' goes with a 'network:'\n"},
};

START_TEST(a_bad_workload_gets_one_message_at_its_place)
{
	char text[1000];

	snprintf(text, sizeof(text), "compare: [nitro]\nworkload:\n  w: %s\n",
		 bad_workloads[_i].workload);
	refused(text, bad_workloads[_i].said);
}
END_TEST

START_TEST(bad_hosts_are_refused)
{
	refused("hosts:\n"
		"  - {name: x, pcpus: 0, instances: []}\n"
		"workload: {" SENDER "}\n",
		"2:22: pcpus is out of range: '0'; legal is 1 to 4096\n");
	refused("hosts:\n"
		"  - {name: x, instances: [{name: i, platform: nitro, weight: "
		"2}]}\n"
		"workload: {" SENDER "}\n",
		"2:54: 'weight' in an instance is not supported yet\n");
	refused("hosts:\n"
		"  - {name: x, instances: [{name: i, platform: nitro}]}\n"
		"  - {name: y, instances: [{name: i, platform: nitro}]}\n"
		"workload: {" SENDER "}\n",
		"3:27: two instances are named 'i'\n");
	refused("hosts:\n"
		"  - {name: x, instances: [{name: i, platform: nitro}]}\n"
		"  - {name: y, instances: [{name: k, platform: nitro}]}\n"
		"workload: {r: {" ROUND ", arrival: {closed: 1}}}\n",
		"4:12: workload 'r' needs 'at', the instance that it runs "
		"on\n");
	refused("hosts:\n"
		"  - {name: x, instances: [{name: i, platform: nitro}]}\n"
		"  - {name: y, instances: [{name: k, platform: nitro}]}\n"
		"workload: {r: {" ROUND ", at: i, arrival: {closed: 1}}}\n",
		"4:12: workload 'r' needs 'peer': an instance, or {delay: "
		"20us}\n");
}
END_TEST

START_TEST(bad_networks_are_refused)
{
	refused("network: {components: {s: {kind: server, work: 1us}}, path: "
		"[{at: s}], slice: 1ms}\n"
		"workload: {c: {kind: network, arrival: {open: 1/s}}}\n",
		"1:72: 'slice' is of CPUs: this network has none (cpus: N)\n");
	refused("network: {costs: {x: exp 1}, components: {s: {kind: server, "
		"work: $x}}, path: [{at: s}]}\n"
		"workload: {c: {kind: network, arrival: {open: 1/s}}}\n",
		"1:67: s.work: '$x' is a plain number; work is a time or "
		"cycles\n");
	refused("network: {components: {s: {kind: server, work: 1us}}}\n"
		"workload: {c: {kind: network, arrival: {open: 1/s}}}\n",
		"1:10: a network needs 'path', a list of steps\n");
	refused("network: {components: {s: {kind: server, work: 1us}}, path: "
		"[{at: s}]}\n"
		"workload: {c: {kind: packets, direction: tx, payload: 1B, "
		"arrival: {open: 1/s}}}\n",
		"2:22: a bare network runs workloads of kind 'network', not "
		"'packets'\n");
}
END_TEST

START_TEST(everything_wrong_with_a_file_is_said_at_once)
{
	refused("compare: [nitro, nope]\n"
		"colour: red\n"
		"workload: {s: {kind: packets, direction: tx, payload: 1, "
		"threads: 0, arrival: saturate}}\n"
		"sweep: {run.seed: 1}\n"
		"run: {warmup: auto, duration: -1s}\n",
		"2:1: unknown key 'colour' in a scenario; there is title, "
		"compare, hosts, network, workload, sweep, run, platforms, "
		"mechanisms, workloads, instances\n"
		"4:19: 'run.seed' takes a list of values, or {from: A, to: B, "
		"log: N}\n"
		"1:18: no platform 'nope'; there is xen-pv, sriov-82599, "
		"nitro, metal\n"
		"5:31: duration: '-1s' is negative\n"
		"5:15: 'warmup: auto' is not supported yet: write a time\n"
		"3:55: payload: '1' has no unit; it must be bytes (B, KiB, "
		"MiB, GiB)\n"
		"3:67: threads is out of range: '0'; legal is 1 to 1024\n");
}
END_TEST

START_TEST(a_file_over_1_mib_or_none_is_refused)
{
	size_t size = (1 << 20) + 100;
	char *text = malloc(size);

	memset(text, '#', size - 1);
	text[size - 1] = '\0';
	refused(text, "1:1: the file is over 1 MiB\n");
	free(text);
	ck_assert_ptr_null(scenario_load("nothing.yaml", NULL,
					 &reading.diagnostics));
	reading_expect(&reading,
		       "0:0: cannot open: No such file or directory\n");
	ck_assert_ptr_null(scenario_load(".", NULL, &reading.diagnostics));
	reading_expect(&reading, "0:0: cannot read: Is a directory\n");
}
END_TEST

#define COUNT(table) ((int)(sizeof(table) / sizeof((table)[0])))

Suite *make_suite(void)
{
	Suite *suite = suite_create("scenario");
	TCase *good = tcase_create("good"), *worse = tcase_create("bad");

	tcase_add_checked_fixture(good, setup, teardown);
	tcase_add_test(good, what_is_unsaid_is_as_documented);
	tcase_add_test(good, a_row_is_one_host_with_one_instance);
	tcase_add_test(good, a_round_trip_gets_a_second_host_like_the_first);
	tcase_add_test(good, a_far_end_may_be_a_delay);
	tcase_add_test(good, the_ladder_is_all_shipped_platforms_oldest_first);
	tcase_add_test(good, hosts_are_taken_as_they_are_written);
	tcase_add_test(good, a_bare_network_is_an_instance_without_a_platform);
	tcase_add_test(good, a_bare_network_may_have_cpus);
	tcase_add_test(good, models_may_stand_in_the_scenario);
	tcase_add_test(good, a_models_folder_may_mix_two_generations);
	tcase_add_test(good, a_point_is_known_by_what_decides_its_results);
	tcase_add_test(good, the_command_lines_seed_wins);
	suite_add_tcase(suite, good);
	tcase_add_checked_fixture(worse, setup, teardown);
	tcase_add_loop_test(worse, bad_input_gets_one_message_at_its_place, 0,
			    COUNT(bad));
	tcase_add_loop_test(worse, a_bad_workload_gets_one_message_at_its_place,
			    0, COUNT(bad_workloads));
	tcase_add_test(worse, bad_hosts_are_refused);
	tcase_add_test(worse, bad_networks_are_refused);
	tcase_add_test(worse, everything_wrong_with_a_file_is_said_at_once);
	tcase_add_test(worse, a_file_over_1_mib_or_none_is_refused);
	suite_add_tcase(suite, worse);
	return suite;
}
