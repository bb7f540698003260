/* SPDX-License-Identifier: GPL-3.0-or-later */
/* own.h -- models that stand in the scenario itself: `platforms:`,
 * `mechanisms:`, `workloads:` and `instances:`.
 *
 * Each is a map of names to documents, or a list of documents that name
 * themselves as the files of models/ do; they override those of the library.
 */
#ifndef EXPERIMENT_OWN_H
#define EXPERIMENT_OWN_H

#include "experiment/volume.h"

/* The keys, "platforms|...". */
#define OWN_DOCUMENTS "platforms|mechanisms|workloads|instances|" \
	"volume_types"

/* False when an error was noted. */
bool own_documents_read(const struct reader *reader, struct library *library,
			const struct node *root, const struct source *source);

#endif
