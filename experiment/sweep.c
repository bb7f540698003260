/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/sweep.h"

#include <math.h>
#include <string.h>

#include "experiment/canon.h"
#include "experiment/hint.h"
#include "experiment/quantity.h"

/* {from, to} and the way between them. */
struct range {
	struct quantity from, to, step;
	const char *how; /* "step", "count" or "log" */
	int count;
};

static bool read_end(const struct reader *reader, const struct node *map,
		     const char *key, struct quantity *quantity)
{
	const struct node *node = reader_need(reader, map, map->where,
					      "a swept range", key);
	struct scan scan;

	if (!node || !reader_text(reader, node, key))
		return false;
	scan = scan_of(reader, node, key);
	if (!quantity_scan(&scan, quantity))
		return false;
	if (scan_end(&scan) && !quantity->per)
		return true;
	return scan_error(&scan, node->text, (int)strlen(node->text),
			  "'%.40s' is not a single quantity", node->text);
}

/* One of step, count and log. */
static bool read_how(const struct reader *reader, const struct node *map,
		     struct range *range)
{
	static const char *const ways[] = {"step", "count", "log"};
	const struct node *node = NULL;
	int found = 0;

	for (int i = 0; i < 3; i++)
		if (node_get(map, ways[i])) {
			range->how = ways[i];
			node = node_get(map, ways[i]);
			found++;
		}
	if (found != 1) {
		reader_error(reader, map->where, "a swept range has one of "
			     "'step', 'count' and 'log'");
		return false;
	}
	if (strcmp(range->how, "step") == 0)
		return read_end(reader, map, "step", &range->step);
	return reader_int(reader, node, range->how, 2, SWEEP_VALUES,
			  &range->count);
}

static bool is_same_unit(const struct quantity *a, const struct quantity *b)
{
	return a->is_bare_zero || b->is_bare_zero || a->unit == b->unit;
}

static bool check_range(const struct reader *reader, const struct node *map,
			struct range *range)
{
	bool is_log = strcmp(range->how, "log") == 0;
	bool is_step = strcmp(range->how, "step") == 0;
	const char *wrong = NULL;
	double steps;

	if (!is_same_unit(&range->from, &range->to) ||
	    (is_step && !is_same_unit(&range->to, &range->step)))
		wrong = "has ends of different dimensions";
	else if (range->to.value <= range->from.value)
		wrong = "must end above its beginning";
	else if (is_log && range->from.value <= 0)
		wrong = "with 'log' cannot begin at 0";
	else if (is_step && range->step.value <= 0)
		wrong = "needs a step above 0";
	if (is_step && !wrong) {
		steps = (range->to.value - range->from.value) /
			range->step.value;
		if (steps >= SWEEP_VALUES)
			wrong = "has over 100,000 values";
		else
			range->count = 1 + (int)floor(steps * (1 + 1e-9) +
						      1e-9);
	}
	if (wrong)
		reader_error(reader, map->where, "a swept range %s", wrong);
	return !wrong;
}

static double value_at(const struct range *range, int i)
{
	double from = range->from.value, to = range->to.value;
	double share = range->count > 1 ? (double)i / (range->count - 1) : 0;

	if (strcmp(range->how, "step") == 0)
		return from + i * range->step.value;
	if (i == range->count - 1)
		return to;
	if (strcmp(range->how, "log") == 0)
		return from * pow(to / from, share);
	return from + share * (to - from);
}

/* In the unit that the range was written in; bytes and counts are whole. */
static const char *text_at(struct arena *arena, const struct range *range,
			   int i)
{
	const struct quantity *unit = range->from.is_bare_zero ? &range->to
							       : &range->from;
	double value = value_at(range, i);

	if (unit->unit == UNIT_BYTES)
		return arena_format(arena, "%.0fB", value);
	if (unit->unit == UNIT_COUNT && floor(unit->value) == unit->value)
		return arena_format(arena, "%.0f", value);
	return arena_format(arena, "%.6g%s", value / unit->scale,
			    unit->suffix);
}

static bool read_range(const struct reader *reader, const struct node *map,
		       struct axis *axis)
{
	struct range range = {0};
	const char *last = "";

	if (!reader_keys(reader, map, "a swept range",
			 "from|to|step|count|log", NULL) ||
	    !read_end(reader, map, "from", &range.from) ||
	    !read_end(reader, map, "to", &range.to) ||
	    !read_how(reader, map, &range) || !check_range(reader, map, &range))
		return false;
	axis->value = arena_get(reader->arena,
				(size_t)range.count * sizeof(*axis->value));
	for (int i = 0; i < range.count; i++) {
		const char *text = text_at(reader->arena, &range, i);

		if (strcmp(text, last) == 0)
			continue; /* whole numbers that rounding made one */
		axis->value[axis->count++] = node_scalar(reader->arena, text,
							 map->where);
		last = text;
	}
	return true;
}

static bool read_list(const struct reader *reader, const struct node *list,
		      struct axis *axis)
{
	if (list->count == 0) {
		reader_error(reader, list->where, "'%s' has no values",
			     axis->override.path);
		return false;
	}
	axis->value = arena_get(reader->arena,
				(size_t)list->count * sizeof(*axis->value));
	axis->count = list->count;
	for (int i = 0; i < list->count; i++)
		axis->value[i] = list->entry[i].value;
	return true;
}

/* What a number is shown in, and how many base units that is. */
static const struct {
	const char *name;
	double scale;
} shown[] = {
	[UNIT_COUNT] = {"", 1},         [UNIT_TIME] = {"s", 1e12},
	[UNIT_CYCLES] = {"cyc", 1},     [UNIT_BYTES] = {"B", 1},
	[UNIT_RATE] = {"/s", 1},        [UNIT_BANDWIDTH] = {"B/s", 1},
	[UNIT_CLOCK] = {"Hz", 1},       [UNIT_SHARE] = {"%", 0.01},
};

/* The quantity that a value is; false for a word, a map, a distribution. */
static bool is_quantity(struct arena *arena, const struct node *node,
			struct quantity *quantity)
{
	struct diagnostics silent;
	struct reader reader = {.arena = arena, .diagnostics = &silent};
	struct scan scan;
	bool is_one;

	if (node->kind != NODE_SCALAR)
		return false;
	diagnostics_init(&silent);
	scan = scan_of(&reader, node, "");
	is_one = quantity_scan(&scan, quantity) && scan_end(&scan) &&
		 !quantity->per;
	diagnostics_fini(&silent);
	return is_one;
}

/* A bare 0 among times is a time. */
static void show_values(struct axis *axis, struct arena *arena)
{
	enum unit unit = UNIT_COUNT;
	struct quantity quantity;

	axis->swept = arena_get(arena,
				(size_t)axis->count * sizeof(*axis->swept));
	for (int i = 0; i < axis->count; i++)
		if (is_quantity(arena, axis->value[i], &quantity) &&
		    !quantity.is_bare_zero)
			unit = quantity.unit;
	for (int i = 0; i < axis->count; i++) {
		struct swept *swept = &axis->swept[i];

		*swept = (struct swept){
			.key = axis->override.path,
			.text = canon_value(arena, axis->value[i]),
			.number = NAN, .unit = "",
		};
		if (!is_quantity(arena, axis->value[i], &quantity))
			continue;
		if (!quantity.is_bare_zero)
			unit = quantity.unit;
		swept->number = quantity.value / shown[unit].scale;
		swept->unit = shown[unit].name;
	}
}

static bool check_twice(const struct reader *reader, const struct axis *axis)
{
	for (int i = 0; i < axis->count && axis->count <= 1000; i++)
		for (int k = 0; k < i; k++)
			if (strcmp(axis->swept[i].text,
				   axis->swept[k].text) == 0) {
				reader_error(reader, axis->value[i]->where,
					     "'%s' takes the value '%.40s' "
					     "twice", axis->override.path,
					     axis->swept[i].text);
				return false;
			}
	return true;
}

static bool read_axis(const struct reader *reader, const struct entry *entry,
		      struct axis *axis)
{
	const struct node *node = entry->value;
	bool is_good;

	*axis = (struct axis){.count = 0};
	if (!override_parse(reader, entry->key, entry->where, &axis->override))
		return false;
	if (node->kind == NODE_MAP)
		is_good = read_range(reader, node, axis);
	else if (node->kind == NODE_LIST)
		is_good = read_list(reader, node, axis);
	else {
		reader_error(reader, node->where, "'%s' takes a list of "
			     "values, or {from: A, to: B, log: N}", entry->key);
		return false;
	}
	if (!is_good)
		return false;
	show_values(axis, reader->arena);
	return check_twice(reader, axis);
}

bool sweep_read(const struct reader *reader, const struct node *sweep,
		struct axis **axis, int *count)
{
	bool is_good = true;

	*axis = NULL;
	*count = 0;
	if (!sweep)
		return true;
	if (!reader_is_map(reader, sweep, "sweep"))
		return false;
	*axis = arena_get(reader->arena,
			  (size_t)sweep->count * sizeof(**axis));
	for (int i = 0; i < sweep->count; i++) {
		const struct entry *entry = &sweep->entry[i];

		if (strcmp(entry->key, "zip") == 0 ||
		    strcmp(entry->key, "where") == 0) {
			reader_error(reader, entry->where, "'%s' in a sweep is "
				     "not supported yet", entry->key);
			is_good = false;
		} else if (read_axis(reader, entry, &(*axis)[*count])) {
			++*count;
		} else {
			is_good = false;
		}
	}
	return is_good;
}

/* The names of a path but for `costs` and `components`, which may be left out
 * of it; their number. */
static int plain_names(const struct override *override, const char **name)
{
	bool is_whole = words_index("workload|run", override->segment[0]) >= 0;
	int count = 0;

	for (int i = 0; i < override->segments; i++)
		if (i != 1 || is_whole ||
		    words_index("costs|components", override->segment[i]) < 0)
			name[count++] = override->segment[i];
	return count;
}

bool axis_covers(const struct axis *axis, const struct override *set)
{
	const char *platform = axis->override.platform;
	const char *mine[OVERRIDE_SEGMENTS], *its[OVERRIDE_SEGMENTS];
	int count = plain_names(&axis->override, mine);

	if (platform && (!set->platform || strcmp(platform, set->platform)))
		return false;
	/* `workload` alone picks one, and hides nothing of it. */
	if (count < 2 || plain_names(set, its) < count)
		return false;
	for (int i = 0; i < count; i++)
		if (strcmp(mine[i], its[i]))
			return false;
	return true;
}

void axis_pin(struct axis *axis, struct arena *arena, const struct node *value)
{
	axis->value = arena_get(arena, sizeof(*axis->value));
	axis->value[0] = value;
	axis->count = 1;
	show_values(axis, arena);
}
