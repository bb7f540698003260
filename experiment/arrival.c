/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/arrival.h"

#include <string.h>

#include "experiment/cost.h"
#include "experiment/quantity.h"

#define RATE_MIN 1e-6
#define RATE_MAX 1e12
#define OUTSTANDING_MAX 1000000
#define FORMS "it must be saturate, {open: 20k/s} or {closed: 3}"

/* A path that starts at a device has no thread that could be kept busy. */
static bool read_saturate(const struct reader *reader,
			  const struct node *arrival,
			  struct setup_workload *into)
{
	into->arrival = ARRIVAL_SATURATE;
	if (strcmp(arrival->text, "saturate") != 0) {
		reader_error(reader, arrival->where, "arrival is '%.60s'; "
			     FORMS, arrival->text);
		return false;
	}
	if (!into->path || !into->path->starts_at_device)
		return true;
	reader_error(reader, arrival->where,
		     "arrival: 'saturate' keeps threads busy, and path '%s' "
		     "starts at a device; write {open: ...} or {closed: ...}",
		     into->path->name);
	return false;
}

static bool read_open(const struct reader *reader, const struct node *map,
		      struct setup_workload *into)
{
	struct legal legal = {UNIT_RATE, RATE_MIN, RATE_MAX, false, false};
	const struct node *gaps = node_get(map, "gaps");
	int index = 0;

	into->arrival = ARRIVAL_OPEN;
	if (!reader_keys(reader, map, "an open arrival", "open|gaps",
			 "load|burst"))
		return false;
	if (gaps)
		index = reader_choice(reader, gaps, "gaps",
				      "poisson|constant");
	into->is_regular = index == 1;
	return quantity_read(reader, node_get(map, "open"), "open", &legal,
			     &into->rate) && index >= 0;
}

static bool read_think(const struct reader *reader, const struct node *node,
		       struct setup_workload *into)
{
	struct cost *think;
	enum unit unit;

	if (!node)
		return true;
	think = arena_get(reader->arena, sizeof(*think));
	think->name = "think";
	if (!cost_read(reader, node, "think", think))
		return false;
	into->think = think;
	if ((cost_is_single(think, &unit) && unit == UNIT_TIME) ||
	    cost_is_zero(think))
		return true;
	reader_error(reader, node->where, "think: '%.40s' is %s; it must be a "
		     "time (%s)", think->text, unit_meaning(unit),
		     unit_names(UNIT_TIME));
	return false;
}

static bool read_closed(const struct reader *reader, const struct node *map,
			struct setup_workload *into)
{
	into->arrival = ARRIVAL_CLOSED;
	if (!reader_keys(reader, map, "a closed arrival", "closed|think",
			 "load"))
		return false;
	return reader_int(reader, node_get(map, "closed"), "closed", 1,
			  OUTSTANDING_MAX, &into->outstanding) &&
	       read_think(reader, node_get(map, "think"), into);
}

bool arrival_read(const struct reader *reader, const struct entry *workload,
		  const char *what, struct setup_workload *into)
{
	const struct node *arrival = reader_need(reader, workload->value,
						 workload->where, what,
						 "arrival");

	if (!arrival)
		return false;
	if (arrival->kind == NODE_SCALAR && !node_is_empty(arrival))
		return read_saturate(reader, arrival, into);
	if (node_get(arrival, "load")) {
		reader_error(reader, node_find(arrival, "load")->where,
			     "'load' in an arrival is not supported yet: "
			     "write {open: 20k/s}");
		return false;
	}
	if (node_get(arrival, "open"))
		return read_open(reader, arrival, into);
	if (node_get(arrival, "closed"))
		return read_closed(reader, arrival, into);
	reader_error(reader, arrival->where, "arrival is neither open nor "
		     "closed; " FORMS);
	return false;
}
