/* SPDX-License-Identifier: GPL-3.0-or-later */
/* volumes.h -- types of EBS volumes, and the volumes of a scenario.
 *
 *	volume: gp2                     # models/volumes/gp2.yaml
 *	costs: {iops: ..., read: ...}   # mechanisms read them as $volume.iops
 *
 *	volumes:                        # of a scenario
 *	  data: {type: gp2, size: 500GiB, bandwidth: 100MiB/s}
 *
 * `size` gives the I/Os a second of types that have a rate per GiB; other keys
 * than `type` and `size` take the place of the type's cost of that name.
 */
#ifndef EXPERIMENT_VOLUMES_H
#define EXPERIMENT_VOLUMES_H

#include "experiment/assembly.h"

#define VOLUME_DEFAULT "gp2"
/* Where the numbers of local disks begin, behind those of volumes. */
#define VOLUME_DISKS 4096

/* A type; NULL when an error was noted. */
const struct block_volume *volume_read(const struct reader *reader,
				       const char *name,
				       const struct node *document);

/* The volume of that name, or (NULL) one of the default type; its number among
 * the scenario's.  NULL when an error was noted, at `where` if there is no
 * such volume. */
const struct block_volume *volumes_find(struct assembly *assembly,
					const char *name, struct where where,
					int *number);

/* Look at the `volumes:` of a scenario, also at those that nobody uses. */
bool volumes_check(struct assembly *assembly);

#endif
