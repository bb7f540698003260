/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c -- the table of commands, and how one is found and started. */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "experiment/hint.h"
#include "sim/error.h"

static const struct command commands[] = {
	{"run", "[FILE]", "run a scenario and print what came out",
	 "FILE is a scenario in YAML or the name of a shipped one; without it\n"
	 "the shipped ones are listed.  Results are kept in one SQLite file:\n"
	 "the same command again adds what is missing, or prints them again.\n"
	 "Results go to stdout; progress and warnings go to stderr.\n",
	 "fathom run packet-rate --format csv",
	 TAKES_COMMON | TAKES(OPTION_SET) | TAKES(OPTION_ONLY) |
	 TAKES(OPTION_JOBS) | TAKES(OPTION_SEED) | TAKES(OPTION_DATABASE) |
	 TAKES(OPTION_FORMAT), 0, 1, command_run},
	{"points", "FILE", "list what would run, and run nothing",
	 "One line a point: a platform and one combination of swept values.\n",
	 "fathom points load",
	 TAKES_COMMON | TAKES(OPTION_SET) | TAKES(OPTION_SEED), 1, 1,
	 command_points},
	{"lint", "FILE...", "check scenarios and their models; run nothing",
	 "Every point is loaded, checked and compiled.  Exit status 2 when\n"
	 "there is an error; a warning alone leaves it at 0.\n",
	 "fathom lint mmc",
	 TAKES_COMMON | TAKES(OPTION_SET) | TAKES(OPTION_SEED), 1, 1000,
	 command_lint},
	{"list", "[WHAT]", "list platforms, instances, scenarios, metrics, ...",
	 "WHAT is platforms, instances, mechanisms, workloads, scenarios,\n"
	 "metrics, components or figures; without it all are listed.\n",
	 "fathom list platforms", TAKES_COMMON, 0, 1, command_list},
	{"explain", "[WHAT [WORKLOAD.PATH]]",
	 "a platform's path, a component, a cost and its source",
	 "WHAT is a platform (the way of a packet, stage by stage: who pays,\n"
	 "where it runs, what it costs), an instance, a mechanism, one cost\n"
	 "as MECHANISM.COST, or a kind of component.\n",
	 "fathom explain xen-pv",
	 TAKES_COMMON | TAKES(OPTION_ASSUMED) | TAKES(OPTION_FITTED), 0, 2,
	 command_explain},
	{"init", "[PLATFORM|WORKLOAD]", "write a commented scenario to start "
	 "from",
	 "That platform on its default instance, or that kind of workload on\n"
	 "the whole ladder, with every key, its default and what is legal.\n",
	 "fathom init nitro -o mine.yaml",
	 TAKES_COMMON | TAKES(OPTION_FILE), 0, 1, command_init},
	{"plot", "DB [KIND...]", "draw figures from a database",
	 "fathom list figures names the kinds; without KIND all that the data\n"
	 "allow are drawn.  Beside each figure stand its .gp and its data.\n",
	 "fathom plot results/load.db load --png",
	 TAKES_COMMON | TAKES(OPTION_FOLDER) | TAKES(OPTION_PNG) |
	 TAKES(OPTION_METRIC) | TAKES(OPTION_ALONG), 1, 16,
	 command_plot},
};

#define COMMANDS ((int)(sizeof(commands) / sizeof(commands[0])))

static void print_help(FILE *to)
{
	fputs("fathom -- simulates how EC2 virtualized, from Xen PV to bare "
	      "metal\n\n"
	      "usage: fathom COMMAND [ARGUMENT...]\n\n", to);
	for (int i = 0; i < COMMANDS; i++)
		fprintf(to, "  %-8s %s\n", commands[i].name,
			commands[i].meaning);
	fputs("\noptions of all commands:\n", to);
	options_help(TAKES_COMMON, to);
	fputs("\nexit status: 0 done, 1 a check failed, 2 the input is wrong,\n"
	      "3 precision not reached, 4 the system failed, 75 interrupted\n\n"
	      "example: fathom run packet-rate\n", to);
}

static void print_command_help(const struct command *command)
{
	printf("fathom %s -- %s\n\nusage: fathom %s [OPTION...] %s\n\n%s\n",
	       command->name, command->meaning, command->name,
	       command->arguments, command->about);
	options_help(command->takes, stdout);
	printf("\nexample: %s\n", command->example);
}

static const struct command *find(const char *name)
{
	for (int i = 0; i < COMMANDS; i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

static int wrong_count(const struct command *command, int given)
{
	fprintf(stderr, "fathom %s: %s; usage: fathom %s [OPTION...] %s\n",
		command->name, given < command->least
		? "an argument is missing" : "too many arguments",
		command->name, command->arguments);
	return STATUS_INPUT;
}

static int start(const struct command *command, const struct options *options)
{
	if (options->wants_help) {
		print_command_help(command);
		return STATUS_OK;
	}
	if (options->wants_version) {
		puts("fathom " FATHOM_VERSION);
		return STATUS_OK;
	}
	if (options->arguments < command->least ||
	    options->arguments > command->most)
		return wrong_count(command, options->arguments);
	return command->run(options);
}

static int run(const struct command *command, int argc, char **argv)
{
	struct options options;
	int status = options_parse(&options, command->takes, argc, argv);

	if (status == 0)
		status = start(command, &options);
	options_fini(&options);
	return status;
}

static int unknown(const char *name)
{
	struct hint hint = hint_of(name);

	for (int i = 0; i < COMMANDS; i++)
		hint_add(&hint, commands[i].name);
	fprintf(stderr, "fathom: no command '%s'%s\n", name,
		hint_text(&hint));
	return STATUS_INPUT;
}

static int dispatch(int argc, char **argv)
{
	const struct command *command;

	if (argc < 2) {
		print_help(stderr);
		return STATUS_INPUT;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
		print_help(stdout);
		return STATUS_OK;
	}
	if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0) {
		puts("fathom " FATHOM_VERSION);
		return STATUS_OK;
	}
	command = find(argv[1]);
	if (command == NULL)
		return unknown(argv[1]);
	return run(command, argc - 1, argv + 1);
}

int main(int argc, char **argv)
{
	int status = dispatch(argc, argv);

	/* A full disk behind stdout shows up here at the latest. */
	if (fflush(stdout) != 0 || ferror(stdout)) {
		fputs("fathom: cannot write to standard output\n", stderr);
		return STATUS_SYSTEM;
	}
	return status;
}
