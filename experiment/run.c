/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiment/lean.h"
#include "experiment/plan.h"
#include "experiment/replication.h"
#include "models/world.h"

/* A point, compiled. */
struct compiled {
	const struct point *point;
	struct program *program;
};

struct compilation {
	struct scenario *scenario;
	struct compiled *compiled;
	int points;
	struct arena arena; /* the plan's records */
};

static bool replicate(void *data, int point, int replication,
		      const volatile int *stop, struct arena *arena,
		      struct replication_record *record)
{
	const struct compilation *c = data;
	const struct compiled *compiled = &c->compiled[point];
	const struct point *p = compiled->point;
	struct world_options options = {
		.seed = p->seed,
		.replication = (uint32_t)replication,
		.warmup = p->warmup,
		.duration = p->duration,
		.jobs = p->jobs,
		.stop = stop,
	};
	struct world *world = world_new(compiled->program, &options);
	const struct outcome *outcome = world_run(world);
	bool is_whole = outcome->verdict != VERDICT_STOPPED;

	record->seed = p->seed;
	if (is_whole)
		replication_fill(record, outcome, arena);
	world_free(world);
	return is_whole;
}

static void point_done(void *data, int point)
{
	struct compilation *c = data;

	if (c->compiled[point].program)
		program_free(c->compiled[point].program);
	c->compiled[point].program = NULL;
}

/* All points, so that every error is told, and told before anything runs. */
static int compile(struct compilation *c, struct diagnostics *diagnostics)
{
	for (int i = 0; i < c->points; i++) {
		const struct setup *setup = scenario_setup(c->scenario, i,
							   diagnostics);

		c->compiled[i].point = scenario_point(c->scenario, i);
		if (setup)
			c->compiled[i].program = program_new(setup,
							     diagnostics);
	}
	return diagnostics->errors ? -1 : 0;
}

/* ---- the plan ---- */

static const char *text_or_null(const char *text)
{
	return text && *text ? text : NULL;
}

static const char *join_swept(struct arena *arena, const struct point *point)
{
	const char *text = "";

	for (int i = 0; i < point->swepts; i++)
		text = arena_format(arena, "%s%s%s=%s", text, i ? " " : "",
				    point->swept[i].key, point->swept[i].text);
	return text;
}

static const struct swept_record *copy_swept(struct arena *arena,
					     const struct point *point)
{
	struct swept_record *swept = arena_get(arena,
		((size_t)point->swepts + 1) * sizeof(*swept));

	for (int i = 0; i < point->swepts; i++)
		swept[i] = (struct swept_record){
			point->swept[i].key, point->swept[i].text,
			point->swept[i].number, point->swept[i].unit};
	return swept;
}

static struct point_record describe_point(struct arena *arena,
					  const struct compiled *compiled)
{
	const struct point *point = compiled->point;
	struct point_record record = {
		.id = (int64_t)point->id,
		.ordinal = point->ordinal,
		.label = point->label,
		.platform = text_or_null(point->platform),
		.instance = text_or_null(point->instance),
		.swept_text = join_swept(arena, point),
		.resolved = point->resolved,
		.swept = copy_swept(arena, point),
		.swepts = point->swepts,
		.absent = point->absent,
		.counterfactual = point->counterfactual,
	};
	const struct leaning *leaning;
	int leanings;

	if (!compiled->program)
		return record; /* it is absent */
	leanings = program_leanings(compiled->program, &leaning);
	record.cost = lean_records(leaning, leanings, arena, &record.costs);
	return record;
}

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

static void describe_run(const struct compilation *c, struct run_record *run)
{
	*run = (struct run_record){
		.version = FATHOM_VERSION,
		.name = scenario_name(c->scenario),
		.title = or_empty(scenario_title(c->scenario)),
		.scenario = scenario_text(c->scenario),
		.seed = c->points ? c->compiled[0].point->seed : 0,
	};
}

static struct plan plan_of(struct compilation *c)
{
	size_t points = (size_t)c->points + 1;
	struct point_record *point = arena_get(&c->arena,
					       points * sizeof(*point));
	int *replications = arena_get(&c->arena, points *
				      sizeof(*replications));
	struct plan plan = {.point = point, .replications = replications,
			    .points = c->points, .replicate = replicate,
			    .point_done = point_done, .data = c};

	describe_run(c, &plan.run);
	for (int i = 0; i < c->points; i++) {
		point[i] = describe_point(&c->arena, &c->compiled[i]);
		replications[i] = c->compiled[i].point->replications;
		if (replications[i] > plan.run.replications)
			plan.run.replications = replications[i];
	}
	return plan;
}

/* ---- running it ---- */

static int run_compiled(struct compilation *c,
			const struct run_options *options,
			struct run_summary *summary,
			struct diagnostics *diagnostics, struct error *error)
{
	struct plan plan;

	if (compile(c, diagnostics))
		return error_set(error, STATUS_INPUT, "%s: nothing was run",
				 scenario_name(c->scenario));
	plan = plan_of(c);
	return plan_run(&plan, options, summary, error);
}

int run_scenario(struct scenario *scenario, const struct run_options *options,
		 struct run_summary *summary, struct diagnostics *diagnostics,
		 struct error *error)
{
	struct compilation c = {.scenario = scenario,
				.points = scenario_points(scenario)};
	int result;

	*summary = (struct run_summary){0};
	arena_init(&c.arena);
	c.compiled = memory_get((size_t)c.points * sizeof(*c.compiled));
	result = run_compiled(&c, options, summary, diagnostics, error);
	for (int i = 0; i < c.points; i++)
		point_done(&c, i);
	free(c.compiled);
	arena_fini(&c.arena);
	return result;
}
