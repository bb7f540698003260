/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/excerpt.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Characters shown of a line, and those kept left of a far away place. */
#define SHOWN 160
#define LEFT 60

static const char cut[] = "...";

/* A line, or what is shown of it. */
struct span {
	const char *at, *end;
};

static bool is_break(char c)
{
	return c == '\n' || c == '\r';
}

static struct span line_at(const char *at, const char *end)
{
	struct span line = {at, at};

	while (line.end < end && !is_break(*line.end))
		line.end++;
	return line;
}

/* "\r\n" is one break. */
static const char *after_break(const char *at, const char *end)
{
	if (end - at >= 2 && at[0] == '\r' && at[1] == '\n')
		return at + 2;
	return at < end ? at + 1 : end;
}

static struct span line_find(const char *text, size_t length, int number)
{
	const char *at = text, *end = text + length;

	if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		at += 3; /* a byte order mark has no column */
	for (; number > 1 && at < end; number--)
		at = after_break(line_at(at, end).end, end);
	return line_at(at, end);
}

/* Bytes of the character at `at`; a stray byte is a character of its own. */
static int character_size(const char *at, const char *end)
{
	unsigned char lead = (unsigned char)*at;
	int size = lead < 0xc2 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;

	if (size > end - at)
		return 1;
	for (int i = 1; i < size; i++)
		if (((unsigned char)at[i] & 0xc0) != 0x80)
			return 1;
	return size;
}

static bool is_printable(const char *at, int size)
{
	unsigned char c = (unsigned char)*at;

	if (size == 1)
		return (c >= 0x20 && c < 0x7f) || c == '\t';
	return c != 0xc2 || (unsigned char)at[1] >= 0xa0; /* C1 controls */
}

static const char *skip(struct span span, int characters)
{
	while (characters-- > 0 && span.at < span.end)
		span.at += character_size(span.at, span.end);
	return span.at;
}

static int count(struct span span)
{
	int characters = 0;

	for (; span.at < span.end; characters++)
		span.at += character_size(span.at, span.end);
	return characters;
}

static void print_text(struct span span, FILE *to)
{
	while (span.at < span.end) {
		int size = character_size(span.at, span.end);

		if (is_printable(span.at, size))
			fwrite(span.at, 1, (size_t)size, to);
		else
			fputc('?', to);
		span.at += size;
	}
}

/* As many columns as the text takes, keeping its tabs. */
static void print_padding(struct span span, int characters, FILE *to)
{
	for (; characters > 0; characters--) {
		bool tab = span.at < span.end && *span.at == '\t';

		fputc(tab ? '\t' : ' ', to);
		span.at = skip(span, 1);
	}
}

static void print_caret(int length, FILE *to)
{
	fputc('^', to);
	while (--length > 0)
		fputc('~', to);
	fputc('\n', to);
}

void excerpt_print(const struct where *where, const char *text, size_t length,
		   FILE *to)
{
	struct span line = line_find(text, length, where->line);
	struct span shown = line;
	int wide = count(line), from = 0;
	int column = where->column > 0 ? where->column - 1 : 0;
	int room;

	if (column > wide)
		column = wide;
	if (wide > SHOWN && column > SHOWN - LEFT)
		from = column - LEFT;
	shown.at = skip(line, from);
	shown.end = skip((struct span){shown.at, line.end}, SHOWN);
	fprintf(to, "%5d | %s", where->line, from > 0 ? cut : "");
	print_text(shown, to);
	fprintf(to, "%s\n", shown.end < line.end ? cut : "");
	fprintf(to, "%5s | %*s", "", from > 0 ? (int)strlen(cut) : 0, "");
	print_padding(shown, column - from, to);
	room = count(shown) - (column - from);
	print_caret(where->length < room ? where->length : room, to);
}
