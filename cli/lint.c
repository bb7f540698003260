/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lint.c -- `fathom lint FILE...`: check scenarios; run nothing. */
#include <stdio.h>

#include "cli/command.h"
#include "cli/load.h"

static int lint(const char *name, const struct options *options)
{
	struct diagnostics diagnostics;
	struct scenario *scenario;
	int status;

	diagnostics_init(&diagnostics);
	scenario = load_scenario(name, options, &diagnostics);
	if (scenario != NULL)
		load_compile(scenario, &diagnostics);
	status = load_report(name, options, &diagnostics);
	if (status == STATUS_OK)
		printf("%s: ok, %d point%s, %d warning%s\n", name,
		       scenario_points(scenario),
		       scenario_points(scenario) == 1 ? "" : "s",
		       diagnostics.warnings,
		       diagnostics.warnings == 1 ? "" : "s");
	/* Carets point into the scenario's texts: it goes last. */
	diagnostics_fini(&diagnostics);
	scenario_free(scenario);
	return status;
}

int command_lint(const struct options *options)
{
	int status = STATUS_OK;

	for (int i = 0; i < options->arguments; i++)
		if (lint(options->argument[i], options) != STATUS_OK)
			status = STATUS_INPUT;
	return status;
}
