/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/goodness.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort_double.h>
#include <math.h>

/* Kolmogorov's limit, which n enters as in M. A. Stephens, JASA 69 (1974). */
static double ks_p(double distance, int count)
{
	double root = sqrt(count);
	double x = distance * (root + 0.12 + 0.11 / root), sum = 0;

	if (x < 0.2)
		return 1; /* the series is slow there; it is 1 - 1e-13 */
	for (int k = 1; k < 100; k++)
		sum += (k % 2 ? 2 : -2) * exp(-2.0 * k * k * x * x);
	return sum;
}

double goodness_ks(double *value, int count, goodness_cdf *cdf,
		   const void *parameters)
{
	double distance = 0;

	gsl_sort(value, 1, (size_t)count);
	for (int i = 0; i < count; i++) {
		double p = cdf(value[i], parameters);

		distance = fmax(distance, p - (double)i / count);
		distance = fmax(distance, (double)(i + 1) / count - p);
	}
	return ks_p(distance, count);
}

double goodness_even(const int *cell, int cells)
{
	double expected = 0, sum = 0;

	for (int i = 0; i < cells; i++)
		expected += (double)cell[i] / cells;
	for (int i = 0; i < cells; i++)
		sum += (cell[i] - expected) * (cell[i] - expected) / expected;
	return gsl_cdf_chisq_Q(sum, cells - 1);
}
