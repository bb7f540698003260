/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/pool.h"

#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "sim/memory.h"

struct slot {
	void *task;
	bool is_done;
};

/* Tasks are numbered as they come: taken <= started <= put, and task i stands
 * in slot i % room.  Only the owner changes `put` and `taken`. */
struct pool {
	pthread_mutex_t mutex;
	pthread_cond_t work, done;
	bool is_closing;
	unsigned long taken, started, put;
	unsigned long room;
	struct slot *slot;
	pool_fn *fn;
	void *data;
	pthread_t *thread;
	int threads;
};

static struct slot *slot_of(const struct pool *pool, unsigned long task)
{
	return &pool->slot[task % pool->room];
}

/* With the mutex held, let go while the task runs. */
static void run_next(struct pool *pool)
{
	struct slot *slot = slot_of(pool, pool->started++);

	pthread_mutex_unlock(&pool->mutex);
	pool->fn(pool->data, slot->task);
	pthread_mutex_lock(&pool->mutex);
	slot->is_done = true;
	pthread_cond_signal(&pool->done);
}

static void *work(void *data)
{
	struct pool *pool = data;

	pthread_mutex_lock(&pool->mutex);
	while (!pool->is_closing) {
		if (pool->started < pool->put)
			run_next(pool);
		else
			pthread_cond_wait(&pool->work, &pool->mutex);
	}
	pthread_mutex_unlock(&pool->mutex);
	return NULL;
}

/* Waiting must not depend on somebody setting the clock. */
static void init_conditions(struct pool *pool)
{
	pthread_condattr_t monotonic;

	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&pool->work, NULL);
	pthread_cond_init(&pool->done, &monotonic);
	pthread_condattr_destroy(&monotonic);
}

/* Threads inherit the mask: signals stay with the owner. */
static int start_threads(struct pool *pool, int threads)
{
	sigset_t all, old;
	int code = 0;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	while (pool->threads < threads && code == 0) {
		code = pthread_create(&pool->thread[pool->threads], NULL, work,
				      pool);
		pool->threads += code == 0;
	}
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return code;
}

struct pool *pool_new(int threads, int room, pool_fn *fn, void *data,
		      struct error *error)
{
	struct pool *pool = memory_get(sizeof(*pool));
	int code;

	assert(threads > 0 && room > 0);
	pool->room = (unsigned long)room;
	pool->slot = memory_get((size_t)room * sizeof(*pool->slot));
	pool->thread = memory_get((size_t)threads * sizeof(*pool->thread));
	pool->fn = fn;
	pool->data = data;
	pthread_mutex_init(&pool->mutex, NULL);
	init_conditions(pool);
	code = start_threads(pool, threads);
	if (pool->threads > 0)
		return pool;
	error_set(error, STATUS_SYSTEM, "cannot start a thread: %s",
		  strerror(code));
	pool_free(pool);
	return NULL;
}

void pool_free(struct pool *pool)
{
	if (!pool)
		return;
	assert(pool_is_empty(pool));
	pthread_mutex_lock(&pool->mutex);
	pool->is_closing = true;
	pthread_cond_broadcast(&pool->work);
	pthread_mutex_unlock(&pool->mutex);
	for (int i = 0; i < pool->threads; i++)
		pthread_join(pool->thread[i], NULL);
	pthread_cond_destroy(&pool->done);
	pthread_cond_destroy(&pool->work);
	pthread_mutex_destroy(&pool->mutex);
	free(pool->thread);
	free(pool->slot);
	free(pool);
}

bool pool_is_full(const struct pool *pool)
{
	return pool->put - pool->taken == pool->room;
}

bool pool_is_empty(const struct pool *pool)
{
	return pool->put == pool->taken;
}

void pool_put(struct pool *pool, void *task)
{
	assert(!pool_is_full(pool));
	pthread_mutex_lock(&pool->mutex);
	*slot_of(pool, pool->put++) = (struct slot){.task = task};
	pthread_cond_signal(&pool->work);
	pthread_mutex_unlock(&pool->mutex);
}

static struct timespec in(int milliseconds)
{
	struct timespec when;

	clock_gettime(CLOCK_MONOTONIC, &when);
	when.tv_sec += milliseconds / 1000;
	when.tv_nsec += milliseconds % 1000 * 1000000L;
	when.tv_sec += when.tv_nsec / 1000000000L;
	when.tv_nsec %= 1000000000L;
	return when;
}

void *pool_take(struct pool *pool, int milliseconds)
{
	struct slot *slot = slot_of(pool, pool->taken);
	struct timespec until = in(milliseconds);
	void *task = NULL;

	assert(!pool_is_empty(pool));
	pthread_mutex_lock(&pool->mutex);
	while (!slot->is_done &&
	       pthread_cond_timedwait(&pool->done, &pool->mutex, &until) == 0)
		;
	if (slot->is_done) {
		task = slot->task;
		pool->taken++;
	}
	pthread_mutex_unlock(&pool->mutex);
	return task;
}

int pool_cores(void)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	return cores < 1 ? 1 : cores > 1024 ? 1024 : (int)cores;
}
