/* SPDX-License-Identifier: GPL-3.0-or-later */
/* quantity.h -- numbers with units.
 *
 *	25Gbit/s  4KiB  1.5us  1200cyc  200k/s  5%  2.4GHz  64  2M
 *
 * A number stands directly before its unit.  `0` needs no unit.  Inside, all
 * are in base units (enum unit): picoseconds, bytes, per second, ...
 * Refused: no unit, a unit of something else, nan, inf, signs, a time of more
 * than 106 days.
 */
#ifndef EXPERIMENT_QUANTITY_H
#define EXPERIMENT_QUANTITY_H

#include "experiment/scan.h"
#include "models/model.h"

struct quantity {
	double value;       /* in the base unit */
	enum unit unit;
	bool is_bare_zero;  /* "0": of any unit */
	double scale;       /* of the unit as written */
	const char *suffix; /* the unit as written: "us" */
	const char *per;    /* `ns/B`: "B", in the reader's arena; or NULL */
};

/* One quantity at the cursor. */
bool quantity_scan(struct scan *scan, struct quantity *quantity);

/* What a number may be; both ends belong to it. */
struct legal {
	enum unit unit;
	double low, high; /* both 0: any */
	bool is_whole;
	bool may_be_infinite; /* `inf` is a legal text */
};

/* A scalar that is one legal quantity. */
bool quantity_read(const struct reader *reader, const struct node *node,
		   const char *what, const struct legal *legal, double *value);

/* Note an error at `where` unless the number, written as `text`, is legal. */
bool quantity_is_legal(const struct reader *reader, struct where where,
		       const char *text, const char *what,
		       const struct legal *legal, double value);

/* "1.5us", "4KiB": the value in the largest unit that leaves a number of one
 * or more, with what ten digits can say. */
const char *quantity_print(struct arena *arena, double value, enum unit unit);

/* "a time", "bytes"; and "ps, ns, us, ms, s". */
const char *unit_meaning(enum unit unit);
const char *unit_names(enum unit unit);

#endif
