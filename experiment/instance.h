/* SPDX-License-Identifier: GPL-3.0-or-later */
/* instance.h -- hardware, from its tree: the parameters of kind_of_instance(),
 * `costs:` of its own, and `cstates:`, lightest first.
 */
#ifndef EXPERIMENT_INSTANCE_H
#define EXPERIMENT_INSTANCE_H

#include "experiment/reader.h"
#include "models/model.h"

/* NULL when an error was noted. */
const struct instance *instance_read(const struct reader *reader,
				     const char *name,
				     const struct node *document);

#endif
