/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/table.h"

#include <assert.h>
#include <string.h>

#define GAP 2 /* blanks between columns */
#define WORDS_LEAST 8 /* no column of words is made narrower */

struct table_row {
	struct table_row *next;
	const char *note; /* not NULL: a note, no cells */
	bool is_under;    /* the first cell spreads */
	const char *cell[];
};

void table_init(struct table *table)
{
	*table = (struct table){.columns = 0};
	arena_init(&table->arena);
}

void table_fini(struct table *table)
{
	arena_fini(&table->arena);
}

int text_width(const char *text)
{
	int width = 0;

	for (; *text != '\0'; text++)
		width += ((unsigned char)*text & 0xC0) != 0x80;
	return width;
}

void table_column(struct table *table, const char *head, bool is_right)
{
	int i = table->columns++;

	assert(i < TABLE_COLUMNS && table->first == NULL);
	table->head[i] = arena_text(&table->arena, head);
	table->is_right[i] = is_right;
	table->width[i] = text_width(head);
}

static struct table_row *append(struct table *table, int cells)
{
	struct table_row *row = arena_get(&table->arena, sizeof(*row) +
					  (size_t)cells * sizeof(char *));

	if (table->last != NULL)
		table->last->next = row;
	else
		table->first = row;
	table->last = row;
	return row;
}

void table_row(struct table *table, const char *const *cell)
{
	struct table_row *row = append(table, table->columns);

	for (int i = 0; i < table->columns; i++) {
		const char *text = cell[i] != NULL ? cell[i] : "";
		int width = text_width(text);

		row->cell[i] = arena_text(&table->arena, text);
		if (width > table->width[i])
			table->width[i] = width;
	}
}

void table_under(struct table *table, const char *const *cell)
{
	const char *rest[TABLE_COLUMNS];

	memcpy(rest, cell, (size_t)table->columns * sizeof(*rest));
	rest[0] = NULL;
	table_row(table, rest);
	table->last->is_under = true;
	table->last->cell[0] = arena_text(&table->arena, cell[0]);
}

void table_note(struct table *table, const char *note)
{
	append(table, 0)->note = arena_text(&table->arena, note);
}

int table_width(const struct table *table)
{
	int width = 0;

	for (int i = 0; i < table->columns; i++)
		width += table->width[i] + (i > 0 ? GAP : 0);
	return width;
}

/* ---- making it fit ---- */

/* The bytes of the first `count` characters. */
static int bytes_of(const char *text, int count)
{
	const char *at = text;

	for (; *at != '\0'; at++)
		if (((unsigned char)*at & 0xC0) != 0x80 && count-- == 0)
			break;
	return (int)(at - text);
}

/* "a-very-long-name" in eleven characters: "a-ver~-name". */
static const char *shortened(struct arena *arena, const char *text, int width)
{
	int all = text_width(text), head = width / 2;
	int tail = all - (width - head - 1);

	if (all <= width)
		return text;
	return arena_format(arena, "%.*s~%s", bytes_of(text, head), text,
			    text + bytes_of(text, tail));
}

static void narrow(struct table *table, int column, int width)
{
	struct table_row *row;

	table->head[column] = shortened(&table->arena, table->head[column],
					width);
	for (row = table->first; row != NULL; row = row->next)
		if (row->note == NULL && (column > 0 || !row->is_under))
			row->cell[column] = shortened(
				&table->arena, row->cell[column], width);
	table->width[column] = width;
}

static int widest_words(const struct table *table)
{
	int widest = -1;

	for (int i = 0; i < table->columns; i++)
		if (!table->is_right[i] && table->width[i] > WORDS_LEAST &&
		    (widest < 0 || table->width[i] > table->width[widest]))
			widest = i;
	return widest;
}

void table_fit(struct table *table)
{
	while (table_width(table) > TABLE_WIDTH) {
		int column = widest_words(table);

		if (column < 0)
			return;
		narrow(table, column, table->width[column] - 1);
	}
}

static void blanks(int count, FILE *to)
{
	if (count > 0)
		fprintf(to, "%*s", count, "");
}

/* No blanks at the end of a line: they would only get in the way of diff. */
static void print_cells(const struct table *table, const char *const *cell,
			int indent, FILE *to)
{
	int owed = indent;

	for (int i = 0; i < table->columns; i++) {
		int room = table->width[i] - text_width(cell[i]);

		owed += i > 0 ? GAP : 0;
		if (*cell[i] == '\0') {
			owed += room;
			continue;
		}
		blanks(owed + (table->is_right[i] ? room : 0), to);
		fputs(cell[i], to);
		owed = table->is_right[i] ? 0 : room;
	}
	fputc('\n', to);
}

static bool is_empty(const char *const *cell, int columns)
{
	for (int i = 0; i < columns; i++)
		if (*cell[i] != '\0')
			return false;
	return true;
}

/* Room of a first cell that spreads: up to the next cell, or to the number
 * that stands right in it. */
static int room_under(const struct table *table, const struct table_row *row)
{
	int room = table->width[0], i = 1;

	for (; i < table->columns && *row->cell[i] == '\0'; i++)
		room += GAP + table->width[i];
	if (i < table->columns && table->is_right[i])
		room += table->width[i] - text_width(row->cell[i]);
	return room;
}

static void print_row(const struct table *table, const struct table_row *row,
		      int indent, FILE *to)
{
	const char *cell[TABLE_COLUMNS];

	memcpy(cell, row->cell, (size_t)table->columns * sizeof(*cell));
	if (row->is_under && text_width(cell[0]) > room_under(table, row)) {
		wrap_print(cell[0] + strspn(cell[0], " "), indent + 2, to);
		cell[0] = "";
		if (is_empty(cell, table->columns))
			return;
	}
	print_cells(table, cell, indent, to);
}

void table_print(const struct table *table, int indent, FILE *to)
{
	const struct table_row *row;

	if (!is_empty(table->head, table->columns))
		print_cells(table, table->head, indent, to);
	for (row = table->first; row != NULL; row = row->next) {
		if (row->note != NULL)
			wrap_print(row->note, indent + 2, to);
		else
			print_row(table, row, indent, to);
	}
}

/* ---- Markdown ---- */

static void put_escaped(const char *text, FILE *to)
{
	for (; *text != '\0'; text++)
		fprintf(to, "%s%c", strchr("|*\\<", *text) ? "\\" : "",
			*text);
}

static void print_md(const struct table *table, const char *const *cell,
		     bool is_bold, FILE *to)
{
	for (int i = 0; i < table->columns; i++) {
		const char *text = cell[i] + strspn(cell[i], " ");
		const char *mark = is_bold && *text != '\0' ? "**" : "";

		fprintf(to, "| %s", mark);
		put_escaped(text, to);
		fprintf(to, "%s%s", mark, *text != '\0' ? " " : "");
	}
	fputs("|\n", to);
}

void table_print_md(const struct table *table, FILE *to)
{
	const struct table_row *row;

	print_md(table, table->head, false, to);
	for (int i = 0; i < table->columns; i++)
		fputs(table->is_right[i] ? "|---:" : "|---", to);
	fputs("|\n", to);
	for (row = table->first; row != NULL; row = row->next)
		if (row->note == NULL)
			print_md(table, row->cell, row->is_under, to);
}

/* ---- text ---- */

/* Of a word, what fits in `room` characters. */
static int cut_word(const char *word, int length, int room, int *width)
{
	int cut = bytes_of(word, room < 1 ? 1 : room);

	if (cut > length)
		cut = length;
	*width = 0;
	for (int i = 0; i < cut; i++)
		*width += ((unsigned char)word[i] & 0xC0) != 0x80;
	return cut;
}

/* Words of the text up to the end of a line that is `column` wide already; a
 * word that fits in no line is broken. */
static const char *wrap_line(const char *text, int column, FILE *to)
{
	bool is_first = true;

	while (*text != '\0') {
		int length = (int)strcspn(text, " "), width;

		cut_word(text, length, length, &width);
		if (!is_first && column + 1 + width > TABLE_WIDTH)
			break;
		if (is_first)
			length = cut_word(text, length, TABLE_WIDTH - column,
					  &width);
		column += width + !is_first;
		fprintf(to, "%s%.*s", is_first ? "" : " ", length, text);
		text += length;
		text += strspn(text, " ");
		is_first = false;
		if (column >= TABLE_WIDTH)
			break;
	}
	fputc('\n', to);
	return text;
}

void wrap_after(const char *left, const char *text, int indent, FILE *to)
{
	int used = text_width(left), length = (int)strlen(left);

	/* Nothing after it on its line: no blanks at the end. */
	if (used > indent || *text == '\0')
		while (length > 0 && left[length - 1] == ' ')
			length--;
	fprintf(to, "%.*s", length, left);
	if (used > indent && *text != '\0' && indent > 0) {
		fputc('\n', to);
		used = 0;
	}
	do {
		if (*text != '\0')
			blanks(indent - used, to);
		text = wrap_line(text, indent, to);
		used = 0;
	} while (*text != '\0');
}

void wrap_print(const char *text, int indent, FILE *to)
{
	wrap_after("", text, indent, to);
}
