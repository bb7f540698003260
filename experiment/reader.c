/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "experiment/hint.h"
#include "experiment/quantity.h"

void reader_error(const struct reader *reader, struct where where,
		  const char *format, ...)
{
	char message[sizeof(((struct diagnostic *)0)->message)];
	va_list list;

	va_start(list, format);
	vsnprintf(message, sizeof(message), format, list);
	va_end(list);
	diagnose(reader->diagnostics, SEVERITY_ERROR, where, "%s", message);
}

static const char *kind_text(const struct node *node)
{
	static const char *const names[] = {
		[NODE_SCALAR] = "a single value",
		[NODE_LIST] = "a list",
		[NODE_MAP] = "a map",
	};

	return node_is_empty(node) ? "empty" : names[node->kind];
}

static bool is_kind(const struct reader *reader, const struct node *node,
		    const char *what, enum node_kind kind, const char *form)
{
	if (node->kind == kind && !node_is_empty(node))
		return true;
	reader_error(reader, node->where, "%s is %s; it must be %s", what,
		     kind_text(node), form);
	return false;
}

bool reader_is_map(const struct reader *reader, const struct node *node,
		   const char *what)
{
	return is_kind(reader, node, what, NODE_MAP,
		       "a map, {key: value, ...}");
}

bool reader_is_list(const struct reader *reader, const struct node *node,
		    const char *what)
{
	return is_kind(reader, node, what, NODE_LIST, "a list, [...]");
}

const char *reader_text(const struct reader *reader, const struct node *node,
			const char *what)
{
	if (!is_kind(reader, node, what, NODE_SCALAR, "a single value"))
		return NULL;
	return node->text;
}

bool reader_title(const struct reader *reader, const struct node *document,
		  const char **title)
{
	const struct node *node = node_get(document, "title");

	*title = NULL;
	if (!node || node_is_empty(node))
		return true;
	*title = reader_text(reader, node, "title");
	return *title != NULL;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool is_word(const char *text)
{
	if (!is_letter(*text))
		return false;
	for (text++; *text; text++)
		if (!is_letter(*text) && *text != '-' &&
		    !(*text >= '0' && *text <= '9'))
			return false;
	return true;
}

const char *reader_word(const struct reader *reader, const struct node *node,
			const char *what)
{
	const char *text = reader_text(reader, node, what);

	if (!text || is_word(text))
		return text;
	reader_error(reader, node->where,
		     "%s is '%.60s'; it must be a word: a letter, then "
		     "letters, digits, '_' or '-'", what, text);
	return NULL;
}

int reader_choice(const struct reader *reader, const struct node *node,
		  const char *what, const char *choices)
{
	const char *text = reader_text(reader, node, what);
	struct hint hint;
	int index;

	if (!text)
		return -1;
	index = words_index(choices, text);
	if (index >= 0)
		return index;
	hint = hint_of(text);
	hint_add_words(&hint, choices);
	reader_error(reader, node->where, "%s is '%.60s'%s", what, text,
		     hint_text(&hint));
	return -1;
}

bool reader_count(const struct reader *reader, const struct node *node,
		  const char *what, double low, double high, double *value)
{
	struct legal legal = {UNIT_COUNT, low, high, .is_whole = true};

	return quantity_read(reader, node, what, &legal, value);
}

bool reader_int(const struct reader *reader, const struct node *node,
		const char *what, int low, int high, int *value)
{
	double number;

	if (!reader_count(reader, node, what, low, high, &number))
		return false;
	*value = (int)number;
	return true;
}

static bool check_key(const struct reader *reader, const struct entry *entry,
		      const char *what, const char *legal, const char *later)
{
	struct hint hint;

	if (words_index(legal, entry->key) >= 0)
		return true;
	if (later && words_index(later, entry->key) >= 0) {
		reader_error(reader, entry->where,
			     "'%s' in %s is not supported yet", entry->key,
			     what);
		return false;
	}
	hint = hint_of(entry->key);
	hint_add_words(&hint, legal);
	reader_error(reader, entry->where, "unknown key '%.60s' in %s%s",
		     entry->key, what, hint_text(&hint));
	return false;
}

bool reader_keys(const struct reader *reader, const struct node *map,
		 const char *what, const char *legal, const char *later)
{
	bool is_good = true;

	for (int i = 0; i < map->count; i++)
		if (!check_key(reader, &map->entry[i], what, legal, later))
			is_good = false;
	return is_good;
}

bool reader_names(const struct reader *reader, const struct node *map,
		  const char *what)
{
	bool is_good = true;

	for (int i = 0; i < map->count; i++) {
		if (is_word(map->entry[i].key))
			continue;
		reader_error(reader, map->entry[i].where,
			     "%s is named '%.60s'; a name must be a word: a "
			     "letter, then letters, digits, '_' or '-'", what,
			     map->entry[i].key);
		is_good = false;
	}
	return is_good;
}

static bool is_refused(const struct reader *reader, struct where where)
{
	const struct diagnostics *diagnostics = reader->diagnostics;

	for (int i = 0; i < diagnostics->count; i++) {
		const struct where *noted = &diagnostics->item[i].where;

		if (noted->line == where.line &&
		    noted->column == where.column && noted->file == where.file)
			return true;
	}
	return false;
}

bool reader_is_misspelt(const struct reader *reader, const struct node *map,
			const char *key)
{
	for (int i = 0; i < map->count; i++) {
		struct hint hint = hint_of(map->entry[i].key);

		hint_add(&hint, key);
		if (hint.best && is_refused(reader, map->entry[i].where))
			return true;
	}
	return false;
}

const struct node *reader_need(const struct reader *reader,
			       const struct node *map, struct where where,
			       const char *what, const char *key)
{
	const struct node *node = node_get(map, key);

	if (!node && !reader_is_misspelt(reader, map, key))
		reader_error(reader, where, "%s needs '%s'", what, key);
	return node;
}
