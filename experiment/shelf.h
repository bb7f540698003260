/* SPDX-License-Identifier: GPL-3.0-or-later */
/* shelf.h -- the files of models: those compiled in, and those of a folder.
 *
 * A folder's are its *.yaml and *.yml, then those in platforms/, mechanisms/,
 * workloads/ and instances/ within it, each in the order of their names.
 * sources.yaml holds citations, not a model.
 */
#ifndef EXPERIMENT_SHELF_H
#define EXPERIMENT_SHELF_H

#include "experiment/tree.h"

struct shelf_file {
	const struct source *source;
	const struct node *root;
	bool is_shipped, is_sources;
};

/* Called for each file that is YAML, in order. */
typedef void shelf_fn(void *data, const struct shelf_file *file,
		      struct diagnostics *diagnostics);

void shelf_read_shipped(struct arena *arena, shelf_fn *fn, void *data,
			struct diagnostics *diagnostics);

/* An error when the folder cannot be read or has no such file. */
void shelf_read_folder(struct arena *arena, const char *folder, shelf_fn *fn,
		       void *data, struct diagnostics *diagnostics);

#endif
