/* SPDX-License-Identifier: GPL-3.0-or-later */
/* split.c -- n parts of one job; it goes on when all are back, walked on by
 * the context in which the last one ended.
 *
 * Where its time went is where that last part's went, which tiles it exactly:
 * part and whole have one table of stages (into_split in places.c).
 */
#include "models/engine.h"
#include "models/split.h"

static const struct param split_params[] = {
	[SPLIT_PER] = PARAM_PER,
	[SPLIT_BY] = {"by", PARAM_ATTRIBUTE, true, 0, 0, NULL, NULL,
		"attribute that says how many parts"},
	[SPLIT_PATH] = {"path", PARAM_STEPS, true, 0, 0, NULL, NULL,
		"the way of each part"},
};

static void take_over(struct world *world, struct job *whole,
		      struct job *part)
{
	size_t vector = world->job_size[whole->pool] - world->job_size[0];
	job_book(world, part);
	if (!whole->booked)
		return;
	for (size_t i = 0; i < vector / sizeof(*part->booked); i++)
		whole->booked[i] += part->booked[i];
	whole->marked = world->sim.now;
}

static void part_back(struct world *world, struct job *part,
		      struct context *by)
{
	struct job *whole = part->owner;
	if (part->older)
		part->older->newer = part->newer;
	else
		whole->next = part->newer;
	if (part->newer)
		part->newer->older = part->older;
	bool is_last = --whole->parts == 0;
	if (is_last)
		take_over(world, whole, part);
	job_free(world, part);
	if (!is_last)
		return;
	whole->place = NULL;
	job_walk_on(world, whole, by);
}

/* Part 0 has the luck of the whole, later parts mix in their number: a split
 * request and an unsplit one meet the same. */
static void split_enter(struct world *world, struct part *part,
			struct job *job, struct context *by)
{
	const struct code *path = job->pc[-1].spawn; /* of this very visit */
	int64_t count = job->attribute[(int)part->set->number[SPLIT_BY]];
	if (count < 1)
		count = 1;
	job->parts = 0;
	job->next = NULL;
	for (int64_t i = 0; i < count; i++) {
		struct job *piece = job_new(world, job->pool, JOB_PART,
					    path, job);
		piece->owner = job;
		piece->slot = job->slot;
		piece->newer = job->next;
		if (job->next)
			job->next->older = piece;
		job->next = piece;
		piece->ended = part_back;
		piece->attribute[0] = job->attribute[0] / count;
		if (i > 0)
			piece->key = random_fold(job->key, (uint64_t)i);
		job->parts++;
		job_walk_on(world, piece, by);
		if (world->offspring > world->options.limit)
			return; /* the run ends here */
	}
}

const struct kind split_kind = {
	.name = "split",
	.meaning = "n parts of one job, which goes on when all are back",
	.usage = USAGE_PLACE,
	.param = split_params,
	.params = SPLIT_PARAMS,
	.size = sizeof(struct part),
	.enter = split_enter,
};
