/* SPDX-License-Identifier: GPL-3.0-or-later */
/* quantity.h -- numbers for people: four significant digits, and the unit
 * that makes them short.
 *
 *   1158000 ps -> "1.158 us"   164800 /s -> "164.8 k/s"   0.62 -> "62.0 %"
 *
 * Inside everything is in base units (models/model.h, results/schema.sql);
 * this is where they leave.
 */
#ifndef CLI_QUANTITY_H
#define CLI_QUANTITY_H

#include <stddef.h>

#include "models/model.h"

/* A unit and what one of it is in base units. */
struct scale {
	const char *unit;
	double one;
};

/* The scale in which `value` of base unit `unit` ("ps", "/s", "B/s", "B",
 * "Hz", "%", ...) has one to three digits before the point; an unknown unit
 * is left as it is.  What it points to is static, or `unit` itself. */
struct scale scale_for(double value, const char *unit);

/* The value with its unit; "-" for NaN, "inf" for infinity. */
void quantity_text(char *out, size_t size, double value, const char *unit);

/* The same without zeros at the end: "2 us", "1.5 kcyc", "1e+09". */
void quantity_short(char *out, size_t size, double value, const char *unit);

/* The same as one writes it in a file: "65507B", "40us", "2.5GHz"; in the
 * largest unit that leaves a whole number, if there is one. */
void quantity_exact(char *out, size_t size, double value, const char *unit);

/* Half of the interval around a value, two significant digits: in the value's
 * scale and without unit, or in its own with one where it is much smaller. */
void quantity_half(char *out, size_t size, double half, double value,
		   const char *unit);

/* The base unit that enum unit stands for, as text. */
const char *quantity_unit(enum unit unit);

#endif
