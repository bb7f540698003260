/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/conditions.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "experiment/quantity.h"

#define LATER "stop_when|precision"
#define TIME_MAX (40.0 * 86400 * 1e12) /* of each: both fit in a sim_time */

enum key { DURATION, JOBS, WARMUP, REPLICATIONS, SEED, SPREAD, KEYS };

static const struct param keys[KEYS] = {
	[DURATION] = {"duration", PARAM_TIME, false, 1e3, TIME_MAX, "1s", NULL,
		"of the measured window"},
	[JOBS] = {"jobs", PARAM_COUNT, false, 1, 1e12, NULL, NULL,
		"instead of `duration`: the window ends after so many"},
	[WARMUP] = {"warmup", PARAM_TIME, false, 0, TIME_MAX, "100ms", NULL,
		"before the window opens"},
	[REPLICATIONS] = {"replications", PARAM_COUNT, false, 1, 100000, "5",
		NULL, "independent runs of each point"},
	[SEED] = {"seed", PARAM_COUNT, false, 0, (double)INT64_MAX, "1", NULL,
		"of all random streams"},
	[SPREAD] = {"spread", PARAM_SHARE, false, 0, 0.5, "5%", NULL,
		"how far shipped constant costs vary, each draw"},
};

const struct param *conditions_keys(int *count)
{
	*count = KEYS;
	return keys;
}

/* What stands under a key, or else the table's default; or NULL. */
static const struct node *value_of(const struct reader *reader,
				   const struct node *run, enum key key)
{
	const struct node *node = node_get(run, keys[key].name);
	struct where nowhere = {0};

	if (node || !keys[key].otherwise)
		return node;
	return node_scalar(reader->arena, keys[key].otherwise, nowhere);
}

static bool read_number(const struct reader *reader, const struct node *run,
			enum key key, enum unit unit, double *value)
{
	const struct param *param = &keys[key];
	struct legal legal = {unit, param->low, param->high, false, false};

	return quantity_read(reader, value_of(reader, run, key), param->name,
			     &legal, value);
}

static bool read_time(const struct reader *reader, const struct node *run,
		      enum key key, sim_time *time)
{
	double value;

	if (!read_number(reader, run, key, UNIT_TIME, &value))
		return false;
	*time = (sim_time)value;
	return true;
}

static bool read_warmup(const struct reader *reader, const struct node *run,
			struct conditions *conditions)
{
	const struct node *node = node_get(run, "warmup");

	if (!node || node->kind != NODE_SCALAR ||
	    strcmp(node->text, "auto") != 0)
		return read_time(reader, run, WARMUP, &conditions->warmup);
	reader_error(reader, node->where,
		     "'warmup: auto' is not supported yet: write a time");
	return false;
}

static bool read_replications(const struct reader *reader,
			      const struct node *run,
			      struct conditions *conditions)
{
	const struct node *node = value_of(reader, run, REPLICATIONS);

	if (node->kind != NODE_MAP)
		return reader_int(reader, node, "replications",
				  (int)keys[REPLICATIONS].low,
				  (int)keys[REPLICATIONS].high,
				  &conditions->replications);
	reader_error(reader, node->where, "replications as {min, max} are not "
		     "supported yet: write a number");
	return false;
}

/* Not through a double, which has 53 bits; the store has 63. */
static bool read_seed(const struct reader *reader, const struct node *run,
		      struct conditions *conditions)
{
	const struct node *node = value_of(reader, run, SEED);
	unsigned long long seed;
	const char *text = reader_text(reader, node, "seed");

	if (!text)
		return false;
	errno = 0;
	seed = strtoull(text, NULL, 10);
	if (text[strspn(text, "0123456789")] == '\0' && errno == 0 &&
	    seed <= INT64_MAX) {
		conditions->seed = seed;
		return true;
	}
	reader_error(reader, node->where, "seed is '%.40s'; legal is 0 to "
		     "9223372036854775807", text);
	return false;
}

/* Instead of a duration, which is then 0. */
static bool read_jobs(const struct reader *reader, const struct node *run,
		      struct conditions *conditions)
{
	const struct entry *entry = node_find(run, "jobs");
	double jobs;

	if (!entry)
		return true;
	if (!reader_count(reader, entry->value, "jobs", keys[JOBS].low,
			  keys[JOBS].high, &jobs))
		return false;
	conditions->jobs = (uint64_t)jobs;
	conditions->duration = 0;
	if (!node_get(run, "duration"))
		return true;
	reader_error(reader, entry->where,
		     "a run has 'duration' or 'jobs', not both");
	return false;
}

static const char *key_names(struct arena *arena)
{
	const char *text = keys[0].name;

	for (int i = 1; i < KEYS; i++)
		text = arena_format(arena, "%s|%s", text, keys[i].name);
	return text;
}

bool conditions_read(const struct reader *reader, const struct node *run,
		     struct conditions *conditions)
{
	bool is_good;

	*conditions = (struct conditions){0};
	if (run && !reader_is_map(reader, run, "run"))
		return false;
	is_good = !run || reader_keys(reader, run, "run",
				      key_names(reader->arena), LATER);
	is_good &= read_time(reader, run, DURATION, &conditions->duration);
	is_good &= read_warmup(reader, run, conditions);
	is_good &= read_replications(reader, run, conditions);
	is_good &= read_seed(reader, run, conditions);
	is_good &= read_number(reader, run, SPREAD, UNIT_SHARE,
			       &conditions->spread);
	is_good &= read_jobs(reader, run, conditions);
	return is_good;
}
