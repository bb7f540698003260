/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trial.h -- a scenario given as text, run, and its numbers set beside theory.
 *
 * Numbers have the names of the store, the workload in front where it is not
 * the first:  wait.station   latency.mean   low/latency.p99
 * and these, which are read from the outcome itself (times in ps):
 *   latency.pN  latency.low  latency.variance    of the latency
 *   stage.S.wait  stage.S.work                   a job's mean in stage S
 *   opened.C.LABEL                               jobs at component C that wait
 *                                                for LABEL, on average
 *   arrived  left  dropped  inside_at_end        counts
 *   chance.drop                                  dropped / (left + dropped)
 *   booked.CLASS.KIND                            of all cores, share of one
 * A number that is not there is 0 if it is of these or a rate, else the test
 * fails.
 *
 * Every outcome that passes through here is audited: the verdict is ok, each
 * exact check is there and holds, and the stages of each exemplar, and of all
 * jobs together, add up to the latency.
 */
#ifndef TESTS_TRIAL_H
#define TESTS_TRIAL_H

#include "models/world.h"

struct trial;

/* Load and compile; the test fails with the messages when it is refused. */
struct trial *trial_new(const char *text);
void trial_free(struct trial *trial);
const struct program *trial_program(const struct trial *trial);

/* A world of the first point, to be run or looked into; world_free() it
 * before the trial. */
struct world *trial_world(const struct trial *trial, uint32_t replication);

/* world_run(), audited. */
const struct outcome *trial_run(struct world *world);

double trial_number(const struct outcome *outcome, const char *name);

/* What theory says of a number, and the greatest half-width of its 99.9 %
 * interval, relative to it, that still says something (0: exactly so, in each
 * replication, but for rounding of the last digits). */
struct theory {
	const char *name;
	double value, width;
};

/* Run it so often, each replication by its own luck; the value must lie in
 * Student's 99.9 % interval over the replications. */
void trial_expect(const char *text, int replications,
		  const struct theory *theory, int count);

#define expect_theory(text, replications, ...)                              \
	trial_expect(text, replications, (struct theory[]){__VA_ARGS__},    \
		     (int)(sizeof((struct theory[]){__VA_ARGS__}) /         \
			   sizeof(struct theory)))

/* One replication of a scenario that leaves nothing to chance. */
#define expect_exactly(text, ...) expect_theory(text, 1, __VA_ARGS__)

/* printf() into a buffer; the test fails when it is too small. */
void trial_print(char *buffer, size_t size, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
