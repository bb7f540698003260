/* SPDX-License-Identifier: GPL-3.0-or-later */
/* init.c -- `fathom init [PLATFORM|WORKLOAD]`: a scenario to start from.
 *
 * Every key is there: those that must be given with a value, all others
 * behind a '#' with the default that they have.  Names, defaults and ranges
 * are those of the loader's own tables; only what must be given, and so has
 * no default, has its first value here.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/comment.h"
#include "cli/load.h"
#include "experiment/conditions.h"
#include "experiment/hint.h"
#include "experiment/keys.h"
#include "sim/memory.h"

/* What a scenario is begun with. */
struct start {
	struct library *library;
	struct diagnostics *diagnostics;
	const struct platform *platform; /* NULL: the ladder */
	const char *kind;                /* of the workload */
	const char *path; /* of a workload of the user's own; or NULL */
	FILE *to;
};

/* First values of what has no default, by kind; "": left out, because another
 * key stands for it.  What is not here is the first that is legal. */
static const struct first {
	const char *kind, *key, *value;
} firsts[] = {
	{"packets", "payload", "64B"},
	{"requests", "payload", "64B"},
	{"requests", "answer", "64B"},
	{"requests", "arrival", "{closed: 1}"},
	{"block", "block_size", "4KiB"},
	{"block", "depth", "1"},
	{"block", "arrival", ""},
	{"operations", "operation", "syscall"},
	{"own", "direction", ""},
	{"own", "arrival", "{closed: 1}"},
	{"run", "jobs", "20k"},
};

#define FIRSTS (sizeof(firsts) / sizeof(firsts[0]))

static bool is_shipped(const char *kind)
{
	for (size_t i = 0; i < FIRSTS; i++)
		if (strcmp(firsts[i].kind, kind) == 0)
			return true;
	return false;
}

static const char *first_value(const char *kind, const char *key)
{
	for (size_t i = 0; i < FIRSTS; i++)
		if (strcmp(firsts[i].kind, kind) == 0 &&
		    strcmp(firsts[i].key, key) == 0)
			return firsts[i].value;
	return NULL;
}

/* ---- what runs ---- */

/* The first of "a|b|c". */
static const char *first_word(struct arena *arena, const char *words)
{
	return arena_format(arena, "%.*s", (int)strcspn(words, "|"), words);
}

/* NULL or "": it stands behind a '#'. */
static const char *value_of(const struct start *start, const struct key *key,
			    struct arena *arena)
{
	bool is_own = !is_shipped(start->kind);
	const char *first = first_value(is_own ? "own" : start->kind,
					key->name);

	if (strcmp(key->name, "kind") == 0)
		return start->kind;
	if (is_own && strcmp(key->name, "path") == 0)
		return start->path;
	if (first != NULL || key->unsaid != NULL)
		return first;
	return key->words != NULL ? first_word(arena, key->words) : "0";
}

/* What has a reader of its own may be one of several words, too. */
static const char *legal_of(struct arena *arena, const struct key *key)
{
	const char *legal = key_legal(arena, key);

	if (legal == NULL && key->words != NULL && strchr(key->words, '|'))
		return comment_choices(arena, key->words);
	return legal;
}

static void write_workload(const struct start *start)
{
	const struct key *key;
	struct arena arena;

	arena_init(&arena);
	comment_line("workload:", "what runs; several run at the same time, "
		     "each under its name", start->to);
	comment_line(arena_format(&arena, "  %s:", start->kind), "a name of "
		     "your own", start->to);
	for (int i = 0; (key = key_at(start->kind, i)) != NULL; i++)
		comment_key(&(struct comment_key){
			key->name, value_of(start, key, &arena), key->unsaid,
			key->words != NULL ? first_word(&arena, key->words)
					   : NULL,
			key->meaning, legal_of(&arena, key)},
			    4, start->to);
	arena_fini(&arena);
}

/* ---- where ---- */

static void write_row(const struct platform *platform, bool is_behind,
		      FILE *to)
{
	fprintf(to, "  %s- {platform: %s, instance: %s}\n",
		is_behind ? "# " : "", platform->name, platform->instance);
}

static void write_rows(const struct start *start)
{
	int count = library_count(start->library, DOCUMENT_PLATFORM);

	for (int i = 0; i < count; i++) {
		const struct platform *platform = library_platform(
			start->library, library_name(start->library,
						     DOCUMENT_PLATFORM, i),
			start->diagnostics);

		if (platform != NULL && platform != start->platform &&
		    platform->instance != NULL)
			write_row(platform, true, start->to);
	}
}

static void write_compare(const struct start *start)
{
	if (start->platform == NULL) {
		comment_line("compare: ladder", "all shipped platforms, side "
			     "by side; or some of them:", start->to);
		comment_line("# compare:", "", start->to);
	} else {
		comment_line("compare:", "platforms, side by side; `compare: "
			     "ladder` has all that are shipped", start->to);
		if (start->platform->instance != NULL)
			write_row(start->platform, false, start->to);
		else
			fprintf(start->to, "  - {platform: %s}\n",
				start->platform->name);
	}
	write_rows(start);
}

static const char hosts[] =
	"\n# hosts:                        # instead of `compare`: hosts with "
	"instances\n"
	"#   - name: near\n"
	"#     pcpus: 4                  # unsaid: as many as its instances "
	"have vCPUs\n"
	"#     dom0: {cpus: [0]}         # which of them dom0 runs on\n"
	"#     instances:\n"
	"#       - {name: web, platform: nitro, instance: c5.large, cpus: "
	"[2, 3]}\n";

/* ---- how long, and what is varied ---- */

static void write_run(const struct start *start)
{
	int count;
	const struct param *param = conditions_keys(&count);
	struct arena arena;

	arena_init(&arena);
	fputs("run:\n", start->to);
	for (int i = 0; i < count; i++)
		comment_key(&(struct comment_key){
			param[i].name, strcmp(param[i].name, "seed") == 0
			? param[i].otherwise : NULL, param[i].otherwise,
			first_value("run", param[i].name), param[i].meaning,
			comment_legal(&arena, &param[i])}, 2, start->to);
	arena_fini(&arena);
}

static void write_sweep(const struct start *start)
{
	comment_line("# sweep:", "each key takes these values in turn; "
		     "several keys make a product", start->to);
	fprintf(start->to, "#   workload.%s.threads: [1, 2]\n", start->kind);
	comment_line("#   instance.clock: [2GHz, 3GHz]", "of the hardware; "
		     "likewise MECHANISM.COST", start->to);
}

static void write_scenario(const struct start *start)
{
	fputs("# A scenario to start from.  Behind '#' stand the keys that "
	      "may be left out,\n# each with its default, and beside each "
	      "what is legal.\n", start->to);
	fprintf(start->to, "title: %s on %s\n\n", start->kind,
		start->platform != NULL ? start->platform->name
					: "the whole ladder");
	write_compare(start);
	fprintf(start->to, "%s\n", hosts);
	write_workload(start);
	fputc('\n', start->to);
	write_sweep(start);
	fputc('\n', start->to);
	write_run(start);
	fputs("\n# platforms, mechanisms, workloads, instances: models of "
	      "your own, in place, as\n# in the files of models/ ("
	      "docs/5-adding-a-generation.md)\n", start->to);
}

/* ---- the command ---- */

static bool is_there(const struct library *library, enum document kind,
		     const char *name)
{
	for (int i = 0; i < library_count(library, kind); i++)
		if (strcmp(library_name(library, kind, i), name) == 0)
			return true;
	return false;
}

static int unknown(const struct library *library, const char *word)
{
	static const enum document kinds[] = {
		DOCUMENT_PLATFORM, DOCUMENT_WORKLOAD};
	struct hint hint = hint_of(word);

	for (int k = 0; k < 2; k++)
		for (int i = 0; i < library_count(library, kinds[k]); i++)
			hint_add(&hint, library_name(library, kinds[k], i));
	fprintf(stderr, "fathom init: no platform or workload is called "
		"'%s'%s\n", word, hint_text(&hint));
	return STATUS_INPUT;
}

/* False when an error was noted. */
static bool find_workload(struct start *start, const char *word)
{
	const struct mechanism *workload = library_workload(
		start->library, word, start->diagnostics);

	start->kind = word;
	if (workload != NULL && workload->fragments > 0)
		start->path = workload->fragment[0].name;
	return workload != NULL;
}

static int find_start(struct start *start, const char *word)
{
	bool is_good = true;

	start->kind = "packets";
	if (word == NULL)
		return STATUS_OK;
	if (is_there(start->library, DOCUMENT_PLATFORM, word)) {
		start->platform = library_platform(start->library, word,
						   start->diagnostics);
		is_good = start->platform != NULL;
	} else if (is_there(start->library, DOCUMENT_WORKLOAD, word)) {
		is_good = find_workload(start, word);
	} else {
		return unknown(start->library, word);
	}
	return is_good ? STATUS_OK : STATUS_INPUT;
}

static int write_file(struct start *start, const char *path, bool is_forced)
{
	start->to = fopen(path, is_forced ? "w" : "wx");
	if (start->to == NULL) {
		fprintf(stderr, "fathom init: %s: %s%s\n", path,
			strerror(errno), errno == EEXIST
			? "; --force writes over it" : "");
		return errno == EEXIST ? STATUS_INPUT : STATUS_SYSTEM;
	}
	write_scenario(start);
	if (fclose(start->to) == 0)
		return STATUS_OK;
	fprintf(stderr, "fathom init: %s: %s\n", path, strerror(errno));
	return STATUS_SYSTEM;
}

static int init(struct start *start, const struct options *options)
{
	int status = find_start(start, options->arguments > 0
				? options->argument[0] : NULL);

	diagnostics_print(start->diagnostics, stderr);
	if (status != STATUS_OK)
		return status;
	if (options->output != NULL)
		return write_file(start, options->output, options->is_forced);
	start->to = stdout;
	write_scenario(start);
	return STATUS_OK;
}

int command_init(const struct options *options)
{
	struct diagnostics diagnostics;
	struct start start = {.library = load_library(options)};
	int status;

	if (start.library == NULL)
		return STATUS_INPUT;
	diagnostics_init(&diagnostics);
	start.diagnostics = &diagnostics;
	status = init(&start, options);
	diagnostics_fini(&diagnostics);
	library_free(start.library);
	return status;
}
