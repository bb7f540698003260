/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/own.h"

#include <string.h>

/* Where a document is being added. */
struct shelf {
	const struct reader *reader;
	struct library *library;
	const struct source *source;
	enum document kind;
};

static bool add(struct shelf *shelf, const char *name, struct where where,
		const struct node *document)
{
	const struct volume *old = library_find(shelf->library, shelf->kind,
						name);
	struct volume volume = {
		.kind = shelf->kind, .name = name, .root = document,
		.source = shelf->source,
	};

	if (!reader_is_map(shelf->reader, document,
			   document_name(shelf->kind)))
		return false;
	if (old && old->source == shelf->source) {
		reader_error(shelf->reader, where, "%s '%.60s' stands here "
			     "twice", document_name(shelf->kind), name);
		return false;
	}
	return library_add(shelf->library, &volume, where,
			   shelf->reader->diagnostics);
}

/* NAME: {...}; a document that names itself must agree. */
static bool add_entry(struct shelf *shelf, const struct entry *entry)
{
	const char *key = document_name(shelf->kind);
	const char *own = node_text(entry->value, key);

	if (!own || strcmp(own, entry->key) == 0)
		return add(shelf, entry->key, entry->where, entry->value);
	reader_error(shelf->reader, node_get(entry->value, key)->where,
		     "%s '%.60s' names itself '%.60s'", key, entry->key, own);
	return false;
}

static bool add_item(struct shelf *shelf, const struct node *document)
{
	const char *key = document_name(shelf->kind);
	const struct node *name;

	if (!reader_is_map(shelf->reader, document, key))
		return false;
	name = reader_need(shelf->reader, document, document->where,
			   arena_format(shelf->reader->arena, "a %s", key),
			   key);
	return name && reader_text(shelf->reader, name, key) &&
	       add(shelf, name->text, name->where, document);
}

static bool add_all(struct shelf *shelf, const struct entry *entry)
{
	const struct node *node = entry->value;
	bool is_good = true;

	if (node->kind == NODE_SCALAR) {
		reader_error(shelf->reader, node->where, "%s must be a map of "
			     "names, or a list", entry->key);
		return false;
	}
	for (int i = 0; i < node->count; i++)
		is_good &= node->kind == NODE_MAP
			? add_entry(shelf, &node->entry[i])
			: add_item(shelf, node->entry[i].value);
	return is_good;
}

bool own_documents_read(const struct reader *reader, struct library *library,
			const struct node *root, const struct source *source)
{
	static const char *const keys[DOCUMENTS] = {
		[DOCUMENT_PLATFORM] = "platforms",
		[DOCUMENT_MECHANISM] = "mechanisms",
		[DOCUMENT_WORKLOAD] = "workloads",
		[DOCUMENT_INSTANCE] = "instances",
		[DOCUMENT_VOLUME] = "volume_types",
	};
	bool is_good = true;

	for (int kind = 0; kind < DOCUMENTS; kind++) {
		struct shelf shelf = {
			reader, library, source, (enum document)kind,
		};
		const struct entry *entry = node_find(root, keys[kind]);

		if (entry)
			is_good &= add_all(&shelf, entry);
	}
	return is_good;
}
