/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fake.h -- a plan whose replications are drawn, not simulated. */
#ifndef TESTS_FAKE_H
#define TESTS_FAKE_H

#include "experiment/plan.h"
#include "tests/records.h"

struct fake {
	struct plan plan; /* of records_point, 3 replications a point */
	struct point_record point[RECORDS_POINTS];
	int replications[RECORDS_POINTS];
	struct run_options options; /* a.db, reproducible, 2 threads */
	struct run_summary summary;
	struct error error;
	/* what the replications do */
	int stop_at;    /* the n-th begun interrupts the run; 0: none */
	int kill_at;    /* the n-th begun kills the process; 0: none */
	int fail_point; /* replication 1 of it is not ok; -1: none */
	bool is_dead;   /* ... is a deadlock, not a failed check */
	int slow_ms;    /* the first of each point takes so long */
	/* what was seen */
	int begun, whole; /* replications */
	int alive, most_alive;
	int points_done, told;
	struct run_progress last;
	char note[2048];
	volatile int stop;
};

void fake_init(struct fake *fake);

/* plan_run(); `begun` and `whole` count from 0. */
int fake_run(struct fake *fake);

/* As fake_run(), of which success is expected. */
void fake_run_well(struct fake *fake);

#endif
