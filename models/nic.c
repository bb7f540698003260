/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/kind.h"

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

const struct kind nic_kind = {
	.name = "nic",
	.meaning = "virtual functions on a port: round robin, a limit each",
	.usage = USAGE_PLACE,
	.param = nic_params,
	.params = NIC_PARAMS,
};
