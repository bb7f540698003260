/* SPDX-License-Identifier: GPL-3.0-or-later */
/* library.h -- the shipped models (compiled in), and those of --models.
 *
 * Documents are found by kind and name; they are parsed into descriptions
 * when asked for.  A later folder overrides an earlier one and the built-in.
 */
#ifndef EXPERIMENT_LIBRARY_H
#define EXPERIMENT_LIBRARY_H

#include "models/model.h"

struct library;

enum document { DOCUMENT_PLATFORM, DOCUMENT_MECHANISM, DOCUMENT_WORKLOAD,
		DOCUMENT_INSTANCE, DOCUMENT_VOLUME, DOCUMENTS };

/* Built-in documents, then the folders' (`platforms/`, `mechanisms/`, ...
 * inside, or files flat in it: a document says itself what it is). */
struct library *library_new(const char *const *dirs, int count,
			    struct diagnostics *diagnostics);
void library_free(struct library *library);

int library_count(const struct library *library, enum document kind);
const char *library_name(const struct library *library, enum document kind,
			 int i); /* platforms: oldest first */

/* Parsed without overrides; NULL (with a diagnostic) when it is wrong or not
 * there. */
const struct platform *library_platform(struct library *, const char *name,
					struct diagnostics *);
const struct mechanism *library_mechanism(struct library *, const char *name,
					  struct diagnostics *);
const struct mechanism *library_workload(struct library *, const char *name,
					 struct diagnostics *);
const struct instance *library_instance(struct library *, const char *name,
					struct diagnostics *);

const struct block_volume *library_volume(struct library *, const char *name,
					  struct diagnostics *);

/* The citation behind a source key of models/sources.yaml, or NULL. */
const char *library_source(const struct library *library, const char *key);

#endif
