/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/kind.h"

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

const struct kind link_kind = {
	.name = "link",
	.meaning = "a wire: one frame at a time, then propagation",
	.usage = USAGE_PLACE,
	.param = link_params,
	.params = LINK_PARAMS,
};
