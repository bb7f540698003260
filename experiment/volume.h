/* SPDX-License-Identifier: GPL-3.0-or-later */
/* volume.h -- a document of the library, and what the loader does with it
 * beyond library.h: find its tree, patch it, add one from a scenario.
 */
#ifndef EXPERIMENT_VOLUME_H
#define EXPERIMENT_VOLUME_H

#include "experiment/library.h"
#include "experiment/reader.h"
#include "experiment/source.h"

struct volume {
	enum document kind;
	const char *name;
	const struct node *root;
	const struct source *source;
	bool is_shipped; /* it is the built-in one */
	bool is_in_ladder; /* a platform of that name is built in */
	int year, month; /* platforms; 0: unsaid */
	const void *parsed; /* without overrides, once somebody asked */
	const char *canon;  /* its canonical text, likewise */
};

/* NULL: there is none. */
const struct volume *library_find(const struct library *library,
				  enum document kind, const char *name);
const struct volume *library_at(const struct library *library,
				enum document kind, int i);

/* As library_find(), with an error at `where` that says what there is. */
const struct volume *library_need(const struct library *library,
				  enum document kind, const char *name,
				  struct where where,
				  struct diagnostics *diagnostics);

/* Add a document, in place of one of that kind and name.  The name's place is
 * for errors; all is borrowed.  False when an error was noted. */
bool library_add(struct library *library, const struct volume *volume,
		 struct where where, struct diagnostics *diagnostics);

/* How the documents of a volume are read into `arena`.  Registers its source
 * for carets. */
struct reader library_reader(const struct library *library,
			     const struct volume *volume, struct arena *arena,
			     struct diagnostics *diagnostics);

/* The canonical text (canon.h) of a document that is there. */
const char *library_canon(struct library *library, enum document kind,
			  const char *name);

/* "platform", "mechanism", "workload", "instance". */
const char *document_name(enum document kind);

/* Ends the library but for its memory, which the diagnostics keep. */
void library_retire(struct library *library, struct diagnostics *diagnostics);

#endif
