/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/rows.h"

#include <string.h>

/* Rows that are being read; there is room for a ladder in place of each. */
struct rows {
	const struct reader *reader;
	const struct library *library;
	struct row *row;
	int count;
};

static void add(struct rows *rows, const char *platform, struct where where,
		const struct node *instance)
{
	struct row *row = &rows->row[rows->count++];

	*row = (struct row){
		.platform = platform, .label = platform, .where = where,
	};
	if (!instance)
		return;
	row->instance = instance->text;
	row->instance_where = instance->where;
}

/* `ladder` stands for all shipped platforms, oldest first. */
static bool add_named(struct rows *rows, const struct node *platform,
		      const struct node *instance)
{
	const struct library *library = rows->library;
	int count = library_count(library, DOCUMENT_PLATFORM);
	const struct volume *volume;

	if (strcmp(platform->text, "ladder") != 0) {
		volume = library_need(library, DOCUMENT_PLATFORM,
				      platform->text, platform->where,
				      rows->reader->diagnostics);
		if (volume)
			add(rows, volume->name, platform->where, instance);
		return volume != NULL;
	}
	for (int i = 0; i < count; i++) {
		volume = library_at(library, DOCUMENT_PLATFORM, i);
		if (volume->is_in_ladder)
			add(rows, volume->name, platform->where, instance);
	}
	return true;
}

/* {platform: P, instance: I}, or P alone. */
static bool read_row(struct rows *rows, const struct node *node)
{
	const struct reader *reader = rows->reader;
	const struct node *platform, *instance;

	if (node->kind == NODE_SCALAR)
		return reader_text(reader, node, "a row of compare") &&
		       add_named(rows, node, NULL);
	if (!reader_is_map(reader, node, "a row of compare") ||
	    !reader_keys(reader, node, "a row of compare",
			 "platform|instance", NULL))
		return false;
	platform = reader_need(reader, node, node->where, "a row of compare",
			       "platform");
	instance = node_get(node, "instance");
	return platform && reader_text(reader, platform, "platform") &&
	       (!instance || reader_text(reader, instance, "instance")) &&
	       add_named(rows, platform, instance);
}

static bool read_compare(struct rows *rows, const struct node *compare)
{
	int ladder = library_count(rows->library, DOCUMENT_PLATFORM);
	bool is_list = compare->kind == NODE_LIST, is_good = true;
	size_t room = (size_t)(1 + ladder) *
		      (size_t)(is_list ? compare->count : 1);

	rows->row = arena_get(rows->reader->arena, room * sizeof(*rows->row));
	if (!is_list && compare->kind == NODE_SCALAR &&
	    strcmp(compare->text, "ladder") == 0)
		return add_named(rows, compare, NULL);
	if (!reader_is_list(rows->reader, compare, "compare"))
		return false;
	for (int i = 0; i < compare->count; i++)
		is_good &= read_row(rows, compare->entry[i].value);
	if (compare->count > 0)
		return is_good;
	reader_error(rows->reader, compare->where,
		     "compare: there is nothing to compare");
	return false;
}

/* Exactly one of compare, hosts and network. */
static const struct entry *form_of(const struct reader *reader,
				   const struct node *root)
{
	static const char *const keys[] = {"compare", "hosts", "network"};
	const struct entry *found = NULL;

	for (int i = 0; i < 3; i++) {
		const struct entry *entry = node_find(root, keys[i]);

		if (!entry)
			continue;
		if (found) {
			reader_error(reader, entry->where,
				     "a scenario has one of compare, hosts and "
				     "network; this one has '%s' already",
				     found->key);
			return NULL;
		}
		found = entry;
	}
	if (!found)
		reader_error(reader, root->where, "a scenario needs one of "
			     "compare, hosts and network");
	return found;
}

bool rows_read(const struct reader *reader, const struct library *library,
	       const struct node *root, const struct row **row, int *count)
{
	const struct entry *form = form_of(reader, root);
	struct rows rows = {.reader = reader, .library = library};
	bool is_good = form != NULL;

	if (form && strcmp(form->key, "compare") == 0) {
		is_good = read_compare(&rows, form->value);
	} else if (form) {
		rows.row = arena_get(reader->arena, sizeof(*rows.row));
		rows.row->label = form->key;
		rows.row->where = form->where;
		rows.count = 1;
	}
	*row = rows.row;
	*count = rows.count;
	return is_good;
}
