/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/rig.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "tests/scratch.h"

static void compile(struct rig *rig, int point)
{
	const struct setup *setup = scenario_setup(rig->scenario, point,
						   &rig->diagnostics);

	rig->point = scenario_point(rig->scenario, point);
	if (setup)
		rig->program = program_new(setup, &rig->diagnostics);
}

bool rig_try(struct rig *rig, const char *text)
{
	*rig = (struct rig){0};
	diagnostics_init(&rig->diagnostics);
	scratch_write("model.yaml", text);
	rig->scenario = scenario_load("model.yaml", NULL, &rig->diagnostics);
	if (rig->scenario)
		compile(rig, 0);
	return rig->program != NULL;
}

static void expect_program(const struct rig *rig)
{
	if (!rig->program)
		diagnostics_print(&rig->diagnostics, stderr);
	ck_assert_msg(rig->program != NULL, "the model was refused");
}

void rig_open(struct rig *rig, const char *text)
{
	rig_try(rig, text);
	expect_program(rig);
}

static void forget_world(struct rig *rig)
{
	world_free(rig->world);
	rig->world = NULL;
	rig->outcome = NULL;
}

void rig_close(struct rig *rig)
{
	forget_world(rig);
	program_free(rig->program);
	scenario_free(rig->scenario);
	diagnostics_fini(&rig->diagnostics);
	*rig = (struct rig){0};
}

void rig_point(struct rig *rig, int point)
{
	forget_world(rig);
	program_free(rig->program);
	rig->program = NULL;
	compile(rig, point);
	expect_program(rig);
}

struct world *rig_world(struct rig *rig, int replication)
{
	const struct point *point = rig->point;
	const struct world_options options = {
		.seed = point->seed,
		.replication = (uint32_t)replication,
		.warmup = point->warmup,
		.duration = point->duration,
		.jobs = point->jobs,
	};

	forget_world(rig);
	rig->world = world_new(rig->program, &options);
	return rig->world;
}

const struct outcome *rig_run(struct rig *rig, int replication)
{
	rig->outcome = world_run(rig_world(rig, replication));
	return rig->outcome;
}

const struct outcome *rig_run_well(struct rig *rig, int replication)
{
	const struct outcome *outcome = rig_run(rig, replication);

	ck_assert_msg(outcome->verdict == VERDICT_OK, "verdict %d: %s",
		      outcome->verdict, outcome->story ? outcome->story : "");
	return outcome;
}

static const struct metric *metric_find(const struct rig *rig,
					const char *name)
{
	const struct outcome *outcome = rig->outcome;

	for (int i = 0; i < outcome->metrics; i++)
		if (strcmp(outcome->metric[i].name, name) == 0)
			return &outcome->metric[i];
	return NULL;
}

double rig_metric(const struct rig *rig, const char *name)
{
	const struct metric *metric = metric_find(rig, name);

	ck_assert_msg(metric != NULL, "no metric %s", name);
	return metric->value;
}

bool rig_has_metric(const struct rig *rig, const char *name)
{
	return metric_find(rig, name) != NULL;
}

/* ---- what is said ---- */

static const char *say(const struct diagnostic *item, char line[500])
{
	snprintf(line, 500, "%s:%d:%d: %s: %s",
		 item->where.file ? item->where.file : "", item->where.line,
		 item->where.column,
		 item->severity == SEVERITY_ERROR ? "error" : "warning",
		 item->message);
	return line;
}

const char *rig_said(const struct rig *rig, char line[500])
{
	line[0] = '\0';
	return rig->diagnostics.count ? say(&rig->diagnostics.item[0], line)
				      : line;
}

void rig_refuses(const char *text, const char *golden)
{
	struct rig rig;
	char line[500];
	bool is_said = false, is_let_in = rig_try(&rig, text);

	for (int i = 0; i < rig.diagnostics.count; i++)
		is_said |= !strcmp(say(&rig.diagnostics.item[i], line),
				   golden);
	ck_assert_msg(!is_let_in, "passed, not refused with\n%s\n%s", golden,
		      text);
	ck_assert_msg(is_said, "expected\n%s\nbut was told\n%s\n%s", golden,
		      rig_said(&rig, line), text);
	rig_close(&rig);
}

void rig_accepts(const char *text)
{
	struct rig rig;
	char line[500];

	rig_open(&rig, text);
	ck_assert_msg(rig.diagnostics.count == 0, "said\n%s\n%s",
		      rig_said(&rig, line), text);
	rig_close(&rig);
}
