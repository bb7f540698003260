/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/cost.h"

#include <math.h>
#include <string.h>

#include "experiment/terms.h"

#define KEYS "value|clock|range|status|source|note"
#define STATUSES "measured|documented|derived|fitted|assumed"

static bool is_same_per(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

/* "200ns..400ns", in the dimension of the first term. */
static bool scan_range(struct scan *scan, const struct term *first,
		       double *low, double *high)
{
	const char *text = scan->node->text;
	int length = (int)strlen(text);
	struct quantity end[2];

	if (!quantity_scan(scan, &end[0]))
		return false;
	if (!scan_take(scan, ".."))
		return scan_error(scan, text, length,
				  "'%.40s' is no range: write low..high", text);
	if (!quantity_scan(scan, &end[1]) || !scan_end(scan))
		return scan_error(scan, text, length, "unexpected '%.40s'",
				  scan->at);
	for (int i = 0; i < 2; i++)
		if (!end[i].is_bare_zero &&
		    (end[i].unit != first->unit ||
		     !is_same_per(end[i].per, first->per)))
			return scan_error(scan, text, length,
					  "'%.40s' is not %s as the value is",
					  text, unit_meaning(first->unit));
	*low = end[0].value;
	*high = end[1].value;
	return true;
}

/* A range given in another unit than the value may differ in the last bit. */
static bool is_within(double value, double low, double high)
{
	double slack = 1e-9 * value;

	return value >= low - slack && value <= high + slack;
}

static bool read_range(const struct reader *reader, const struct node *node,
		       struct cost *cost)
{
	double mean = distribution_mean(&cost->term[0].value);
	struct scan scan;

	if (!reader_text(reader, node, "range"))
		return false;
	scan = scan_of(reader, node, "range");
	if (!scan_range(&scan, &cost->term[0], &cost->low, &cost->high))
		return false;
	if (cost->low > cost->high)
		reader_error(reader, node->where,
			     "range: '%.40s' ends below its beginning",
			     node->text);
	else if (!is_within(mean, cost->low, cost->high))
		reader_error(reader, node->where,
			     "range: the value '%.40s' lies outside of it",
			     cost->text);
	else
		return true;
	return false;
}

static bool has_time(const struct cost *cost)
{
	for (int i = 0; i < cost->terms; i++)
		if (cost->term[i].unit == UNIT_TIME)
			return true;
	return false;
}

static bool read_clock(const struct reader *reader, const struct node *node,
		       struct cost *cost)
{
	struct legal legal = {UNIT_CLOCK, 1e6, 1e11, false, false};

	if (!quantity_read(reader, node, "clock", &legal, &cost->clock))
		return false;
	if (has_time(cost))
		return true;
	reader_error(reader, node->where,
		     "clock: only a time needs the clock at which it was "
		     "measured; '%.40s' is none", cost->text);
	return false;
}

/* A01, A18: measurements that may be fitted to. */
static bool is_case(const char *key, size_t length)
{
	return length > 1 && key[0] == 'A' &&
	       strspn(key + 1, "0123456789") >= length - 1;
}

static bool check_keys(const struct reader *reader, const struct node *node,
		       bool *has_case)
{
	const char *at = node->text;
	bool is_good = true;

	for (at += strspn(at, " ,\n"); *at; at += strspn(at, " ,\n")) {
		size_t length = strcspn(at, " ,\n");
		const char *key = arena_format(reader->arena, "%.*s",
					       (int)length, at);

		if (is_case(at, length))
			*has_case = true;
		if (reader->is_shipped && !node_get(reader->sources, key)) {
			reader_error(reader, node->where,
				     "source: '%s' is no key of "
				     "models/sources.yaml", key);
			is_good = false;
		}
		at += length;
	}
	return is_good;
}

static bool read_source(const struct reader *reader, const struct node *node,
			struct cost *cost)
{
	bool has_case = false;

	cost->source = reader_text(reader, node, "source");
	if (!cost->source || !check_keys(reader, node, &has_case))
		return false;
	if (cost->status != COST_FITTED || has_case || !reader->is_shipped)
		return true;
	reader_error(reader, node->where,
		     "source: a fitted cost names the case that it was fitted "
		     "to, such as A01");
	return false;
}

static bool read_value(const struct reader *reader, const struct node *node,
		       const char *what, struct cost *cost)
{
	cost->term = terms_read(reader, node, what, &cost->terms);
	cost->text = node->text;
	return cost->term != NULL;
}

static bool read_status(const struct reader *reader, const struct node *node,
			struct cost *cost)
{
	int status = reader_choice(reader, node, "status", STATUSES);

	if (status < 0)
		return false;
	cost->status = (enum cost_status)(COST_MEASURED + status);
	return true;
}

/* What a shipped cost must say. */
static bool is_cited(const struct reader *reader, const struct node *map,
		     const char *what)
{
	static const char *const keys[] = {"range", "status", "source"};
	bool is_good = true;

	for (int i = 0; i < 3; i++)
		if (!reader_need(reader, map, map->where, what, keys[i]))
			is_good = false;
	return is_good;
}

static bool read_map(const struct reader *reader, const struct node *map,
		     const char *what, struct cost *cost)
{
	const struct node *value, *node;
	bool is_good = reader_keys(reader, map, what, KEYS, NULL);

	value = reader_need(reader, map, map->where, what, "value");
	if (!value || !read_value(reader, value, what, cost))
		return false;
	if (cost->is_shipped && !is_cited(reader, map, what))
		is_good = false;
	if ((node = node_get(map, "status")))
		is_good &= read_status(reader, node, cost);
	if ((node = node_get(map, "range")))
		is_good &= read_range(reader, node, cost);
	if ((node = node_get(map, "clock")))
		is_good &= read_clock(reader, node, cost);
	if ((node = node_get(map, "source")))
		is_good &= read_source(reader, node, cost);
	cost->note = node_text(map, "note");
	return is_good;
}

bool cost_read(const struct reader *reader, const struct node *node,
	       const char *what, struct cost *cost)
{
	*cost = (struct cost){
		.name = cost->name, .where = node->where,
		.low = NAN, .high = NAN,
		.is_shipped = reader->is_shipped && !node->is_override,
	};
	if (node->kind == NODE_MAP)
		return read_map(reader, node, what, cost);
	if (!read_value(reader, node, what, cost))
		return false;
	if (!cost->is_shipped)
		return true;
	reader_error(reader, node->where,
		     "%s is a bare number; a shipped file gives value, range, "
		     "status and source", what);
	return false;
}

void cost_of_term(const struct node *node, const struct term *term,
		  struct cost *cost)
{
	*cost = (struct cost){
		.name = cost->name, .text = node->text, .where = node->where,
		.term = term, .terms = 1, .low = NAN, .high = NAN,
	};
}

bool cost_is_single(const struct cost *cost, enum unit *unit)
{
	*unit = cost->terms ? cost->term[0].unit : UNIT_COUNT;
	for (int i = 0; i < cost->terms; i++)
		if (cost->term[i].unit != *unit || cost->term[i].per)
			return false;
	return true;
}

bool cost_is_zero(const struct cost *cost)
{
	return terms_are_zero(cost->term, cost->terms);
}

double cost_mean(const struct cost *cost)
{
	return terms_mean(cost->term, cost->terms);
}

bool cost_is_work(const struct cost *cost)
{
	for (int i = 0; i < cost->terms; i++)
		if (cost->term[i].unit != UNIT_TIME &&
		    cost->term[i].unit != UNIT_CYCLES)
			return false;
	return true;
}
