/* SPDX-License-Identifier: GPL-3.0-or-later */
/* generation.h -- what each generation is called in figures, and its colour.
 *
 * Generations are ordinal, so one ramp serves all figures: oldest warm,
 * newest cool, each always in its own colour whichever others are there.
 * The eight lie at least 9.5 apart (Oklab distance times 100) for full,
 * protanopic and deuteranopic sight, and 7.4 for tritanopic, by the matrices
 * of Machado, Oliveira and Fernandes (2009) at full severity.
 */
#ifndef PLOTS_GENERATION_H
#define PLOTS_GENERATION_H

#include "sim/memory.h"

struct generation {
	const char *platform, *name, *colour;
};

/* NULL: a platform of the user's own. */
const struct generation *generation_find(const char *platform);

/* Greys for the user's own, in the order that they come; with dashes beyond
 * the solid line, which is the generations'. */
const char *stranger_colour(int i);
int stranger_dash(int i);

/* The colour mixed with a little ink: bright ones are hard to read as text. */
const char *readable_colour(struct arena *arena, const char *colour);

#endif
