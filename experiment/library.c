/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/library.h"

#include <stdlib.h>
#include <string.h>

#include "experiment/canon.h"
#include "experiment/hint.h"
#include "experiment/instance.h"
#include "experiment/mechanism.h"
#include "experiment/platform.h"
#include "experiment/shelf.h"
#include "experiment/unused.h"
#include "experiment/volume.h"
#include "experiment/volumes.h"

/* Words that --set gives a meaning of their own. */
#define RESERVED "workload|run|instance|network|platform|hosts"

struct library {
	struct arena arena;
	const struct node *sources; /* NULL: none known */
	struct row {
		struct volume *volume; /* in the order that library.h gives */
		int count, room;
	} row[DOCUMENTS];
};

const char *document_name(enum document kind)
{
	static const char *const names[DOCUMENTS] = {
		[DOCUMENT_PLATFORM] = "platform",
		[DOCUMENT_MECHANISM] = "mechanism",
		[DOCUMENT_WORKLOAD] = "workload",
		[DOCUMENT_INSTANCE] = "instance",
		[DOCUMENT_VOLUME] = "volume",
	};

	return names[kind];
}

static struct volume *find(const struct library *library, enum document kind,
			   const char *name)
{
	const struct row *row = &library->row[kind];

	for (int i = 0; i < row->count; i++)
		if (strcmp(row->volume[i].name, name) == 0)
			return &row->volume[i];
	return NULL;
}

const struct volume *library_find(const struct library *library,
				  enum document kind, const char *name)
{
	return find(library, kind, name);
}

const struct volume *library_at(const struct library *library,
				enum document kind, int i)
{
	return &library->row[kind].volume[i];
}

static struct volume *need(const struct library *library, enum document kind,
			   const char *name, struct where where,
			   struct diagnostics *diagnostics)
{
	const struct row *row = &library->row[kind];
	struct volume *volume = find(library, kind, name);
	struct hint hint;

	if (volume)
		return volume;
	hint = hint_of(name);
	for (int i = 0; i < row->count; i++)
		hint_add(&hint, row->volume[i].name);
	diagnose(diagnostics, SEVERITY_ERROR, where, "no %s '%.60s'%s",
		 document_name(kind), name, hint_text(&hint));
	return NULL;
}

const struct volume *library_need(const struct library *library,
				  enum document kind, const char *name,
				  struct where where,
				  struct diagnostics *diagnostics)
{
	return need(library, kind, name, where, diagnostics);
}

/* An instance type's name has a dot; the others' stand in dotted paths. */
static bool is_good_name(enum document kind, const char *name)
{
	if (kind == DOCUMENT_INSTANCE)
		return is_word((char[]){name[0], 0}) &&
		       !name[strspn(name, "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				    "_-.")];
	return is_word(name);
}

static bool check_name(const struct volume *volume, struct where where,
		       struct diagnostics *diagnostics)
{
	const char *wrong = NULL;

	if (!is_good_name(volume->kind, volume->name))
		wrong = "it must be a word: a letter, then letters, digits, "
			"'_' or '-'";
	else if (volume->kind != DOCUMENT_INSTANCE &&
		 words_index(RESERVED, volume->name) >= 0)
		wrong = "the word has a meaning of its own in paths";
	if (wrong)
		diagnose(diagnostics, SEVERITY_ERROR, where,
			 "a %s cannot be named '%.60s': %s",
			 document_name(volume->kind), volume->name, wrong);
	return !wrong;
}

static int compare(const struct volume *a, const struct volume *b)
{
	if (a->year != b->year)
		return a->year < b->year ? -1 : 1;
	if (a->month != b->month)
		return a->month < b->month ? -1 : 1;
	return strcmp(a->name, b->name);
}

static void insert(struct row *row, const struct volume *volume)
{
	int i = row->count++;

	if (row->count > row->room) {
		row->room = row->room ? row->room * 2 : 16;
		row->volume = memory_resize(row->volume,
					    (size_t)row->room *
					    sizeof(*row->volume));
	}
	for (; i > 0 && compare(&row->volume[i - 1], volume) > 0; i--)
		row->volume[i] = row->volume[i - 1];
	row->volume[i] = *volume;
}

static void take_out(struct row *row, struct volume *volume)
{
	int i = (int)(volume - row->volume);

	row->count--;
	memmove(volume, volume + 1,
		(size_t)(row->count - i) * sizeof(*volume));
}

/* What is no number is said when the document is read. */
static int number_of(const struct node *root, const char *key)
{
	const char *text = node_text(root, key);

	return text ? (int)strtol(text, NULL, 10) : 0;
}

bool library_add(struct library *library, const struct volume *volume,
		 struct where where, struct diagnostics *diagnostics)
{
	struct row *row = &library->row[volume->kind];
	struct volume *old = find(library, volume->kind, volume->name);
	struct volume added = *volume;

	if (!check_name(volume, where, diagnostics))
		return false;
	if (volume->kind == DOCUMENT_PLATFORM) {
		added.year = number_of(volume->root, "year");
		added.month = number_of(volume->root, "month");
	}
	added.is_in_ladder = added.is_shipped || (old && old->is_in_ladder);
	if (old)
		take_out(row, old);
	insert(row, &added);
	return true;
}

/* A document of models/ or of a folder: it says itself what it is. */
static void add_document(void *data, const struct shelf_file *file,
			 struct diagnostics *diagnostics)
{
	struct library *library = data;
	struct volume volume = {
		.root = file->root, .source = file->source,
		.is_shipped = file->is_shipped,
	};

	if (file->root->kind == NODE_MAP && file->is_sources) {
		for (int i = 0; i < file->root->count; i++)
			library->sources = node_with(
				&library->arena, library->sources,
				file->root->entry[i].key,
				file->root->entry[i].value);
		return;
	}
	for (int kind = 0; kind < DOCUMENTS; kind++) {
		volume.kind = (enum document)kind;
		volume.name = node_text(file->root, document_name(volume.kind));
		if (!volume.name)
			continue;
		library_add(library, &volume, file->root->where, diagnostics);
		return;
	}
	diagnose(diagnostics, SEVERITY_ERROR, file->root->where,
		 "not a model: it has no key platform, mechanism, workload, "
		 "instance or volume with its name");
}

struct library *library_new(const char *const *dirs, int count,
			    struct diagnostics *diagnostics)
{
	struct library *library = memory_get(sizeof(*library));

	arena_init(&library->arena);
	shelf_read_shipped(&library->arena, add_document, library,
			   diagnostics);
	for (int i = 0; i < count; i++)
		shelf_read_folder(&library->arena, dirs[i], add_document,
				  library, diagnostics);
	return library;
}

void library_free(struct library *library)
{
	if (!library)
		return;
	for (int i = 0; i < DOCUMENTS; i++)
		free(library->row[i].volume);
	arena_fini(&library->arena);
	free(library);
}

void library_retire(struct library *library, struct diagnostics *diagnostics)
{
	diagnostics_keep(diagnostics, &library->arena);
	library_free(library);
}

int library_count(const struct library *library, enum document kind)
{
	return library->row[kind].count;
}

const char *library_name(const struct library *library, enum document kind,
			 int i)
{
	return library->row[kind].volume[i].name;
}

const char *library_source(const struct library *library, const char *key)
{
	return node_text(library->sources, key);
}

struct reader library_reader(const struct library *library,
			     const struct volume *volume, struct arena *arena,
			     struct diagnostics *diagnostics)
{
	if (volume->source)
		source_register(volume->source, diagnostics);
	return (struct reader){
		.arena = arena, .diagnostics = diagnostics,
		.sources = library->sources, .is_shipped = volume->is_shipped,
	};
}

const char *library_canon(struct library *library, enum document kind,
			  const char *name)
{
	struct volume *volume = find(library, kind, name);

	if (!volume->canon)
		volume->canon = canon_document(&library->arena, volume->root);
	return volume->canon;
}

static void note_unused(const struct reader *reader,
			const struct volume *volume)
{
	const char *owner = arena_format(reader->arena, "%s '%s'",
					 document_name(volume->kind),
					 volume->name);

	if (volume->parsed)
		unused_note(reader, volume->root, owner);
}

const struct mechanism *library_mechanism(struct library *library,
					  const char *name,
					  struct diagnostics *diagnostics)
{
	struct volume *volume = need(library, DOCUMENT_MECHANISM, name,
				     (struct where){0}, diagnostics);
	struct reader reader;

	if (!volume || volume->parsed)
		return volume ? volume->parsed : NULL;
	reader = library_reader(library, volume, &library->arena, diagnostics);
	volume->parsed = mechanism_read(&reader, volume->name, volume->root);
	note_unused(&reader, volume);
	return volume->parsed;
}

const struct mechanism *library_workload(struct library *library,
					 const char *name,
					 struct diagnostics *diagnostics)
{
	struct volume *volume = need(library, DOCUMENT_WORKLOAD, name,
				     (struct where){0}, diagnostics);
	struct reader reader;

	if (!volume || volume->parsed)
		return volume ? volume->parsed : NULL;
	reader = library_reader(library, volume, &library->arena, diagnostics);
	volume->parsed = workload_document_read(&reader, volume->name,
						volume->root);
	note_unused(&reader, volume);
	return volume->parsed;
}

const struct instance *library_instance(struct library *library,
					const char *name,
					struct diagnostics *diagnostics)
{
	struct volume *volume = need(library, DOCUMENT_INSTANCE, name,
				     (struct where){0}, diagnostics);
	struct reader reader;

	if (!volume || volume->parsed)
		return volume ? volume->parsed : NULL;
	reader = library_reader(library, volume, &library->arena, diagnostics);
	volume->parsed = instance_read(&reader, volume->name, volume->root);
	return volume->parsed;
}

const struct block_volume *library_volume(struct library *library,
					  const char *name,
					  struct diagnostics *diagnostics)
{
	struct volume *volume = need(library, DOCUMENT_VOLUME, name,
				     (struct where){0}, diagnostics);
	struct reader reader;

	if (!volume || volume->parsed)
		return volume ? volume->parsed : NULL;
	reader = library_reader(library, volume, &library->arena, diagnostics);
	volume->parsed = volume_read(&reader, volume->name, volume->root);
	return volume->parsed;
}

struct asked {
	struct library *library;
	struct diagnostics *diagnostics;
};

static const struct mechanism *supply(void *data, const char *name,
				      struct where where)
{
	struct asked *asked = data;

	if (!need(asked->library, DOCUMENT_MECHANISM, name, where,
		  asked->diagnostics))
		return NULL;
	return library_mechanism(asked->library, name, asked->diagnostics);
}

const struct platform *library_platform(struct library *library,
					const char *name,
					struct diagnostics *diagnostics)
{
	struct volume *volume = need(library, DOCUMENT_PLATFORM, name,
				     (struct where){0}, diagnostics);
	struct asked asked = {library, diagnostics};
	struct supplier supplier = {supply, &asked};
	struct reader reader;

	if (!volume || volume->parsed)
		return volume ? volume->parsed : NULL;
	reader = library_reader(library, volume, &library->arena, diagnostics);
	volume->parsed = platform_read(&reader, volume->name, volume->root,
				       &supplier);
	return volume->parsed;
}
