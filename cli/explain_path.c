/* SPDX-License-Identifier: GPL-3.0-or-later */
/* explain_path.c -- a platform's way of a job: every stage in order, who pays
 * for it, on which CPU that runs, and the cited costs that it is made of.
 *
 * The way is that of a compiled program, so what is printed is what runs. */
#include "cli/explain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/table.h"
#include "models/program.h"
#include "sim/memory.h"

#define WHO_AT 32 /* columns: who pays, and what it costs */
#define COST_AT 50
#define DEPTH_MAX 32

/* What is printed so far of a path. */
struct listing {
	struct arena arena;
	const struct instance *hardware;
	const char *place[DEPTH_MAX]; /* last component at each depth */
	const char **list;            /* "PLACE HEADING", each once */
	int lists;
	struct reached { /* costs, each once */
		const char *name;
		const struct cost *cost;
	} *cost;
	int costs;
	int skipped; /* depth of a list that was there before; or -1 */
};

static void listing_init(struct listing *listing,
			 const struct instance *hardware)
{
	*listing = (struct listing){.hardware = hardware, .skipped = -1};
	arena_init(&listing->arena);
}

static void listing_fini(struct listing *listing)
{
	arena_fini(&listing->arena);
	free(listing->list);
	free(listing->cost);
}

/* Note a list of a component; true when it was noted before. */
static bool is_known_list(struct listing *listing,
			  const struct passage *passage)
{
	const char *place = listing->place[passage->depth - 1];
	const char *name = arena_format(&listing->arena, "%s %s",
					place != NULL ? place : "",
					passage->stage);

	for (int i = 0; i < listing->lists; i++)
		if (strcmp(listing->list[i], name) == 0)
			return true;
	listing->list = memory_resize(listing->list,
				      (size_t)(listing->lists + 1) *
				      sizeof(*listing->list));
	listing->list[listing->lists++] = name;
	return false;
}

static void note_cost(struct listing *listing, const char *name,
		      const struct cost *cost)
{
	for (int i = 0; i < listing->costs; i++)
		if (listing->cost[i].cost == cost)
			return;
	listing->cost = memory_resize(listing->cost,
				      (size_t)(listing->costs + 1) *
				      sizeof(*listing->cost));
	listing->cost[listing->costs++] = (struct reached){name, cost};
}

/* A cost that alone makes a stage of its own name needs no name. */
static bool is_plain(const struct passage *passage)
{
	const struct cost *cost = passage->work->term[0].cost;

	return passage->work->terms == 1 && cost != NULL &&
	       cost->name != NULL && passage->stage != NULL &&
	       strcmp(cost->name, passage->stage) == 0;
}

/* "bounce 1133cyc"; notes the cost. */
static const char *term_text(struct listing *listing,
			     const struct passage *passage,
			     const struct work_term *term)
{
	struct arena *arena = &listing->arena;
	const char *owner = term->cost != NULL && passage->mechanism != NULL
		? passage->mechanism->name : listing->hardware->name;
	const char *name = term->cost != NULL	    ? term->cost->name
			   : term->instance != NULL ? term->instance
						    : term->volume;
	const char *text = "";

	if (name == NULL)
		name = "here";
	if (term->factor != 1)
		text = arena_format(arena, "%g x ", term->factor);
	if (!is_plain(passage))
		text = arena_format(arena, "%s%s ", text, name);
	if (term->cost != NULL) {
		text = arena_format(arena, "%s%s", text, term->cost->text);
		note_cost(listing, arena_format(arena, "%s.%s", owner, name),
			  term->cost);
	}
	for (int i = 0; i < term->attributes; i++)
		text = arena_format(arena, "%s x %s", text,
				    term->attribute[i]);
	return text;
}

static const char *work_text(struct listing *listing,
			     const struct passage *passage)
{
	const char *text = "";

	for (int i = 0; passage->work && i < passage->work->terms; i++)
		text = arena_format(&listing->arena, "%s%s%s", text,
				    i > 0 ? " + " : "",
				    term_text(listing, passage,
					      &passage->work->term[i]));
	return text;
}

/* Stage, who pays, and what: a stage's work, or what a place is. */
static void print_line(struct listing *listing, const struct passage *passage)
{
	bool is_here = passage->place == NULL || *passage->place == '\0';
	const char *who = is_here && passage->payer ? passage->payer : "";
	const char *work = work_text(listing, passage);
	const char *left = arena_format(&listing->arena, "%*s%s",
					2 + 2 * passage->depth, "",
					passage->stage ? passage->stage
						       : passage->kind);
	const char *right = work;

	if (!is_here) {
		right = arena_format(&listing->arena, "%s%s%s%s%s",
				     passage->kind, *work ? ": " : "", work,
				     *passage->where_run ? "; on " : "",
				     passage->where_run);
		left = arena_format(&listing->arena, "%-*s ", WHO_AT - 1,
				    left);
		wrap_after(left, right, WHO_AT, stdout);
		return;
	}
	left = arena_format(&listing->arena, "%-*s %-*s ", WHO_AT - 1, left,
			    COST_AT - WHO_AT - 1, who);
	wrap_after(left, right, COST_AT, stdout);
}

static void print_passage(void *data, const struct passage *passage)
{
	struct listing *listing = data;
	int depth = passage->depth;

	if (depth >= DEPTH_MAX ||
	    (listing->skipped >= 0 && depth > listing->skipped))
		return;
	listing->skipped = -1;
	if (depth > 0 && strcmp(passage->kind, "list") == 0) {
		bool is_known = is_known_list(listing, passage);

		printf("%*s%s:%s\n", 2 + 2 * depth, "", passage->stage,
		       is_known ? " as above" : "");
		listing->skipped = is_known ? depth : -1;
		return;
	}
	if (passage->place != NULL && *passage->place != '\0')
		listing->place[depth] = passage->place;
	print_line(listing, passage);
}

static void print_costs(const struct listing *listing)
{
	puts("  costs:");
	for (int i = 0; i < listing->costs; i++)
		explain_cost_line(listing->cost[i].name,
				  listing->cost[i].cost, 4);
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
	struct listing listing;
	struct program *program = program_new(&setup, diagnostics);

	if (program == NULL)
		return STATUS_INPUT;
	printf("\n%s.%s on %s, %s:\n", home->name, path->name,
	       platform->name, hardware->name);
	listing_init(&listing, hardware);
	program_explain(program, print_passage, &listing);
	print_costs(&listing);
	listing_fini(&listing);
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

static double hardware_number(const struct instance *instance,
			      const char *name)
{
	int params;
	const struct param *param = kind_params(kind_of_instance(), &params);

	for (int i = 0; i < params; i++)
		if (strcmp(param[i].name, name) == 0)
			return instance->hardware->value[i].number;
	return 0;
}

/* Who runs where, before anything else: threads of a core slow each other. */
static void print_hardware(const struct platform *platform,
			   const struct instance *instance)
{
	char text[400];
	int vcpus = (int)hardware_number(instance, "vcpus");
	int siblings = (int)hardware_number(instance, "threads_per_core");

	snprintf(text, sizeof(text), "%.100s: %d vCPU%s, %s; threads stand on "
		 "vCPU 0, 1, ... in turn%s", instance->name, vcpus,
		 vcpus == 1 ? "" : "s", siblings > 1
		 ? "2k and 2k+1 on one core" : "each on a core of its own",
		 platform->domains > 1
		 ? "; other domains have cores of their own" : "");
	wrap_after("  hardware ", text, 24, stdout);
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
	print_hardware(platform, hardware);
	status = print_paths(library, platform, hardware, which, diagnostics);
	if (status == STATUS_OK && which == NULL)
		print_others(library, name, diagnostics);
	return status;
}
