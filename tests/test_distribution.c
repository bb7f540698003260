/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/distribution.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>

#include "sim/memory.h"
#include "sim/random.h"
#include "sim/tally.h"
#include "tests/goodness.h"
#include "tests/suite.h"

#define COUNT 100000

static double p_exponential(double x, const void *parameters)
{
	const struct distribution *d = parameters;

	return gsl_cdf_exponential_P(x, d->a);
}

static double p_uniform(double x, const void *parameters)
{
	const struct distribution *d = parameters;

	return gsl_cdf_flat_P(x, d->a, d->b);
}

static double p_normal(double x, const void *parameters)
{
	const struct distribution *d = parameters;
	double cut = gsl_cdf_gaussian_P(-d->a, d->b);

	return (gsl_cdf_gaussian_P(x - d->a, d->b) - cut) / (1 - cut);
}

static double p_lognormal(double x, const void *parameters)
{
	const struct distribution *d = parameters;
	double variance = log1p(d->b * d->b);

	return gsl_cdf_lognormal_P(x, log(d->a) - variance / 2,
				   sqrt(variance));
}

static double p_gamma(double x, const void *parameters)
{
	const struct distribution *d = parameters;
	double scv = d->b * d->b;

	return gsl_cdf_gamma_P(x, 1 / scv, d->a * scv);
}

static double p_pareto(double x, const void *parameters)
{
	const struct distribution *d = parameters;

	return gsl_cdf_pareto_P(x, d->b, d->a);
}

/* One row a distribution; its fourth moment exists. */
static const struct trial {
	struct distribution distribution;
	goodness_cdf *cdf;
} trials[] = {
	{{.kind = DISTRIBUTION_EXPONENTIAL, .a = 1}, p_exponential},
	{{.kind = DISTRIBUTION_EXPONENTIAL, .a = 2.5e6}, p_exponential},
	{{.kind = DISTRIBUTION_UNIFORM, .a = 0, .b = 1}, p_uniform},
	{{.kind = DISTRIBUTION_UNIFORM, .a = 950, .b = 1050}, p_uniform},
	{{.kind = DISTRIBUTION_NORMAL, .a = 10, .b = 1}, p_normal},
	{{.kind = DISTRIBUTION_NORMAL, .a = 1, .b = 1}, p_normal},
	{{.kind = DISTRIBUTION_NORMAL, .a = 0, .b = 3}, p_normal},
	{{.kind = DISTRIBUTION_NORMAL, .a = 1, .b = 50}, p_normal},
	{{.kind = DISTRIBUTION_LOGNORMAL, .a = 60, .b = 0.8}, p_lognormal},
	{{.kind = DISTRIBUTION_LOGNORMAL, .a = 1, .b = 0.05}, p_lognormal},
	{{.kind = DISTRIBUTION_GAMMA, .a = 3, .b = 0.5}, p_gamma},
	{{.kind = DISTRIBUTION_GAMMA, .a = 3, .b = 1}, p_gamma},
	{{.kind = DISTRIBUTION_GAMMA, .a = 1e6, .b = 2}, p_gamma},
	{{.kind = DISTRIBUTION_PARETO, .a = 5, .b = 9}, p_pareto},
	{{.kind = DISTRIBUTION_PARETO, .a = 1, .b = 6}, p_pareto},
};

#define TRIALS (int)(sizeof(trials) / sizeof(trials[0]))

static struct distribution prepared(struct distribution distribution)
{
	ck_assert_ptr_null(distribution_prepare(&distribution));
	return distribution;
}

static double *draw(const struct distribution *distribution, uint64_t seed)
{
	double *value = memory_get(COUNT * sizeof(*value));

	for (unsigned i = 0; i < COUNT; i++)
		value[i] = distribution_draw(distribution,
					     random_fold(seed, i));
	return value;
}

/* Mean and variance within the sample's own intervals; that of the variance
 * is the interval of the mean of squared deviations. */
static void check_moments(const struct distribution *d, const double *value)
{
	double mean = distribution_mean(d);
	double variance = distribution_scv(d) * mean * mean;
	struct tally tally = {0}, squares = {0};

	for (int i = 0; i < COUNT; i++) {
		tally_add(&tally, value[i]);
		tally_add(&squares, (value[i] - mean) * (value[i] - mean));
	}
	ck_assert_double_ge(tally.low, 0);
	ck_assert_double_le(fabs(tally.mean - mean),
			    tally_half_width(&tally, 0.999));
	ck_assert_double_le(fabs(squares.mean - variance),
			    tally_half_width(&squares, 0.999));
}

START_TEST(draws_have_the_exact_moments)
{
	struct distribution d = prepared(trials[_i].distribution);
	double *value = draw(&d, random_fold(11, (uint64_t)_i));

	check_moments(&d, value);
	free(value);
}
END_TEST

START_TEST(draws_have_the_distribution_of_gsl)
{
	struct distribution d = prepared(trials[_i].distribution);
	double *value = draw(&d, random_fold(12, (uint64_t)_i));

	ck_assert_double_gt(goodness_ks(value, COUNT, trials[_i].cdf, &d),
			    GOODNESS_MIN);
	free(value);
}
END_TEST

/* The k-th moment of a cut normal, by quadrature. */
struct integrand {
	const struct distribution *d;
	int k;
};

static double integrand(double x, void *parameters)
{
	const struct integrand *i = parameters;

	return pow(x, i->k) * gsl_ran_gaussian_pdf(x - i->d->a, i->d->b);
}

static double moment(const struct distribution *d, int k)
{
	gsl_integration_workspace *space = gsl_integration_workspace_alloc(200);
	struct integrand i = {d, k};
	gsl_function f = {integrand, &i};
	double result, error;

	gsl_integration_qag(&f, fmax(0, d->a - 12 * d->b), d->a + 12 * d->b,
			    0, 1e-11, 200, GSL_INTEG_GAUSS61, space, &result,
			    &error);
	gsl_integration_workspace_free(space);
	return result;
}

START_TEST(moments_of_a_cut_normal_are_its_integrals)
{
	const double sd[] = {0.01, 0.2, 1, 3, 100};
	struct distribution d = prepared((struct distribution){
		.kind = DISTRIBUTION_NORMAL, .a = 1, .b = sd[_i]});
	double mass = moment(&d, 0), mean = moment(&d, 1) / mass;
	double scv = moment(&d, 2) / mass / (mean * mean) - 1;

	ck_assert_double_eq_tol(distribution_mean(&d), mean, 1e-9 * mean);
	ck_assert_double_eq_tol(distribution_scv(&d), scv, 1e-9);
}
END_TEST

START_TEST(a_constant_is_constant)
{
	struct distribution d = prepared((struct distribution){
		.kind = DISTRIBUTION_CONSTANT, .a = 42});

	for (uint64_t key = 0; key < 100; key++)
		ck_assert_double_eq(distribution_draw(&d, key), 42);
	ck_assert_double_eq(distribution_mean(&d), 42);
	ck_assert_double_eq(distribution_scv(&d), 0);
}
END_TEST

/* What spreads by nothing draws its mean, and its scv is 0, not NaN. */
START_TEST(no_spread_is_a_constant)
{
	const struct distribution flat[] = {
		{.kind = DISTRIBUTION_UNIFORM, .a = 7, .b = 7},
		{.kind = DISTRIBUTION_NORMAL, .a = 7},
		{.kind = DISTRIBUTION_LOGNORMAL, .a = 7},
		{.kind = DISTRIBUTION_GAMMA, .a = 7},
	};
	struct distribution d = prepared(flat[_i]);

	ck_assert_double_eq_tol(distribution_draw(&d, 1), 7, 1e-12);
	ck_assert_double_eq(distribution_mean(&d), 7);
	ck_assert_double_eq(distribution_scv(&d), 0);
}
END_TEST

START_TEST(a_mean_of_zero_draws_zero)
{
	const struct distribution zero[] = {
		{.kind = DISTRIBUTION_CONSTANT},
		{.kind = DISTRIBUTION_EXPONENTIAL},
		{.kind = DISTRIBUTION_UNIFORM},
		{.kind = DISTRIBUTION_NORMAL},
		{.kind = DISTRIBUTION_LOGNORMAL, .b = 1},
		{.kind = DISTRIBUTION_GAMMA, .b = 1},
		{.kind = DISTRIBUTION_PARETO, .b = 3},
	};
	struct distribution d = prepared(zero[_i]);

	ck_assert_double_eq(distribution_draw(&d, 1), 0);
	ck_assert_double_eq(distribution_mean(&d), 0);
	ck_assert_double_eq(distribution_scv(&d), 0);
}
END_TEST

START_TEST(the_same_key_draws_the_same_value)
{
	struct distribution d = prepared(trials[_i].distribution);
	double one = distribution_draw(&d, 99);

	ck_assert_double_eq(distribution_draw(&d, 99), one);
	ck_assert_double_ne(distribution_draw(&d, 100), one);
}
END_TEST

/* Two exponentials of one mean are an Erlang of two stages. */
static double p_erlang(double x, const void *parameters)
{
	const double *mean = parameters;

	return gsl_cdf_gamma_P(x, 2, *mean);
}

START_TEST(parts_of_a_sum_are_independent)
{
	const double mean = 4;
	struct distribution part[2], sum;
	double *value;

	part[0] = part[1] = prepared((struct distribution){
		.kind = DISTRIBUTION_EXPONENTIAL, .a = mean});
	sum = prepared((struct distribution){
		.kind = DISTRIBUTION_SUM, .parts = 2, .part = part});
	value = draw(&sum, 21);
	ck_assert_double_eq(distribution_mean(&sum), 8);
	ck_assert_double_eq(distribution_scv(&sum), 0.5);
	check_moments(&sum, value);
	ck_assert_double_gt(goodness_ks(value, COUNT, p_erlang, &mean),
			    GOODNESS_MIN);
	free(value);
}
END_TEST

static double p_hyper(double x, const void *parameters)
{
	const struct distribution *d = parameters;
	double p = 0;

	for (int i = 0; i < d->parts; i++)
		p += d->weight[i] * gsl_cdf_exponential_P(x, d->part[i].a);
	return p;
}

/* Weights that do not add up to exactly 1 in binary. */
START_TEST(parts_of_a_mixture_come_by_their_weights)
{
	const double weight[] = {0.7, 0.2, 0.1};
	struct distribution part[3], mix;
	double *value;

	for (int i = 0; i < 3; i++)
		part[i] = prepared((struct distribution){
			.kind = DISTRIBUTION_EXPONENTIAL, .a = pow(10, i)});
	mix = prepared((struct distribution){.kind = DISTRIBUTION_MIXTURE,
		.parts = 3, .part = part, .weight = weight});
	value = draw(&mix, 22);
	/* mean 0.7 + 2 + 10; second moment 2 (0.7 + 20 + 1000) */
	ck_assert_double_eq_tol(distribution_mean(&mix), 12.7, 1e-12);
	ck_assert_double_eq_tol(distribution_scv(&mix),
				2 * 1020.7 / (12.7 * 12.7) - 1, 1e-12);
	check_moments(&mix, value);
	ck_assert_double_gt(goodness_ks(value, COUNT, p_hyper, &mix),
			    GOODNESS_MIN);
	free(value);
}
END_TEST

/* A constant beside a mixture of a sum and a constant. */
START_TEST(parts_may_have_parts)
{
	const double weight[] = {0.25, 0.75};
	struct distribution leaf[2] = {
		prepared((struct distribution){
			.kind = DISTRIBUTION_GAMMA, .a = 2, .b = 0.7}),
		prepared((struct distribution){
			.kind = DISTRIBUTION_UNIFORM, .a = 1, .b = 3}),
	};
	struct distribution inner[2] = {
		prepared((struct distribution){
			.kind = DISTRIBUTION_SUM, .parts = 2, .part = leaf}),
		leaf[1],
	};
	struct distribution outer = prepared((struct distribution){
		.kind = DISTRIBUTION_MIXTURE, .parts = 2, .part = inner,
		.weight = weight});
	double *value = draw(&outer, 23);

	ck_assert_double_eq_tol(distribution_mean(&outer), 2.5, 1e-12);
	check_moments(&outer, value);
	free(value);
}
END_TEST

static const struct refusal {
	struct distribution distribution;
	const char *why;
} refusals[] = {
	{{.kind = DISTRIBUTION_CONSTANT, .a = -1}, "value must be 0 or more"},
	{{.kind = DISTRIBUTION_CONSTANT, .a = NAN}, "value must be 0 or more"},
	{{.kind = DISTRIBUTION_EXPONENTIAL, .a = -1}, "mean must be 0 or more"},
	{{.kind = DISTRIBUTION_EXPONENTIAL, .a = INFINITY},
	 "mean must be 0 or more"},
	{{.kind = DISTRIBUTION_UNIFORM, .a = -1, .b = 1},
	 "low must be 0 or more"},
	{{.kind = DISTRIBUTION_UNIFORM, .a = 2, .b = 1},
	 "high must be at least low"},
	{{.kind = DISTRIBUTION_NORMAL, .a = -1, .b = 1},
	 "mean must be 0 or more"},
	{{.kind = DISTRIBUTION_NORMAL, .a = 1, .b = -1},
	 "sd must be 0 or more"},
	{{.kind = DISTRIBUTION_LOGNORMAL, .a = -1, .b = 1},
	 "mean must be 0 or more"},
	{{.kind = DISTRIBUTION_LOGNORMAL, .a = 1, .b = 2000},
	 "cv must be 0 to 1000"},
	{{.kind = DISTRIBUTION_GAMMA, .a = 1, .b = -1}, "cv must be 0 to 1000"},
	{{.kind = DISTRIBUTION_GAMMA, .a = 1, .b = 1e-200},
	 "cv is too small: write a constant"},
	{{.kind = DISTRIBUTION_PARETO, .a = -1, .b = 3},
	 "minimum must be 0 or more"},
	{{.kind = DISTRIBUTION_PARETO, .a = 1, .b = 2},
	 "shape must be above 2"},
	{{.kind = DISTRIBUTION_MIXTURE}, "a mixture needs parts"},
	{{.kind = DISTRIBUTION_SUM}, "a sum needs parts"},
};

#define REFUSALS (int)(sizeof(refusals) / sizeof(refusals[0]))

START_TEST(bad_parameters_are_refused)
{
	struct distribution d = refusals[_i].distribution;

	ck_assert_str_eq(distribution_prepare(&d), refusals[_i].why);
}
END_TEST

START_TEST(bad_weights_are_refused)
{
	const double weight[][2] = {{0.5, 0.4}, {1.5, -0.5}};
	const struct distribution part[2] = {
		{.kind = DISTRIBUTION_CONSTANT},
		{.kind = DISTRIBUTION_CONSTANT},
	};
	struct distribution d = {.kind = DISTRIBUTION_MIXTURE, .parts = 2,
				 .part = part, .weight = weight[0]};

	ck_assert_str_eq(distribution_prepare(&d), "weights must add up to 1");
	d.weight = weight[1];
	ck_assert_str_eq(distribution_prepare(&d), "weights must be 0 or more");
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("distribution");
	TCase *draws = tcase_create("draws");
	TCase *edges = tcase_create("edges");

	tcase_set_timeout(draws, 60);
	tcase_add_loop_test(draws, draws_have_the_exact_moments, 0, TRIALS);
	tcase_add_loop_test(draws, draws_have_the_distribution_of_gsl, 0,
			    TRIALS);
	tcase_add_loop_test(draws, the_same_key_draws_the_same_value, 0,
			    TRIALS);
	tcase_add_test(draws, parts_of_a_sum_are_independent);
	tcase_add_test(draws, parts_of_a_mixture_come_by_their_weights);
	tcase_add_test(draws, parts_may_have_parts);
	suite_add_tcase(suite, draws);
	tcase_add_loop_test(edges, moments_of_a_cut_normal_are_its_integrals,
			    0, 5);
	tcase_add_test(edges, a_constant_is_constant);
	tcase_add_loop_test(edges, no_spread_is_a_constant, 0, 4);
	tcase_add_loop_test(edges, a_mean_of_zero_draws_zero, 0, 7);
	tcase_add_loop_test(edges, bad_parameters_are_refused, 0, REFUSALS);
	tcase_add_test(edges, bad_weights_are_refused);
	suite_add_tcase(suite, edges);
	return suite;
}
