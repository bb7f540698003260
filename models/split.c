/* SPDX-License-Identifier: GPL-3.0-or-later */
/* split.c -- n parts of one job (parts.h): as many as an attribute says, or as
 * it takes for none to be more than `upto`.
 *
 * Where its time went is where its last part's went, which tiles it exactly:
 * part and whole have one table of stages (walk_parts in places.c).
 */
#include "models/build.h"
#include "models/parts.h"
#include "models/split.h"

static const struct param split_params[] = {
	[SPLIT_PER] = PARAM_PER,
	[SPLIT_BY] = {"by", PARAM_ATTRIBUTE, false, 0, 0, NULL, NULL,
		"attribute that says how many parts"},
	[SPLIT_UPTO] = {"upto", PARAM_AMOUNT, false, 1, 1e15, NULL, NULL,
		"most of `of` in a part: as many parts as that makes"},
	[SPLIT_OF] = {"of", PARAM_ATTRIBUTE, false, 0, 0, "B", NULL,
		"attribute that `upto` limits, and that is shared out as B is"},
	[SPLIT_PATH] = {"path", PARAM_STEPS, true, 0, 0, NULL, NULL,
		"the way of each part"},
};

static int64_t part_count(const struct set *set, const struct job *job)
{
	const double *number = set->number;
	int64_t count;
	if (number[SPLIT_UPTO] > 0) {
		int64_t all = job->attribute[(int)number[SPLIT_OF]];
		int64_t most = (int64_t)number[SPLIT_UPTO];
		count = all / most + (all % most > 0);
	} else {
		count = job->attribute[(int)number[SPLIT_BY]];
	}
	return count > 1 ? count : 1;
}

/* All of them together have all of it: the first have one more. */
static int64_t share(int64_t all, int64_t count, int64_t i)
{
	return all / count + (i < all % count);
}

static void share_out(const struct set *set, const struct job *job,
		      struct job *piece, int64_t count, int64_t i)
{
	int of = (int)set->number[SPLIT_OF];
	piece->attribute[0] = share(job->attribute[0], count, i);
	if (of > 0 && set->number[SPLIT_UPTO] > 0)
		piece->attribute[of] = share(job->attribute[of], count, i);
}

/* Part 0 has the luck of the whole, later parts mix in their number: a split
 * request and an unsplit one meet the same. */
static void split_enter(struct world *world, struct part *part,
			struct job *job, struct context *by)
{
	const struct code *path = job->pc[-1].spawn; /* of this very visit */
	int64_t count = part_count(part->set, job);
	parts_begin(job);
	for (int64_t i = 0; i < count; i++) {
		struct job *piece = job_new(world, job->pool, JOB_PART, path,
					    job);
		piece->slot = job->slot;
		share_out(part->set, job, piece, count, i);
		if (i > 0)
			piece->key = random_fold(job->key, (uint64_t)i);
		parts_send(world, job, piece, by);
		if (world->offspring > world->options.limit)
			return; /* the run ends here */
	}
}

static void split_check(struct build *build, const struct set *set)
{
	const struct value *value = set->decl->value;
	bool has_by = value[SPLIT_BY].name;
	bool has_upto = value[SPLIT_UPTO].is_given;
	if (has_by && has_upto)
		wrong(build, value[SPLIT_UPTO].where, "'%s' has both 'by' and "
		      "'upto': one says how many parts", set->component);
	else if (!has_by && !has_upto)
		wrong(build, set->decl->where, "'%s' needs 'by' or 'upto', "
		      "which say how many parts", set->component);
	check_amount(build, set, SPLIT_UPTO, (int)set->number[SPLIT_OF]);
}

const struct kind split_kind = {
	.name = "split",
	.meaning = "n parts of one job, which goes on when all are back",
	.usage = USAGE_PLACE,
	.param = split_params,
	.params = SPLIT_PARAMS,
	.size = sizeof(struct part),
	.enter = split_enter,
	.check = split_check,
};
