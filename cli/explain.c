/* SPDX-License-Identifier: GPL-3.0-or-later */
/* explain.c -- `fathom explain [WHAT]`: what a word stands for, and the cited
 * numbers behind it. */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/explain.h"
#include "cli/load.h"
#include "cli/table.h"
#include "experiment/hint.h"

static const char overview[] =
	"fathom explain PLATFORM            the way of a packet, stage by "
	"stage\n"
	"fathom explain PLATFORM WORKLOAD.PATH   another way on it\n"
	"fathom explain INSTANCE            its hardware, with sources\n"
	"fathom explain MECHANISM           its costs, components and paths\n"
	"fathom explain MECHANISM.COST      one cost, with its citations\n"
	"fathom explain COMPONENT           the parameters of a kind\n"
	"fathom explain --assumed           every cost without a source\n"
	"fathom explain --fitted            every cost fitted to a case\n"
	"\nfathom list says which platforms, instances, ... there are.\n";

static bool is_there(const struct library *library, enum document kind,
		     const char *name)
{
	for (int i = 0; i < library_count(library, kind); i++)
		if (strcmp(library_name(library, kind, i), name) == 0)
			return true;
	return false;
}

/* A cost that is looked for by "OWNER.NAME". */
struct search {
	const struct library *library;
	const char *word;
	int found;
};

static void match_cost(void *data, const char *owner, const char *name,
		       const struct cost *cost)
{
	struct search *search = data;
	size_t length = strlen(owner);

	if (strncmp(search->word, owner, length) != 0 ||
	    search->word[length] != '.' ||
	    strcmp(search->word + length + 1, name) != 0)
		return;
	if (search->found++ > 0)
		putchar('\n');
	explain_cost(search->library, owner, name, cost);
}

static int unknown(const struct library *library, const char *word)
{
	struct hint hint = hint_of(word);

	for (int kind = 0; kind < DOCUMENTS; kind++)
		for (int i = 0; i < library_count(library,
						  (enum document)kind); i++)
			hint_add(&hint, library_name(
				library, (enum document)kind, i));
	for (int i = 0; kind_at(i) != NULL; i++)
		hint_add(&hint, kind_name(kind_at(i)));
	fprintf(stderr, "fathom explain: nothing is called '%s'%s\n", word,
		hint.best != NULL ? hint_text(&hint)
		: "; fathom list says what there is");
	return STATUS_INPUT;
}

static int explain_cost_named(struct library *library, const char *word,
			      struct diagnostics *diagnostics)
{
	struct search search = {library, word, 0};

	explain_all_costs(library, match_cost, &search, diagnostics);
	return search.found > 0 ? STATUS_OK : unknown(library, word);
}

static const struct kind *find_kind(const char *word)
{
	if (strcmp(word, "cpu") == 0)
		return kind_of_cpu();
	if (strcmp(word, "instance") == 0)
		return kind_of_instance();
	return kind_find(word);
}

static int explain_document(struct library *library, enum document kind,
			    const char *word, struct diagnostics *diagnostics)
{
	const struct instance *instance;
	const struct mechanism *mechanism;

	if (kind == DOCUMENT_INSTANCE) {
		instance = library_instance(library, word, diagnostics);
		if (instance != NULL)
			explain_instance(instance);
		return STATUS_OK;
	}
	mechanism = kind == DOCUMENT_MECHANISM
		? library_mechanism(library, word, diagnostics)
		: library_workload(library, word, diagnostics);
	if (mechanism != NULL)
		explain_mechanism(mechanism);
	return STATUS_OK;
}

static int explain_word(struct library *library, const char *word,
			const char *which, struct diagnostics *diagnostics)
{
	static const enum document kinds[] = {
		DOCUMENT_INSTANCE, DOCUMENT_MECHANISM, DOCUMENT_WORKLOAD};

	if (is_there(library, DOCUMENT_PLATFORM, word))
		return explain_platform(library, word, which, diagnostics);
	if (which != NULL) {
		fprintf(stderr, "fathom explain: '%s' is no platform, so it "
			"has no path '%s'\n", word, which);
		return STATUS_INPUT;
	}
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (is_there(library, kinds[i], word))
			return explain_document(library, kinds[i], word,
						diagnostics);
	if (find_kind(word) != NULL) {
		explain_kind(find_kind(word));
		return STATUS_OK;
	}
	return explain_cost_named(library, word, diagnostics);
}

/* --assumed, --fitted */
struct census {
	enum cost_status status;
	int count;
};

static void print_if(void *data, const char *owner, const char *name,
		     const struct cost *cost)
{
	struct census *census = data;
	char full[300];

	if (cost->status != census->status)
		return;
	census->count++;
	snprintf(full, sizeof(full), "%s.%s", owner, name);
	explain_cost_line(full, cost, 0);
	if (cost->note != NULL)
		wrap_print(cost->note, 4, stdout);
}

static int explain_census(struct library *library, enum cost_status status,
			  struct diagnostics *diagnostics)
{
	struct census census = {status, 0};

	explain_all_costs(library, print_if, &census, diagnostics);
	printf("%d %s costs\n", census.count, cost_status_name(status));
	return STATUS_OK;
}

static int explain(struct library *library, const struct options *options,
		   struct diagnostics *diagnostics)
{
	int status = STATUS_OK;

	if (options->is_assumed)
		explain_census(library, COST_ASSUMED, diagnostics);
	if (options->is_fitted)
		explain_census(library, COST_FITTED, diagnostics);
	if (options->arguments > 0)
		status = explain_word(library, options->argument[0],
				      options->arguments > 1
				      ? options->argument[1] : NULL,
				      diagnostics);
	else if (!options->is_assumed && !options->is_fitted)
		fputs(overview, stdout);
	diagnostics_print(diagnostics, stderr);
	return diagnostics->errors > 0 ? STATUS_INPUT : status;
}

int command_explain(const struct options *options)
{
	struct library *library = load_library(options);
	struct diagnostics diagnostics;
	int status;

	if (library == NULL)
		return STATUS_INPUT;
	diagnostics_init(&diagnostics);
	status = explain(library, options, &diagnostics);
	diagnostics_fini(&diagnostics);
	library_free(library);
	return status;
}
