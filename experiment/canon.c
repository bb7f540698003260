/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/canon.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void put(struct canon *canon, const char *text, size_t length)
{
	if (canon->length + length + 1 > canon->room) {
		canon->room = (canon->length + length + 1) * 2;
		canon->text = memory_resize(canon->text, canon->room);
	}
	memcpy(canon->text + canon->length, text, length);
	canon->length += length;
	canon->text[canon->length] = '\0';
}

void canon_put(struct canon *canon, const char *text)
{
	put(canon, text, strlen(text));
}

void canon_string(struct canon *canon, const char *text)
{
	char escape[8];

	canon_put(canon, "\"");
	while (*text) {
		size_t plain = 0;

		while ((unsigned char)text[plain] >= 0x20 &&
		       text[plain] != '"' && text[plain] != '\\')
			plain++;
		put(canon, text, plain);
		text += plain;
		if (!*text)
			break;
		if (*text == '"' || *text == '\\')
			snprintf(escape, sizeof(escape), "\\%c", *text);
		else
			snprintf(escape, sizeof(escape), "\\u%04x",
				 (unsigned)(unsigned char)*text);
		canon_put(canon, escape);
		text++;
	}
	canon_put(canon, "\"");
}

void canon_key(struct canon *canon, const char *key)
{
	char last = canon->length ? canon->text[canon->length - 1] : '{';

	if (last != '{' && last != '[')
		canon_put(canon, ",");
	canon_string(canon, key);
	canon_put(canon, ":");
}

void canon_integer(struct canon *canon, const char *key, long long value)
{
	char text[32];

	snprintf(text, sizeof(text), "%lld", value);
	canon_key(canon, key);
	canon_put(canon, text);
}

/* A cost's note: words for people. */
static bool is_for_people(const struct node *map, const struct entry *entry)
{
	return strcmp(entry->key, "note") == 0 && node_get(map, "value");
}

static void put_map(struct canon *canon, const struct node *map)
{
	canon_put(canon, "{");
	for (int i = 0; i < map->count; i++) {
		const struct entry *entry = &map->entry[i];

		if (is_for_people(map, entry))
			continue;
		canon_key(canon, entry->key);
		canon_node(canon, entry->value);
	}
	canon_put(canon, "}");
}

void canon_node(struct canon *canon, const struct node *node)
{
	if (node->kind == NODE_SCALAR) {
		canon_string(canon, node->text);
		return;
	}
	if (node->kind == NODE_MAP) {
		put_map(canon, node);
		return;
	}
	canon_put(canon, "[");
	for (int i = 0; i < node->count; i++) {
		if (i > 0)
			canon_put(canon, ",");
		canon_node(canon, node->entry[i].value);
	}
	canon_put(canon, "]");
}

const char *canon_take(struct canon *canon, struct arena *arena)
{
	const char *text = arena_text(arena, canon->text ? canon->text : "");

	free(canon->text);
	*canon = (struct canon){0};
	return text;
}

const char *canon_document(struct arena *arena, const struct node *root)
{
	struct canon canon = {0};

	canon_node(&canon, node_without(arena, root, "title"));
	return canon_take(&canon, arena);
}

const char *canon_value(struct arena *arena, const struct node *node)
{
	struct canon canon = {0};

	if (node->kind == NODE_SCALAR)
		return node->text;
	canon_node(&canon, node);
	return canon_take(&canon, arena);
}
