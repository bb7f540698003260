/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plot.h -- figures of a results file.
 *
 * A figure is three files in one folder: NAME-KIND.svg (or .png), and beside
 * it NAME-KIND.gp and NAME-KIND.tsv, of which plain gnuplot draws the same
 * picture again; NAME is the results file's, without its suffix.  The same
 * results give the same bytes.
 *
 * gnuplot runs as a child, on a file that we wrote, without a shell; anything
 * that it says on stderr is a failure.
 */
#ifndef PLOTS_PLOT_H
#define PLOTS_PLOT_H

#include "sim/error.h"

/* One row a kind of figure: see plot_kind(). */
struct plot_kind {
	const char *name;    /* "load" */
	const char *summary; /* "throughput against latency ..." */
	const char *needs;   /* "a sweep of the arrival ..." */
};

enum plot_format { PLOT_SVG, PLOT_PNG };

struct plot_options {
	const char *directory; /* NULL: "plots"; made when it is not there */
	enum plot_format format;
	const char *metric; /* of ladder and sweep; NULL: throughput and p99 */
	const char *along;  /* of sweep: a swept key; NULL: the one with most
			       values */
	/* Told of each picture once it is there; may be NULL. */
	void (*drawn)(void *context, const char *path);
	void *context;
};

int plot_kinds(void);
const struct plot_kind *plot_kind(int i);

/* Draw these kinds, or, with `count` 0, those that the data allow and that
 * heed the options given.  `options` may be NULL.  Returns -1 at the first
 * error: STATUS_INPUT when the file is no results file or has nothing in it,
 * there is no such kind, it would ignore an option, or the data do not allow
 * it, and the message says what it needs; STATUS_SYSTEM when gnuplot is not
 * there or complains, or a file cannot be written.  Pictures drawn before
 * stay. */
int plot_draw(const char *database, const char *const *kinds, int count,
	      const struct plot_options *options, struct error *error);

#endif
