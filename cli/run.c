/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run.c -- `fathom run [FILE]`: run a scenario, print what its file holds. */
#include "experiment/run.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/load.h"
#include "cli/progress.h"
#include "cli/report.h"
#include "sim/memory.h"

/* The only thing that a signal handler may touch, hence static. */
static volatile sig_atomic_t stopped;

static void stop(int signal)
{
	(void)signal;
	stopped = 1;
}

/* A second Ctrl-C does the same: what is done must not be lost to haste.  Nor
 * must a write that it finds waiting for a reader fail. */
static void catch_signals(void)
{
	struct sigaction action = {.sa_handler = stop, .sa_flags = SA_RESTART};

	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
}

static void print_note(void *data, const char *line)
{
	const bool *has_progress = data;

	if (*has_progress)
		progress_wipe();
	fprintf(stderr, "%s\n", line);
}

/* The command line as one text, for the host table. */
static char *join(struct arena *arena, char *const *argv)
{
	char *text = arena_text(arena, *argv);

	while (*++argv != NULL)
		text = arena_format(arena, "%s %s", text, *argv);
	return text;
}

static void print_summary(const struct run_summary *summary)
{
	fprintf(stderr, "%s: %" PRIu64 " runs now, %" PRIu64 " were there",
		summary->output, summary->ran, summary->found);
	if (summary->seconds > 0 && summary->ran > 0)
		fprintf(stderr, "; %.1f s, %.1f M events/s", summary->seconds,
			(double)summary->events / summary->seconds / 1e6);
	fputc('\n', stderr);
}

static int print_results(const char *path, enum format format)
{
	static void (*const report[])(const struct results *, FILE *) = {
		[FORMAT_TABLE] = report_table, [FORMAT_JSON] = report_json,
		[FORMAT_CSV] = report_csv,     [FORMAT_MD] = report_md,
	};
	struct error error = {.status = STATUS_OK};
	struct results *results = results_open(path, &error);

	if (results == NULL) {
		error_print(&error, stderr);
		return (int)error.status;
	}
	report[format](results, stdout);
	results_close(results);
	return STATUS_OK;
}

/* What to say of a run that ended, and with which status. */
static int finish(const char *name, const struct options *options,
		  const struct run_summary *summary,
		  const struct diagnostics *diagnostics, int failed,
		  const struct error *error)
{
	int status = load_report(name, options, diagnostics);

	if (status != STATUS_OK)
		return status;
	if (summary->has_results) {
		if (!options->is_quiet && !options->is_reproducible)
			print_summary(summary);
		status = print_results(summary->output, options->format);
	}
	if (failed == 0)
		return status;
	fflush(stdout);
	error_print(error, stderr);
	return (int)error->status;
}

static int run(const char *name, struct scenario *scenario,
	       const struct options *options, struct diagnostics *diagnostics)
{
	bool has_progress = progress_is_wanted(options->is_quiet);
	struct error error = {.status = STATUS_OK};
	struct run_summary summary = {.has_results = false};
	struct arena arena;
	int failed, status;

	arena_init(&arena);
	catch_signals();
	failed = run_scenario(scenario, &(struct run_options){
		.output = options->output,
		.jobs = options->jobs,
		.is_reproducible = options->is_reproducible,
		.is_forced = options->is_forced,
		.is_quiet = options->is_quiet,
		.arguments = join(&arena, options->argv),
		.progress = has_progress ? progress_draw : NULL,
		.note = print_note,
		.data = &has_progress,
		.stop = &stopped,
	}, &summary, diagnostics, &error);
	if (has_progress)
		progress_wipe();
	status = finish(name, options, &summary, diagnostics, failed, &error);
	arena_fini(&arena);
	return status;
}

static int list_shipped(void)
{
	puts("fathom run FILE, or one of the shipped scenarios:\n");
	load_list_shipped(20);
	return STATUS_OK;
}

int command_run(const struct options *options)
{
	struct diagnostics diagnostics;
	struct scenario *scenario;
	const char *name;
	int status;

	if (options->arguments == 0)
		return list_shipped();
	name = options->argument[0];
	diagnostics_init(&diagnostics);
	scenario = load_scenario(name, options, &diagnostics);
	if (scenario == NULL)
		status = load_report(name, options, &diagnostics);
	else
		status = run(name, scenario, options, &diagnostics);
	diagnostics_fini(&diagnostics);
	scenario_free(scenario);
	return status;
}
