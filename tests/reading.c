/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/reading.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "experiment/mechanism.h"
#include "experiment/tree.h"
#include "tests/scratch.h"

void reading_init(struct reading *reading)
{
	*reading = (struct reading){0};
	arena_init(&reading->arena);
	diagnostics_init(&reading->diagnostics);
	reading->reader.arena = &reading->arena;
	reading->reader.diagnostics = &reading->diagnostics;
}

void reading_fini(struct reading *reading)
{
	diagnostics_fini(&reading->diagnostics);
	arena_fini(&reading->arena);
}

const struct node *reading_tree(struct reading *reading, const char *text)
{
	struct source *source = arena_get(&reading->arena, sizeof(*source));

	source->file = "t.yaml";
	source->text = text;
	source->length = strlen(text);
	return tree_parse(&reading->arena, source, &reading->diagnostics);
}

const struct node *reading_scalar(struct reading *reading, const char *text)
{
	struct where where = {"t.yaml", 1, 1, (int)strlen(text)};

	return node_scalar(&reading->arena, text, where);
}

struct scenario *reading_scenario(struct reading *reading, const char *text,
				  const char *const *set, int sets)
{
	const struct scenario_options options = {.set = set, .sets = sets};

	scratch_write("t.yaml", text);
	return scenario_load("t.yaml", &options, &reading->diagnostics);
}

struct scenario *reading_good_scenario(struct reading *reading,
				       const char *text, const char *set)
{
	struct scenario *scenario = reading_scenario(reading, text, &set,
						     set ? 1 : 0);

	reading_expect(reading, "");
	ck_assert_ptr_nonnull(scenario);
	return scenario;
}

const struct setup *reading_setup(struct reading *reading,
				  struct scenario *scenario, int point)
{
	const struct setup *setup = scenario_setup(scenario, point,
						   &reading->diagnostics);

	reading_expect(reading, "");
	ck_assert_ptr_nonnull(setup);
	return setup;
}

const struct mechanism *reading_mechanism(struct reading *reading,
					  const char *text)
{
	const struct node *root = reading_tree(reading, text);

	ck_assert_ptr_nonnull(root);
	return mechanism_read(&reading->reader, "m", root);
}

const struct mechanism *reading_good_mechanism(struct reading *reading,
					       const char *text)
{
	const struct mechanism *mechanism = reading_mechanism(reading, text);

	reading_expect(reading, "");
	ck_assert_ptr_nonnull(mechanism);
	return mechanism;
}

const struct value *reading_value(const struct component *component,
				  const char *name)
{
	int count;
	const struct param *param = kind_params(component->kind, &count);

	for (int i = 0; i < count; i++)
		if (strcmp(param[i].name, name) == 0)
			return &component->value[i];
	ck_abort_msg("no parameter %s", name);
	return NULL;
}

void reading_expect(struct reading *reading, const char *expected)
{
	struct diagnostics *diagnostics = &reading->diagnostics;
	const char *said = "";

	for (int i = 0; i < diagnostics->count; i++) {
		const struct diagnostic *item = &diagnostics->item[i];

		said = arena_format(&reading->arena, "%s%d:%d: %s\n", said,
				    item->where.line, item->where.column,
				    item->message);
	}
	ck_assert_str_eq(said, expected);
	diagnostics_fini(diagnostics);
}
