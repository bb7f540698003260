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

Suite *make_suite(void)
{
	Suite *suite = suite_create("validity_numbers");
	TCase *tests = tcase_create("validity_numbers");

	tcase_add_checked_fixture(tests, scratch_enter, scratch_leave);
	tcase_add_test(tests, repetition_within_repetition_ends);
	suite_add_tcase(suite, tests);
	return suite;
}
