/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/distribution.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_erf.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include "sim/random.h"

/* Beyond this a sample says nothing about the mean, and exp() overflows. */
#define CV_MAX 1000.0

static bool is_size(double value)
{
	return isfinite(value) && value >= 0;
}

static const char *prepare_mean(struct distribution *d)
{
	return is_size(d->a) ? NULL : "mean must be 0 or more";
}

static const char *prepare_constant(struct distribution *d)
{
	return is_size(d->a) ? NULL : "value must be 0 or more";
}

static const char *prepare_uniform(struct distribution *d)
{
	if (!is_size(d->a))
		return "low must be 0 or more";
	if (!is_size(d->b) || d->b < d->a)
		return "high must be at least low";
	return NULL;
}

/* c, d: mean and variance once the negative part is cut off (Johnson, Kotz,
 * Balakrishnan, Continuous Univariate Distributions 1, section 10.1). */
static const char *prepare_normal(struct distribution *d)
{
	double alpha, hazard;

	if (!is_size(d->a))
		return "mean must be 0 or more";
	if (!is_size(d->b))
		return "sd must be 0 or more";
	d->c = d->a;
	d->d = 0;
	if (d->b == 0)
		return NULL;
	alpha = -d->a / d->b;
	hazard = alpha < -37 ? 0 : gsl_sf_hazard(alpha);
	d->c = d->a + d->b * hazard;
	d->d = d->b * d->b * (1 + alpha * hazard - hazard * hazard);
	return NULL;
}

static const char *check_mean_cv(const struct distribution *d)
{
	if (!is_size(d->a))
		return "mean must be 0 or more";
	if (!is_size(d->b) || d->b > CV_MAX)
		return "cv must be 0 to 1000";
	return NULL;
}

/* c, d: mean and standard deviation of the logarithm. */
static const char *prepare_lognormal(struct distribution *d)
{
	const char *wrong = check_mean_cv(d);

	if (wrong)
		return wrong;
	d->d = sqrt(log1p(d->b * d->b));
	d->c = log(d->a) - d->d * d->d / 2;
	return NULL;
}

/* c, d: shape and scale; a cv of 0 is a constant and has neither. */
static const char *prepare_gamma(struct distribution *d)
{
	const char *wrong = check_mean_cv(d);

	if (wrong)
		return wrong;
	d->c = d->b > 0 ? 1 / (d->b * d->b) : 0;
	d->d = d->a * d->b * d->b;
	return isfinite(d->c) ? NULL : "cv is too small: write a constant";
}

static const char *prepare_pareto(struct distribution *d)
{
	if (!is_size(d->a))
		return "minimum must be 0 or more";
	if (!isfinite(d->b) || d->b <= 2)
		return "shape must be above 2";
	return NULL;
}

static const char *prepare_mixture(struct distribution *d)
{
	double sum = 0;

	if (d->parts < 1)
		return "a mixture needs parts";
	for (int i = 0; i < d->parts; i++) {
		if (!is_size(d->weight[i]))
			return "weights must be 0 or more";
		sum += d->weight[i];
	}
	return fabs(sum - 1) < 1e-9 ? NULL : "weights must add up to 1";
}

static const char *prepare_sum(struct distribution *d)
{
	return d->parts >= 1 ? NULL : "a sum needs parts";
}

static double mean_a(const struct distribution *d)
{
	return d->a;
}

static double mean_c(const struct distribution *d)
{
	return d->c;
}

static double mean_uniform(const struct distribution *d)
{
	return d->a + (d->b - d->a) / 2;
}

static double mean_pareto(const struct distribution *d)
{
	return d->a * d->b / (d->b - 1);
}

static double mean_mixture(const struct distribution *d)
{
	double mean = 0;

	for (int i = 0; i < d->parts; i++)
		mean += d->weight[i] * distribution_mean(&d->part[i]);
	return mean;
}

static double mean_sum(const struct distribution *d)
{
	double mean = 0;

	for (int i = 0; i < d->parts; i++)
		mean += distribution_mean(&d->part[i]);
	return mean;
}

static double square(double x)
{
	return x * x;
}

static double scv_constant(const struct distribution *d)
{
	(void)d;
	return 0;
}

static double scv_exponential(const struct distribution *d)
{
	return d->a > 0 ? 1 : 0;
}

static double scv_uniform(const struct distribution *d)
{
	double mean = mean_uniform(d);

	return mean > 0 ? square((d->b - d->a) / mean) / 12 : 0;
}

static double scv_normal(const struct distribution *d)
{
	return d->c > 0 ? d->d / square(d->c) : 0;
}

static double scv_of_cv(const struct distribution *d)
{
	return d->a > 0 ? square(d->b) : 0;
}

static double scv_pareto(const struct distribution *d)
{
	return d->a > 0 ? 1 / (d->b * (d->b - 2)) : 0;
}

/* Variance of the parts plus variance of their means, both over the square
 * of the mean: no second moment, so nothing cancels. */
static double scv_mixture(const struct distribution *d)
{
	double mean = mean_mixture(d), scv = 0;

	for (int i = 0; i < d->parts && mean > 0; i++) {
		double share = distribution_mean(&d->part[i]) / mean;
		double spread = distribution_scv(&d->part[i]) * square(share);

		scv += d->weight[i] * (spread + square(share - 1));
	}
	return scv;
}

static double scv_sum(const struct distribution *d)
{
	double mean = mean_sum(d), scv = 0;

	for (int i = 0; i < d->parts && mean > 0; i++) {
		double share = distribution_mean(&d->part[i]) / mean;

		scv += distribution_scv(&d->part[i]) * square(share);
	}
	return scv;
}

static double draw_constant(const struct distribution *d, uint64_t key)
{
	(void)key;
	return d->a;
}

static double draw_exponential(const struct distribution *d, uint64_t key)
{
	struct random_stream stream = {key};

	return d->a * random_exponential(&stream);
}

static double draw_uniform(const struct distribution *d, uint64_t key)
{
	return d->a + (d->b - d->a) * random_unit(key);
}

/* The mean is not negative, so at least every second draw is kept. */
static double draw_normal(const struct distribution *d, uint64_t key)
{
	struct random_stream stream = {key};
	gsl_rng rng = random_gsl(&stream);
	double value;

	do {
		value = d->a + gsl_ran_gaussian_ziggurat(&rng, d->b);
	} while (value < 0);
	return value;
}

static double draw_lognormal(const struct distribution *d, uint64_t key)
{
	struct random_stream stream = {key};
	gsl_rng rng = random_gsl(&stream);

	return exp(d->c + gsl_ran_gaussian_ziggurat(&rng, d->d));
}

static double draw_gamma(const struct distribution *d, uint64_t key)
{
	struct random_stream stream = {key};
	gsl_rng rng = random_gsl(&stream);

	return d->c > 0 ? gsl_ran_gamma(&rng, d->c, d->d) : d->a;
}

static double draw_pareto(const struct distribution *d, uint64_t key)
{
	return d->a * pow(1 - random_unit(key), -1 / d->b);
}

/* The last part takes what rounding leaves of the weights. */
static double draw_mixture(const struct distribution *d, uint64_t key)
{
	double u = random_unit(key);
	int i = 0;

	while (i < d->parts - 1 && u >= d->weight[i])
		u -= d->weight[i++];
	return distribution_draw(&d->part[i], random_fold(key, (uint64_t)i));
}

static double draw_sum(const struct distribution *d, uint64_t key)
{
	double sum = 0;

	for (int i = 0; i < d->parts; i++)
		sum += distribution_draw(&d->part[i],
					 random_fold(key, (uint64_t)i));
	return sum;
}

static const struct kind {
	const char *(*prepare)(struct distribution *);
	double (*mean)(const struct distribution *);
	double (*scv)(const struct distribution *);
	double (*draw)(const struct distribution *, uint64_t key);
} kinds[] = {
	[DISTRIBUTION_CONSTANT] = {prepare_constant, mean_a, scv_constant,
				   draw_constant},
	[DISTRIBUTION_EXPONENTIAL] = {prepare_mean, mean_a, scv_exponential,
				      draw_exponential},
	[DISTRIBUTION_UNIFORM] = {prepare_uniform, mean_uniform, scv_uniform,
				  draw_uniform},
	[DISTRIBUTION_NORMAL] = {prepare_normal, mean_c, scv_normal,
				 draw_normal},
	[DISTRIBUTION_LOGNORMAL] = {prepare_lognormal, mean_a, scv_of_cv,
				    draw_lognormal},
	[DISTRIBUTION_GAMMA] = {prepare_gamma, mean_a, scv_of_cv, draw_gamma},
	[DISTRIBUTION_PARETO] = {prepare_pareto, mean_pareto, scv_pareto,
				 draw_pareto},
	[DISTRIBUTION_MIXTURE] = {prepare_mixture, mean_mixture, scv_mixture,
				  draw_mixture},
	[DISTRIBUTION_SUM] = {prepare_sum, mean_sum, scv_sum, draw_sum},
};

const char *distribution_prepare(struct distribution *distribution)
{
	return kinds[distribution->kind].prepare(distribution);
}

double distribution_mean(const struct distribution *distribution)
{
	return kinds[distribution->kind].mean(distribution);
}

double distribution_scv(const struct distribution *distribution)
{
	return kinds[distribution->kind].scv(distribution);
}

double distribution_draw(const struct distribution *distribution, uint64_t key)
{
	return kinds[distribution->kind].draw(distribution, key);
}
