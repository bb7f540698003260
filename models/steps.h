/* SPDX-License-Identifier: GPL-3.0-or-later */
/* steps.h -- what the walkers of single steps share: walk.c goes over a list,
 * places.c enters places, tokens.c takes and gives, spawns and calls. */
#ifndef MODELS_STEPS_H
#define MODELS_STEPS_H

#include "models/build.h"

typedef void step_fn(struct build *build, struct block *block,
		     const struct step *step,
		     const struct mechanism *mechanism, struct state *state);

step_fn step_at; /* places.c */
step_fn step_within; /* within.c */
step_fn step_take, step_give, step_spawn, step_call; /* tokens.c */

/* An attribute multiplies what comes now: says that this step cannot be. */
bool is_multiplied(struct build *build, const struct block *block,
		   const struct step *step);

/* A take that may park; what follows it is `put`, or (NULL) a stage `here`. */
void park(struct build *build, const struct step *step, const struct set *ring,
	  struct set *put, const struct state *state);
/* ... or what follows takes a lock. */
void park_lock(struct build *build, const struct step *step,
	       const struct set *ring, struct set *lock,
	       const struct state *state);

/* Whoever gave what the job parked for may walk it into `put`. */
void remember_parked(struct build *build, const struct step *step,
		     struct set *put, struct state *state);

/* It is given from here: who waits for it walks on, or is woken, in this
 * context. */
void note_giving(struct build *build, const struct set *ring,
		 const struct state *state);

/* A job that is dropped here gives all that it holds. */
void note_drop(struct build *build, const struct state *state);

const struct fragment *path_named(const struct mechanism *mechanism,
				     const char *name);

#endif
