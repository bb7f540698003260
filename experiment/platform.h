/* SPDX-License-Identifier: GPL-3.0-or-later */
/* platform.h -- a generation, from its tree: a mechanism for each dimension
 * of the guest, and under `domains:` for each further domain.
 */
#ifndef EXPERIMENT_PLATFORM_H
#define EXPERIMENT_PLATFORM_H

#include "experiment/reader.h"
#include "models/model.h"

/* Where a platform gets the mechanisms that it names: NULL when an error was
 * noted (at `where` when there is none of that name). */
struct supplier {
	const struct mechanism *(*mechanism)(void *data, const char *name,
					     struct where where);
	void *data;
};

/* NULL when an error was noted. */
const struct platform *platform_read(const struct reader *reader,
				     const char *name,
				     const struct node *document,
				     const struct supplier *supplier);

/* The instance type that it stands on for what uses a dimension, and where it
 * says so; NULL: its default one. */
const char *platform_stands_on(const struct platform *platform,
			       const char *dimension, struct where *where);

/* Why it has nothing for a dimension; NULL: it has. */
const char *platform_absence(struct arena *arena,
			     const struct platform *platform,
			     const char *dimension);

/* The platform as it is on that hardware: of bindings that depend on paging,
 * the one that is used there. */
const struct platform *platform_on(struct arena *arena,
				   const struct platform *platform,
				   const struct instance *instance);

#endif
