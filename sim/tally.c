/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/tally.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

/* B. P. Welford, Technometrics 4 (1962): no cancellation, one pass. */
void tally_add(struct tally *tally, double value)
{
	double delta = value - tally->mean;

	if (tally->count == 0)
		tally->low = tally->high = value;
	tally->low = value < tally->low ? value : tally->low;
	tally->high = value > tally->high ? value : tally->high;
	tally->count++;
	tally->mean += delta / (double)tally->count;
	tally->m2 += delta * (value - tally->mean);
}

/* Chan, Golub, LeVeque, "Updating formulae ..." (1979). */
void tally_merge(struct tally *into, const struct tally *from)
{
	double n = (double)into->count, m = (double)from->count;
	double delta = from->mean - into->mean;

	if (from->count == 0)
		return;
	if (into->count == 0) {
		*into = *from;
		return;
	}
	into->low = from->low < into->low ? from->low : into->low;
	into->high = from->high > into->high ? from->high : into->high;
	into->count += from->count;
	into->mean += delta * m / (n + m);
	into->m2 += from->m2 + delta * delta * n * m / (n + m);
}

double tally_variance(const struct tally *tally)
{
	if (tally->count < 2)
		return 0;
	return tally->m2 / (double)(tally->count - 1);
}

double tally_half_width(const struct tally *tally, double level)
{
	double n = (double)tally->count;

	if (tally->count < 2)
		return NAN;
	return gsl_cdf_tdist_Pinv(0.5 + level / 2, n - 1) *
	       sqrt(tally_variance(tally) / n);
}
