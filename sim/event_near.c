/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/event_near.h"

#include <assert.h>

/* The lowest leaves come off the stack first. */
static void stack_fill(struct near *near, uint32_t from)
{
	near->spare = 0;
	for (uint32_t leaf = near->leaves; leaf-- > from;) {
		near->node[near->leaves + leaf] = NEAR_EMPTY;
		near->spare_leaf[near->spare++] = (uint16_t)leaf;
	}
}

void near_build(struct near *near)
{
	near_key *node = near->node;

	for (uint32_t i = near->leaves - 1; i > 0; i--)
		node[i] = near_min(node[2 * i], node[2 * i + 1]);
}

void near_load(struct near *near, const near_key *key, uint32_t count)
{
	near->leaves = 2;
	while (near->leaves < count)
		near->leaves *= 2;
	for (uint32_t leaf = 0; leaf < count; leaf++)
		near->node[near->leaves + leaf] = key[leaf];
	stack_fill(near, count);
	near_build(near);
}

void near_init(struct near *near)
{
	near->hole = near->pend = 0;
	near_load(near, NULL, 0);
}

/* Leaves keep their numbers: leaf l moves from node n + l to 2n + l. */
void near_grow(struct near *near)
{
	uint32_t old = near->leaves;

	assert(old < NEAR_LEAVES && near->spare == 0);
	for (uint32_t leaf = 0; leaf < old; leaf++)
		near->node[2 * old + leaf] = near->node[old + leaf];
	near->leaves = 2 * old;
	stack_fill(near, old);
	near_build(near);
}

/* Written nodes lie below all that are still to be read. */
void near_shrink(struct near *near)
{
	uint32_t old = near->leaves, used = 0;

	assert(!near->hole && !near->pend && near_count(near) < old / 8);
	near->leaves = old / 4;
	for (uint32_t leaf = 0; leaf < old; leaf++) {
		near_key key = near->node[old + leaf];
		struct event *event = near->event[leaf];

		if (key == NEAR_EMPTY)
			continue;
		near->node[near->leaves + used] = near_key_of(
			near_key_time(key), near_key_order(key), used);
		near->event[used] = event;
		event->slot = ++used;
	}
	stack_fill(near, used);
	near_build(near);
}

/* The events of hole and pend may be gone: only their slots' absence is
 * known, so they are not looked at. */
void near_check(const struct near *near)
{
	uint32_t n = near->leaves, used = 0;
	uint32_t hole = near_key_leaf(near->node[1]);

	assert(n >= 2 && n <= NEAR_LEAVES && (n & (n - 1)) == 0);
	for (uint32_t i = 1; i < n; i++)
		assert(near->node[i] ==
		       near_min(near->node[2 * i], near->node[2 * i + 1]));
	for (uint32_t leaf = 0; leaf < n; leaf++) {
		if (near->node[n + leaf] == NEAR_EMPTY)
			continue;
		used++;
		assert(near_key_leaf(near->node[n + leaf]) == leaf);
		if ((near->hole && leaf == hole) || leaf + 1 == near->pend)
			continue;
		assert(near->event[leaf]->slot == leaf + 1);
	}
	assert(used + near->spare == n);
	assert(!near->hole || near->node[1] != NEAR_EMPTY);
}
