/* SPDX-License-Identifier: GPL-3.0-or-later */
/* component.h -- a declared part, by its kind's table of parameters.
 *
 *	tx_ring: {kind: ring, per: queue, slots: $slots, when_full: sleep}
 *
 * The `cpu:` block of a cpu mechanism and an instance file are read by the
 * same walk, with the tables of kind_of_cpu() and kind_of_instance().
 */
#ifndef EXPERIMENT_COMPONENT_H
#define EXPERIMENT_COMPONENT_H

#include "experiment/scope.h"

struct component_form {
	const struct kind *kind; /* NULL: `kind:` says it */
	const char *what;        /* "component 'tx_ring'" */
	const char *others;      /* keys that are somebody else's, or NULL */
	bool may_have_bare_counts;
};

/* False when an error was noted; the component is complete all the same, with
 * what could be read. */
bool component_read(struct scope *scope, const struct component_form *form,
		    const struct entry *entry, struct component *component);

#endif
