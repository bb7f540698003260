/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dma.c -- a transfer over PCIe (Neugebauer et al., SIGCOMM 2018). */
#include <math.h>

#include "models/service.h"

enum { DMA_PER, DMA_RATE, DMA_PAYLOAD, DMA_OVERHEAD, DMA_DESCRIPTOR,
       DMA_LATENCY, DMA_PARAMS };

static const struct param dma_params[] = {
	[DMA_PER] = PARAM_PER,
	[DMA_RATE] = {"rate", PARAM_BANDWIDTH, true, 1, 1e15, NULL, NULL,
		"bits a second of the PCIe link, after its encoding"},
	[DMA_PAYLOAD] = {"payload", PARAM_BYTES, true, 1, 1e6, NULL, NULL,
		"most bytes of data in a TLP"},
	[DMA_OVERHEAD] = {"overhead", PARAM_BYTES, true, 0, 1e6, NULL, NULL,
		"header, framing and CRC of a TLP"},
	[DMA_DESCRIPTOR] = {"descriptor", PARAM_BYTES, false, 0, 1e6, "0B",
		NULL, "descriptor bytes that move with each packet"},
	[DMA_LATENCY] = {"latency", PARAM_TIME, false, 0, 1e18, "0", NULL,
		"time of the transfer beside its bytes"},
};

/* TLPs of up to `payload` bytes, each with its overhead, and descriptors. */
static double dma_time(struct world *world, struct service *service,
		       struct job *job)
{
	(void)world;
	const double *number = service->part.set->number;
	double packets = job->attribute[1] > 0 ? (double)job->attribute[1] : 1;
	double bytes = (double)job->attribute[0] / packets;
	double tlps = fmax(1, ceil(bytes / number[DMA_PAYLOAD]));
	bytes += tlps * number[DMA_OVERHEAD] + number[DMA_DESCRIPTOR];
	return packets * bytes / number[DMA_RATE] * (double)SIM_S;
}

static void dma_begin(struct world *world, struct part *part)
{
	struct service *service = (struct service *)part;
	service->servers = 1;
	service->propagation = (sim_time)part->set->number[DMA_LATENCY];
	service->time = dma_time;
	service_begin(world, service);
}

const struct kind dma_kind = {
	.name = "dma",
	.meaning = "a transfer over PCIe: TLPs one after the other, latency",
	.usage = USAGE_PLACE,
	.param = dma_params,
	.params = DMA_PARAMS,
	.size = sizeof(struct service),
	.begin = dma_begin,
	.enter = service_enter,
	.open = service_open,
};
