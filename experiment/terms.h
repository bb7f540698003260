/* SPDX-License-Identifier: GPL-3.0-or-later */
/* terms.h -- what a cost is worth, as text.
 *
 *	490ns + 0.1ns/B + 1us/segments + 1200cyc
 *	exp 2us                        lognormal mean=60us cv=0.8
 *	uniform 1us 2us                gamma mean=60us cv=0.5
 *	normal mean=2us sd=0.3us       pareto min=1us shape=3
 *	constant 3us                   mix 0.7 exp 2us 0.3 uniform 1us 9us
 *
 * A sum of terms, each a quantity or a distribution, all of which must be
 * prepared by sim/distribution.h without complaint.
 */
#ifndef EXPERIMENT_TERMS_H
#define EXPERIMENT_TERMS_H

#include "experiment/quantity.h"

/* One term at the cursor; a bare 0 is a time. */
bool term_scan(struct scan *scan, struct term *term);

/* Does a distribution, or a quantity, come next? */
bool term_is_next(const struct scan *scan);

/* The whole text of a scalar, as at most TERMS_MAX terms; NULL when an error
 * was noted. */
#define TERMS_MAX 16
const struct term *terms_read(const struct reader *reader,
			      const struct node *node, const char *what,
			      int *count);

/* Sum of the terms' means, whatever they are per. */
double terms_mean(const struct term *term, int count);

/* All of it is a constant zero. */
bool terms_are_zero(const struct term *term, int count);

#endif
