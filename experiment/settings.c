/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/settings.h"

#include <string.h>

#include "experiment/tree.h"

#define FILE_NAME "--set"

/* All options as one text, a line each, for carets. */
static void register_texts(const struct reader *reader,
			   const char *const *text, int count)
{
	struct source *source = arena_get(reader->arena, sizeof(*source));
	const char *all = "";

	for (int i = 0; i < count; i++)
		all = arena_format(reader->arena, "%s%s\n", all, text[i]);
	source->file = FILE_NAME;
	source->text = all;
	source->length = strlen(all);
	source_register(source, reader->diagnostics);
}

static bool read_one(const struct reader *reader, const char *text, int line,
		     struct override *override)
{
	const char *equals = strchr(text, '=');
	size_t length = equals ? (size_t)(equals - text) : strlen(text);
	struct where where = {FILE_NAME, line, 1, (int)length};
	struct source source = {.file = FILE_NAME, .line = line};
	const struct node *value;

	if (!equals || length == 0 || !equals[1]) {
		reader_error(reader, where, "'%.80s' is no PATH=VALUE", text);
		return false;
	}
	source.text = equals + 1;
	source.length = strlen(equals + 1);
	source.column = (int)length + 2;
	value = tree_parse(reader->arena, &source, reader->diagnostics);
	if (!value)
		return false;
	if (!override_parse(reader,
			    arena_format(reader->arena, "%.*s", (int)length,
					 text), where, override))
		return false;
	*override = override_with(override, reader->arena, value);
	return true;
}

/* A line break within an option moves those behind it down. */
static int breaks(const char *text)
{
	int count = 0;

	for (; *text; text++)
		count += *text == '\n';
	return count;
}

bool settings_read(const struct reader *reader, const char *const *text,
		   int count, struct override *override, int *good)
{
	int line = 1;

	*good = 0;
	if (count > 0)
		register_texts(reader, text, count);
	for (int i = 0; i < count; i++) {
		if (read_one(reader, text[i], line, &override[*good]))
			++*good;
		line += 1 + breaks(text[i]);
	}
	return *good == count;
}

bool settings_of_map(const struct reader *reader, const struct node *map,
		     struct override *override, int *good)
{
	bool is_good = true;

	*good = 0;
	if (!map)
		return true;
	if (!reader_is_map(reader, map, "set"))
		return false;
	for (int i = 0; i < map->count; i++) {
		const struct entry *entry = &map->entry[i];

		if (override_parse(reader, entry->key, entry->where,
				   &override[*good])) {
			override[*good] = override_with(&override[*good],
							reader->arena,
							entry->value);
			++*good;
		} else {
			is_good = false;
		}
	}
	return is_good;
}
