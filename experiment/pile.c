/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/pile.h"

#include <stdlib.h>
#include <string.h>

void pile_fini(struct pile *pile)
{
	free(pile->entry);
	*pile = (struct pile){0};
}

void pile_add(struct pile *pile, struct entry entry)
{
	if (pile->count == pile->room) {
		pile->room = pile->room ? pile->room * 2 : 64;
		pile->entry = memory_resize(pile->entry, (size_t)pile->room *
							 sizeof(entry));
	}
	pile->entry[pile->count++] = entry;
}

void pile_take(struct pile *pile, int base, struct arena *arena,
	       struct node *node)
{
	size_t size = (size_t)(pile->count - base) * sizeof(*pile->entry);
	struct entry *entry = arena_get(arena, size);

	if (size)
		memcpy(entry, pile->entry + base, size);
	node->entry = entry;
	node->count = pile->count - base;
	pile->count = base;
	for (int i = 0; i < node->count; i++) {
		const struct node *value = entry[i].value;

		node->size += value->size + (entry[i].key != NULL);
		if (node->height <= value->height)
			node->height = value->height + 1;
	}
}
