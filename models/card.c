/* SPDX-License-Identifier: GPL-3.0-or-later */
/* card.c -- an offload card: a few engines, each held for `work`, then a
 * pipeline that takes `latency` and holds nobody up.  What it sustains is
 * engines / work; what one job sees is work + latency. */
#include "models/service.h"

enum { CARD_PER, CARD_ENGINES, CARD_WORK, CARD_LATENCY, CARD_TURNS,
       CARD_PARAMS };

static const struct param card_params[] = {
	[CARD_PER] = PARAM_PER,
	[CARD_ENGINES] = {"engines", PARAM_COUNT, false, 1, 1e6, "1", NULL,
		"how many jobs at a time hold one"},
	[CARD_WORK] = {"work", PARAM_WORK, true, 0, 0, NULL, NULL,
		"time that a job holds an engine"},
	[CARD_LATENCY] = {"latency", PARAM_WORK, false, 0, 0, NULL, NULL,
		"time after that, while the engine serves others"},
	[CARD_TURNS] = {"turns", PARAM_CHOICE, false, 0, 0, "fifo",
		"fifo|guest|queue|flow", "round robin over these, FIFO within"},
};

static double card_time(struct world *world, struct service *service,
			struct job *job)
{
	(void)world;
	return service_draw(service->part.set->draw[CARD_WORK], job);
}

static double card_latency(struct world *world, struct service *service,
			   struct job *job)
{
	(void)world;
	return service_draw(service->part.set->draw[CARD_LATENCY], job);
}

static void card_begin(struct world *world, struct part *part)
{
	struct service *service = (struct service *)part;
	service->servers = part->set->number[CARD_ENGINES];
	service->turns = (enum turns)part->set->number[CARD_TURNS];
	service->time = card_time;
	if (part->set->draw[CARD_LATENCY])
		service->after = card_latency;
	service_begin(world, service);
}

const struct kind card_kind = {
	.name = "card",
	.meaning = "an offload card: engines that are held, then a pipeline",
	.usage = USAGE_PLACE,
	.param = card_params,
	.params = CARD_PARAMS,
	.size = sizeof(struct service),
	.begin = card_begin,
	.enter = service_enter,
	.open = service_open,
};
