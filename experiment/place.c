/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/place.h"

#include <stdio.h>
#include <string.h>

size_t place_skip_string(const char *text, size_t at)
{
	for (at++; text[at] && text[at] != '"'; at++)
		if (text[at] == '\\' && text[at + 1])
			at++;
	return text[at] ? at + 1 : at;
}

static void begin_item(struct place *place, size_t at)
{
	if (place->levels <= PLACE_DEEPEST)
		place->level[place->levels - 1].item = at;
	place->value = at;
}

static void open_level(struct place *place, bool is_map, size_t at)
{
	if (place->levels < PLACE_DEEPEST)
		place->level[place->levels] = (struct level){
			.is_map = is_map, .has_name = !is_map};
	place->levels++;
	if (!is_map)
		begin_item(place, at + 1);
}

static void next_item(struct place *place, size_t at)
{
	struct level *level = &place->level[place->levels - 1];

	level->has_name = !level->is_map;
	level->index++;
	if (!level->is_map)
		begin_item(place, at + 1);
}

/* A key with its quotes, and the colon behind it. */
static void note_key(struct place *place, size_t at, size_t end)
{
	struct level *level = &place->level[place->levels - 1];

	level->has_name = true;
	level->key = at + 1;
	level->key_length = end - at - 2;
	place->value = end + 1;
}

static bool is_key_next(const struct place *place)
{
	int top = place->levels - 1;

	return top >= 0 && place->level[top].is_map &&
	       !place->level[top].has_name;
}

/* One step of the scan: a string, or a character. */
static size_t scan_one(struct place *place, const char *text, size_t at)
{
	bool is_key = is_key_next(place);
	size_t end = text[at] == '"' ? place_skip_string(text, at) : at + 1;

	if (text[at] == '{' || text[at] == '[')
		open_level(place, text[at] == '{', at);
	else if ((text[at] == '}' || text[at] == ']') && place->levels)
		place->levels--;
	else if (text[at] == ',' && place->levels)
		next_item(place, at);
	if (text[at] == '"' && is_key)
		note_key(place, at, end);
	return end;
}

struct place place_at(const char *text, size_t byte)
{
	struct place place = {0};
	size_t at = 0, end;

	while (at < byte && place.levels < PLACE_DEEPEST) {
		struct place before = place;

		end = scan_one(&place, text, at);
		/* A text that differs: a value, or a key of only one. */
		if (end > byte && text[at] == '"') {
			if (is_key_next(&before))
				before.value = at;
			return before;
		}
		at = end;
	}
	return place;
}

/* The name of a level's value.  An item of a list goes by its first member,
 * {"mechanism":"netfront",...}, where it has one; the words that resolved.c
 * puts around documents say nothing to a user. */
static int print_name(const struct level *level, const char *text, char *name,
		      size_t size)
{
	const char *item = text + level->item, *first;

	if (level->is_map && (!strncmp(text + level->key, "documents\"", 10) ||
			      !strncmp(text + level->key, "document\"", 9)))
		return 0;
	if (level->is_map)
		return snprintf(name, size, "%.*s", (int)level->key_length,
				text + level->key);
	first = item[0] == '{' && item[1] == '"'
		? item + place_skip_string(item, 1) : "";
	if (first[0] != ':' || first[1] != '"')
		return snprintf(name, size, "%d", level->index);
	return snprintf(name, size, "%.*s",
			(int)place_skip_string(first, 1) - 3, first + 2);
}

void place_path(const struct place *place, const char *text, char *path,
		size_t size)
{
	char name[64];
	size_t length = 0;

	path[0] = '\0';
	for (int i = 0; i < place->levels && length < size; i++) {
		const struct level *level = &place->level[i];

		if (level->has_name &&
		    print_name(level, text, name, sizeof(name)) > 0)
			length += (size_t)snprintf(path + length, size - length,
						   "%s%s", length ? "." : "",
						   name);
	}
}
