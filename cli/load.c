/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/load.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/table.h"
#include "models/program.h"

#define FOLDER "scenarios/"
#define ENDING ".yaml"

static bool has_prefix(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

const struct embedded *load_shipped(const char *name)
{
	size_t length;

	if (has_prefix(name, FOLDER))
		name += strlen(FOLDER);
	length = strlen(name);
	if (length > strlen(ENDING) &&
	    strcmp(name + length - strlen(ENDING), ENDING) == 0)
		length -= strlen(ENDING);
	for (int i = 0; i < embedded_count; i++) {
		const char *at = embedded_files[i].name;

		if (!has_prefix(at, FOLDER))
			continue;
		at += strlen(FOLDER);
		if (strncmp(at, name, length) == 0 &&
		    strcmp(at + length, ENDING) == 0)
			return &embedded_files[i];
	}
	return NULL;
}

/* A shipped file's title stands on a line of its own. */
static void find_title(const struct embedded *file, char *title, size_t size)
{
	static const char key[] = "\ntitle: ";
	const char *at = strstr(file->text, key);

	*title = '\0';
	if (at == NULL)
		return;
	at += strlen(key);
	snprintf(title, size, "%.*s", (int)strcspn(at, "\n"), at);
}

void load_list_shipped(int indent)
{
	char title[200], left[80];

	for (int i = 0; i < embedded_count; i++) {
		const char *stem = strrchr(embedded_files[i].name, '/');

		if (stem == NULL ||
		    load_shipped(embedded_files[i].name) != &embedded_files[i])
			continue;
		find_title(&embedded_files[i], title, sizeof(title));
		snprintf(left, sizeof(left), "  %.*s ",
			 (int)strcspn(stem + 1, "."), stem + 1);
		wrap_after(left, title, indent, stdout);
	}
}

struct scenario *load_scenario(const char *name, const struct options *options,
			       struct diagnostics *diagnostics)
{
	const struct scenario_options how = {
		.set = options->set,
		.sets = options->sets,
		.models = options->models,
		.model_dirs = options->model_dirs,
		.seed = options->has_seed ? &options->seed : NULL,
	};
	const struct embedded *shipped = NULL;

	if (access(name, F_OK) != 0)
		shipped = load_shipped(name);
	if (shipped != NULL)
		name = shipped->name;
	return scenario_load(name, &how, diagnostics);
}

void load_compile(struct scenario *scenario, struct diagnostics *diagnostics)
{
	for (int i = 0; i < scenario_points(scenario); i++) {
		const struct setup *setup = scenario_setup(scenario, i,
							   diagnostics);

		if (setup != NULL)
			program_free(program_new(setup, diagnostics));
	}
}

static void print_warnings(const struct diagnostics *diagnostics,
			   const struct options *options)
{
	if (diagnostics->errors > 0 || !options->is_quiet)
		diagnostics_print(diagnostics, stderr);
}

int load_report(const char *name, const struct options *options,
		const struct diagnostics *diagnostics)
{
	int errors = diagnostics->errors, warnings = diagnostics->warnings;

	print_warnings(diagnostics, options);
	if (errors == 0)
		return STATUS_OK;
	fprintf(stderr, "%s: %d error%s", name, errors,
		errors == 1 ? "" : "s");
	if (warnings > 0)
		fprintf(stderr, ", %d warning%s", warnings,
			warnings == 1 ? "" : "s");
	fputs("; nothing was run\n", stderr);
	return STATUS_INPUT;
}

struct library *load_library(const struct options *options)
{
	struct diagnostics diagnostics;
	struct library *library;

	diagnostics_init(&diagnostics);
	library = library_new(options->models, options->model_dirs,
			      &diagnostics);
	print_warnings(&diagnostics, options);
	if (library != NULL && diagnostics.errors > 0) {
		library_free(library);
		library = NULL;
	}
	diagnostics_fini(&diagnostics);
	return library;
}
