/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mechanism.h -- a mechanism, a workload, or a bare network, from its tree.
 *
 * Keys: mechanism or workload (its name), dimension, title, queues, costs,
 * components, paths, cpu (dimension cpu alone).  A path is a list of steps,
 * or {begins: device, path: [...]} in a mechanism and {starts: task|device,
 * path: [...]} in a workload.
 */
#ifndef EXPERIMENT_MECHANISM_H
#define EXPERIMENT_MECHANISM_H

#include "experiment/reader.h"
#include "models/model.h"

/* NULL when an error was noted. */
const struct mechanism *mechanism_read(const struct reader *reader,
				       const char *name,
				       const struct node *document);
const struct mechanism *workload_document_read(const struct reader *reader,
					       const char *name,
					       const struct node *document);

/* A bare network: costs, components, and paths, which may say `starts: device`
 * (network.h makes this document of the `network:` of a scenario). */
const struct mechanism *network_document_read(const struct reader *reader,
					      const struct node *document);

/* NULL: there is none of that name. */
const struct fragment *fragment_find(const struct mechanism *mechanism,
				     const char *name);

#endif
