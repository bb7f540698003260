/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ring.c -- tokens: descriptors of a ring, bytes of a window.
 *
 *   take: enough are free, and nobody waits   -> the job holds them
 *         full, sleep: it keeps its context, asleep (a thread)
 *         full, park:  it leaves its context; who gives walks it on
 *         full, drop:  it ends
 *   give: to the ring that the token came from.  Waiters are served in order
 *         once `resume_at` are free; a big take blocks small ones behind it.
 *
 * Degenerates to M/M/1/K with `drop` around a server (tests/test_ring.c).
 * The clock's label is what the holder of the oldest token does; it is
 * followed only while somebody waits.
 */
#include <assert.h>

#include "models/engine.h"
#include "models/ring.h"

static const struct param ring_params[] = {
	[RING_PER] = PARAM_PER,
	[RING_SLOTS] = {"slots", PARAM_COUNT, true, 1, 1e9, NULL, NULL,
		"tokens: descriptors, or bytes of a window"},
	[RING_WHEN_FULL] = {"when_full", PARAM_CHOICE, false, 0, 0, "sleep",
		"sleep|park|drop",
		"a thread sleeps, a job parks outside its context, or it ends"},
	[RING_RESUME_AT] = {"resume_at", PARAM_COUNT, false, 1, 1e9, "1",
		NULL, "free tokens before those who wait go on"},
	[RING_ABOVE_TASK] = {"above_task", PARAM_CHOICE, false, 0, 0, "park",
		"park|drop", "what `sleep` means for a job above class task"},
};

static void ring_begin(struct world *world, struct part *part)
{
	struct ring *ring = (struct ring *)part;
	const double *number = part->set->number;
	ring->slots = ring->free = (int64_t)number[RING_SLOTS];
	ring->resume_at = (int64_t)number[RING_RESUME_AT];
	ring->when_full = (enum ring_full)number[RING_WHEN_FULL];
	ring->above_task = number[RING_ABOVE_TASK] > 0 ? RING_DROP : RING_PARK;
	ring->last = &ring->first;
	clock_init(&ring->clock, &world->arena, world->program->labels,
		   LABEL_OTHER);
}

static void ring_open(struct world *world, struct part *part)
{
	struct ring *ring = (struct ring *)part;
	ring->takes = ring->waited = ring->drops = 0;
	clock_open(&ring->clock, world->sim.now);
}

/* ---- the order of tokens ---- */

/* What those who wait wait for: what the oldest token's holder is doing.
 * While nobody waits, nobody needs to know. */
static void follow_oldest(struct world *world, struct ring *ring)
{
	struct job *holder = ring->first && ring->oldest ?
				     ring->oldest->holder : NULL;
	if (holder == ring->watched)
		return;
	if (ring->watched) {
		context_sync(world, ring->watched);
		job_unwatch(ring->watched, &ring->clock);
	}
	ring->watched = holder;
	if (holder) {
		context_sync(world, holder);
		job_watch(world, holder, &ring->clock);
	} else {
		clock_set(&ring->clock, world->sim.now, LABEL_OTHER);
	}
}

static void grant(struct world *world, struct ring *ring, struct job *job,
		  int64_t count)
{
	struct token *token = world->free_tokens;
	if (token)
		world->free_tokens = token->next;
	else
		token = arena_get(&world->arena, sizeof(*token));
	*token = (struct token){
		.ring = &ring->part,
		.count = count,
		.holder = job,
		.next = job->token,
		.older = ring->newest,
	};
	job->token = token;
	if (ring->newest)
		ring->newest->newer = token;
	else
		ring->oldest = token;
	ring->newest = token;
	ring->free -= count;
	ring->takes++;
	follow_oldest(world, ring);
}

static void give_back(struct world *world, struct token *token)
{
	struct ring *ring = (struct ring *)token->ring;
	if (token->older)
		token->older->newer = token->newer;
	else
		ring->oldest = token->newer;
	if (token->newer)
		token->newer->older = token->older;
	else
		ring->newest = token->older;
	ring->free += token->count;
	follow_oldest(world, ring);
	token->next = world->free_tokens;
	world->free_tokens = token;
}

/* ---- take ---- */

static enum ring_full fate(const struct ring *ring, const struct job *job)
{
	if (ring->when_full == RING_SLEEP && job->context &&
	    job->context->client.class != CLASS_TASK)
		return ring->above_task;
	return ring->when_full;
}

static void wait_for_tokens(struct world *world, struct ring *ring,
			    struct job *job, int64_t count,
			    enum ring_full fate)
{
	struct context *context = job->context;
	ring->waited++;
	job->wanted = count;
	job->place = &ring->part;
	job->next = NULL;
	*ring->last = job;
	ring->last = &job->next;
	if (ring->watched)
		context_sync(world, ring->watched);
	else
		follow_oldest(world, ring);
	clock_come(&ring->clock, world->sim.now);
	if (!context)
		return;
	if (fate == RING_PARK) {
		job->context = NULL;
	} else {
		context->job = job;
		context_call(context, MEANWHILE_SLEEP);
	}
	context_left(world, context);
}

bool ring_take(struct world *world, struct part *part, struct job *job,
	       int64_t count)
{
	struct ring *ring = (struct ring *)part;
	if (count > ring->slots)
		count = ring->slots; /* else it could never be had */
	if (!ring->first && ring->free >= count) {
		grant(world, ring, job, count);
		return true;
	}
	enum ring_full what = fate(ring, job);
	if (what != RING_DROP) {
		wait_for_tokens(world, ring, job, count, what);
		return false;
	}
	struct context *context = job->context;
	job->context = NULL;
	ring->drops++;
	job_drop(world, job, context);
	if (context)
		context_left(world, context);
	return false;
}

/* ---- give ---- */

static void serve_waiters(struct world *world, struct ring *ring,
			  struct context *by)
{
	if (!ring->first || ring->free < ring->resume_at)
		return;
	while (ring->first && ring->free >= ring->first->wanted) {
		struct job *job = ring->first;
		ring->first = job->next;
		if (!ring->first)
			ring->last = &ring->first;
		if (ring->watched)
			context_sync(world, ring->watched);
		clock_go(&ring->clock, world->sim.now);
		job->place = NULL;
		grant(world, ring, job, job->wanted);
		if (!job->context)
			job_walk_on(world, job, by);
		else
			poll_wake_by(world, job, by);
	}
}

static struct token *take_off(struct job *job, const struct part *part)
{
	for (struct token **at = &job->token; *at; at = &(*at)->next) {
		struct token *token = *at;
		if (token->ring == part ||
		    (!part && token->ring->set->kind == &ring_kind)) {
			*at = token->next;
			return token;
		}
	}
	return NULL;
}

/* The token names its ring: swap and steer may have moved the job since. */
static struct token *held(struct job *job, const struct set *set)
{
	for (struct token *token = job->token; token; token = token->next)
		if (token->ring->set == set)
			return token;
	return NULL;
}

void ring_give(struct world *world, const struct set *set, struct job *job)
{
	struct token *token = held(job, set);
	assert(token != NULL); /* the checker has seen to it */
	struct ring *ring = (struct ring *)token->ring;
	take_off(job, token->ring);
	give_back(world, token);
	serve_waiters(world, ring, job->context);
}

void ring_return_all(struct world *world, struct job *job, struct context *by)
{
	struct token *token;
	while ((token = take_off(job, NULL)) != NULL) {
		struct ring *ring = (struct ring *)token->ring;
		give_back(world, token);
		serve_waiters(world, ring, by);
	}
}

void ring_hand_over(struct world *world, struct job *from, struct job *to,
		    const struct code *code)
{
	for (int i = 0; i < code->given; i++) {
		struct token *token = held(from, code->gives[i]);
		if (!token)
			continue;
		take_off(from, token->ring);
		token->holder = to;
		token->next = to->token;
		to->token = token;
		follow_oldest(world, (struct ring *)token->ring);
	}
}

int64_t ring_outstanding(const struct part *part)
{
	const struct ring *ring = (const struct ring *)part;
	return ring->slots - ring->free;
}

const struct kind ring_kind = {
	.name = "ring",
	.meaning = "a bounded number of tokens, taken and given by jobs",
	.usage = USAGE_RING,
	.param = ring_params,
	.params = RING_PARAMS,
	.size = sizeof(struct ring),
	.begin = ring_begin,
	.open = ring_open,
};
