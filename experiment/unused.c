/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/unused.h"

#include <stdlib.h>
#include <string.h>

/* The costs of a document, and which of them were seen as `$name`, or as
 * `times: name`. */
struct survey {
	const struct node *costs;
	bool *is_used;
	bool has_overrides;
};

static size_t word_length(const char *at)
{
	return strspn(at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
			  "0123456789_-");
}

static void mark(struct survey *survey, const char *name, size_t length)
{
	for (int i = 0; i < survey->costs->count; i++) {
		const char *key = survey->costs->entry[i].key;

		if (strncmp(key, name, length) == 0 && !key[length])
			survey->is_used[i] = true;
	}
}

static void look_at(struct survey *survey, const struct node *node)
{
	if (node->is_override)
		survey->has_overrides = true;
	if (node->kind == NODE_SCALAR) {
		const char *at = strchr(node->text, '$');

		for (; at; at = strchr(at + 1, '$'))
			mark(survey, at + 1, word_length(at + 1));
		return;
	}
	for (int i = 0; i < node->count; i++) {
		const struct entry *entry = &node->entry[i];

		/* counts.h: a count is an attribute of the jobs, too. */
		if (entry->key && strcmp(entry->key, "times") == 0 &&
		    entry->value->kind == NODE_SCALAR)
			mark(survey, entry->value->text,
			     word_length(entry->value->text));
		look_at(survey, entry->value);
	}
}

void unused_note(const struct reader *reader, const struct node *document,
		 const char *owner)
{
	const struct node *costs = node_get(document, "costs");
	struct survey survey = {.costs = costs};

	if (!costs || costs->kind != NODE_MAP)
		return;
	survey.is_used = memory_get((size_t)costs->count * sizeof(bool));
	look_at(&survey, document);
	for (int i = 0; i < costs->count && !survey.has_overrides; i++)
		if (!survey.is_used[i])
			diagnose(reader->diagnostics, SEVERITY_WARNING,
				 costs->entry[i].where,
				 "cost '%s' of %s is used by nothing",
				 costs->entry[i].key, owner);
	free(survey.is_used);
}
