/* SPDX-License-Identifier: GPL-3.0-or-later */
/* event_run.h -- private to the event set: very many events of one instant.
 *
 * A bucket that spans one instant cannot be spread.  When it has more entries
 * than the tournament should take at once, its events are sorted by order and
 * handed out piece by piece.  What is armed for that instant meanwhile goes to
 * the bucket again, and comes after the run.
 *
 * A turn is an entry like those of the wheel (event_far.h): its event may be
 * cancelled or moved before it comes up.  Also one that was armed anew for
 * this instant has lost its turn: it goes behind all others.
 */
#ifndef SIM_EVENT_RUN_H
#define SIM_EVENT_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/event.h"

struct far;
struct far_place;

struct run_turn {
	uint64_t order;
	struct event *event;
};

struct run {
	struct run_turn *turn; /* [at, end), sorted by order */
	size_t at, end, room;
	sim_time time;
};

void run_fini(struct run *run);

static inline bool run_is_empty(const struct run *run)
{
	return run->at == run->end;
}

/* Fill an empty run with all of a bucket of level 0. */
void run_load(struct run *run, struct far *far, const struct far_place *place);

/* The next one; NULL if that has lost its turn.  Not when empty. */
struct event *run_next(struct run *run, struct far *far);

/* Drop all turns that are lost. */
void run_sweep(struct run *run, struct far *far);

/* Assert the order; the result is how many turns are known to a far event. */
size_t run_check(const struct run *run);

#endif
