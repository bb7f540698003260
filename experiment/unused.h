/* SPDX-License-Identifier: GPL-3.0-or-later */
/* unused.h -- costs of a document that nothing in it names: a warning each.
 */
#ifndef EXPERIMENT_UNUSED_H
#define EXPERIMENT_UNUSED_H

#include "experiment/reader.h"

/* Silent about a document with overrides: one may have taken a cost's
 * place. */
void unused_note(const struct reader *reader, const struct node *document,
		 const char *owner);

#endif
