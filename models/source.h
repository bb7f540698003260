/* SPDX-License-Identifier: GPL-3.0-or-later */
/* source.h -- where jobs come from: one for each thread of a workload.
 *
 * saturate  the thread always has a next job
 * open      arrivals in time, whatever happens inside; latency counts from
 *           the intended start
 * closed    n jobs inside; each that ends is followed by another
 *
 * A source knows its jobs inside (for the watchdog, and for the exact check
 * of Little's law) and how many ops they have walked.
 */
#ifndef MODELS_SOURCE_H
#define MODELS_SOURCE_H

#include "models/engine.h"

struct source {
	struct event event;
	struct tracker *tracker;
	const struct conversation *conversation;
	struct poll *thread, *peer; /* NULL: jobs start by themselves */
	struct thinker *thinkers; /* free ones */
	int index;
	double gap; /* OPEN: mean, in ps */
	double due; /* OPEN: exact time of the next arrival */
	uint64_t key, arrivals;
	uint64_t moved, seen; /* ops walked; at the watchdog's last look */
	struct job *oldest, *newest;
	uint64_t inside;
	int still; /* looks in a row at which it had not moved */
};

/* CLOSED with a think time: a job that is yet to come. */
struct thinker {
	struct event event; /* first */
	struct source *source;
	struct thinker *next;
};

/* The jobs whose latency fell into one octave, and their stages summed up. */
struct octave {
	uint64_t jobs;
	sim_time latency; /* of all together */
	sim_time booked[]; /* [2 * slot + state], as of a job */
};

/* What is measured of one workload, over all its sources. */
struct tracker {
	const struct conversation *conversation;
	int index;
	uint64_t inside; /* now */
	wide_time area;  /* integral of inside over the window */
	wide_time sojourn; /* sum of sojourns, clipped to the window */
	sim_time since;
	uint64_t entered, ended, lost; /* since the run began */
	uint64_t arrived, left, dropped, failed; /* in the window */
	uint64_t at_third[4];
	uint64_t mismatched; /* jobs whose stages do not add up */
	struct histogram latency;
	struct tally moments;
	double bytes; /* sum of attribute B of those that left */
	struct octave *octave[64]; /* of latency; NULL: none yet */
	struct keeper *keeper; /* exemplars */
};

void source_begin(struct world *world, struct source *source);
/* A saturating thread has run out: its next job, or NULL. */
struct job *source_next(struct world *world, struct source *source);
void source_dropped(struct world *world, struct job *job);
void source_open_window(struct world *world, struct tracker *tracker);
void source_close_window(struct world *world, struct tracker *tracker);

static inline void source_moved(struct source *source)
{
	source->moved++;
}

#endif
