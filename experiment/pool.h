/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pool.h -- a fixed set of threads; tasks come back in the order they went in.
 *
 *	put -> [ waiting | running | done, out of order ] -> take, in order
 *
 * At most `room` tasks are inside, so that one slow task holds back a bounded
 * number of finished ones.  One thread, the owner, puts and takes; the pool's
 * threads take no signals.  What a task wrote is visible to who takes it.
 */
#ifndef EXPERIMENT_POOL_H
#define EXPERIMENT_POOL_H

#include <stdbool.h>

#include "sim/error.h"

struct pool;

typedef void pool_fn(void *data, void *task);

/* `fn` runs each task, on one of the threads.  When the system grants fewer
 * threads than asked for, those do; NULL with an error when it grants none. */
struct pool *pool_new(int threads, int room, pool_fn *fn, void *data,
		      struct error *error);

/* Every task must have been taken. */
void pool_free(struct pool *pool);

bool pool_is_full(const struct pool *pool);
bool pool_is_empty(const struct pool *pool);

/* The pool must not be full. */
void pool_put(struct pool *pool, void *task);

/* The oldest task once it is done; NULL when it is not within so many
 * milliseconds.  The pool must not be empty. */
void *pool_take(struct pool *pool, int milliseconds);

/* Cores that the system has. */
int pool_cores(void);

#endif
