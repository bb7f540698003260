/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scan.h -- a cursor over the text of a scalar.
 *
 * Its errors point at the place within the text, when the text stands in the
 * file as it is (plain and on one line), and at the whole scalar otherwise.
 * One error ends a scan: is_bad is set, and what follows stays silent.
 */
#ifndef EXPERIMENT_SCAN_H
#define EXPERIMENT_SCAN_H

#include "experiment/reader.h"

struct scan {
	const struct reader *reader;
	const struct node *node;
	const char *at;   /* what comes next */
	const char *what; /* for messages: "payload" */
	bool is_bad;
};

struct scan scan_of(const struct reader *reader, const struct node *node,
		    const char *what);

/* Note an error about `length` characters from `from`; false. */
bool scan_error(struct scan *scan, const char *from, int length,
		const char *format, ...) __attribute__((format(printf, 4, 5)));

/* The place of `length` characters of the text. */
struct where scan_where(const struct scan *scan, const char *from, int length);

void scan_blanks(struct scan *scan);
bool scan_end(struct scan *scan); /* after blanks, nothing is left */
/* The same, with an error about what is left. */
bool scan_ends(struct scan *scan);

/* Take `word` if it comes next (after blanks). */
bool scan_take(struct scan *scan, const char *word);

/* Length of the word that comes next: letters, digits, '_', '-'; 0: none. */
int scan_word(const struct scan *scan);

/* A decimal number, without sign: "1.5", "2e3".  False, and an error, for
 * anything else, with what is special about signs, nan and inf. */
bool scan_number(struct scan *scan, double *value);
bool scan_is_number(const struct scan *scan);

/* Where it ends: digits, a fraction, an exponent.  "2..4" and "3exp" end
 * after their digits. */
const char *scan_number_end(const struct scan *scan);

#endif
