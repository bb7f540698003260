/* SPDX-License-Identifier: GPL-3.0-or-later */
/* excerpt.h -- the line a message is about, with a caret under the place.
 *
 *      14 |       blcksize: 4k
 *         |       ^~~~~~~~
 *
 * Tabs stay tabs in both lines, so that the caret is right at any tab width;
 * other control characters are shown as '?'; of a line wider than 160 columns
 * only the part around the place is shown, between "...".
 */
#ifndef SIM_EXCERPT_H
#define SIM_EXCERPT_H

#include <stdio.h>

#include "sim/error.h"

/* Two lines for where->line of `text`; a line past the end shows as empty.
 * Columns count characters of UTF-8, as libyaml's marks do. */
void excerpt_print(const struct where *where, const char *text, size_t length,
		   FILE *to);

#endif
