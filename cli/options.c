/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "sim/error.h"
#include "sim/memory.h"

#define JOBS_MAX 1024
#define ID_BASE 1000 /* getopt's value of an option: above all characters */

static const struct row {
	const char *name;
	char letter; /* or 0 */
	const char *argument; /* or NULL */
	const char *meaning;
} table[OPTIONS] = {
	[OPTION_SET] = {"set", 0, "KEY=VALUE",
		"set a key by its dotted path; repeatable"},
	[OPTION_ONLY] = {"only", 0, "EXPR",
		"points to run (not supported yet)"},
	[OPTION_JOBS] = {"jobs", 'j', "N", "threads; all cores when unsaid"},
	[OPTION_SEED] = {"seed", 0, "N", "seed, in place of the scenario's"},
	[OPTION_DATABASE] = {"output", 'o', "DB",
		"database; results/NAME.db when unsaid"},
	[OPTION_FOLDER] = {"output", 'o', "DIR", "folder; plots when unsaid"},
	[OPTION_FILE] = {"output", 'o', "FILE",
		"file; standard output when unsaid"},
	[OPTION_FORMAT] = {"format", 0, "FORMAT", "table, json, csv or md"},
	[OPTION_PNG] = {"png", 0, NULL, "draw PNG, not SVG"},
	[OPTION_METRIC] = {"metric", 0, "NAME",
		"what ladder and sweep show, such as latency.p99"},
	[OPTION_ALONG] = {"along", 0, "KEY", "the swept key along which"},
	[OPTION_ASSUMED] = {"assumed", 0, NULL,
		"every cost that has no readable source"},
	[OPTION_FITTED] = {"fitted", 0, NULL,
		"every cost that was fitted to a measurement"},
	[OPTION_MODELS] = {"models", 0, "DIR",
		"more models, which win over shipped ones; repeatable"},
	[OPTION_REPRODUCIBLE] = {"reproducible", 0, NULL,
		"keep host and time out of the results"},
	[OPTION_FORCE] = {"force", 0, NULL,
		"write over what is there already"},
	[OPTION_QUIET] = {"quiet", 'q', NULL, "no progress, no warnings"},
	[OPTION_HELP] = {"help", 'h', NULL, "this text"},
	[OPTION_VERSION] = {"version", 'V', NULL, "the version"},
};

static bool has(unsigned takes, int id)
{
	return (takes >> id & 1U) != 0;
}

/* getopt_long's two tables, from ours. */
static void fill(unsigned takes, struct option *of, char *letters)
{
	*letters++ = ':'; /* missing arguments are told from unknown options */
	for (int id = 0; id < OPTIONS; id++) {
		const struct row *row = &table[id];

		if (!has(takes, id))
			continue;
		*of++ = (struct option){row->name, row->argument != NULL,
					NULL, ID_BASE + id};
		if (row->letter == 0)
			continue;
		*letters++ = row->letter;
		if (row->argument != NULL)
			*letters++ = ':';
	}
	*of = (struct option){0};
	*letters = '\0';
}

static int id_of(unsigned takes, int got)
{
	if (got >= ID_BASE)
		return got - ID_BASE;
	for (int id = 0; id < OPTIONS; id++)
		if (has(takes, id) && table[id].letter == got)
			return id;
	return -1;
}

/* A whole number from 0 to `most`; false when it is none. */
static bool parse_number(const char *text, uint64_t most, uint64_t *number)
{
	char *end;

	if (*text < '0' || *text > '9')
		return false;
	errno = 0;
	*number = strtoull(text, &end, 10);
	return errno == 0 && *end == '\0' && *number <= most;
}

static int bad(const char *command, const char *option, const char *text,
	       const char *legal)
{
	fprintf(stderr, "fathom %s: --%s '%s': must be %s\n", command, option,
		text, legal);
	return STATUS_INPUT;
}

static int set_jobs(struct options *options, const char *command,
		    const char *text)
{
	uint64_t number;

	if (!parse_number(text, JOBS_MAX, &number) || number == 0)
		return bad(command, "jobs", text, "a number from 1 to 1024");
	options->jobs = (int)number;
	return 0;
}

static int set_seed(struct options *options, const char *command,
		    const char *text)
{
	/* The store holds it as SQLite's signed integer. */
	if (!parse_number(text, INT64_MAX, &options->seed))
		return bad(command, "seed", text, "a number from 0 to 2^63-1");
	options->has_seed = true;
	return 0;
}

static int set_format(struct options *options, const char *command,
		      const char *text)
{
	static const char *const name[] = {"table", "json", "csv",
					   "md"};

	for (int i = 0; i < 4; i++) {
		if (strcmp(text, name[i]) != 0)
			continue;
		options->format = (enum format)i;
		return 0;
	}
	return bad(command, "format", text, "table, json, csv or md");
}

static int set_text(struct options *options, const char *command,
		    enum option_id id, const char *text)
{
	switch (id) {
	case OPTION_SET:
		if (strchr(text, '=') == NULL)
			return bad(command, "set", text, "KEY=VALUE");
		options->set[options->sets++] = text;
		return 0;
	case OPTION_MODELS:
		options->models[options->model_dirs++] = text;
		return 0;
	case OPTION_ONLY:
		fprintf(stderr, "fathom %s: --only is not supported yet\n",
			command);
		return STATUS_INPUT;
	case OPTION_JOBS:
		return set_jobs(options, command, text);
	case OPTION_SEED:
		return set_seed(options, command, text);
	case OPTION_FORMAT:
		return set_format(options, command, text);
	case OPTION_METRIC:
		options->metric = text;
		return 0;
	case OPTION_ALONG:
		options->along = text;
		return 0;
	default:
		options->output = text;
		return 0;
	}
}

static void set_flag(struct options *options, enum option_id id)
{
	bool *const flag[OPTIONS] = {
		[OPTION_PNG] = &options->is_png,
		[OPTION_ASSUMED] = &options->is_assumed,
		[OPTION_FITTED] = &options->is_fitted,
		[OPTION_REPRODUCIBLE] = &options->is_reproducible,
		[OPTION_FORCE] = &options->is_forced,
		[OPTION_QUIET] = &options->is_quiet,
		[OPTION_HELP] = &options->wants_help,
		[OPTION_VERSION] = &options->wants_version,
	};

	*flag[id] = true;
}

static int complain(const char *command, int got, const char *word)
{
	fprintf(stderr, "fathom %s: %s '%s'; see fathom %s --help\n", command,
		got == ':' ? "a value is missing after" : "unknown option",
		word, command);
	return STATUS_INPUT;
}

static int parse_all(struct options *options, unsigned takes, int argc,
		     char **argv)
{
	struct option of[OPTIONS + 1];
	char letters[2 * OPTIONS + 2];
	int got;

	fill(takes, of, letters);
	optind = 1;
	opterr = 0;
	while ((got = getopt_long(argc, argv, letters, of, NULL)) != -1) {
		int id = id_of(takes, got), status = 0;

		if (id < 0)
			return complain(argv[0], got, argv[optind - 1]);
		if (table[id].argument != NULL)
			status = set_text(options, argv[0],
					  (enum option_id)id, optarg);
		else
			set_flag(options, (enum option_id)id);
		if (status != 0)
			return status;
	}
	options->argument = argv + optind;
	options->arguments = argc - optind;
	return 0;
}

int options_parse(struct options *options, unsigned takes, int argc,
		  char **argv)
{
	size_t room = (size_t)argc * sizeof(char *);

	*options = (struct options){.argv = argv};
	options->set = memory_get(room);
	options->models = memory_get(room);
	return parse_all(options, takes, argc, argv);
}

void options_fini(struct options *options)
{
	free(options->set);
	free(options->models);
}

void options_help(unsigned takes, FILE *to)
{
	for (int id = 0; id < OPTIONS; id++) {
		const struct row *row = &table[id];
		char left[40];

		if (!has(takes, id))
			continue;
		snprintf(left, sizeof(left), "%c%c%s--%s%s%s",
			 row->letter ? '-' : ' ', row->letter ? row->letter
			 : ' ', row->letter ? ", " : "  ", row->name,
			 row->argument ? " " : "",
			 row->argument ? row->argument : "");
		fprintf(to, "  %-22s %s\n", left, row->meaning);
	}
}
