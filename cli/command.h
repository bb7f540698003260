/* SPDX-License-Identifier: GPL-3.0-or-later */
/* command.h -- the commands of fathom: one row each in cli/main.c, one file
 * each in cli/.
 *
 * A command prints its results on stdout, everything else on stderr, and
 * returns the exit status of the program (enum status in sim/error.h).
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "cli/options.h"

struct command {
	const char *name;
	const char *arguments; /* of the synopsis: "FILE" */
	const char *meaning;   /* one line */
	const char *about;     /* what one must know, a few lines */
	const char *example;   /* a command line that works anywhere */
	unsigned takes;        /* options: TAKES() of each */
	int least, most;       /* arguments */
	int (*run)(const struct options *options);
};

int command_run(const struct options *options);
int command_points(const struct options *options);
int command_lint(const struct options *options);
int command_list(const struct options *options);
int command_explain(const struct options *options);
int command_init(const struct options *options);
int command_plot(const struct options *options);

#endif
