/* SPDX-License-Identifier: GPL-3.0-or-later */
/* link.c -- serialization of frames, then propagation.
 * A single frame size and Poisson arrivals make it an M/D/1. */
#include "models/service.h"
#include "models/wire.h"

enum { LINK_PER, LINK_RATE, LINK_HEADER, LINK_FRAMING, LINK_MINIMUM,
       LINK_PROPAGATION, LINK_TURNS, LINK_PARAMS };

static const struct param link_params[] = {
	[LINK_PER] = PARAM_PER,
	[LINK_RATE] = {"rate", PARAM_BANDWIDTH, true, 1, 1e15, NULL, NULL,
		"bits a second on the wire"},
	[LINK_HEADER] = {"header", PARAM_BYTES, false, 0, 1e6, "0B", NULL,
		"bytes of headers before the payload of each packet"},
	[LINK_FRAMING] = {"framing", PARAM_BYTES, false, 0, 1e6, "0B", NULL,
		"preamble, CRC and gap of each frame"},
	[LINK_MINIMUM] = {"minimum", PARAM_BYTES, false, 0, 1e6, "0B", NULL,
		"least bytes of a frame, without framing"},
	[LINK_PROPAGATION] = {"propagation", PARAM_TIME, false, 0, 1e18,
		"0", NULL, "time on the way, after the last bit is out"},
	[LINK_TURNS] = {"turns", PARAM_CHOICE, false, 0, 0, "fifo",
		"fifo|guest|queue|flow", "round robin over these, FIFO within"},
};

static double link_time(struct world *world, struct service *service,
			struct job *job)
{
	(void)world;
	const double *number = service->part.set->number;
	return wire_time(job, number[LINK_HEADER], number[LINK_MINIMUM],
			 number[LINK_FRAMING], number[LINK_RATE]);
}

static void link_begin(struct world *world, struct part *part)
{
	struct service *service = (struct service *)part;
	service->servers = 1;
	service->turns = (enum turns)part->set->number[LINK_TURNS];
	service->propagation = (sim_time)part->set->number[LINK_PROPAGATION];
	service->time = link_time;
	service_begin(world, service);
}

const struct kind link_kind = {
	.name = "link",
	.meaning = "a wire: one frame at a time, then propagation",
	.usage = USAGE_PLACE,
	.param = link_params,
	.params = LINK_PARAMS,
	.size = sizeof(struct service),
	.begin = link_begin,
	.enter = service_enter,
	.open = service_open,
};
