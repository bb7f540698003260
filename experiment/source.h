/* SPDX-License-Identifier: GPL-3.0-or-later */
/* source.h -- a text that somebody wrote, and the name under which messages
 * point into it.
 */
#ifndef EXPERIMENT_SOURCE_H
#define EXPERIMENT_SOURCE_H

#include "sim/error.h"
#include "sim/memory.h"

#define SOURCE_BYTES ((size_t)1 << 20) /* most that a file may have */

struct source {
	const char *file; /* name as messages print it */
	const char *text; /* ends with a NUL that is not counted */
	size_t length;
	int line, column; /* of its first byte in `file`; 0 means 1 */
};

/* The contents of a file (the name as given becomes source->file); NULL with
 * an error when it cannot be read or is over SOURCE_BYTES. */
const struct source *source_read(struct arena *arena, const char *path,
				 struct diagnostics *diagnostics);

/* Let carets point into a source; once is enough, more does no harm. */
void source_register(const struct source *source,
		     struct diagnostics *diagnostics);

/* The place of a byte.  Columns count characters; a byte order mark has
 * none. */
struct where source_where(const struct source *source, size_t byte);

/* Bytes of the byte order mark in front: 0 or 3. */
size_t source_mark(const struct source *source);

#endif
