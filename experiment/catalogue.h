/* SPDX-License-Identifier: GPL-3.0-or-later */
/* catalogue.h -- the models of one point: the library's, with the point's
 * overrides applied.
 *
 * A document that no override names is the library's own, read once for all
 * points; one that is patched is read into the point's arena.  It keeps what
 * was asked for, in order: the documents that the point holds.
 */
#ifndef EXPERIMENT_CATALOGUE_H
#define EXPERIMENT_CATALOGUE_H

#include "experiment/override.h"
#include "experiment/volume.h"

struct holding {
	enum document kind;
	const char *name;
	const char *platform; /* whose overrides were applied; or NULL */
	const struct node *root;
	const void *parsed; /* NULL: it was wrong */
	bool is_shipped;
	bool is_patched; /* it is not the library's own tree */
};

struct catalogue {
	struct library *library;
	struct arena *arena;
	struct diagnostics *diagnostics;
	const struct override *override;
	int overrides;
	struct holding *holding;
	int holdings, room;
};

/* NULL when an error was noted; at `where` when there is no such document.
 * `platform`: the one for which it is asked, or NULL. */
const struct platform *catalogue_platform(struct catalogue *catalogue,
					  const char *name,
					  struct where where);
const struct mechanism *catalogue_mechanism(struct catalogue *catalogue,
					    const char *name,
					    const char *platform,
					    struct where where);
const struct instance *catalogue_instance(struct catalogue *catalogue,
					  const char *name,
					  const char *platform,
					  struct where where);

const struct block_volume *catalogue_volume(struct catalogue *catalogue,
					    const char *name,
					    struct where where);

/* `extra`: one more override, of the workload that asks; or NULL. */
const struct mechanism *catalogue_workload(struct catalogue *catalogue,
					   const char *name,
					   const char *platform,
					   const struct override *extra,
					   struct where where);

#endif
