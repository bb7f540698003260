/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bad scenarios: one golden line each. */
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

static void refused(const char *text, const char *said)
{
	scratch_write("t.yaml", text);
	ck_assert_ptr_null(scenario_load("t.yaml", NULL,
					 &reading.diagnostics));
	reading_expect(&reading, said);
}

#define ROUND "kind: requests, payload: 1B, answer: 9B"
#define SENDER "s: {kind: packets, direction: tx, payload: 1B, arrival: " \
	"saturate}"
#define READS "kind: block, direction: read, block_size: 4KiB"
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
	{ONE "title: [x]\n",
	 "3:8: title is a list; it must be a single value\n"},
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
	{ONE "set: [1]\n", "3:6: set is a list; it must be a map, "
			   "{key: value, ...}\n"},
	{ONE "set: {run.seed: x}\n", "3:17: seed is 'x'; legal is 0 to "
				     "9223372036854775807\n"},
	{ONE "set: {netfront.forward: 0}\n",
	 "3:7: 'netfront.forward' names nothing: nothing in this scenario "
	 "uses 'netfront'\n"},
	{ONE "set: {run.seed: 1}\nsweep: {run.seed: [1, 2]}\n",
	 "3:7: 'run.seed' would have no effect: 'run.seed' is swept\n"},
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
	 "GiB, TiB)\n"},
	{"{kind: packets, direction: tx, payload: 1MiB, arrival: saturate}",
	 "3:46: payload is out of range: '1MiB'; legal is 0 to 65507B\n"},
	{"{kind: packets, direction: tx, payload: 1B, answer: 1B, peer: "
	 "{delay: 1us}, arrival: saturate}",
	 "3:50: 'answer' is of requests, and workload 'w' is of packets\n"
	 "3:62: 'peer' is of requests, and workload 'w' is of packets\n"},
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
	{"{kind: packets, direction: tx, payload: 1B, flows: 0, arrival: "
	 "saturate}",
	 "3:57: flows is out of range: '0'; legal is 1 to 65536\n"},
	{"{kind: packets, direction: tx, payload: 1B, depth: 1, arrival: "
	 "saturate}",
	 "3:50: 'depth' is of block, and workload 'w' is of packets\n"},
	{"{" READS ", depth: 0}",
	 "3:62: depth is out of range: '0'; legal is 1 to 1024\n"},
	{"{" READS ", depth: 2000}",
	 "3:62: depth is out of range: '2000'; legal is 1 to 1024\n"},
	{"{" READS ", depth: 4, arrival: saturate}",
	 "3:65: workload 'w' has 'depth', which is an arrival: {closed: "
	 "threads x depth}\n"},
	{"{" READS ", depth: 4, engine: sync}",
	 "3:62: engine: sync has one outstanding in each thread, not 4; write "
	 "more threads, or engine: libaio\n"},
	{"{" READS "}", "3:3: workload 'w' needs 'depth', or an 'arrival'\n"},
	{"{" READS ", dept: 4}",
	 "3:55: unknown key 'dept' in workload 'w'; did you mean 'depth'?\n"},
	{"{" READS ", depth: 1, path: ebs}",
	 "3:65: 'path' is of packets and requests, and workload 'w' is of "
	 "block\n"},
	{"{" READS ", depth: 1, target: esb}",
	 "3:73: target is 'esb'; did you mean 'ebs'?\n"},
	{"{kind: block, direction: read, depth: 1}",
	 "3:3: workload 'w' needs 'block_size', in bytes\n"},
	{"{kind: block, block_size: 4KiB, depth: 1}",
	 "3:3: workload 'w' needs 'direction'; there is read, write\n"},
	{"{kind: block, direction: read, block_size: 0, depth: 1}",
	 "3:49: block_size is out of range: '0'; legal is 512B to 16MiB\n"},
	{"{kind: block, direction: read, block_size: 1TiB, depth: 1}",
	 "3:49: block_size is out of range: '1TiB'; legal is 512B to 16MiB\n"},
	{"{kind: block, direction: read, block_size: 1000B, depth: 1}",
	 "3:49: block_size is out of range: '1000B'; legal is 512B to 16MiB, "
	 "in steps of 512B\n"},
	{"{kind: operations, operation: forc, arrival: saturate}",
	 "3:36: operation is 'forc'; did you mean 'fork'?\n"},
	{"{kind: operations, arrival: saturate}",
	 "3:3: workload 'w' needs 'operation'; there is syscall, page_fault, "
	 "fork, exec, context_switch, pipe, clock_read\n"},
	{"{kind: operations, operation: syscall, memory: 1B, arrival: "
	 "saturate}",
	 "3:53: memory is out of range: '1B'; legal is 4KiB to 1TiB\n"},
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

/* Who uses it is not at fault, and finds a cost without terms. */
START_TEST(a_sum_that_is_wrong_at_its_end_is_wrong_once)
{
	refused("network: {costs: {x: 1us + 4x, n: 3 4}, components: {s: "
		"{kind: server, servers: $n, work: $x}}, path: [{at: s}]}\n"
		"workload: {c: {kind: network, arrival: {open: 1/s}}}\n",
		"1:28: cost 'x': unknown unit 'x'\n"
		"1:37: cost 'n': unexpected '4'\n");
}
END_TEST

/* A dot would be a path's, an empty name the whole run's. */
START_TEST(names_are_words)
{
	refused("network: {components: {'a b': {kind: server, work: 1us}}, "
		"paths: {p/q: [{at: 'a b'}]}}\n"
		"workload: {w: {kind: network, path: p/q, arrival: {open: "
		"1/s}}}\n",
		"1:24: a component is named 'a b'; a name must be a word: a "
		"letter, then letters, digits, '_' or '-'\n"
		"1:67: a path is named 'p/q'; a name must be a word: a "
		"letter, then letters, digits, '_' or '-'\n");
}
END_TEST

START_TEST(workloads_are_named_by_words)
{
	refused("compare: [nitro]\nworkload:\n"
		"  a.b: {" ROUND ", arrival: {closed: 1}}\n"
		"  '': {" ROUND ", arrival: {closed: 1}}\n",
		"3:3: a workload is named 'a.b'; a name must be a word: a "
		"letter, then letters, digits, '_' or '-'\n"
		"4:3: a workload is named ''; a name must be a word: a "
		"letter, then letters, digits, '_' or '-'\n");
}
END_TEST

START_TEST(everything_wrong_with_a_file_is_said_at_once)
{
	refused("compare: [nitro, nitr]\n"
		"colour: red\n"
		"workload: {s: {kind: packets, direction: tx, payload: 1, "
		"threads: 0, arrival: saturate}}\n"
		"sweep: {run.seed: 1}\n"
		"run: {warmup: auto, duration: -1s}\n",
		"2:1: unknown key 'colour' in a scenario; there is title, "
		"compare, hosts, network, workload, volumes, sweep, "
		"set, run, platforms, mechanisms, workloads, "
		"instances, volume_types\n"
		"4:19: 'run.seed' takes a list of values, or {from: A, to: B, "
		"log: N}\n"
		"1:18: no platform 'nitr'; did you mean 'nitro'?\n"
		"5:31: duration: '-1s' is negative\n"
		"5:15: 'warmup: auto' is not supported yet: write a time\n"
		"3:55: payload: '1' has no unit; it must be bytes (B, KiB, "
		"MiB, GiB, TiB)\n"
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
	Suite *suite = suite_create("bad_scenario");
	TCase *tests = tcase_create("all");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_loop_test(tests, bad_input_gets_one_message_at_its_place, 0,
			    COUNT(bad));
	tcase_add_loop_test(tests, a_bad_workload_gets_one_message_at_its_place,
			    0, COUNT(bad_workloads));
	tcase_add_test(tests, bad_hosts_are_refused);
	tcase_add_test(tests, bad_networks_are_refused);
	tcase_add_test(tests, everything_wrong_with_a_file_is_said_at_once);
	tcase_add_test(tests, a_sum_that_is_wrong_at_its_end_is_wrong_once);
	tcase_add_test(tests, names_are_words);
	tcase_add_test(tests, workloads_are_named_by_words);
	tcase_add_test(tests, a_file_over_1_mib_or_none_is_refused);
	suite_add_tcase(suite, tests);
	return suite;
}
