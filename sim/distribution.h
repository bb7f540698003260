/* SPDX-License-Identifier: GPL-3.0-or-later */
/* distribution.h -- what a cost may be drawn from, with exact moments.
 *
 * Values are never negative: a normal is cut at zero by redrawing, and its
 * moments are those of the truncated one.  Means are in the caller's unit.
 */
#ifndef SIM_DISTRIBUTION_H
#define SIM_DISTRIBUTION_H

#include <stdint.h>

enum distribution_kind {
	DISTRIBUTION_CONSTANT,    /* a = value                             */
	DISTRIBUTION_EXPONENTIAL, /* a = mean                              */
	DISTRIBUTION_UNIFORM,     /* a = low, b = high                     */
	DISTRIBUTION_NORMAL,      /* a = mean, b = sd, before truncation   */
	DISTRIBUTION_LOGNORMAL,   /* a = mean, b = cv (of the variable)    */
	DISTRIBUTION_GAMMA,       /* a = mean, b = cv                      */
	DISTRIBUTION_PARETO,      /* a = minimum, b = shape (> 2: finite cv) */
	DISTRIBUTION_MIXTURE,     /* part[i] with probability weight[i]    */
	DISTRIBUTION_SUM,         /* the sum of independent part[i]        */
};

struct distribution {
	enum distribution_kind kind;
	double a, b;
	double c, d; /* private: precomputed by distribution_prepare() */
	int parts;   /* of a mixture or a sum */
	const struct distribution *part;
	const double *weight; /* of a mixture; they add up to 1 */
};

/* Fill the private fields (and nothing else).  Returns NULL, or what is wrong
 * with the parameters ("shape must be above 2", ...), as a static string. */
const char *distribution_prepare(struct distribution *distribution);

double distribution_mean(const struct distribution *distribution);

/* Squared coefficient of variation: variance / mean^2; 0 for a zero mean. */
double distribution_scv(const struct distribution *distribution);

/* The value that belongs to `key`: same key, same value. */
double distribution_draw(const struct distribution *distribution, uint64_t key);

#endif
