/* SPDX-License-Identifier: GPL-3.0-or-later */
/* roll.c -- what a job draws: a function of its key and the draw's own hash
 * (sim/random.h), whatever else has happened; and what a member draws. */
#include "models/engine.h"

/* random_fold(key, hash), half of which was done when it was compiled. */
static uint64_t fold(uint64_t key, const struct draw_term *term)
{
	return random_mix(key * UINT64_C(0xd1342543de82ef95) + term->mixed);
}

static double term_value(const struct draw_term *term, uint64_t key)
{
	if (term->distribution)
		return distribution_draw(term->distribution, fold(key, term));
	if (term->spread == 0)
		return term->value;
	double u = (double)(fold(key, term) >> 11) * 0x1p-53;
	return term->value * (1 + term->spread * (2 * u - 1));
}

uint64_t part_key(const struct world *world, const struct part *part)
{
	const struct set *set = part->set;
	uint64_t key = random_fold(world->key, random_name(set->name));
	key = random_fold(key, (uint64_t)set->host << 32 |
				       (uint32_t)set->guest);
	return random_fold(key, (uint64_t)set->volume << 32 |
					(uint32_t)part->index);
}

double draw_value(const struct draw *draw, const struct job *job, uint64_t key,
		  double clock)
{
	const struct draw_term *only = draw->term;
	if (draw->terms == 1 && !only->attributes) /* most are */
		return only->factor * term_value(only, key) *
		       (only->unit == DRAW_LOCAL ? clock : 1);
	double sum = 0;
	for (int i = 0; i < draw->terms; i++) {
		const struct draw_term *term = &draw->term[i];
		double value = term->factor * term_value(term, key);
		for (int k = 0; k < term->attributes; k++)
			value *= (double)job->attribute[term->attribute[k]];
		if (term->unit == DRAW_LOCAL)
			value *= clock;
		sum += value;
	}
	return sum;
}
