/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/source.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void note(struct diagnostics *diagnostics, const char *file,
		 const char *what, const char *why)
{
	diagnose(diagnostics, SEVERITY_ERROR, (struct where){.file = file},
		 "%s%s", what, why);
}

/* One byte more than a file may have, so that a larger one shows. */
static struct source *read_stream(struct arena *arena, FILE *stream)
{
	struct source *source = arena_get(arena, sizeof(*source));
	char *buffer = memory_get(SOURCE_BYTES + 1), *text;

	source->length = fread(buffer, 1, SOURCE_BYTES + 1, stream);
	text = arena_get(arena, source->length + 1);
	memcpy(text, buffer, source->length);
	source->text = text;
	free(buffer);
	return source;
}

const struct source *source_read(struct arena *arena, const char *path,
				 struct diagnostics *diagnostics)
{
	const char *file = arena_text(arena, path);
	FILE *stream = fopen(path, "rb");
	struct source *source;
	int failed;

	if (!stream) {
		note(diagnostics, file, "cannot open: ", strerror(errno));
		return NULL;
	}
	source = read_stream(arena, stream);
	failed = ferror(stream) ? errno : 0;
	fclose(stream);
	source->file = file;
	if (failed) {
		note(diagnostics, file, "cannot read: ", strerror(failed));
		return NULL;
	}
	if (source->length > SOURCE_BYTES) {
		source_register(source, diagnostics);
		diagnose(diagnostics, SEVERITY_ERROR, source_where(source, 0),
			 "the file is over 1 MiB");
		return NULL;
	}
	return source;
}

void source_register(const struct source *source,
		     struct diagnostics *diagnostics)
{
	for (int i = 0; i < diagnostics->sources; i++)
		if (diagnostics->source[i].text == source->text)
			return;
	diagnostics_add_source(diagnostics, source->file, source->text,
			       source->length);
}

size_t source_mark(const struct source *source)
{
	bool has = source->length >= 3 &&
		   memcmp(source->text, "\xef\xbb\xbf", 3) == 0;

	return has ? 3 : 0;
}

struct where source_where(const struct source *source, size_t byte)
{
	struct where where = {source->file, 1, 1, 1};

	if (source->line > 1)
		where.line = source->line;
	if (source->column > 1)
		where.column = source->column;
	for (size_t i = source_mark(source); i < byte; i++) {
		if (source->text[i] == '\n') {
			where.line++;
			where.column = 1;
		} else if (((unsigned char)source->text[i] & 0xc0) != 0x80) {
			where.column++;
		}
	}
	return where;
}
