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

struct world *rig_world(struct rig *rig, uint32_t replication)
{
	const struct point *point = rig->point;
	const struct world_options options = {
		.seed = point->seed,
		.replication = replication,
		.warmup = point->warmup,
		.duration = point->duration,
		.jobs = point->jobs,
	};

	forget_world(rig);
	rig->world = world_new(rig->program, &options);
	return rig->world;
}

const struct outcome *rig_run(struct rig *rig, uint32_t replication)
{
	rig->outcome = world_run(rig_world(rig, replication));
	return rig->outcome;
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

static const char *first_said(const struct rig *rig, char line[500])
{
	line[0] = '\0';
	return rig->diagnostics.count ? say(&rig->diagnostics.item[0], line)
				      : line;
}

static bool is_said(const struct rig *rig, const char *golden)
{
	char line[500];

	for (int i = 0; i < rig->diagnostics.count; i++)
		if (!strcmp(say(&rig->diagnostics.item[i], line), golden))
			return true;
	return false;
}

void rig_refuses(const char *text, const char *golden)
{
	struct rig rig;
	char line[500];
	bool is_let_in = rig_try(&rig, text);

	ck_assert_msg(!is_let_in, "passed, not refused with\n%s\n%s", golden,
		      text);
	ck_assert_msg(is_said(&rig, golden),
		      "expected\n%s\nbut was told\n%s\n%s", golden,
		      first_said(&rig, line), text);
	rig_close(&rig);
}

void rig_accepts(const char *text, const char *golden)
{
	struct rig rig;
	char line[500];

	rig_open(&rig, text);
	ck_assert_msg(rig.diagnostics.count == (golden != NULL) &&
		      (!golden || is_said(&rig, golden)),
		      "expected\n%s\nbut was told\n%s\n%s",
		      golden ? golden : "", first_said(&rig, line), text);
	rig_close(&rig);
}
