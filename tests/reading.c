/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/reading.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "experiment/tree.h"

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
