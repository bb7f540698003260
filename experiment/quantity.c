/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/quantity.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KI 1024.0

/* Within a dimension from small to large, as messages list them. */
static const struct unit_name {
	const char *name;
	enum unit unit;
	double scale;
} names[] = {
	{"", UNIT_COUNT, 1},
	{"k", UNIT_COUNT, 1e3},
	{"M", UNIT_COUNT, 1e6},
	{"ps", UNIT_TIME, 1},
	{"ns", UNIT_TIME, 1e3},
	{"us", UNIT_TIME, 1e6},
	{"ms", UNIT_TIME, 1e9},
	{"s", UNIT_TIME, 1e12},
	{"cyc", UNIT_CYCLES, 1},
	{"kcyc", UNIT_CYCLES, 1e3},
	{"Mcyc", UNIT_CYCLES, 1e6},
	{"B", UNIT_BYTES, 1},
	{"KiB", UNIT_BYTES, KI},
	{"MiB", UNIT_BYTES, KI * KI},
	{"GiB", UNIT_BYTES, KI * KI * KI},
	{"TiB", UNIT_BYTES, KI * KI * KI * KI},
	{"/s", UNIT_RATE, 1},
	{"k/s", UNIT_RATE, 1e3},
	{"M/s", UNIT_RATE, 1e6},
	{"bit/s", UNIT_BANDWIDTH, 1 / 8.0},
	{"B/s", UNIT_BANDWIDTH, 1},
	{"kbit/s", UNIT_BANDWIDTH, 1e3 / 8},
	{"KB/s", UNIT_BANDWIDTH, 1e3},
	{"KiB/s", UNIT_BANDWIDTH, KI},
	{"Mbit/s", UNIT_BANDWIDTH, 1e6 / 8},
	{"MB/s", UNIT_BANDWIDTH, 1e6},
	{"MiB/s", UNIT_BANDWIDTH, KI * KI},
	{"Gbit/s", UNIT_BANDWIDTH, 1e9 / 8},
	{"GB/s", UNIT_BANDWIDTH, 1e9},
	{"GiB/s", UNIT_BANDWIDTH, KI * KI * KI},
	{"Hz", UNIT_CLOCK, 1},
	{"kHz", UNIT_CLOCK, 1e3},
	{"MHz", UNIT_CLOCK, 1e6},
	{"GHz", UNIT_CLOCK, 1e9},
	{"%", UNIT_SHARE, 0.01},
};
#define NAMES (sizeof(names) / sizeof(names[0]))

static const struct {
	const char *meaning, *names;
} units[] = {
	[UNIT_COUNT] = {"a plain number", "no unit"},
	[UNIT_TIME] = {"a time", "ps, ns, us, ms, s"},
	[UNIT_CYCLES] = {"cycles", "cyc, kcyc, Mcyc"},
	[UNIT_BYTES] = {"bytes", "B, KiB, MiB, GiB, TiB"},
	[UNIT_RATE] = {"a rate", "/s, k/s, M/s"},
	[UNIT_BANDWIDTH] = {"a bandwidth",
			    "Mbit/s, Gbit/s, MB/s, MiB/s, GB/s, ..."},
	[UNIT_CLOCK] = {"a clock", "Hz, kHz, MHz, GHz"},
	[UNIT_SHARE] = {"a share", "%"},
};

const char *unit_meaning(enum unit unit)
{
	return units[unit].meaning;
}

const char *unit_names(enum unit unit)
{
	return units[unit].names;
}

static const struct unit_name *unit_find(const char *text, size_t length)
{
	for (size_t i = 0; i < NAMES; i++)
		if (strlen(names[i].name) == length &&
		    strncmp(names[i].name, text, length) == 0)
			return &names[i];
	return NULL;
}

static int suffix_length(const char *at)
{
	int length = 0;

	while (isalnum((unsigned char)at[length]) || at[length] == '_' ||
	       at[length] == '%' || at[length] == '/')
		length++;
	return length;
}

/* `ns/B`: what stands before the last '/', and the attribute behind it. */
static const struct unit_name *split_per(const char *suffix, int length,
					 const struct scan *scan,
					 const char **per)
{
	const struct unit_name *name;
	int slash = length - 1;

	while (slash >= 0 && suffix[slash] != '/')
		slash--;
	if (slash < 0 || slash == length - 1)
		return NULL;
	name = unit_find(suffix, (size_t)slash);
	*per = arena_format(scan->reader->arena, "%.*s", length - slash - 1,
			    suffix + slash + 1);
	return is_word(*per) && strcmp(*per, "s") != 0 ? name : NULL;
}

static bool scan_unit(struct scan *scan, const char *from,
		      const struct legal *legal, struct quantity *quantity)
{
	const char *suffix = scan->at;
	int length = suffix_length(suffix);
	const struct unit_name *name = unit_find(suffix, (size_t)length);
	const char *per = NULL;

	if (!name)
		name = split_per(suffix, length, scan, &per);
	scan->at += length;
	if (!name)
		return scan_error(scan, from, (int)(scan->at - from),
				  "unknown unit '%.*s'%s%s", length, suffix,
				  legal ? "; units are " : "",
				  legal ? unit_names(legal->unit) : "");
	quantity->unit = name->unit;
	quantity->scale = name->scale;
	quantity->suffix = name->name;
	quantity->per = per;
	quantity->is_bare_zero = quantity->value == 0 && length == 0;
	quantity->value *= name->scale;
	return true;
}

static bool scan_quantity(struct scan *scan, const struct legal *legal,
			  struct quantity *quantity)
{
	const char *from;

	scan_blanks(scan);
	from = scan->at;
	if (!scan_number(scan, &quantity->value) ||
	    !scan_unit(scan, from, legal, quantity))
		return false;
	if (quantity->unit == UNIT_TIME && quantity->value >= 9.2e18)
		return scan_error(scan, from, (int)(scan->at - from),
				  "a time is at most 106 days");
	return true;
}

bool quantity_scan(struct scan *scan, struct quantity *quantity)
{
	return scan_quantity(scan, NULL, quantity);
}

/* The whole text, as one quantity of the legal dimension. */
static bool scan_legal(struct scan *scan, const struct legal *legal,
		       struct quantity *quantity)
{
	const char *text = scan->node->text;
	int length = (int)strlen(text);

	if (!scan_quantity(scan, legal, quantity))
		return false;
	if (!scan_ends(scan))
		return false;
	if (quantity->is_bare_zero)
		return true;
	if (quantity->unit == UNIT_COUNT && legal->unit != UNIT_COUNT)
		return scan_error(scan, text, length,
				  "'%.40s' has no unit; it must be %s (%s)",
				  text, unit_meaning(legal->unit),
				  unit_names(legal->unit));
	if (quantity->unit == legal->unit && !quantity->per)
		return true;
	return scan_error(scan, text, length, "'%.40s' is %s%s; it must be %s "
			  "(%s)", text, unit_meaning(quantity->unit),
			  quantity->per ? " for each something" : "",
			  unit_meaning(legal->unit), unit_names(legal->unit));
}

bool quantity_is_legal(const struct reader *reader, struct where where,
		       const char *text, const char *what,
		       const struct legal *legal, double value)
{
	if (legal->is_whole && isfinite(value) && value != floor(value)) {
		reader_error(reader, where, "%s: '%.40s' is not a whole number",
			     what, text);
		return false;
	}
	if (legal->low == 0 && legal->high == 0)
		return true;
	if (value >= legal->low && value <= legal->high)
		return true;
	if (isinf(value) && legal->may_be_infinite)
		return true;
	reader_error(reader, where,
		     "%s is out of range: '%.40s'; legal is %s to %s%s", what,
		     text,
		     quantity_print(reader->arena, legal->low, legal->unit),
		     quantity_print(reader->arena, legal->high, legal->unit),
		     legal->may_be_infinite && isfinite(legal->high)
			? ", or inf" : "");
	return false;
}

bool quantity_read(const struct reader *reader, const struct node *node,
		   const char *what, const struct legal *legal, double *value)
{
	struct quantity quantity = {0};
	struct scan scan;

	if (!reader_text(reader, node, what))
		return false;
	scan = scan_of(reader, node, what);
	if (legal->may_be_infinite && strcmp(node->text, "inf") == 0)
		quantity.value = INFINITY;
	else if (!scan_legal(&scan, legal, &quantity))
		return false;
	*value = quantity.value;
	return quantity_is_legal(reader, node->where, node->text, what, legal,
				 *value);
}

static bool is_exact(const char *text, double scale, double value)
{
	return strtod(text, NULL) * scale == value;
}

const char *quantity_print(struct arena *arena, double value, enum unit unit)
{
	const char *best = NULL;

	if (value == 0)
		return "0";
	if (isinf(value))
		return "inf";
	if (unit == UNIT_COUNT)
		return arena_format(arena, "%.10g", value);
	for (size_t i = 0; i < NAMES; i++) {
		const char *text;
		double scale = names[i].scale;

		if (names[i].unit != unit || (best && value < scale))
			continue;
		text = arena_format(arena, "%.10g%s", value / scale,
				    names[i].name);
		if (!best || is_exact(text, scale, value))
			best = text;
	}
	return best;
}
