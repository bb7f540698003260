/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/quantity.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define SCALES 5

/* Smallest first; a family ends with a NULL. */
static const struct family {
	const char *unit;
	struct scale scale[SCALES + 1];
} family[] = {
	{"ps", {{"ps", 1}, {"ns", 1e3}, {"us", 1e6}, {"ms", 1e9},
		{"s", 1e12}}},
	{"s", {{"ps", 1e-12}, {"ns", 1e-9}, {"us", 1e-6}, {"ms", 1e-3},
	       {"s", 1}}},
	{"/s", {{"/s", 1}, {"k/s", 1e3}, {"M/s", 1e6}, {"G/s", 1e9}}},
	{"B/s", {{"bit/s", 0.125}, {"kbit/s", 125}, {"Mbit/s", 125e3},
		 {"Gbit/s", 125e6}}},
	{"B", {{"B", 1}, {"KiB", 1024}, {"MiB", 1048576},
	       {"GiB", 1073741824}}},
	{"Hz", {{"Hz", 1}, {"kHz", 1e3}, {"MHz", 1e6}, {"GHz", 1e9}}},
	{"cyc", {{"cyc", 1}, {"kcyc", 1e3}, {"Mcyc", 1e6}}},
	{"%", {{"%", 0.01}}},
};

#define FAMILIES (sizeof(family) / sizeof(family[0]))

struct scale scale_for(double value, const char *unit)
{
	for (size_t i = 0; i < FAMILIES; i++) {
		const struct scale *scale = family[i].scale;

		if (strcmp(family[i].unit, unit) != 0)
			continue;
		/* 999.96 would print as 1000: the next unit has it. */
		while (scale[1].unit != NULL &&
		       fabs(value) >= 0.99995 * scale[1].one)
			scale++;
		if (value == 0.0 && scale[1].unit != NULL)
			scale = &family[i].scale[unit[0] == 'p' ? 2 : 0];
		return *scale;
	}
	return (struct scale){unit, 1};
}

/* Decimals that leave `digits` significant ones. */
static int decimals(double value, int digits)
{
	int before;

	if (value == 0.0)
		return 0;
	before = (int)floor(log10(fabs(value)) + 1e-9) + 1;
	if (before >= digits)
		return 0;
	return digits - before > 6 ? 6 : digits - before;
}

static void print(char *out, size_t size, double value, const char *unit,
		  int digits)
{
	if (isnan(value))
		snprintf(out, size, "-");
	else if (isinf(value))
		snprintf(out, size, "inf");
	else
		snprintf(out, size, "%.*f%s%s", decimals(value, digits), value,
			 *unit ? " " : "", unit);
}

void quantity_text(char *out, size_t size, double value, const char *unit)
{
	struct scale scale = scale_for(value, unit);
	int digits = scale.one == 0.01 ? 3 : 4;

	print(out, size, value / scale.one, scale.unit, digits);
}

void quantity_short(char *out, size_t size, double value, const char *unit)
{
	struct scale scale = scale_for(value, unit);

	snprintf(out, size, "%.4g%s%s", value / scale.one,
		 *scale.unit ? " " : "", scale.unit);
}

/* The largest scale in which the value is whole; else the usual one. */
static struct scale scale_whole(double value, const char *unit)
{
	struct scale found = scale_for(value, unit);

	for (size_t i = 0; i < FAMILIES; i++) {
		const struct scale *scale = family[i].scale;

		if (strcmp(family[i].unit, unit) != 0 || value == 0)
			continue;
		for (; scale->unit != NULL; scale++)
			if (fmod(value, scale->one) == 0)
				found = *scale;
	}
	return found;
}

void quantity_exact(char *out, size_t size, double value, const char *unit)
{
	struct scale scale = scale_whole(value, unit);

	snprintf(out, size, "%.12g%s", value / scale.one, scale.unit);
}

void quantity_half(char *out, size_t size, double half, double value,
		   const char *unit)
{
	struct scale scale = scale_for(value, unit);
	const char *shown = "";

	if (half > 0 && half < 0.01 * scale.one) {
		scale = scale_for(half, unit);
		shown = scale.unit;
	}
	print(out, size, half / scale.one, shown, 2);
}

const char *quantity_unit(enum unit unit)
{
	static const char *const text[] = {
		[UNIT_COUNT] = "", [UNIT_TIME] = "ps", [UNIT_CYCLES] = "cyc",
		[UNIT_BYTES] = "B", [UNIT_RATE] = "/s",
		[UNIT_BANDWIDTH] = "B/s", [UNIT_CLOCK] = "Hz",
		[UNIT_SHARE] = "%",
	};

	return text[unit];
}
