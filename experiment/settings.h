/* SPDX-License-Identifier: GPL-3.0-or-later */
/* settings.h -- the --set options: PATH=VALUE, the value in YAML.
 *
 * Messages about the i-th one point at line i of a text named "--set".
 */
#ifndef EXPERIMENT_SETTINGS_H
#define EXPERIMENT_SETTINGS_H

#include "experiment/override.h"

/* Fills `override`, which has room for `count`, with the `good` ones.  False
 * when an error was noted. */
bool settings_read(const struct reader *reader, const char *const *text,
		   int count, struct override *override, int *good);

#endif
