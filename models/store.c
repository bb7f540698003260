/* SPDX-License-Identifier: GPL-3.0-or-later */
/* store.c -- a storage service: as many servers as it takes, so that nobody
 * waits for another (an M/G/inf; its limits are buckets before it).  Work by
 * what the job does: it reads, or its attribute `write` says that it writes.
 */
#include <math.h>

#include "models/service.h"

enum { STORE_PER, STORE_READ, STORE_WRITE, STORE_PARAMS };

static const struct param store_params[] = {
	[STORE_PER] = PARAM_PER,
	[STORE_READ] = {"read", PARAM_WORK, true, 0, 0, NULL, NULL,
		"time that a read takes"},
	[STORE_WRITE] = {"write", PARAM_WORK, false, 0, 0, NULL, NULL,
		"time that a write takes; unsaid: as a read"},
};

struct store {
	struct service service;
	int write; /* attribute; -1: nobody writes */
};

static double store_time(struct world *world, struct service *service,
			 struct job *job)
{
	const struct store *store = (struct store *)service;
	const struct draw *const *draw = service->part.set->draw;
	bool writes = store->write >= 0 && job->attribute[store->write] > 0;
	(void)world;
	return service_draw(writes && draw[STORE_WRITE] ? draw[STORE_WRITE] :
							  draw[STORE_READ],
			    job);
}

static void store_begin(struct world *world, struct part *part)
{
	struct store *store = (struct store *)part;
	store->write = program_attribute(world->program, "write");
	store->service.servers = INFINITY;
	store->service.time = store_time;
	service_begin(world, &store->service);
}

const struct kind store_kind = {
	.name = "store",
	.meaning = "a storage service: reads and writes, nobody waits",
	.usage = USAGE_PLACE,
	.param = store_params,
	.params = STORE_PARAMS,
	.size = sizeof(struct store),
	.begin = store_begin,
	.enter = service_enter,
	.open = service_open,
};
