/* SPDX-License-Identifier: GPL-3.0-or-later */
/* product.c -- rows that run the finished program, as a user would: all
 * accounting on, everything written to a database.
 *
 * What a run costs beside its simulation (start, models, the store) is in the
 * figure; the scenarios run long enough for it not to matter.
 */
#include "bench/bench.h"
#include "bench/product.h"

#include <fcntl.h>
#include <math.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <sqlite3.h>

#define FATHOM_PROGRAM "build/fathom"
#define DATABASE "build/bench.db"
#define ARGUMENTS 24
#define YARD_UNITS 2000000
#define YARD_ROUNDS 5

extern char **environ;

struct use {
	double cpu, wall; /* seconds */
	double memory;    /* MiB, at its most */
};

static double seconds_of(struct timeval time)
{
	return (double)time.tv_sec + (double)time.tv_usec * 1e-6;
}

static double wall_seconds(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* Run a scenario into DATABASE; `more`: further arguments, NULL at the end. */
static bool run(const char *scenario, const char *const *more, struct use *use)
{
	const char *argv[ARGUMENTS] = {FATHOM_PROGRAM, "run", scenario,
				       "--force", "--quiet", "--reproducible",
				       "-o", DATABASE};
	int count = 8, status = -1;
	posix_spawn_file_actions_t actions;
	struct rusage before, after; /* of all children so far */
	pid_t child;

	for (; *more && count < ARGUMENTS - 1; more++)
		argv[count++] = *more;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY,
					 0);
	getrusage(RUSAGE_CHILDREN, &before);
	double begun = wall_seconds();
	int wrong = posix_spawn(&child, FATHOM_PROGRAM, &actions, NULL,
				(char **)argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (wrong || waitpid(child, &status, 0) < 0 || status) {
		fprintf(stderr, "bench: %s run %s failed\n", FATHOM_PROGRAM,
			scenario);
		return false;
	}
	use->wall = wall_seconds() - begun;
	getrusage(RUSAGE_CHILDREN, &after);
	use->cpu = seconds_of(after.ru_utime) - seconds_of(before.ru_utime) +
		   seconds_of(after.ru_stime) - seconds_of(before.ru_stime);
	use->memory = (double)after.ru_maxrss / 1024; /* of the largest */
	return true;
}

/* One number out of the database that was just written; 0: none. */
static double query(const char *sql)
{
	sqlite3 *database;
	sqlite3_stmt *statement;
	double value = 0;

	if (sqlite3_open_v2(DATABASE, &database, SQLITE_OPEN_READONLY, NULL))
		return 0;
	if (!sqlite3_prepare_v2(database, sql, -1, &statement, NULL) &&
	    sqlite3_step(statement) == SQLITE_ROW)
		value = sqlite3_column_double(statement, 0);
	sqlite3_finalize(statement);
	sqlite3_close(database);
	return value;
}

/* The plain heap's hold-100, just now. */
static double yard(const int64_t *draws)
{
	void *state = side_heap_hold.start(draws, 100);
	double ns[YARD_ROUNDS];

	side_heap_hold.run(state, YARD_UNITS);
	for (int i = 0; i < YARD_ROUNDS; i++) {
		double begun = cpu_seconds();

		side_heap_hold.run(state, YARD_UNITS);
		ns[i] = (cpu_seconds() - begun) / YARD_UNITS * 1e9;
	}
	side_heap_hold.stop(state);
	return median(ns, YARD_ROUNDS);
}

/* CPU a job, beside the heap before and after: the median of the rounds. */
static bool measure_jobs(const struct row *row, const int64_t *draws,
			 const char *scenario, const char *const *more)
{
	double ns[8], ratio[8];

	for (int i = 0; i < row->rounds; i++) {
		struct use use;
		double before = yard(draws);

		if (!run(scenario, more, &use))
			return false;
		double jobs = query("SELECT total(left) FROM load");
		ns[i] = use.cpu / jobs * 1e9;
		ratio[i] = ns[i] / ((before + yard(draws)) / 2);
	}
	figure_print(row->name, median(ns, row->rounds),
		     median(ratio, row->rounds));
	return true;
}

bool measure_mmc(const struct row *row, const int64_t *draws)
{
	static const char *const more[] = {"-j", "1", "--set",
		"run.replications=2", NULL};

	return measure_jobs(row, draws, "scenarios/mmc.yaml", more);
}

bool measure_path(const struct row *row, const int64_t *draws)
{
	static const char *const more[] = {"-j", "1", NULL};

	if (!measure_jobs(row, draws, "scenarios/bench-path.yaml", more))
		return false;
	fprintf(stderr, "bench: path: %.1f events a packet\n",
		query("SELECT total(events) FROM replication") /
		query("SELECT total(arrived) FROM load"));
	return true;
}

/* How much faster two threads are: the quickest of each, taken in turn, since
 * anything else on the machine can only slow them.  The nanoseconds are wall
 * time a job. */
bool measure_threads(const struct row *row, const int64_t *draws)
{
	static const char *const one[] = {"-j", "1", "--set",
		"run.replications=8", "--set", "run.jobs=200k", NULL};
	static const char *const two[] = {"-j", "2", "--set",
		"run.replications=8", "--set", "run.jobs=200k", NULL};
	const char *scenario = "scenarios/bench-path.yaml";
	double alone = INFINITY, both = INFINITY;

	(void)draws;
	for (int i = 0; i < row->rounds; i++) {
		struct use use;

		if (!run(scenario, one, &use))
			return false;
		alone = fmin(alone, use.wall);
		if (!run(scenario, two, &use))
			return false;
		both = fmin(both, use.wall);
	}
	figure_print(row->name, both / query("SELECT total(left) FROM load") *
		     1e9, alone / both);
	return true;
}

bool measure_million(const struct row *row, const int64_t *draws)
{
	static const char *const more[] = {"-j", "1", NULL};
	struct use use;

	(void)draws;
	if (!run("scenarios/bench-million.yaml", more, &use))
		return false;
	figure_print(row->name, use.memory, 0);
	return true;
}
