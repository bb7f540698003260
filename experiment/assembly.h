/* SPDX-License-Identifier: GPL-3.0-or-later */
/* assembly.h -- one point being put together: hosts, then workloads.
 *
 * hosts.c, network.c and workload.c each add their part; what they note goes
 * to the reader's diagnostics, and the assembly is thrown away.
 */
#ifndef EXPERIMENT_ASSEMBLY_H
#define EXPERIMENT_ASSEMBLY_H

#include "experiment/catalogue.h"
#include "experiment/conditions.h"
#include "experiment/scenario.h"

struct assembly {
	struct reader reader;    /* of the scenario's own file */
	const struct node *root; /* the scenario, overrides applied */
	struct catalogue catalogue;
	const char *platform;    /* of the row, or NULL */
	const char *instance;    /* of the row, or NULL */
	struct where where;      /* of the row's platform */
	struct where instance_where;
	bool may_be_absent;      /* one of several rows */
	const char *absent;      /* why its row runs nothing, or NULL */
	struct conditions conditions;
	const struct mechanism *network; /* of a bare network, or NULL */
	struct setup_host *host;
	int hosts;
	struct setup_workload *workload;
	int workloads;
};

/* One host with one instance for a row of `compare`; a second one like it
 * when a workload's far end is not named. */
bool hosts_of_row(struct assembly *assembly);

/* The `hosts:` of a scenario. */
bool hosts_of_list(struct assembly *assembly, const struct node *list);

/* The `network:` of a scenario: one host, one instance, and the mechanism. */
bool network_read(struct assembly *assembly, const struct node *network);

/* The `workload:` of a scenario, once the hosts are there. */
bool workloads_read(struct assembly *assembly);

/* Does a workload need a far end that it does not name? */
bool workload_wants_far_end(const struct node *workload);

/* Everything that decides the point's results but its seed, as one line. */
const char *resolved_text(struct assembly *assembly,
			  const struct swept *swept, int swepts);

#endif
