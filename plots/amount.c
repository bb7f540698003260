/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/amount.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const struct {
	const char *unit; /* in the store */
	const char *shown;
	double scale;
} amounts[] = {
	[AMOUNT_TIME] = {"ps", "s", 1e-6},
	[AMOUNT_RATE] = {"/s", "/s", 1},
	[AMOUNT_BYTE_RATE] = {"B/s", "B/s", 1},
	[AMOUNT_BIT_RATE] = {"bit/s", "bit/s", 1},
	[AMOUNT_BYTES] = {"B", "B", 1},
	[AMOUNT_PERCENT] = {"%", "%", 1},
	[AMOUNT_COUNT] = {"", "", 1},
};

enum amount amount_of(const char *unit)
{
	for (int i = 0; i < AMOUNT_COUNT; i++)
		if (strcmp(amounts[i].unit, unit) == 0)
			return (enum amount)i;
	return AMOUNT_COUNT;
}

double amount_scale(enum amount amount)
{
	return amounts[amount].scale;
}

/* The prefix whose numbers stand between 1 and 999.5; 999.6 would be printed
 * as 1e+03. */
static int prefix_of(double value, double unit, int lowest)
{
	int prefix = lowest;

	while (prefix < 4 && fabs(value) * unit >= 999.5 * pow(1000, prefix))
		prefix++;
	return prefix;
}

const char *amount_text(char text[AMOUNT_TEXT], double value,
			  enum amount amount)
{
	static const char *const prefixes[] = {"p", "n", "µ", "m", "",
					       "k", "M", "G", "T"};
	bool is_time = amount == AMOUNT_TIME;
	double unit = is_time ? 1e-6 : 1;
	int prefix = prefix_of(value, unit, is_time ? -4 : 0);
	const char *shown = amounts[amount].shown;
	const char *mark;

	if (amount == AMOUNT_PERCENT || value == 0)
		prefix = 0;
	if (is_time && prefix > 0)
		prefix = 0;
	mark = prefixes[prefix + 4];
	if (value == 0)
		shown = mark = "";
	snprintf(text, AMOUNT_TEXT, "%.3g%s%s%s",
		 value * unit / pow(1000, prefix),
		 *shown || *mark ? " " : "", mark, shown);
	return text;
}

const char *ratio_text(char text[AMOUNT_TEXT], double a, double b)
{
	double ratio = a / b;

	if (ratio < 1.5)
		snprintf(text, AMOUNT_TEXT, "%.*f %%", ratio < 1.1,
			 100 * (ratio - 1));
	else
		snprintf(text, AMOUNT_TEXT, "%.*f times", ratio < 9.95,
			 ratio);
	return text;
}
