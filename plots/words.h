/* SPDX-License-Identifier: GPL-3.0-or-later */
/* words.h -- text in figures: how wide it will be, where it breaks, how it is
 * quoted for gnuplot.
 *
 * Titles, platforms and swept values are the user's: they may hold quotes,
 * backquotes, percent signs and newlines.  All of them reach gnuplot in
 * single quotes, where nothing is expanded, and are set without markup.  Bold
 * alone needs gnuplot's enhanced text, since its SVG has no other way to it;
 * there the characters that mean something get a backslash.
 */
#ifndef PLOTS_WORDS_H
#define PLOTS_WORDS_H

#include <stdbool.h>
#include <stdio.h>

#include "sim/memory.h"

/* Pixels, from rounded advance widths of DejaVu Sans: right within a tenth. */
double words_width(const char *text, double size, bool is_bold);

/* Break at spaces into lines at most `width` pixels wide; what does not fit
 * into `most` lines ends in an ellipsis.  Returns the lines. */
int words_wrap(struct arena *arena, const char *text, double width, double size,
	      bool is_bold, char **line, int most);

/* A copy that begins like a sentence; "p99" and names stay as they are. */
const char *words_sentence(struct arena *arena, const char *text);

enum words_use {
	WORDS_PLAIN, /* for `noenhanced` */
	WORDS_TIC,   /* the same, where a % begins a format */
	WORDS_BOLD,  /* for `enhanced` */
};

/* The text as gnuplot reads a string.  Control characters become spaces and
 * what is not UTF-8 question marks. */
void words_quote(FILE *to, const char *text, enum words_use use);

/* The same cleaning without quotes, for comments and data files. */
void words_plain(FILE *to, const char *text);

#endif
