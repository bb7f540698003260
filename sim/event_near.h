/* SPDX-License-Identifier: GPL-3.0-or-later */
/* event_near.h -- private to the event set: a tournament of what comes soon.
 *
 * A binary tree of minima in one array: node[1] is the root, node i is the
 * smaller of nodes 2i and 2i + 1, and leaf l is node[leaves + l].  A node is
 * one 128-bit number,
 *
 *      127        64 63        12 11     0
 *     |    time     |   order    |  leaf  |
 *
 * so the smallest number is the first event in total order, ties cost
 * nothing, and the root says which leaf won.  An unused leaf is NEAR_EMPTY,
 * above every key.  52 bits of order last for 140 years at a million a second.
 *
 * Replaying one leaf's matches up to the root writes log2(leaves) nodes and
 * must be free of branches: the winner of a match is a coin toss, and the
 * minimum by two conditional moves is the whole gain over a heap.  Look for
 * cmov in the disassembly after every change.
 *
 * Two leaves may hold the key of an event that is no longer there, because
 * what mostly comes next is an arm that takes the leaf over, and then one
 * replay does for two:
 *   hole   the leaf of the root was popped (its key is still the root)
 *   pend   leaf pend - 1 was cancelled
 * Either is closed before the next pop looks at the root.
 */
#ifndef SIM_EVENT_NEAR_H
#define SIM_EVENT_NEAR_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/event.h"

#define NEAR_LEAVES 1024u /* at most; measured: 256 is slower, 2048 no faster */
#define NEAR_LEAF_BITS 12

__extension__ typedef unsigned __int128 near_key;

#define NEAR_EMPTY ((near_key)INT64_MAX << 64 | UINT64_MAX)

struct near {
	uint32_t leaves; /* now in use: a power of two, 2 .. NEAR_LEAVES */
	uint32_t hole;   /* 1: see above */
	uint32_t pend;   /* leaf + 1, or 0 */
	uint32_t spare;  /* length of the stack of unused leaves */
	_Alignas(64) near_key node[2 * NEAR_LEAVES];
	struct event *event[NEAR_LEAVES];  /* by leaf */
	uint16_t spare_leaf[NEAR_LEAVES];
};

void near_init(struct near *near);

/* Start afresh: leaf l gets key[l], which names it; event[l] is set already. */
void near_load(struct near *near, const near_key *key, uint32_t count);

/* Play all matches, after leaves were written one by one. */
void near_build(struct near *near);

/* An unused leaf, doubling the tree if need be; not when near_is_full(). */
uint32_t near_leaf_take(struct near *near);

/* A quarter of the leaves, when less than an eighth is used. */
void near_shrink(struct near *near);

/* Assert every invariant, in O(leaves). */
void near_check(const struct near *near);

static inline near_key near_key_of(sim_time time, uint64_t order, uint32_t leaf)
{
	uint64_t low = order << NEAR_LEAF_BITS | leaf;

	return (near_key)(uint64_t)time << 64 | low;
}

static inline sim_time near_key_time(near_key key)
{
	return (sim_time)(key >> 64);
}

static inline uint64_t near_key_order(near_key key)
{
	return (uint64_t)key >> NEAR_LEAF_BITS;
}

static inline uint32_t near_key_leaf(near_key key)
{
	return (uint32_t)key & ((1u << NEAR_LEAF_BITS) - 1);
}

/* Leaves that hold an armed event. */
static inline uint32_t near_count(const struct near *near)
{
	return near->leaves - near->spare - near->hole - (near->pend != 0);
}

static inline bool near_is_full(const struct near *near)
{
	return near_count(near) == NEAR_LEAVES;
}

/* cmp, sbb and two cmov; with a branch all is lost. */
static inline near_key near_min(near_key a, near_key b)
{
	return b < a ? b : a;
}

/* Put `key` in `leaf` and play its matches anew.  With two leaves the order
 * of the model's two events can be predicted, so there a branch is best: it
 * takes the root off the critical path (M/M/1: 1.33 to 1.12 of the heap). */
static inline void near_replay(struct near *near, uint32_t leaf, near_key key)
{
	near_key *node = near->node;
	uint32_t i = near->leaves + leaf;

	node[i] = key;
	if (near->leaves == 2) {
		near_key other = node[i ^ 1];

		if (key < other)
			node[1] = key;
		else
			node[1] = other;
		return;
	}
	do {
		key = near_min(key, node[i ^ 1]);
		i >>= 1;
		node[i] = key;
	} while (i > 1);
}

/* Empty a used leaf and stack it. */
static inline void near_leaf_give(struct near *near, uint32_t leaf)
{
	near->spare_leaf[near->spare++] = (uint16_t)leaf;
	near_replay(near, leaf, NEAR_EMPTY);
}

/* The same of one of many, before near_build(). */
static inline void near_leaf_clear(struct near *near, uint32_t leaf)
{
	near->spare_leaf[near->spare++] = (uint16_t)leaf;
	near->node[near->leaves + leaf] = NEAR_EMPTY;
}

/* Close pend, then the hole: nothing but armed events is left. */
static inline void near_settle(struct near *near)
{
	if (near->pend) {
		near_leaf_give(near, near->pend - 1);
		near->pend = 0;
	}
	if (near->hole) {
		near->hole = 0;
		near_leaf_give(near, near_key_leaf(near->node[1]));
	}
}

#endif
