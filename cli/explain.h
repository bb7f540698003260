/* SPDX-License-Identifier: GPL-3.0-or-later */
/* explain.h -- the parts of `fathom explain`, one file each. */
#ifndef CLI_EXPLAIN_H
#define CLI_EXPLAIN_H

#include "experiment/library.h"
#include "models/model.h"

/* explain_cost.c: cited numbers. */

/* Every cost of a document: those of its `costs:`, and those that stand
 * inline in its components' parameters (named COMPONENT.PARAMETER). */
typedef void cost_fn(void *data, const char *owner, const char *name,
		     const struct cost *cost);
void explain_costs_of(const struct mechanism *mechanism, cost_fn *fn,
		      void *data);
void explain_costs_of_hardware(const struct instance *instance, cost_fn *fn,
			       void *data);

/* All of the library; what cannot be loaded is noted and left out. */
void explain_all_costs(struct library *library, cost_fn *fn, void *data,
		       struct diagnostics *diagnostics);

/* "4.2us, fitted, 3us..5us, A01" on one line or more from column `indent`. */
void explain_cost_line(const char *name, const struct cost *cost, int indent);

/* With the citations behind its keys, its clock and its note. */
void explain_cost(const struct library *library, const char *owner,
		  const char *name, const struct cost *cost);

/* explain_path.c: the way of a job on a platform, stage by stage.  `which` is
 * WORKLOAD.PATH or NULL for packets both ways.  Returns an exit status. */
int explain_platform(struct library *library, const char *name,
		     const char *which, struct diagnostics *diagnostics);

/* explain_kind.c: a component's parameters; hardware; a mechanism. */
void explain_kind(const struct kind *kind);
void explain_instance(const struct instance *instance);
void explain_mechanism(const struct mechanism *mechanism);

#endif
