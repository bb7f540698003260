/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_validity_numbers.c -- numbers that are legal by themselves, but not
 * together, or not there; each with what is said of it. */
#include "tests/rig.h"
#include "tests/scratch.h"
#include "tests/suite.h"

/* A network of one CPU.  Components begin in line 4, a path in what is after
 * them. */
#define NETWORK(COMPONENTS, PATH)                                          \
	"network:\n"                                                       \
	"  cpus: 1\n"                                                      \
	"  components:\n" COMPONENTS "  path: " PATH "\n"                  \
	"workload: {w: {kind: network, arrival: {open: 1k/s}}}\n"          \
	"run: {jobs: 100}\n"

#define SERVER "    s: {kind: server, work: 1us}\n"

/* ---- steps ---- */

#define REPEATED(LAST)                                                     \
	NETWORK(SERVER, "[{use: own.a, times: 1000}]\n"                    \
		"  paths: {a: [{use: own.b, times: 1000}], b: [" LAST "]}")

/* Neither fills the memory, nor takes for ever. */
START_TEST(repetition_within_repetition_ends)
{
	rig_refuses(REPEATED("{at: s}"),
		    "model.yaml:6:15: error: 'w' has more than 32767 steps, "
		    "with all that it uses and repeats");
	rig_refuses(REPEATED(""),
		    "model.yaml:6:15: error: paths have more than 250000 "
		    "steps, with all that they use and repeat");
	rig_refuses(NETWORK(SERVER, "[{spawn: a, times: 500}]\n"
			    "  paths: {a: [{spawn: b, times: 500}], b: []}"),
		    "model.yaml:6:15: error: paths have more than 250000 "
		    "steps, with all that they use and repeat");
	rig_accepts(NETWORK(SERVER, "[{use: own.a, times: 1000}]\n"
			    "  paths: {a: [{at: s, times: 2}]}"), NULL);
}
END_TEST

#define NESTED(FIRST)                                                      \
	NETWORK("    p: {kind: poll, cpu: guest, class: task, budget: 1}\n" \
		"    s: {kind: server, work: 1us}\n",                      \
		"[{at: p}, {use: own." FIRST ", times: B}, {at: s}]\n"     \
		"  paths:\n"                                               \
		"    a: [{use: own.b, times: B}]\n"                        \
		"    b: [{use: own.c, times: B}]\n"                        \
		"    c: [{use: own.d, times: B}]\n"                        \
		"    d: [{use: own.e, times: B}]\n"                        \
		"    e: [{stage: x, at: here, work: 1us}]")

START_TEST(attributes_multiply_so_deep)
{
	rig_accepts(NESTED("b"), NULL);
	rig_refuses(NESTED("a"), "model.yaml:11:9: error: `times:` of "
		    "attributes are nested deeper than 4");
}
END_TEST

/* ---- parameters ---- */

#define RING(PARAMETERS)                                                   \
	NETWORK(SERVER "    r: {kind: ring, when_full: park" PARAMETERS    \
		"}\n", "[{take: r}, {at: s}, {give: r}]")

/* Who waits for that waits for ever. */
START_TEST(a_ring_has_as_many_free_as_it_has)
{
	rig_refuses(RING(", slots: 4, resume_at: 5"),
		    "model.yaml:5:59: error: 'r' has 4 slots: there are never "
		    "5 free");
	rig_accepts(RING(", slots: 4, resume_at: 4"), NULL);
}
END_TEST

#define PICKS(PER, PICK)                                                   \
	NETWORK("    p: {kind: poll, per: " PER ", cpu: guest, pick: " PICK \
		", class: task, budget: 1}\n", "[{at: p}]")

START_TEST(a_poll_picks_a_cpu_by_a_word_or_a_number)
{
	rig_refuses(PICKS("guest", "frist"),
		    "model.yaml:4:51: error: pick: 'frist' is neither first, "
		    "queue, vcpu or guest nor a number to 1023");
	rig_refuses(PICKS("guest", "4294967295"),
		    "model.yaml:4:51: error: pick: '4294967295' is neither "
		    "first, queue, vcpu or guest nor a number to 1023");
	rig_accepts(PICKS("guest", "1023"), NULL);
	rig_accepts(PICKS("guest", "guest"), NULL);
}
END_TEST

/* Hardware has no clock of its own. */
START_TEST(a_server_takes_no_cycles)
{
	rig_refuses(NETWORK("    s: {kind: server, work: 3cyc}\n",
			    "[{at: s}]"),
		    "model.yaml:4:29: error: 's.work' is in cycles, but no CPU "
		    "does the work of 's': it takes a time");
}
END_TEST

#define VECTOR(LIMIT)                                                      \
	NETWORK("    v: {kind: poll, cpu: guest, class: hardirq, budget: 1" \
		LIMIT "}\n"                                                \
		"    p: {kind: poll, cpu: guest, class: task, budget: 1,"  \
		" notify: [{at: v}]}\n", "[{at: p}]")

/* An interrupt that finds no room is not lost: it stays pending. */
START_TEST(a_kick_is_not_dropped)
{
	rig_refuses(VECTOR(", limit: 1"),
		    "model.yaml:5:66: error: v may drop the kick, and whoever "
		    "is to be told would never be");
	rig_accepts(VECTOR(""), NULL);
}
END_TEST

/* ---- turns ---- */

#define TURNS(PLATFORM, INSTANCE)                                          \
	"hosts:\n"                                                         \
	"  - name: h\n"                                                    \
	"    instances:\n"                                                 \
	"      - {name: a, platform: p, instance: x, cpus: [0]}\n"         \
	"      - {name: b, platform: " PLATFORM ", instance: " INSTANCE     \
	", cpus: [0]}\n"                                                   \
	"platforms: {p: {cpu: c}, q: {cpu: d}}\n"                          \
	"instances:\n"                                                     \
	"  x: {vcpus: 1, clock: 1GHz}\n"                                   \
	"  y: {vcpus: 1, clock: 2GHz}\n"                                   \
	"mechanisms:\n"                                                    \
	"  c: {dimension: cpu, cpu: {virtual: true, vcpu_slice: 1ms}}\n"   \
	"  d: {dimension: cpu, cpu: {virtual: true, vcpu_slice: 3ms}}\n"   \
	"workloads: {w: {paths: {t: {starts: task, path: ["                \
	"{stage: x, at: here, work: 1us}]}}}}\n"                           \
	"workload: {w: {kind: w, path: t, at: a, arrival: saturate}}\n"    \
	"run: {jobs: 100}\n"

START_TEST(those_who_take_turns_agree_on_them)
{
	rig_accepts(TURNS("p", "x"), NULL);
	rig_refuses(TURNS("q", "x"), "model.yaml:5:9: error: 'a' and 'b' take "
		    "turns on pCPU 0, but differ in their vcpu_slice: one "
		    "hypervisor deals a pCPU");
	rig_refuses(TURNS("p", "y"), "model.yaml:5:9: error: 'a' and 'b' take "
		    "turns on pCPU 0, but differ in their clock: a pCPU has "
		    "one");
}
END_TEST

/* ---- states ---- */

#define CEILING(NAME, STATES)                                              \
	"compare: [{platform: p, instance: x}]\n"                          \
	"platforms:\n"                                                     \
	"  p: {cpu: c, idle_ceiling: " NAME "}\n"                          \
	"instances: {x: {vcpus: 1, clock: 1GHz" STATES "}}\n"              \
	"mechanisms: {c: {dimension: cpu, cpu: {virtual: false}}}\n"       \
	"workloads: {w: {paths: {t: {starts: task, path: ["                \
	"{stage: x, at: here, work: 1us}]}}}}\n"                           \
	"workload: {w: {kind: w, path: t, arrival: saturate}}\n"           \
	"run: {jobs: 100}\n"
#define STATE ", cstates: [{name: C1, residency: 2us, exit: 1us}]"

START_TEST(a_ceiling_is_a_state_that_there_is)
{
	rig_accepts(CEILING("C9", STATE),
		    "model.yaml:3:6: warning: 'x' has no C-state 'C9': nothing "
		    "keeps its sleep light");
	rig_accepts(CEILING("C1", STATE), NULL);
	rig_accepts(CEILING("C9", ""), NULL);
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("validity_numbers");
	TCase *tests = tcase_create("validity_numbers");

	tcase_add_checked_fixture(tests, scratch_enter, scratch_leave);
	tcase_add_test(tests, repetition_within_repetition_ends);
	tcase_add_test(tests, attributes_multiply_so_deep);
	tcase_add_test(tests, a_ring_has_as_many_free_as_it_has);
	tcase_add_test(tests, a_poll_picks_a_cpu_by_a_word_or_a_number);
	tcase_add_test(tests, a_server_takes_no_cycles);
	tcase_add_test(tests, a_kick_is_not_dropped);
	tcase_add_test(tests, those_who_take_turns_agree_on_them);
	tcase_add_test(tests, a_ceiling_is_a_state_that_there_is);
	suite_add_tcase(suite, tests);
	return suite;
}
