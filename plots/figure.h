/* SPDX-License-Identifier: GPL-3.0-or-later */
/* figure.h -- a figure before it is drawn: panels with axes, curves, words.
 *
 * A kind of figure fills one in; figure_write() turns it into two files that
 * stand on their own: NAME-KIND.tsv, the data, a block a curve, and
 * NAME-KIND.gp, which is plots/style.gp, the kind's template, and then, panel
 * by panel, plain settings and the templates' macros:
 *
 *	set xrange [...]; set xtics (...); set label 11 'Nitro' at ...
 *	BAND_FIRST = 1; BAND_LAST = 3; LINE_FIRST = 0; LINE_LAST = 3
 *	plot @BANDS, @LINES
 *
 * gnuplot warns of a block that holds nothing it can draw, be it only looped
 * over, and any warning is a failure here.  So a curve says what is in it: the
 * templates have a macro for each role, and a panel plots the roles it has.
 *
 * Pixels count from the top left, as in SVG.  All memory is the arena's.
 */
#ifndef PLOTS_FIGURE_H
#define PLOTS_FIGURE_H

#include "plots/axis.h"
#include "sim/error.h"
#include "sim/memory.h"

/* In the order of their blocks. */
enum curve_role { CURVE_LINE, CURVE_BAND, CURVE_HOLLOW, CURVE_ROLES };

#define CURVE_COLUMNS 4

struct curve {
	enum curve_role role;
	const char *name, *colour;
	int dash; /* gnuplot's dashtype; 1 is solid */
	double (*row)[CURVE_COLUMNS];
	int rows;
};

/* Words at a place of a panel, in its axes' units; `colour` NULL is ink.  A
 * leader is a thin line to it, from where what it names is. */
struct note {
	const char *text, *colour;
	double x, y;
	double dx;          /* pixels to the right */
	int align;          /* -1: ends here, 0: centred, 1: begins here */
	bool is_bold;
	bool has_leader;
	double leader_x, leader_y;
};

struct panel {
	const char *title;
	double left, right, top, bottom; /* of its axes, in pixels */
	struct axis x, y;
	bool is_bar; /* ladder: bars from zero */
	struct curve *curve;
	int curves, curves_room;
	struct note *note;
	int notes, notes_room;
};

struct figure {
	struct arena arena;
	const char *kind; /* "load" */
	const char *column[2][CURVE_COLUMNS]; /* of lines, of hollow marks */
	double width, height;
	struct panel *panel;
	int panels;
	/* private: what figure_words() broke the words into */
	char *headline_line[2], *deck_line[3];
	int headline_lines, deck_lines;
};

void figure_init(struct figure *figure, const char *kind);
void figure_fini(struct figure *figure);

/* Sizes of a grid of panels: all alike. */
struct figure_grid {
	int rows, columns;
	double panel_height;        /* of the axes */
	double left, gap, right;    /* margins, and between columns */
	double between, below;      /* rows, and under the last */
};

/* Make rows * columns panels, row by row.  Their sizes hold from now on; they
 * move down as a whole when the words above them are known. */
void figure_grid(struct figure *figure, const struct figure_grid *grid);

/* Last of all, once: a finding, a sentence without full stop, and what is
 * plotted, units, n. */
void figure_words(struct figure *figure, const char *headline,
		  const char *deck);

/* A new curve with room for `rows`; its `rows` is 0. */
struct curve *panel_curve(struct figure *figure, struct panel *panel,
			  enum curve_role role, int rows);
void curve_row(struct curve *curve, double a, double b, double c, double d);

/* A copy of the note. */
void panel_note(struct figure *figure, struct panel *panel,
		const struct note *note);

/* Move the notes from `first` on apart, at least `space` pixels, up and down
 * the y axis, as little as can be and in their order; they stay within it. */
void panel_spread(struct panel *panel, int first, double space);

double panel_width(const struct panel *panel);
double panel_height(const struct panel *panel);

/* Write STEM.gp and STEM.tsv into `directory`.  `picture` is the file that
 * the .gp draws, in the same folder. */
int figure_write(struct figure *figure, const char *directory,
		 const char *stem, const char *picture, struct error *error);

#endif
