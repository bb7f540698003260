/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list.c -- `fathom list [WHAT]`: what there is. */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/load.h"
#include "cli/table.h"
#include "experiment/hint.h"
#include "plots/plot.h"
#include "sim/memory.h"

#define LEFT 27 /* column where the meaning begins */

static void entry(const char *name, const char *meaning)
{
	char left[64];

	snprintf(left, sizeof(left), "  %s ", name);
	wrap_after(left, meaning, LEFT, stdout);
}

/* "title (a; b)"; an empty part is left out. */
static void entry_with(const char *name, const char *title, const char *extra)
{
	char text[400];

	snprintf(text, sizeof(text), "%s%s%s%s", title ? title : "",
		 *extra ? title ? " (" : "" : "", extra,
		 *extra && title ? ")" : "");
	entry(name, text);
}

static void list_platforms(struct library *library,
			   struct diagnostics *diagnostics)
{
	int count = library_count(library, DOCUMENT_PLATFORM);

	for (int i = 0; i < count; i++) {
		const char *name = library_name(library, DOCUMENT_PLATFORM, i);
		const struct platform *platform = library_platform(
			library, name, diagnostics);
		char extra[100];

		if (platform == NULL)
			continue;
		snprintf(extra, sizeof(extra), "%d, on %s", platform->year,
			 platform->instance ? platform->instance : "any");
		entry_with(name, platform->title, extra);
	}
}

static void list_instances(struct library *library,
			   struct diagnostics *diagnostics)
{
	int count = library_count(library, DOCUMENT_INSTANCE);

	for (int i = 0; i < count; i++) {
		const char *name = library_name(library, DOCUMENT_INSTANCE, i);
		const struct instance *instance = library_instance(
			library, name, diagnostics);

		if (instance != NULL)
			entry_with(name, instance->title, "");
	}
}

static void list_mechanisms(struct library *library,
			    struct diagnostics *diagnostics)
{
	int count = library_count(library, DOCUMENT_MECHANISM);

	for (int i = 0; i < count; i++) {
		const char *name = library_name(library, DOCUMENT_MECHANISM,
						i);
		const struct mechanism *mechanism = library_mechanism(
			library, name, diagnostics);

		if (mechanism != NULL)
			entry_with(name, mechanism->title,
				   mechanism->dimension);
	}
}

static void list_workloads(struct library *library,
			   struct diagnostics *diagnostics)
{
	int count = library_count(library, DOCUMENT_WORKLOAD);
	struct arena arena;
	const char *paths;

	arena_init(&arena);
	for (int i = 0; i < count; i++) {
		const char *name = library_name(library, DOCUMENT_WORKLOAD, i);
		const struct mechanism *workload = library_workload(
			library, name, diagnostics);
		if (workload == NULL)
			continue;
		paths = "paths";
		for (int p = 0; p < workload->fragments; p++)
			paths = arena_format(&arena, "%s%s %s", paths,
					     p > 0 ? "," : "",
					     workload->fragment[p].name);
		entry_with(name, workload->title, paths);
	}
	arena_fini(&arena);
}

static void list_scenarios(struct library *library,
			   struct diagnostics *diagnostics)
{
	(void)library;
	(void)diagnostics;
	load_list_shipped(LEFT);
}

/* A capital word stands for a name. */
static const struct metric_row {
	const char *name, *meaning;
} metrics[] = {
	{"throughput", "jobs done a second"},
	{"bandwidth", "bytes of payload done a second"},
	{"latency.mean", "from the intended start to the end"},
	{"latency.p50", "and p90, p95, p99, p99.9: percentiles of it"},
	{"latency.max", "the longest of all"},
	{"inside", "mean number of jobs in the system"},
	{"drops", "jobs dropped a second; drops.COMPONENT: there"},
	{"wait.COMPONENT", "mean time that a job waited there"},
	{"waited.COMPONENT", "share of the jobs that had to wait there"},
	{"queue.COMPONENT", "mean number of jobs that wait there"},
	{"kicks_per_job.COMPONENT", "notifications a job of that poll"},
	{"jobs_per_round.COMPONENT", "mean size of that poll's rounds"},
	{"handovers.COMPONENT", "times a second that it went on as a task"},
	{"utilisation.COMPONENT", "share of the time that it was busy; of a "
		"CPU also by class: utilisation.CPU.CLASS"},
	{"steal.CPU", "share of the time that it wanted to run and could not"},
	{"polling.CPU", "share of the time that it had halted, but polled"},
	{"cpu.OWNER", "cores burnt by guest, hypervisor, dom0"},
	{"cpu_per_job.OWNER", "CPU time of that owner a job"},
	{"rate.COUNTER", "interrupts, exits, hypercalls, events (of event "
		"channels) a second"},
	{"per_job.COUNTER", "the same a job"},
};

static void list_metrics(struct library *library,
			 struct diagnostics *diagnostics)
{
	(void)library;
	(void)diagnostics;
	for (size_t i = 0; i < sizeof(metrics) / sizeof(metrics[0]); i++)
		entry(metrics[i].name, metrics[i].meaning);
}

static void list_components(struct library *library,
			    struct diagnostics *diagnostics)
{
	const struct kind *kind;

	(void)library;
	(void)diagnostics;
	for (int i = 0; (kind = kind_at(i)) != NULL; i++)
		entry(kind_name(kind), kind_meaning(kind));
}

static void list_figures(struct library *library,
			 struct diagnostics *diagnostics)
{
	char text[400];

	(void)library;
	(void)diagnostics;
	for (int i = 0; i < plot_kinds(); i++) {
		const struct plot_kind *kind = plot_kind(i);

		snprintf(text, sizeof(text), "%s; needs %s", kind->summary,
			 kind->needs);
		entry(kind->name, text);
	}
}

static const struct section {
	const char *name;
	void (*print)(struct library *, struct diagnostics *);
} sections[] = {
	{"platforms", list_platforms},   {"instances", list_instances},
	{"mechanisms", list_mechanisms}, {"workloads", list_workloads},
	{"scenarios", list_scenarios},   {"metrics", list_metrics},
	{"components", list_components}, {"figures", list_figures},
};

#define SECTIONS (sizeof(sections) / sizeof(sections[0]))

static int unknown(const char *word)
{
	struct hint hint = hint_of(word);

	for (size_t i = 0; i < SECTIONS; i++)
		hint_add(&hint, sections[i].name);
	fprintf(stderr, "fathom list: nothing is called '%s'%s\n", word,
		hint_text(&hint));
	return STATUS_INPUT;
}

static int list(struct library *library, const char *word,
		struct diagnostics *diagnostics)
{
	int printed = 0;

	for (size_t i = 0; i < SECTIONS; i++) {
		if (word != NULL && strcmp(word, sections[i].name) != 0)
			continue;
		printf("%s%s:\n", printed++ > 0 ? "\n" : "",
		       sections[i].name);
		sections[i].print(library, diagnostics);
	}
	if (printed == 0)
		return unknown(word);
	diagnostics_print(diagnostics, stderr);
	return diagnostics->errors > 0 ? STATUS_INPUT : STATUS_OK;
}

int command_list(const struct options *options)
{
	struct library *library = load_library(options);
	struct diagnostics diagnostics;
	int status = STATUS_INPUT;

	if (library == NULL)
		return status;
	diagnostics_init(&diagnostics);
	status = list(library, options->arguments > 0 ? options->argument[0]
		      : NULL, &diagnostics);
	diagnostics_fini(&diagnostics);
	library_free(library);
	return status;
}
