/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/kind.h"

enum { SERVER_PER, SERVER_SERVERS, SERVER_WORK, SERVER_TURNS, SERVER_PARAMS };

static const struct param server_params[] = {
	[SERVER_PER] = PARAM_PER,
	[SERVER_SERVERS] = {"servers", PARAM_COUNT, false, 1, 1e6, "1", NULL,
		"how many jobs at a time, or inf"},
	[SERVER_WORK] = {"work", PARAM_WORK, true, 0, 0, NULL, NULL,
		"time that a job takes"},
	[SERVER_TURNS] = {"turns", PARAM_CHOICE, false, 0, 0, "fifo",
		"fifo|guest|queue|flow", "round robin over these, FIFO within"},
};

const struct kind server_kind = {
	.name = "server",
	.meaning = "hardware: n or infinitely many servers, FIFO",
	.usage = USAGE_PLACE,
	.param = server_params,
	.params = SERVER_PARAMS,
};
