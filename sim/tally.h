/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tally.h -- moments of a sample (Welford), and Student's interval. */
#ifndef SIM_TALLY_H
#define SIM_TALLY_H

#include <stdint.h>

struct tally {
	uint64_t count;
	double mean, m2; /* m2: sum of squared deviations */
	double low, high;
};

void tally_add(struct tally *tally, double value);
void tally_merge(struct tally *into, const struct tally *from);
double tally_variance(const struct tally *tally); /* 0 for count < 2 */

/* Half of the two-sided Student interval of the mean at `level` (0.95);
 * NaN for fewer than two values. */
double tally_half_width(const struct tally *tally, double level);

#endif
