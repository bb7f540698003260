/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/shelf.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "sim/embedded.h"

#define MODELS "models/"
#define SOURCES "sources.yaml"

struct shelf {
	struct arena *arena;
	struct diagnostics *diagnostics;
	shelf_fn *fn;
	void *data;
	bool is_shipped;
	int files;
};

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), tail = strlen(end);

	return length >= tail && strcmp(text + length - tail, end) == 0;
}

static bool is_yaml(const char *name)
{
	return name[0] != '.' &&
	       (ends_with(name, ".yaml") || ends_with(name, ".yml"));
}

static void put(struct shelf *shelf, const struct source *source)
{
	const char *slash = strrchr(source->file, '/');
	struct shelf_file file = {
		.source = source, .is_shipped = shelf->is_shipped,
		.is_sources = strcmp(slash ? slash + 1 : source->file,
				     SOURCES) == 0,
	};

	shelf->files++;
	file.root = tree_parse(shelf->arena, source, shelf->diagnostics);
	if (file.root)
		shelf->fn(shelf->data, &file, shelf->diagnostics);
}

void shelf_read_shipped(struct arena *arena, shelf_fn *fn, void *data,
			struct diagnostics *diagnostics)
{
	struct shelf shelf = {arena, diagnostics, fn, data, true, 0};

	for (int i = 0; i < embedded_count; i++) {
		const struct embedded *file = &embedded_files[i];
		struct source *source;

		if (strncmp(file->name, MODELS, strlen(MODELS)) != 0)
			continue;
		source = arena_get(arena, sizeof(*source));
		source->file = file->name;
		source->text = file->text;
		source->length = file->length;
		put(&shelf, source);
	}
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names of the YAML files in an open folder, sorted; for free(). */
static const char **names_in(struct arena *arena, DIR *folder, size_t *count)
{
	const char **names = NULL;
	const struct dirent *entry;
	size_t room = 0;

	*count = 0;
	while ((entry = readdir(folder))) {
		if (!is_yaml(entry->d_name))
			continue;
		if (*count == room) {
			room = room ? room * 2 : 16;
			names = memory_resize(names, room * sizeof(*names));
		}
		names[(*count)++] = arena_text(arena, entry->d_name);
	}
	if (*count)
		qsort(names, *count, sizeof(*names), by_name);
	return names;
}

/* False when the folder cannot be opened. */
static bool read_files(struct shelf *shelf, const char *path)
{
	DIR *folder = opendir(path);
	const char **names;
	size_t count;

	if (!folder)
		return false;
	names = names_in(shelf->arena, folder, &count);
	closedir(folder);
	for (size_t i = 0; i < count; i++) {
		const char *slash = ends_with(path, "/") ? "" : "/";
		const struct source *source = source_read(
			shelf->arena,
			arena_format(shelf->arena, "%s%s%s", path, slash,
				     names[i]),
			shelf->diagnostics);

		if (source)
			put(shelf, source);
	}
	free(names);
	return true;
}

void shelf_read_folder(struct arena *arena, const char *folder, shelf_fn *fn,
		       void *data, struct diagnostics *diagnostics)
{
	static const char *const within[] = {
		"platforms", "mechanisms", "workloads", "instances",
		"volumes",
	};
	struct shelf shelf = {arena, diagnostics, fn, data, false, 0};
	struct where where = {.file = arena_text(arena, folder)};
	int errors = diagnostics->errors;

	if (!read_files(&shelf, folder)) {
		diagnose(diagnostics, SEVERITY_ERROR, where,
			 "cannot read this folder of models: %s",
			 strerror(errno));
		return;
	}
	for (int i = 0; i < 5; i++)
		read_files(&shelf, arena_format(arena, "%s/%s", folder,
						within[i]));
	if (shelf.files == 0 && diagnostics->errors == errors)
		diagnose(diagnostics, SEVERITY_ERROR, where,
			 "no *.yaml in this folder, nor in platforms/, "
			 "mechanisms/, workloads/ or instances/ within it");
}
