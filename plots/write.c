/* SPDX-License-Identifier: GPL-3.0-or-later */
/* write.c -- a figure as files: what figure_write() of figure.h does. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plots/figure.h"
#include "plots/words.h"
#include "sim/embedded.h"

/* A block of the data file.  Blocks are numbered from 0, panel by panel, in a
 * panel by role. */
struct block {
	const struct panel *panel;
	const struct curve *curve;
};

struct blocks {
	struct block *block;
	int count;
};

static void number_blocks(const struct figure *figure, struct blocks *blocks)
{
	*blocks = (struct blocks){0};
	for (int p = 0; p < figure->panels; p++)
		blocks->count += figure->panel[p].curves;
	blocks->block = memory_get((size_t)(blocks->count + 1) *
				   sizeof(*blocks->block));
	blocks->count = 0;
	for (int p = 0; p < figure->panels; p++)
		for (int role = 0; role < CURVE_ROLES; role++)
			for (int i = 0; i < figure->panel[p].curves; i++) {
				const struct panel *panel = &figure->panel[p];

				if ((int)panel->curve[i].role != role)
					continue;
				blocks->block[blocks->count++] = (struct block)
					{panel, &panel->curve[i]};
			}
}

static void write_number(FILE *to, double value)
{
	if (isfinite(value))
		fprintf(to, "%.9g", value);
	else
		fputs("NaN", to);
}

static void write_block(FILE *to, const struct figure *figure,
			const struct block *block)
{
	const struct curve *curve = block->curve;
	bool is_hollow = curve->role == CURVE_HOLLOW;
	const char *const *column = figure->column[is_hollow];

	fputs("# ", to);
	words_plain(to, block->panel->title);
	fputs(*block->panel->title && *curve->name ? ": " : "", to);
	words_plain(to, curve->name);
	fputs(is_hollow ? " (hollow marks)\n# " : "\n# ", to);
	for (int i = 0; i < CURVE_COLUMNS && column[i]; i++)
		fprintf(to, "%s%s", i ? "\t" : "", column[i]);
	for (int row = 0; row < curve->rows; row++)
		for (int i = 0; i < CURVE_COLUMNS && column[i]; i++) {
			fputc(i ? '\t' : '\n', to);
			write_number(to, curve->row[row][i]);
		}
	fputs("\n\n\n", to);
}

static void write_data(FILE *to, const struct figure *figure,
		      const struct blocks *blocks)
{
	for (int i = 0; i < blocks->count; i++)
		write_block(to, figure, &blocks->block[i]);
}

/* The shipped template of that name, compiled in. */
static int write_template(FILE *to, const char *kind, struct error *error)
{
	char name[80];

	snprintf(name, sizeof(name), "plots/%s.gp", kind);
	for (int i = 0; i < embedded_count; i++)
		if (strcmp(embedded_files[i].name, name) == 0) {
			fwrite(embedded_files[i].text, 1,
			       embedded_files[i].length, to);
			fputc('\n', to);
			return 0;
		}
	return error_set(error, STATUS_SYSTEM,
			 "%s is not compiled into this program", name);
}

static void write_looks(FILE *to, const struct blocks *blocks)
{
	fprintf(to, "array COLOUR[%d] = [", blocks->count);
	for (int i = 0; i < blocks->count; i++)
		fprintf(to, "%s'%s'", i ? ", " : "",
			blocks->block[i].curve->colour);
	fprintf(to, "]\narray DASH[%d] = [", blocks->count);
	for (int i = 0; i < blocks->count; i++)
		fprintf(to, "%s%d", i ? ", " : "",
			blocks->block[i].curve->dash);
	fputs("]\n", to);
}

/* Set NAME_FIRST and NAME_LAST to the blocks of a panel with roles low..high
 * and plot them, if there are any, by a macro. */
static bool write_range(FILE *to, const struct blocks *blocks,
			const struct panel *panel, const char *name,
			enum curve_role low, enum curve_role high)
{
	int first = -1, last = -1;

	for (int i = 0; i < blocks->count; i++) {
		enum curve_role role = blocks->block[i].curve->role;

		if (blocks->block[i].panel != panel || role < low ||
		    role > high)
			continue;
		first = first < 0 ? i : first;
		last = i;
	}
	if (last >= 0)
		fprintf(to, "%s_FIRST = %d; %s_LAST = %d\n", name, first,
			name, last);
	return last >= 0;
}

static void write_plot(FILE *to, const struct blocks *blocks,
		       const struct panel *panel)
{
	bool has_bands = write_range(to, blocks, panel, "BAND", CURVE_BAND,
				     CURVE_BAND);
	bool has_lines = write_range(to, blocks, panel, "LINE", CURVE_LINE,
				     CURVE_BAND);
	bool has_hollows = write_range(to, blocks, panel, "HOLLOW",
				       CURVE_HOLLOW, CURVE_HOLLOW);
	const struct {
		bool is_there;
		const char *macro;
	} part[] = {{has_lines && panel->is_bar, "@BARS"},
		    {has_bands, "@BANDS"}, {has_lines, "@LINES"},
		    {has_hollows, "@HOLLOWS"},
		    {!has_lines && !has_hollows, "NaN"}};
	const char *before = "plot ";

	for (size_t i = 0; i < sizeof(part) / sizeof(part[0]); i++) {
		if (!part[i].is_there)
			continue;
		fprintf(to, "%s%s", before, part[i].macro);
		before = ", ";
	}
	fputc('\n', to);
}

static void write_tics(FILE *to, const struct axis *axis, char which)
{
	fprintf(to, "set %ctics (", which);
	for (int i = 0; i < axis->tics; i++) {
		fputs(i ? ", " : "", to);
		words_quote(to, axis->tic[i].text, WORDS_TIC);
		fprintf(to, " %.9g", axis->tic[i].at);
	}
	fputs(")\n", to);
}

static void write_axis(FILE *to, const struct axis *axis, char which)
{
	/* In this order: a range with zero upsets an axis still logarithmic. */
	fprintf(to, "unset logscale %c; set %crange [%.9g:%.9g]\n", which,
		which, axis->low, axis->high);
	if (axis->is_log)
		fprintf(to, "set logscale %c\n", which);
	if (axis->tics)
		write_tics(to, axis, which);
	else
		fprintf(to, "unset %ctics\n", which);
	fprintf(to, "set %clabel ", which);
	words_quote(to, axis->label ? axis->label : "", WORDS_PLAIN);
	fputc('\n', to);
}

static void write_note(FILE *to, const struct figure *figure, int number,
		       const struct note *note)
{
	static const char *const align[] = {"right", "center", "left"};

	if (note->has_leader)
		fprintf(to, "set arrow from first %.9g,%.9g to first "
			"%.9g,%.9g nohead back lc rgb RULE lw 1\n",
			note->leader_x, note->leader_y, note->x, note->y);
	fprintf(to, "set label %d ", number);
	words_quote(to, note->text,
		    note->is_bold ? WORDS_BOLD : WORDS_PLAIN);
	fprintf(to, " at first %.9g,%.9g offset screen %.6f,0 %s front "
		"%s textcolor rgb ", note->x, note->y,
		note->dx / figure->width, align[note->align + 1],
		note->is_bold ? "font NAME" : "noenhanced font SMALL");
	fprintf(to, note->colour ? "'%s'\n" : "INK\n", note->colour);
}

static void write_panel(FILE *to, const struct figure *figure,
			const struct panel *panel, const struct blocks *blocks)
{
	fputs("\n# ---- ", to);
	words_plain(to, panel->title);
	fprintf(to, " ----\nset lmargin at screen %.6f; "
		"set rmargin at screen %.6f\n", panel->left / figure->width,
		panel->right / figure->width);
	fprintf(to, "set tmargin at screen %.6f; set bmargin at screen %.6f\n",
		1 - panel->top / figure->height,
		1 - panel->bottom / figure->height);
	write_axis(to, &panel->x, 'x');
	write_axis(to, &panel->y, 'y');
	fputs("set label 10 ", to);
	words_quote(to, panel->title, WORDS_BOLD);
	fprintf(to, " at graph 0,graph 1 offset screen 0,%.6f left "
		"font NAME textcolor rgb INK\n", 16 / figure->height);
	for (int i = 0; i < panel->notes; i++)
		write_note(to, figure, 11 + i, &panel->note[i]);
	write_plot(to, blocks, panel);
	fputs("unset label; unset arrow\n", to);
}

static void write_words(FILE *to, const struct figure *figure)
{
	double y = 14;

	for (int i = 0; i < figure->headline_lines; i++, y += 24) {
		fprintf(to, "set label %d ", 1 + i);
		words_quote(to, figure->headline_line[i], WORDS_BOLD);
		fprintf(to, " at screen %.6f,%.6f left font HEADLINE "
			"textcolor rgb INK\n", 24 / figure->width,
			1 - (y + 12) / figure->height);
	}
	for (int i = 0; i < figure->deck_lines; i++, y += 18) {
		fprintf(to, "set label %d ", 4 + i);
		words_quote(to, figure->deck_line[i], WORDS_PLAIN);
		fprintf(to, " at screen %.6f,%.6f left noenhanced font DECK "
			"textcolor rgb MUTED\n", 24 / figure->width,
			1 - (y + 14) / figure->height);
	}
}

static int write_script(FILE *to, const struct figure *figure,
			const struct blocks *blocks, const char *stem,
			const char *picture, struct error *error)
{
	char name[512];

	fputs("# Drawn by fathom " FATHOM_VERSION ".  To draw it again: "
	      "gnuplot, in this folder, on this file.\n", to);
	/* ./ in front: gnuplot takes '<' and '|' for commands. */
	snprintf(name, sizeof(name), "./%s", picture);
	fputs("if (!exists(\"OUT\")) OUT = ", to);
	words_quote(to, name, WORDS_PLAIN);
	snprintf(name, sizeof(name), "./%s.tsv", stem);
	fputs("\nDATA = ", to);
	words_quote(to, name, WORDS_PLAIN);
	fprintf(to, "\nW = %.0f; H = %.0f\n\n", figure->width, figure->height);
	if (write_template(to, "style", error) != 0 ||
	    write_template(to, figure->kind, error) != 0)
		return -1;
	write_looks(to, blocks);
	fputs("\nset multiplot\n", to);
	write_words(to, figure);
	for (int p = 0; p < figure->panels; p++)
		write_panel(to, figure, &figure->panel[p], blocks);
	fputs("unset multiplot\nunset output\n", to);
	return 0;
}

static FILE *open_file(char path[4096], const char *directory,
		       const char *stem, const char *suffix,
		       struct error *error)
{
	FILE *file;

	if (snprintf(path, 4096, "%s/%s%s", directory, stem, suffix) >= 4096) {
		error_set(error, STATUS_INPUT, "%s: too long a path",
			  directory);
		return NULL;
	}
	file = fopen(path, "w");
	if (!file)
		error_set(error, STATUS_SYSTEM, "cannot write %s: %s", path,
			  strerror(errno));
	return file;
}

/* A full disk shows when the file is closed, at the latest. */
static int close_file(FILE *file, const char *path, struct error *error)
{
	bool is_bad = ferror(file) != 0;

	if (fclose(file) != 0 || is_bad)
		return error_set(error, STATUS_SYSTEM, "cannot write %s: %s",
				 path, strerror(errno));
	return 0;
}

int figure_write(struct figure *figure, const char *directory,
		 const char *stem, const char *picture, struct error *error)
{
	struct blocks blocks;
	char path[4096];
	int result = -1;
	FILE *to;

	number_blocks(figure, &blocks);
	to = open_file(path, directory, stem, ".tsv", error);
	if (!to)
		goto out;
	write_data(to, figure, &blocks);
	if (close_file(to, path, error) != 0)
		goto out;
	to = open_file(path, directory, stem, ".gp", error);
	if (!to)
		goto out;
	result = write_script(to, figure, &blocks, stem, picture, error);
	if (result != 0)
		fclose(to);
	else
		result = close_file(to, path, error);
out:
	free(blocks.block);
	return result;
}
