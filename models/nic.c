/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nic.c -- a port that virtual functions share: round robin over guests,
 * FIFO within, and a token bucket of packets for each. */
#include "models/service.h"
#include "models/wire.h"

enum { NIC_PER, NIC_RATE, NIC_HEADER, NIC_FRAMING, NIC_MINIMUM,
       NIC_PROPAGATION, NIC_PACKET_RATE, NIC_BURST, NIC_PARAMS };

static const struct param nic_params[] = {
	[NIC_PER] = PARAM_PER,
	[NIC_RATE] = {"rate", PARAM_BANDWIDTH, true, 1, 1e15, NULL, NULL,
		"bits a second of the port"},
	[NIC_HEADER] = {"header", PARAM_BYTES, false, 0, 1e6, "0B", NULL,
		"bytes of headers before the payload of each packet"},
	[NIC_FRAMING] = {"framing", PARAM_BYTES, false, 0, 1e6, "0B", NULL,
		"preamble, CRC and gap of each frame"},
	[NIC_MINIMUM] = {"minimum", PARAM_BYTES, false, 0, 1e6, "0B", NULL,
		"least bytes of a frame, without framing"},
	[NIC_PROPAGATION] = {"propagation", PARAM_TIME, false, 0, 1e18, "0",
		NULL, "time through the card and its switch"},
	[NIC_PACKET_RATE] = {"packet_rate", PARAM_RATE, false, 1, 1e12, "inf",
		NULL, "packets a second that one VF may send"},
	[NIC_BURST] = {"burst", PARAM_COUNT, false, 1, 1e9, "1", NULL,
		"packets that a VF may save up"},
};

static double nic_time(struct world *world, struct service *service,
		       struct job *job)
{
	(void)world;
	const double *number = service->part.set->number;
	return wire_time(job, number[NIC_HEADER], number[NIC_MINIMUM],
			 number[NIC_FRAMING], number[NIC_RATE]);
}

static void nic_begin(struct world *world, struct part *part)
{
	struct service *service = (struct service *)part;
	const double *number = part->set->number;
	service->servers = 1;
	service->turns = TURNS_GUEST;
	service->propagation = (sim_time)number[NIC_PROPAGATION];
	service->burst = number[NIC_BURST];
	if (number[NIC_PACKET_RATE] < 1e15)
		service->limit = number[NIC_PACKET_RATE] / (double)SIM_S;
	service->time = nic_time;
	service_begin(world, service);
}

const struct kind nic_kind = {
	.name = "nic",
	.meaning = "virtual functions on a port: round robin, a limit each",
	.usage = USAGE_PLACE,
	.param = nic_params,
	.params = NIC_PARAMS,
	.size = sizeof(struct service),
	.begin = nic_begin,
	.enter = service_enter,
	.open = service_open,
};
