/* SPDX-License-Identifier: GPL-3.0-or-later */
/* goodness.h -- does a sample come from a distribution?  p-values; a test
 * with a fixed seed asks for GOODNESS_MIN, which chance misses 1 in 1,000. */
#ifndef TESTS_GOODNESS_H
#define TESTS_GOODNESS_H

#define GOODNESS_MIN 1e-3

typedef double goodness_cdf(double value, const void *parameters);

/* Kolmogorov and Smirnov's test; sorts the values. */
double goodness_ks(double *value, int count, goodness_cdf *cdf,
		   const void *parameters);

/* Pearson's chi-squared: `cells` counts that should all be alike. */
double goodness_even(const int *cell, int cells);

#endif
