/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/scan.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct scan scan_of(const struct reader *reader, const struct node *node,
		    const char *what)
{
	return (struct scan){
		.reader = reader, .node = node, .at = node->text, .what = what,
	};
}

struct where scan_where(const struct scan *scan, const char *from, int length)
{
	struct where where = scan->node->where;

	if (scan->node->is_quoted ||
	    where.length != (int)strlen(scan->node->text))
		return where;
	where.column += (int)(from - scan->node->text);
	where.length = length > 0 ? length : 1;
	return where;
}

bool scan_error(struct scan *scan, const char *from, int length,
		const char *format, ...)
{
	char message[256];
	va_list list;

	if (scan->is_bad)
		return false;
	scan->is_bad = true;
	va_start(list, format);
	vsnprintf(message, sizeof(message), format, list);
	va_end(list);
	reader_error(scan->reader, scan_where(scan, from, length), "%s: %s",
		     scan->what, message);
	return false;
}

void scan_blanks(struct scan *scan)
{
	while (*scan->at == ' ')
		scan->at++;
}

bool scan_end(struct scan *scan)
{
	scan_blanks(scan);
	return *scan->at == '\0';
}

bool scan_ends(struct scan *scan)
{
	if (scan_end(scan))
		return true;
	return scan_error(scan, scan->at, (int)strlen(scan->at),
			  "unexpected '%.40s'", scan->at);
}

bool scan_take(struct scan *scan, const char *word)
{
	size_t length = strlen(word);

	scan_blanks(scan);
	if (strncmp(scan->at, word, length) != 0)
		return false;
	scan->at += length;
	return true;
}

static bool is_letter(char c)
{
	return isalpha((unsigned char)c) || c == '_';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

int scan_word(const struct scan *scan)
{
	const char *end = scan->at;

	if (!is_letter(*end))
		return 0;
	while (is_letter(*end) || is_digit(*end) || *end == '-')
		end++;
	return (int)(end - scan->at);
}

bool scan_is_number(const struct scan *scan)
{
	return is_digit(*scan->at) ||
	       (*scan->at == '.' && is_digit(scan->at[1]));
}

const char *scan_number_end(const struct scan *scan)
{
	const char *at = scan->at, *exponent;

	while (is_digit(*at))
		at++;
	if (*at == '.' && is_digit(at[1]))
		for (at++; is_digit(*at); at++)
			;
	if (*at != 'e' && *at != 'E')
		return at;
	exponent = at + 1;
	if (*exponent == '+' || *exponent == '-')
		exponent++;
	if (!is_digit(*exponent))
		return at;
	while (is_digit(*exponent))
		exponent++;
	return exponent;
}

/* Characters up to a blank, for messages. */
static int token(const char *at)
{
	int length = (int)strcspn(at, " +*,");

	return length > 40 ? 40 : length > 0 ? length : *at != '\0';
}

static bool no_number(struct scan *scan)
{
	const char *at = scan->at;
	int length = token(at);

	if (*at == '\0')
		return scan_error(scan, at, 1, "a number is missing");
	if (*at == '-') {
		length = 1 + token(at + 1);
		return scan_error(scan, at, length, "'%.*s' is negative",
				  length, at);
	}
	return scan_error(scan, at, length, "'%.*s' is not a number", length,
			  at);
}

bool scan_number(struct scan *scan, double *value)
{
	const char *from, *end;

	scan_blanks(scan);
	from = scan->at;
	if (!scan_is_number(scan))
		return no_number(scan);
	end = scan_number_end(scan);
	*value = strtod(from, NULL);
	scan->at = end;
	if (isfinite(*value))
		return true;
	return scan_error(scan, from, (int)(end - from), "'%.*s' is too large",
			  (int)(end - from), from);
}
