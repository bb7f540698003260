/* SPDX-License-Identifier: GPL-3.0-or-later */
/* amount.h -- numbers as figures show them: "18.4 µs", "597 k/s".
 *
 * Figures and their data files hold times in microseconds, because people
 * redraw them by hand; everything else is as in the store.
 */
#ifndef PLOTS_AMOUNT_H
#define PLOTS_AMOUNT_H

#include <stddef.h>

enum amount { AMOUNT_TIME, AMOUNT_RATE, AMOUNT_BYTE_RATE,
		AMOUNT_BIT_RATE, AMOUNT_BYTES, AMOUNT_PERCENT,
		AMOUNT_COUNT };

#define AMOUNT_TEXT 40

/* What the store's unit ("ps", "/s", "B/s", ...) means here. */
enum amount amount_of(const char *unit);

/* The store's number times this is the figure's. */
double amount_scale(enum amount amount);

/* Three digits and a unit.  Returns `text`. */
const char *amount_text(char text[AMOUNT_TEXT], double value,
			  enum amount amount);

/* How far two positive numbers are apart, a >= b: "3.6 times", "12 %". */
const char *ratio_text(char text[AMOUNT_TEXT], double a, double b);

#endif
