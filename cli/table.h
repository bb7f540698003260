/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table.h -- a table in plain text: columns as wide as they must be.
 *
 * Cells are copied.  Widths count characters of UTF-8, not bytes.  A note is
 * a line of its own under the row that was added last.
 */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

#include <stdbool.h>
#include <stdio.h>

#include "sim/memory.h"

#define TABLE_COLUMNS 24
#define TABLE_WIDTH 80 /* what a page must fit in */

struct table {
	struct arena arena; /* private, all of it */
	const char *head[TABLE_COLUMNS];
	bool is_right[TABLE_COLUMNS];
	int width[TABLE_COLUMNS];
	int columns;
	struct table_row *first, *last;
};

void table_init(struct table *table);
void table_fini(struct table *table);

/* Numbers stand right, words left.  At most TABLE_COLUMNS. */
void table_column(struct table *table, const char *head, bool is_right);

/* A row of `columns` cells; NULL is an empty one. */
void table_row(struct table *table, const char *const *cell);
void table_note(struct table *table, const char *note);
/* A row whose first cell spreads over the empty ones after it; where that is
 * too narrow it becomes a note in front of the row. */
void table_under(struct table *table, const char *const *cell);

int table_width(const struct table *table);
/* Shorten words, the longest first and never below eight characters, until
 * the table is TABLE_WIDTH wide: "a-ver~-name".  Numbers stay whole. */
void table_fit(struct table *table);
/* Heads (unless all are empty), rows, notes; `indent` blanks in front. */
void table_print(const struct table *table, int indent, FILE *to);

/* The same in Markdown: rows whose first cell spreads stand out in bold. */
void table_print_md(const struct table *table, FILE *to);

/* Print words in lines within TABLE_WIDTH, each after `indent` blanks. */
void wrap_print(const char *text, int indent, FILE *to);

/* `left`, then the text in lines that begin in column `indent`. */
void wrap_after(const char *left, const char *text, int indent, FILE *to);

/* Characters of a text in UTF-8. */
int text_width(const char *text);

#endif
