/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ready.h -- the ready list: who is able to go on in this instant, first come
 * first (engine.h). */
#ifndef MODELS_READY_H
#define MODELS_READY_H

struct world;

struct ready {
	struct ready *next;
	void (*go)(struct world *world, struct ready *ready);
};

#endif
