/* SPDX-License-Identifier: GPL-3.0-or-later */
/* roll.h -- what a job draws: a function of its key and the draw's own hash
 * (sim/random.h), whatever else has happened.
 *
 * Inline, as every stage of every job draws; most terms are constants that
 * are spread, or not even that.
 */
#ifndef MODELS_ROLL_H
#define MODELS_ROLL_H

#include "models/job.h"
#include "sim/random.h"

/* Of a term that has a distribution. */
double roll_distribution(const struct draw_term *term, uint64_t key);

static inline double roll_term(const struct draw_term *term, uint64_t key)
{
	if (term->distribution)
		return roll_distribution(term, key);
	if (term->spread == 0)
		return term->value;
	double u = (double)(random_fold_mixed(key, term->mixed) >> 11) *
		   0x1p-53;
	return term->value * (1 + term->spread * (2 * u - 1));
}

/* Sum of the draw's terms by `key`, in its unit: on a CPU cycles (`clock`:
 * cycles a ps of the core, for costs that say none), elsewhere ps. */
static inline double draw_value(const struct draw *draw,
				const struct job *job, uint64_t key,
				double clock)
{
	double sum = 0;
	const struct draw_term *end = draw->term + draw->terms;
	for (const struct draw_term *term = draw->term; term < end; term++) {
		double value = term->factor * roll_term(term, key);
		for (int k = 0; k < term->attributes; k++)
			value *= (double)job->attribute[term->attribute[k]];
		if (term->unit == DRAW_LOCAL)
			value *= clock;
		sum += value;
	}
	return sum;
}

#endif
