/* SPDX-License-Identifier: GPL-3.0-or-later */
/* load.h -- what commands have in common when they open things. */
#ifndef CLI_LOAD_H
#define CLI_LOAD_H

#include "cli/options.h"
#include "experiment/library.h"
#include "experiment/scenario.h"
#include "sim/embedded.h"

/* A shipped scenario by its name, with or without "scenarios/" and ".yaml";
 * NULL: there is none. */
const struct embedded *load_shipped(const char *name);

/* Print the names and titles of the shipped scenarios to stdout, the titles
 * from column `indent` on. */
void load_list_shipped(int indent);

/* The scenario in a file, or the shipped one of that name where there is no
 * such file.  NULL when diagnostics got an error. */
struct scenario *load_scenario(const char *name, const struct options *options,
			       struct diagnostics *diagnostics);

/* Set up and compile every point, and forget it: all that can be wrong goes
 * to diagnostics. */
void load_compile(struct scenario *scenario, struct diagnostics *diagnostics);

/* Print what was found to stderr, warnings not when quiet.  Returns
 * STATUS_INPUT after errors, with the line "FILE: 2 errors; nothing was run",
 * else STATUS_OK. */
int load_report(const char *name, const struct options *options,
		const struct diagnostics *diagnostics);

/* The library with --models; NULL after its errors were printed. */
struct library *load_library(const struct options *options);

#endif
