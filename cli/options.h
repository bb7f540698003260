/* SPDX-License-Identifier: GPL-3.0-or-later */
/* options.h -- what may stand on a command line, for all commands.
 *
 * One table holds every option once; a command names those that it takes, and
 * getopt_long's tables and the text of --help are made from both.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum option_id {
	OPTION_SET,
	OPTION_ONLY,
	OPTION_JOBS,
	OPTION_SEED,
	OPTION_DATABASE, /* -o of `run` */
	OPTION_FOLDER,   /* -o of `plot` */
	OPTION_FILE,     /* -o of `init` */
	OPTION_FORMAT,
	OPTION_PNG,
	OPTION_METRIC,
	OPTION_ALONG,
	OPTION_ASSUMED,
	OPTION_FITTED,
	OPTION_MODELS,
	OPTION_REPRODUCIBLE,
	OPTION_FORCE,
	OPTION_QUIET,
	OPTION_HELP,
	OPTION_VERSION,
	OPTIONS,
};

#define TAKES(id) (1U << (id))
/* Everywhere. */
#define TAKES_COMMON \
	(TAKES(OPTION_MODELS) | TAKES(OPTION_QUIET) | TAKES(OPTION_HELP) | \
	 TAKES(OPTION_REPRODUCIBLE) | TAKES(OPTION_FORCE) | \
	 TAKES(OPTION_VERSION))

enum format { FORMAT_TABLE, FORMAT_JSON, FORMAT_CSV, FORMAT_MD };

/* Texts point into argv. */
struct options {
	const char **set, **models;
	int sets, model_dirs;
	int jobs; /* 0: all cores */
	bool has_seed;
	uint64_t seed;
	const char *output;         /* or NULL */
	const char *metric, *along; /* or NULL */
	enum format format;
	bool is_quiet, is_reproducible, is_forced, is_png;
	bool is_assumed, is_fitted;
	bool wants_help, wants_version;
	char *const *argument; /* what is no option, in order */
	int arguments;
	char *const *argv; /* all of it, for the record of a run */
};

/* Parse what follows the command's name, which is argv[0].  `takes` is a set
 * of TAKES().  Returns 0, or STATUS_INPUT after a line on stderr.  Arguments
 * are moved behind the options, so argv is changed. */
int options_parse(struct options *options, unsigned takes, int argc,
		  char **argv);
void options_fini(struct options *options);

/* One line per option of the set, for --help. */
void options_help(unsigned takes, FILE *to);

#endif
