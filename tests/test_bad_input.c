/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_bad_input.c -- what a user is told of a scenario that is wrong: one
 * golden line each, exit status 2, and nothing on stdout or on the disk. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "tests/shell.h"
#include "tests/suite.h"

/* Packets out of a Nitro instance; keys of the workload. */
#define SENDER(keys)                                                     \
	"title: x\n"                                                     \
	"compare: [{platform: nitro}]\n"                                 \
	"workload:\n"                                                    \
	"  sender: {kind: packets, direction: tx, " keys "}\n"

#define ON(row)                                                          \
	"compare: [" row "]\n"                                          \
	"workload: {s: {kind: packets, direction: tx, payload: 1B, "     \
	"arrival: saturate}}\n"

/* A bare queue. */
#define QUEUE(service, path)                                             \
	"network:\n"                                                     \
	"  costs: {service: " service "}\n"                              \
	"  components:\n"                                                \
	"    station: {kind: server, work: $service}\n"                  \
	"    room: {kind: ring, slots: 3, when_full: drop}\n"            \
	"  path: [" path "]\n"                                           \
	"workload: {customers: {kind: network, arrival: {open: 5k/s}}}\n"

static const struct row {
	const char *text, *says;
} rows[] = {
	{SENDER("payload: 64B, paylode: 1B, arrival: saturate"),
	 "bad.yaml:4:56: error: unknown key 'paylode' in workload "
	 "'sender'; did you mean 'payload'?"},
	{SENDER("payload: 64B, arrival: saturate")
	 "title: y\n",
	 "bad.yaml:5:1: error: key 'title' stands here twice; first "
	 "in line 1"},
	{SENDER("payload: 64, arrival: saturate"),
	 "bad.yaml:4:51: error: payload: '64' has no unit; it must "
	 "be bytes (B, KiB, MiB, GiB, TiB)"},
	{SENDER("payload: 64us, arrival: saturate"),
	 "bad.yaml:4:51: error: payload: '64us' is a time; it must "
	 "be bytes (B, KiB, MiB, GiB, TiB)"},
	{SENDER("payload: 64B, threads: 0, arrival: saturate"),
	 "bad.yaml:4:65: error: threads is out of range: '0'; legal "
	 "is 1 to 1024"},
	{SENDER("payload: 64B, arrival: {open: -5/s}"),
	 "bad.yaml:4:72: error: open: '-5/s' is negative"},
	{SENDER("payload: 64B, arrival: saturate")
	 "run: {warmup: auto}\n",
	 "bad.yaml:5:15: error: 'warmup: auto' is not supported "
	 "yet: write a time"},
	{SENDER("payload: 64B, arrival: saturate")
	 "run: {stop_when: {throughput: 1%}}\n",
	 "bad.yaml:5:7: error: 'stop_when' in run is not supported "
	 "yet"},
	{SENDER("payload: 64B, arrival: saturate")
	 "run: {replications: {min: 5, max: 40}}\n",
	 "bad.yaml:5:21: error: replications as {min, max} are not "
	 "supported yet: write a number"},
	{SENDER("payload: 64B, arrival: saturate")
	 "sweep: {zip: {run.seed: [1, 2]}}\n",
	 "bad.yaml:5:9: error: 'zip' in a sweep is not supported yet"},
	{SENDER("payload: 64B, arrival: {load: 70%}"),
	 "bad.yaml:4:66: error: 'load' in an arrival is not "
	 "supported yet: write {open: 20k/s}"},
	{SENDER("payload: 64B, arrival: saturate")
	 "---\n"
	 "title: y\n",
	 "bad.yaml:5:1: error: a second document: a file holds one"},
	{QUEUE(".nan", "{at: station}"),
	 "bad.yaml:2:20: error: cost 'service': '.nan' is not a "
	 "number"},
	{QUEUE("-1us", "{at: station}"),
	 "bad.yaml:2:20: error: cost 'service': '-1us' is negative"},
	{QUEUE("exp 1us",
	       "{at: station}, {stage: s, at: here, work: $service}"),
	 "bad.yaml:6:25: error: stage 's' at here, but no context "
	 "is held (a device, or a job that left its own)"},
	{QUEUE("exp 1us", "{at: station}, {give: room}"),
	 "bad.yaml:6:25: error: gives 'room', which this path does "
	 "not hold"},
	{QUEUE("exp 1us", "{take: room}, {at: station}"),
	 "bad.yaml:6:9: error: path 'path' ends holding "
	 "network.room: tokens never given back"},
	{QUEUE("exp 1us", "{at: statoin}"),
	 "bad.yaml:6:15: error: no component 'statoin' in network "
	 "'network'; did you mean 'station'?"},
	{ON("{platform: nitor}"),
	 "bad.yaml:1:22: error: no platform 'nitor'; did you mean "
	 "'nitro'?"},
	{ON("{platform: nitro, instance: c5.lrge}"),
	 "bad.yaml:1:39: error: no instance 'c5.lrge'; did you mean "
	 "'c5.large'?"},
	{"",
	 "bad.yaml:1:1: error: the file is empty"},
	{"title: [\n",
	 "bad.yaml:2:1: error: did not find expected node content "
	 "(while parsing a flow node)"},
	{"title: &a [*a]\n",
	 "bad.yaml:1:12: error: unknown alias '*a': an anchor is "
	 "known once its value is complete"},
	{"- a list\n",
	 "bad.yaml:1:1: error: a scenario is a list; it must be a "
	 "map, {key: value, ...}"},
	{"network:\n"
	 "  costs: {service: 1us}\n"
	 "  components:\n"
	 "    p: {kind: poll, cpu: guest, class: task, budget: 1, "
	 "notify: [{at: p}]}\n"
	 "  path: [{at: p}]\n"
	 "  cpus: 1\n"
	 "workload: {c: {kind: network, arrival: {open: 1k/s}}}\n",
	 "bad.yaml:4:66: error: to wake p of guest one must first "
	 "wake p of guest"},
	{"compare: [{platform: bare}]\n"
	 "platforms: [{platform: bare, instance: c5.large, "
	 "cpu: kvm-thin, kernel: linux}]\n"
	 "workload: {s: {kind: packets, direction: tx, payload: 1B,\n"
	 "  arrival: saturate}}\n",
	 "bad.yaml:3:12: error: platform 'bare' has no mechanism "
	 "for 'network' in guest, which packets asks for"},
};

#define ROWS ((int)(sizeof(rows) / sizeof(rows[0])))

static struct shell shell;

static void set_up(void)
{
	shell_init(&shell);
}

static void tear_down(void)
{
	shell_fini(&shell);
}

static void expect_refused(const char *says)
{
	shell_expect(&shell, 2);
	ck_assert_str_eq(shell.out, "");
	ck_assert_msg(strncmp(shell.err, says, strlen(says)) == 0,
		      "not '%s' but\n%s", says, shell.err);
	expect_in(shell.err, "bad.yaml: 1 error; nothing was run\n");
	shell_run(&shell, "ls");
	ck_assert_str_eq(shell.out, "bad.yaml\n");
}

START_TEST(bad_input_gets_one_line_and_nothing_is_written)
{
	const struct row *row = &rows[_i];
	char line[400];

	shell_write(&shell, "bad.yaml", row->text, strlen(row->text));
	shell_run(&shell, "fathom run bad.yaml");
	snprintf(line, sizeof(line), "%s\n", row->says);
	expect_refused(line);
}
END_TEST

START_TEST(a_nul_byte_is_refused)
{
	shell_write(&shell, "bad.yaml", "title: x\0y\n", 11);
	shell_run(&shell, "fathom run bad.yaml");
	expect_refused("bad.yaml:1:9: error: a NUL byte");
}
END_TEST

START_TEST(all_that_is_wrong_is_said_at_once)
{
	static const char text[] =
		"compare: [{platform: nitro}]\n"
		"workload:\n"
		"  s: {kind: packets, direction: up, paylod: 1B, "
		"arrival: saturate}\n"
		"run: {seed: 1s}\n";

	shell_write(&shell, "bad.yaml", text, strlen(text));
	shell_run(&shell, "fathom lint bad.yaml");
	shell_expect(&shell, 2);
	ck_assert_int_ge(count_in(shell.err, ": error: "), 3);
}
END_TEST

START_TEST(the_line_is_shown_with_a_caret)
{
	static const char text[] = "titel: x\n";

	shell_write(&shell, "bad.yaml", text, strlen(text));
	shell_run(&shell, "fathom lint bad.yaml");
	expect_in(shell.err, "\n    1 | titel: x\n      | ^~~~~\n");
}
END_TEST

START_TEST(a_component_that_nothing_reaches_is_a_warning)
{
	static const char text[] =
		"network:\n"
		"  costs: {service: exp 1us}\n"
		"  components:\n"
		"    station: {kind: server, work: $service}\n"
		"    other: {kind: server, work: $service}\n"
		"  path: [{at: station}]\n"
		"workload: {customers: {kind: network, "
		"arrival: {open: 500k/s}}}\n"
		"run: {jobs: 1k, replications: 2}\n";

	shell_write(&shell, "odd.yaml", text, strlen(text));
	shell_run(&shell, "fathom run odd.yaml");
	shell_expect(&shell, 0);
	expect_in(shell.err, "odd.yaml:5:5: warning: ");
	expect_in(shell.out, "throughput");
}
END_TEST

/* ---- files made to hurt ---- */

/* The sanitizers need more memory and time than what they watch. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define IS_WATCHED 1
#else
#define IS_WATCHED 0
#endif

static void expect_cheap(const struct timespec *begin)
{
	struct timespec end;
	struct rusage usage;

	clock_gettime(CLOCK_MONOTONIC, &end);
	getrusage(RUSAGE_CHILDREN, &usage);
	if (IS_WATCHED)
		return;
	ck_assert_int_lt(end.tv_sec - begin->tv_sec, 2);
	ck_assert_int_lt(usage.ru_maxrss, 64 * 1024);
}

static void expect_refused_cheaply(const char *says)
{
	struct timespec begin;

	clock_gettime(CLOCK_MONOTONIC, &begin);
	shell_run(&shell, "fathom run bad.yaml");
	expect_cheap(&begin);
	expect_refused(says);
}

START_TEST(a_file_over_one_mebibyte_is_refused)
{
	size_t length = (1 << 20) + 100;
	char *text = malloc(length);

	memset(text, '#', length);
	shell_write(&shell, "bad.yaml", text, length);
	free(text);
	expect_refused_cheaply("bad.yaml:1:1: error: the file is over 1 MiB");
}
END_TEST

START_TEST(a_nesting_of_ten_thousand_is_refused)
{
	char text[20010] = "title: ";

	memset(text + 7, '[', 10000);
	memset(text + 10007, ']', 10000);
	shell_write(&shell, "bad.yaml", text, strlen(text));
	expect_refused_cheaply("bad.yaml:1:39: error: nested more than 32");
}
END_TEST

START_TEST(an_alias_bomb_is_refused)
{
	char text[2000];
	int used = snprintf(text, sizeof(text),
			    "a: &a [x,x,x,x,x,x,x,x,x,x]\n");

	for (char c = 'b'; c < 'k'; c++) {
		used += snprintf(text + used, sizeof(text) - (size_t)used,
				 "%c: &%c [", c, c);
		for (int i = 0; i < 10; i++)
			used += snprintf(text + used,
					 sizeof(text) - (size_t)used, "%s*%c",
					 i > 0 ? "," : "", c - 1);
		used += snprintf(text + used, sizeof(text) - (size_t)used,
				 "]\n");
	}
	shell_write(&shell, "bad.yaml", text, strlen(text));
	expect_refused_cheaply("bad.yaml:6:29: error: more than 1,000,000 "
			       "nodes once aliases are followed");
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("bad input");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, set_up, tear_down);
	tcase_set_timeout(all, 30);
	tcase_add_loop_test(all, bad_input_gets_one_line_and_nothing_is_written,
			    0, ROWS);
	tcase_add_test(all, a_nul_byte_is_refused);
	tcase_add_test(all, all_that_is_wrong_is_said_at_once);
	tcase_add_test(all, the_line_is_shown_with_a_caret);
	tcase_add_test(all, a_component_that_nothing_reaches_is_a_warning);
	tcase_add_test(all, a_file_over_one_mebibyte_is_refused);
	tcase_add_test(all, a_nesting_of_ten_thousand_is_refused);
	tcase_add_test(all, an_alias_bomb_is_refused);
	suite_add_tcase(suite, all);
	return suite;
}
