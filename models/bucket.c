/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bucket.c -- a token bucket: a limit on jobs, packets or bytes a second.
 *
 * Tokens come at `rate` and are saved up to `burst`.  A job takes as many as
 * it is large, at once when they are there; else it waits for them, first
 * come first served.  One that is larger than the bucket goes when the bucket
 * is full, and leaves a debt: the rate holds in the long run.
 *
 * With a `period` tokens come in lumps, as limiters refill in practice: rate
 * times the interval that really passed, so that jitter costs nothing of the
 * rate; the bucket holds such a lump even if `burst` is less.  The first lump
 * comes at a random part of the period: members never march in step.
 *
 * A job that takes none (`by: write`, of a read) passes by all others.
 *
 * A waiter is let go at the first picosecond after its tokens are there; what
 * that rounding brings too much is kept: no drift.  A fluid at the rate when
 * jobs wait; an M/D/1 without its service at burst 1 (tests/test_bucket.c).
 */
#include <math.h>
#include <stddef.h>

#include "models/build.h"
#include "models/outcome.h"

enum { BUCKET_PER, BUCKET_RATE, BUCKET_BY, BUCKET_BURST, BUCKET_STARTS,
       BUCKET_PERIOD, BUCKET_JITTER, BUCKET_PARAMS };

static const struct param bucket_params[] = {
	[BUCKET_PER] = PARAM_PER,
	[BUCKET_RATE] = {"rate", PARAM_PACE, true, 1e-3, INFINITY, NULL, NULL,
		"tokens a second"},
	[BUCKET_BY] = {"by", PARAM_ATTRIBUTE, false, 0, 0, NULL, NULL,
		"tokens that a job takes: B, packets, ...; unsaid: one"},
	[BUCKET_BURST] = {"burst", PARAM_AMOUNT, false, 1, 1e15, "1", NULL,
		"tokens that are saved at most"},
	[BUCKET_STARTS] = {"starts", PARAM_SHARE, false, 0, 1, "100%", NULL,
		"how full it is at first"},
	[BUCKET_PERIOD] = {"period", PARAM_TIME, false, 1e3, 1e15, NULL, NULL,
		"refilled in lumps so often; unsaid: steadily"},
	[BUCKET_JITTER] = {"jitter", PARAM_SHARE, false, 0, 0.99, "0%", NULL,
		"each period is longer or shorter by up to this share"},
};

struct bucket {
	struct part part;
	struct event event; /* the next lump, or enough for the first */
	struct job *first, **last;
	struct clock clock;
	int by;        /* attribute; -1: one a job */
	double rate;   /* tokens a ps */
	double burst;
	double full;   /* what it always comes to hold */
	double tokens; /* at `filled` */
	sim_time filled;
	double period, jitter; /* ps; 0: steadily */
	uint64_t key, lumps;
	uint64_t jobs, waited;
	double spent; /* tokens, in the window */
};

/* Tokens, but for what rounding takes of them: else each wait is a ps long. */
#define TOKEN (1 - 1e-9)

static double size_of(const struct bucket *bucket, const struct job *job)
{
	return bucket->by < 0 ? 1 : (double)job->attribute[bucket->by];
}

/* What must be there before the job goes. */
static double need(const struct bucket *bucket, const struct job *job)
{
	double size = size_of(bucket, job);
	return (size < bucket->full ? size : bucket->full) * TOKEN;
}

/* While somebody waits it never holds more than that one needs, but for what
 * rounding or the lump brought beyond: that is kept. */
static void fill(struct bucket *bucket, sim_time now)
{
	double lump = (double)(now - bucket->filled) * bucket->rate;
	double most = bucket->burst;
	if (bucket->period > 0 && lump > most)
		most = lump;
	bucket->tokens += lump;
	if (!bucket->first && bucket->tokens > most)
		bucket->tokens = most;
	bucket->filled = now;
}

static void let_go(struct world *world, struct bucket *bucket,
		   struct job *job)
{
	double size = size_of(bucket, job);
	bucket->tokens -= size;
	bucket->spent += size;
	bucket->jobs++;
	job->place = NULL;
	job_move(world, job);
}

static bool may_go(struct world *world, struct bucket *bucket,
		   const struct job *job)
{
	if (isinf(bucket->rate))
		return true;
	if (bucket->period <= 0)
		fill(bucket, world->sim.now);
	return bucket->tokens >= need(bucket, job);
}

/* When the first that waits may go. */
static void arm(struct world *world, struct bucket *bucket)
{
	double missing = need(bucket, bucket->first) - bucket->tokens;
	double time = ceil(missing / bucket->rate);
	sim_after(&world->sim, &bucket->event,
		  time < 1 ? 1 : time < 9e18 ? (sim_time)time : SIM_NEVER - 1);
}

static void serve(struct world *world, struct bucket *bucket)
{
	while (bucket->first && may_go(world, bucket, bucket->first)) {
		struct job *job = bucket->first;
		bucket->first = job->next;
		if (!bucket->first)
			bucket->last = &bucket->first;
		clock_go(&bucket->clock, world->sim.now);
		let_go(world, bucket, job);
	}
	if (bucket->first && bucket->period <= 0)
		arm(world, bucket);
}

static void plan_lump(struct world *world, struct bucket *bucket)
{
	struct random_stream luck = {random_fold(bucket->key,
						 ++bucket->lumps)};
	double u = 2 * random_uniform(&luck) - 1;
	double time = bucket->period * (1 + bucket->jitter * u);
	sim_after(&world->sim, &bucket->event, (sim_time)(time + 0.5));
}

static void comes(struct sim *sim, struct event *event)
{
	struct world *world = (struct world *)sim;
	struct bucket *bucket = (struct bucket *)((char *)event -
					offsetof(struct bucket, event));
	if (bucket->period > 0) {
		fill(bucket, sim->now);
		plan_lump(world, bucket);
	}
	serve(world, bucket);
}

static void bucket_enter(struct world *world, struct part *part,
			 struct job *job, struct context *by)
{
	struct bucket *bucket = (struct bucket *)part;
	(void)by;
	bool is_next = !bucket->first && may_go(world, bucket, job);
	if (is_next || size_of(bucket, job) <= 0) {
		let_go(world, bucket, job);
		return;
	}
	bool is_first = bucket->first == NULL;
	job->next = NULL;
	*bucket->last = job;
	bucket->last = &job->next;
	bucket->waited++;
	clock_come(&bucket->clock, world->sim.now);
	if (is_first && bucket->period <= 0)
		arm(world, bucket);
}

static void begin_lumps(struct world *world, struct bucket *bucket)
{
	struct random_stream luck = {random_fold(bucket->key, 0)};
	double phase = random_uniform(&luck) * bucket->period;
	double least = bucket->rate * bucket->period * (1 - bucket->jitter);
	if (bucket->full < least)
		bucket->full = least;
	sim_after(&world->sim, &bucket->event, (sim_time)phase + 1);
}

static void bucket_begin(struct world *world, struct part *part)
{
	struct bucket *bucket = (struct bucket *)part;
	const double *number = part->set->number;
	bucket->last = &bucket->first;
	bucket->by = (int)number[BUCKET_BY];
	bucket->rate = number[BUCKET_RATE] / (double)SIM_S;
	bucket->burst = bucket->full = number[BUCKET_BURST];
	bucket->period = number[BUCKET_PERIOD];
	bucket->jitter = number[BUCKET_JITTER];
	bucket->filled = world->sim.now;
	bucket->key = part_key(world, part);
	event_init(&bucket->event, comes);
	clock_init(&bucket->clock, &world->arena, 0, LABEL_EMPTY);
	if (isinf(bucket->rate))
		bucket->period = 0;
	if (bucket->period > 0)
		begin_lumps(world, bucket);
	bucket->tokens = number[BUCKET_STARTS] * bucket->full;
}

static void bucket_open(struct world *world, struct part *part)
{
	struct bucket *bucket = (struct bucket *)part;
	bucket->jobs = bucket->waited = 0;
	bucket->spent = 0;
	clock_open(&bucket->clock, world->sim.now);
}

/* Its utilisation is the share of its rate that was spent; what had been
 * saved before is no more than that. */
static void bucket_sum(struct world *world, struct part *part,
		       struct component_sum *sum)
{
	struct bucket *bucket = (struct bucket *)part;
	double window = (double)world->outcome.window;
	sum->jobs += (double)bucket->jobs;
	sum->waited += (double)bucket->waited;
	if (isinf(bucket->rate))
		return;
	sum->busy += fmin(bucket->spent / bucket->rate, window);
	sum->room += window;
}

static struct clock *bucket_clock(struct part *part)
{
	return &((struct bucket *)part)->clock;
}

/* Bytes and others are not to be compared, nor is one taken for the other. */
static void check_unit(struct build *build, const struct set *set, int param,
		       enum unit wrong_unit)
{
	const struct value *value = &set->decl->value[param];
	bool in_bytes = set->number[BUCKET_BY] == 0; /* attribute 0 is B */
	if (!value->is_given || !value->cost || isinf(value->number) ||
	    value->cost->term[0].unit != wrong_unit)
		return;
	wrong(build, value->where, "%s: '%s', but '%s' counts %s",
	      bucket_params[param].name, value->cost->text, set->component,
	      in_bytes ? "bytes (by: B)" : "no bytes (that is by: B)");
}

static void bucket_check(struct build *build, const struct set *set)
{
	bool in_bytes = set->number[BUCKET_BY] == 0;
	check_unit(build, set, BUCKET_RATE,
		   in_bytes ? UNIT_RATE : UNIT_BANDWIDTH);
	check_unit(build, set, BUCKET_BURST,
		   in_bytes ? UNIT_COUNT : UNIT_BYTES);
}

const struct kind bucket_kind = {
	.name = "bucket",
	.meaning = "a token bucket: a limit on jobs, packets or bytes a second",
	.usage = USAGE_PLACE,
	.param = bucket_params,
	.params = BUCKET_PARAMS,
	.size = sizeof(struct bucket),
	.begin = bucket_begin,
	.enter = bucket_enter,
	.open = bucket_open,
	.sum = bucket_sum,
	.clock = bucket_clock,
	.check = bucket_check,
};
