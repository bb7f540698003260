/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plot.c -- `fathom plot DB [KIND...]`: figures of a results file. */
#include "plots/plot.h"

#include <stdio.h>

#include "cli/command.h"

static void print_drawn(void *context, const char *path)
{
	(void)context;
	puts(path);
}

int command_plot(const struct options *options)
{
	const struct plot_options how = {
		.directory = options->output,
		.format = options->is_png ? PLOT_PNG : PLOT_SVG,
		.metric = options->metric,
		.along = options->along,
		.drawn = print_drawn,
	};
	struct error error = {.status = STATUS_OK};
	const char *const *kinds = (const char *const *)options->argument + 1;

	if (plot_draw(options->argument[0], kinds, options->arguments - 1,
		      &how, &error) == 0)
		return STATUS_OK;
	fflush(stdout);
	error_print(&error, stderr);
	return (int)error.status;
}
