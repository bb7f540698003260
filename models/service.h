/* SPDX-License-Identifier: GPL-3.0-or-later */
/* service.h -- what server, link, dma, nic, disk, store and card share: jobs
 * in service, jobs that wait, FIFO or in turns.
 *
 * Hardware has no context: who leaves it is walked on by nobody.
 */
#ifndef MODELS_SERVICE_H
#define MODELS_SERVICE_H

#include "models/engine.h"

enum turns { TURNS_FIFO, TURNS_GUEST, TURNS_QUEUE, TURNS_FLOW };

struct turn {
	struct turn *next;  /* of all */
	struct turn *after; /* in the round */
	uint64_t key;
	struct job *first, **last;
	double tokens; /* nic: packets that this VF has saved */
	sim_time since;
	bool is_waiting;
};

struct service {
	struct part part;
	double servers;
	enum turns turns;
	int64_t in_service;
	struct turn *turn; /* all there have been; FIFO: one */
	struct turn *round, **last;
	int64_t waiting;
	double limit, burst; /* nic: packets a ps each turn may send; 0: any */
	struct event refill;
	sim_time propagation;
	/* What a job takes, in ps; and what then passes before it goes on,
	 * while others are served (NULL: `propagation`). */
	double (*time)(struct world *world, struct service *service,
		       struct job *job);
	double (*after)(struct world *world, struct service *service,
			struct job *job);
	struct clock clock;
	uint64_t jobs, waited;
	wide_time busy; /* summed over servers */
	sim_time since;
};

/* Of the draw, by the job and its visit. */
double service_draw(const struct draw *draw, const struct job *job);
/* After the kind has set `servers`, `turns`, `time`, `limit`, ... */
void service_begin(struct world *world, struct service *service);
void service_enter(struct world *world, struct part *part, struct job *job,
		   struct context *by);
void service_open(struct world *world, struct part *part);
void service_settle(struct world *world, struct service *service);

#endif
