/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pile.h -- the children of the lists and maps that are being read, those of
 * the innermost last: how many a node has is known only at its end.
 */
#ifndef EXPERIMENT_PILE_H
#define EXPERIMENT_PILE_H

#include "experiment/node.h"

/* Zeroed is empty. */
struct pile {
	struct entry *entry;
	int count, room;
};

void pile_fini(struct pile *pile);
void pile_add(struct pile *pile, struct entry entry);

/* Give the node the entries from `base` on, with its size and height. */
void pile_take(struct pile *pile, int base, struct arena *arena,
	       struct node *node);

#endif
