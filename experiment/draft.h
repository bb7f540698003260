/* SPDX-License-Identifier: GPL-3.0-or-later */
/* draft.h -- a workload that is being read.
 *
 * workload.c reads it, in this order: its kind, its keys (keys.h); then
 *
 *	route.c   the document of its kind, and which of its paths jobs take
 *	ends.c    the instance that it runs on, and the far end
 *	target.c  the volume or local disk
 *
 * Each verb notes what is wrong, and is false then.
 */
#ifndef EXPERIMENT_DRAFT_H
#define EXPERIMENT_DRAFT_H

#include "experiment/assembly.h"

struct draft {
	struct assembly *assembly;
	const struct reader *reader;
	const char *what; /* "workload 'reader'" */
	const struct entry *entry;
	const struct node *map;
	const char *kind;
	struct setup_workload *workload;
};

bool draft_is(const struct draft *draft, const char *kind);

bool draft_route(struct draft *draft);
bool draft_ends(struct draft *draft);
bool draft_target(struct draft *draft);

/* `peer: {delay: 20us}`: the 20us; or NULL. */
const struct node *workload_delay(const struct node *workload);

#endif
