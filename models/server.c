/* SPDX-License-Identifier: GPL-3.0-or-later */
/* server.c -- n or infinitely many servers: a card, a fabric, a delay.
 * Degenerates to M/M/c, M/D/1 and M/G/inf (tests/test_server.c). */
#include <math.h>

#include "models/service.h"

enum { SERVER_PER, SERVER_SERVERS, SERVER_WORK, SERVER_TURNS, SERVER_PARAMS };

static const struct param server_params[] = {
	[SERVER_PER] = PARAM_PER,
	[SERVER_SERVERS] = {"servers", PARAM_COUNT, false, 1, INFINITY, "1",
		NULL,
		"how many jobs at a time, or inf"},
	[SERVER_WORK] = {"work", PARAM_WORK, true, 0, 0, NULL, NULL,
		"time that a job takes"},
	[SERVER_TURNS] = {"turns", PARAM_CHOICE, false, 0, 0, "fifo",
		"fifo|guest|queue|flow", "round robin over these, FIFO within"},
};

static double server_time(struct world *world, struct service *service,
			  struct job *job)
{
	(void)world;
	return service_draw(service->part.set->draw[SERVER_WORK], job);
}

static void server_begin(struct world *world, struct part *part)
{
	struct service *service = (struct service *)part;
	service->servers = part->set->number[SERVER_SERVERS];
	service->turns = (enum turns)part->set->number[SERVER_TURNS];
	service->time = server_time;
	service_begin(world, service);
}

const struct kind server_kind = {
	.name = "server",
	.meaning = "hardware: n or infinitely many servers, FIFO",
	.usage = USAGE_PLACE,
	.param = server_params,
	.params = SERVER_PARAMS,
	.size = sizeof(struct service),
	.begin = server_begin,
	.enter = service_enter,
	.open = service_open,
};
