/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stddef.h>

#include "models/parts.h"

/* Where the last part's time went, the whole's went. */
static void take_over(struct world *world, struct job *whole,
		      struct job *part)
{
	size_t vector = world->job_size[whole->pool] - world->job_size[0];
	job_book(world, part);
	if (!whole->booked || !part->booked)
		return;
	for (size_t i = 0; i < vector / sizeof(*part->booked); i++)
		whole->booked[i] += part->booked[i];
	whole->marked = world->sim.now;
}

static void part_back(struct world *world, struct job *part,
		      struct context *by)
{
	struct job *whole = part->owner;
	if (part->older)
		part->older->newer = part->newer;
	else
		whole->next = part->newer;
	if (part->newer)
		part->newer->older = part->older;
	whole->has_failed |= part->has_failed;
	bool is_last = --whole->parts == 0;
	if (is_last)
		take_over(world, whole, part);
	job_free(world, part);
	if (!is_last)
		return;
	whole->place = NULL;
	job_walk_on(world, whole, by);
}

void parts_begin(struct job *whole)
{
	whole->parts = 0;
	whole->next = NULL;
}

void parts_send(struct world *world, struct job *whole, struct job *part,
		struct context *by)
{
	part->owner = whole;
	part->newer = whole->next;
	if (whole->next)
		whole->next->older = part;
	whole->next = part;
	part->ended = part_back;
	whole->parts++;
	job_walk_on(world, part, by);
}
