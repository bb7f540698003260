/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/kind.h"

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

const struct kind dma_kind = {
	.name = "dma",
	.meaning = "a transfer over PCIe: TLPs one after the other, latency",
	.usage = USAGE_PLACE,
	.param = dma_params,
	.params = DMA_PARAMS,
};
