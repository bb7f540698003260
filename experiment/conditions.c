/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/conditions.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "experiment/quantity.h"

#define KEYS "duration|warmup|jobs|replications|seed|spread"
#define LATER "stop_when|precision"
#define TIME_MAX (40.0 * 86400 * 1e12) /* of each: both fit in a sim_time */
#define REPLICATIONS_MAX 100000
#define JOBS_MAX 1e12

static bool read_time(const struct reader *reader, const struct node *node,
		      const char *what, double low, sim_time *time)
{
	struct legal legal = {UNIT_TIME, low, TIME_MAX, false, false};
	double value;

	if (!node)
		return true;
	if (!quantity_read(reader, node, what, &legal, &value))
		return false;
	*time = (sim_time)value;
	return true;
}

static bool read_warmup(const struct reader *reader, const struct node *node,
			struct conditions *conditions)
{
	if (!node || node->kind != NODE_SCALAR ||
	    strcmp(node->text, "auto") != 0)
		return read_time(reader, node, "warmup", 0,
				 &conditions->warmup);
	reader_error(reader, node->where,
		     "'warmup: auto' is not supported yet: write a time");
	return false;
}

static bool read_replications(const struct reader *reader,
			      const struct node *node,
			      struct conditions *conditions)
{
	if (!node || node->kind != NODE_MAP)
		return !node || reader_int(reader, node, "replications", 1,
					   REPLICATIONS_MAX,
					   &conditions->replications);
	reader_error(reader, node->where, "replications as {min, max} are not "
		     "supported yet: write a number");
	return false;
}

/* Not through a double, which has 53 bits; the store has 63. */
static bool read_seed(const struct reader *reader, const struct node *node,
		      struct conditions *conditions)
{
	unsigned long long seed;
	const char *text;

	if (!node)
		return true;
	text = reader_text(reader, node, "seed");
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
	if (!reader_count(reader, entry->value, "jobs", 1, JOBS_MAX, &jobs))
		return false;
	conditions->jobs = (uint64_t)jobs;
	conditions->duration = 0;
	if (!node_get(run, "duration"))
		return true;
	reader_error(reader, entry->where,
		     "a run has 'duration' or 'jobs', not both");
	return false;
}

static bool read_spread(const struct reader *reader, const struct node *node,
			struct conditions *conditions)
{
	struct legal legal = {UNIT_SHARE, 0, 0.5, false, false};

	return !node || quantity_read(reader, node, "spread", &legal,
				      &conditions->spread);
}

bool conditions_read(const struct reader *reader, const struct node *run,
		     struct conditions *conditions)
{
	bool is_good;

	*conditions = (struct conditions){
		.duration = SIM_S, .warmup = 100 * SIM_MS, .seed = 1,
		.replications = 5, .spread = 0.05,
	};
	if (!run)
		return true;
	if (!reader_is_map(reader, run, "run"))
		return false;
	is_good = reader_keys(reader, run, "run", KEYS, LATER);
	is_good &= read_time(reader, node_get(run, "duration"), "duration",
			     1e3, &conditions->duration);
	is_good &= read_warmup(reader, node_get(run, "warmup"), conditions);
	is_good &= read_replications(reader, node_get(run, "replications"),
				     conditions);
	is_good &= read_seed(reader, node_get(run, "seed"), conditions);
	is_good &= read_spread(reader, node_get(run, "spread"), conditions);
	is_good &= read_jobs(reader, run, conditions);
	return is_good;
}
