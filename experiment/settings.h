/* SPDX-License-Identifier: GPL-3.0-or-later */
/* settings.h -- the --set options: PATH=VALUE, the value in YAML; and `set:`
 * of a scenario, a map of the same paths and values.
 *
 * Messages about the i-th option point at line i of a text named "--set".
 */
#ifndef EXPERIMENT_SETTINGS_H
#define EXPERIMENT_SETTINGS_H

#include "experiment/override.h"

/* Fills `override`, which has room for `count`, with the `good` ones.  False
 * when an error was noted. */
bool settings_read(const struct reader *reader, const char *const *text,
		   int count, struct override *override, int *good);

/* The same for the entries of `map`, which may be NULL. */
bool settings_of_map(const struct reader *reader, const struct node *map,
		     struct override *override, int *good);

#endif
