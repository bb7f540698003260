/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/words.h"

#include <stdlib.h>
#include <string.h>

static bool is_continuation(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* Advance width of a character, in parts of the font's size. */
static double width_of(char c)
{
	if (strchr("iljI.,:;'|!()[] ", c))
		return 0.36;
	if (strchr("mwMW%@", c))
		return 0.93;
	if ((c >= 'A' && c <= 'Z') || strchr("#+=<>~_", c))
		return 0.72;
	return 0.60;
}

double words_width(const char *text, double size, bool is_bold)
{
	double width = 0;

	for (; *text; text++)
		if (!is_continuation(*text))
			width += width_of(*text);
	return width * size * (is_bold ? 1.12 : 1.0);
}

/* How much of the text goes on a line: the last break that fits, or the first
 * one when none does. */
static size_t line_length(const char *text, double width, double size,
			  bool is_bold)
{
	size_t fits = 0, end = 0;
	char *copy = memory_text(text);

	while (text[end]) {
		end += strspn(text + end, " ");
		end += strcspn(text + end, " ");
		copy[end] = '\0';
		if (fits && words_width(copy, size, is_bold) > width)
			break;
		fits = end;
		copy[end] = text[end];
	}
	free(copy);
	return fits;
}

int words_wrap(struct arena *arena, const char *text, double width, double size,
	      bool is_bold, char **line, int most)
{
	int lines = 0;

	text += strspn(text, " ");
	while (*text && lines < most) {
		size_t length = line_length(text, width, size, is_bold);
		bool is_cut = lines == most - 1 && text[length];

		line[lines++] = arena_format(arena, "%.*s%s", (int)length,
					     text, is_cut ? "…" : "");
		text += length;
		text += strspn(text, " ");
	}
	return lines;
}

const char *words_sentence(struct arena *arena, const char *text)
{
	char *copy = arena_text(arena, text);
	size_t letters = strspn(copy, "abcdefghijklmnopqrstuvwxyz");

	if (letters && strchr(" ,", copy[letters]))
		copy[0] = (char)(copy[0] - 'a' + 'A');
	return copy;
}

/* Bytes of the UTF-8 character that begins here; 0: it is none. */
static int character(const char *text)
{
	unsigned char c = (unsigned char)*text;
	int length = c < 0x80 ? 1 : c < 0xc2 ? 0 : c < 0xe0 ? 2 :
		     c < 0xf0 ? 3 : c < 0xf5 ? 4 : 0;

	for (int i = 1; i < length; i++)
		if (!is_continuation(text[i]))
			return 0;
	return length;
}

/* One character, cleaned; returns the bytes used. */
static int put(FILE *to, const char *text)
{
	int length = character(text);

	if (length == 0)
		fputc('?', to);
	else if ((unsigned char)*text < ' ' || *text == 0x7f)
		fputc(' ', to);
	else
		fwrite(text, 1, (size_t)length, to);
	return length ? length : 1;
}

void words_plain(FILE *to, const char *text)
{
	while (*text)
		text += put(to, text);
}

/* What goes before a character, by the rules of the string it stands in. */
static void put_guard(FILE *to, char c, enum words_use use)
{
	if (c == '\'' || (c == '%' && use == WORDS_TIC))
		fputc(c, to);
	if (use == WORDS_BOLD && strchr("{}^_@&~\\", c))
		fputc('\\', to);
}

void words_quote(FILE *to, const char *text, enum words_use use)
{
	fputs(use == WORDS_BOLD ? "'{/:Bold " : "'", to);
	while (*text) {
		put_guard(to, *text, use);
		text += put(to, text);
	}
	fputs(use == WORDS_BOLD ? "}'" : "'", to);
}
