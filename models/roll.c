/* SPDX-License-Identifier: GPL-3.0-or-later */
/* roll.c -- what a job draws from a distribution (roll.h), and what a member
 * draws. */
#include "models/engine.h"
#include "models/roll.h"
#include "sim/distribution.h"

double roll_distribution(const struct draw_term *term, uint64_t key)
{
	return distribution_draw(term->distribution,
				 random_fold_mixed(key, term->mixed));
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
