/* SPDX-License-Identifier: GPL-3.0-or-later */
/* explain_path.c -- a platform's way of a job: every stage in order, who pays
 * for it, on which CPU that runs, and the cited costs that it is made of.
 *
 * The way is that of a compiled program, so what is printed is what runs. */
#include "cli/explain.h"

#include <stdio.h>
#include <string.h>

#include "cli/table.h"
#include "models/program.h"

/* What is printed so far of a path. */
struct listing {
	const struct instance *hardware;
};

static void print_term(const struct work_term *term,
		       const struct mechanism *mechanism,
		       const struct instance *hardware, int indent)
{
	char name[300];
	const char *owner = hardware->name, *what = term->instance;

	if (term->cost != NULL) {
		owner = mechanism != NULL ? mechanism->name : hardware->name;
		what = term->cost->name;
	}
	snprintf(name, sizeof(name), "%s%s%s", owner, what ? "." : "",
		 what ? what : "");
	if (term->cost != NULL)
		explain_cost_line(name, term->cost, indent);
	else
		wrap_print(name, indent, stdout);
}

static void print_passage(void *data, const struct passage *passage)
{
	const struct listing *listing = data;
	int indent = 2 + 2 * passage->depth;
	char left[80], text[400];

	snprintf(left, sizeof(left), "%*s%s ", indent, "",
		 passage->stage != NULL ? passage->stage : passage->kind);
	snprintf(text, sizeof(text), "%s%s%s; paid by %s%s%s",
		 passage->kind, passage->place != NULL ? " " : "",
		 passage->place != NULL ? passage->place : "",
		 passage->payer != NULL ? passage->payer : "nobody",
		 passage->where_run != NULL ? ", " : "",
		 passage->where_run != NULL ? passage->where_run : "");
	wrap_after(left, text, indent + 18, stdout);
	if (passage->work == NULL)
		return;
	for (int i = 0; i < passage->work->terms; i++)
		print_term(&passage->work->term[i], passage->mechanism,
			   listing->hardware, indent + 4);
}

static bool has_swap(struct steps steps)
{
	for (int i = 0; i < steps.count; i++)
		if (steps.step[i].kind == STEP_SWAP ||
		    has_swap(steps.step[i].body))
			return true;
	return false;
}

/* One host with one instance, or two where the path goes to a far end. */
static int print_path(const struct platform *platform,
		      const struct instance *hardware,
		      const struct mechanism *home,
		      const struct fragment *path,
		      struct diagnostics *diagnostics)
{
	const struct setup_instance instance[] = {
		{.name = "a", .platform = platform, .hardware = hardware},
		{.name = "b", .platform = platform, .hardware = hardware}};
	const struct setup_host host[] = {
		{.name = "a", .instance = &instance[0], .instances = 1},
		{.name = "b", .instance = &instance[1], .instances = 1}};
	const struct attribute attribute[] = {
		{"B", 64}, {"answer", 64}, {"packets", 1}};
	bool is_far = has_swap(path->steps);
	const struct setup_workload workload = {
		.name = path->name, .home = home, .path = path,
		.peer_host = is_far ? 1 : -1, .peer_instance = is_far ? 0 : -1,
		.threads = 1, .arrival = ARRIVAL_OPEN, .rate = 1000,
		.outstanding = 1, .attribute = attribute, .attributes = 3};
	const struct setup setup = {.host = host, .hosts = is_far ? 2 : 1,
		.workload = &workload, .workloads = 1};
	struct listing listing = {hardware};
	struct program *program = program_new(&setup, diagnostics);

	if (program == NULL)
		return STATUS_INPUT;
	printf("\n%s.%s on %s, %s:\n", home->name, path->name,
	       platform->name, hardware->name);
	program_explain(program, print_passage, &listing);
	program_free(program);
	return STATUS_OK;
}

/* Is it the WORKLOAD.PATH that was asked for? */
static bool is_asked(const char *which, const struct mechanism *home,
		     const struct fragment *path)
{
	char name[200];

	if (which == NULL)
		return strcmp(home->name, "packets") == 0;
	snprintf(name, sizeof(name), "%s.%s", home->name, path->name);
	return strcmp(which, name) == 0;
}

static int print_paths(struct library *library,
		       const struct platform *platform,
		       const struct instance *hardware, const char *which,
		       struct diagnostics *diagnostics)
{
	int found = 0;

	for (int i = 0; i < library_count(library, DOCUMENT_WORKLOAD); i++) {
		const struct mechanism *home = library_workload(
			library, library_name(library, DOCUMENT_WORKLOAD, i),
			diagnostics);

		for (int p = 0; home != NULL && p < home->fragments; p++) {
			if (!is_asked(which, home, &home->fragment[p]))
				continue;
			found++;
			if (print_path(platform, hardware, home,
				       &home->fragment[p],
				       diagnostics) != STATUS_OK)
				return STATUS_INPUT;
		}
	}
	if (found > 0)
		return STATUS_OK;
	fprintf(stderr, "fathom explain: no path '%s'; fathom list workloads "
		"says which there are\n", which ? which : "packets");
	return STATUS_INPUT;
}

static void print_others(struct library *library, const char *platform,
			 struct diagnostics *diagnostics)
{
	puts("\nother ways:");
	for (int i = 0; i < library_count(library, DOCUMENT_WORKLOAD); i++) {
		const struct mechanism *home = library_workload(
			library, library_name(library, DOCUMENT_WORKLOAD, i),
			diagnostics);

		for (int p = 0; home != NULL && p < home->fragments; p++)
			if (!is_asked(NULL, home, &home->fragment[p]))
				printf("  fathom explain %s %s.%s\n",
				       platform, home->name,
				       home->fragment[p].name);
	}
}

static void print_bindings(const struct platform *platform)
{
	char left[100];

	printf("%s: %s (%d)\n", platform->name,
	       platform->title != NULL ? platform->title : "a platform",
	       platform->year);
	for (int d = 0; d < platform->domains; d++)
		for (int i = 0; i < platform->domain[d].bindings; i++) {
			const struct binding *binding =
				&platform->domain[d].binding[i];

			snprintf(left, sizeof(left), "  %s %s ",
				 platform->domain[d].name,
				 binding->dimension);
			wrap_after(left, binding->mechanism->name, 24,
				   stdout);
		}
	if (platform->idle_ceiling != NULL)
		printf("  deepest idle state    %s\n",
		       platform->idle_ceiling);
}

int explain_platform(struct library *library, const char *name,
		     const char *which, struct diagnostics *diagnostics)
{
	const struct platform *platform = library_platform(library, name,
							   diagnostics);
	const struct instance *hardware;
	int status;

	if (platform == NULL)
		return STATUS_INPUT;
	if (platform->instance == NULL) {
		fprintf(stderr, "fathom explain: platform '%s' names no "
			"default instance\n", name);
		return STATUS_INPUT;
	}
	hardware = library_instance(library, platform->instance, diagnostics);
	if (hardware == NULL)
		return STATUS_INPUT;
	print_bindings(platform);
	status = print_paths(library, platform, hardware, which, diagnostics);
	if (status == STATUS_OK && which == NULL)
		print_others(library, name, diagnostics);
	return status;
}
