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
 * above every key.  Orders are multiples of NEAR_ORDER, ready to be put in a
 * key; 52 bits of them last for 140 years at a million a second.
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
#define NEAR_ORDER (UINT64_C(1) << 12)

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

/* Double the leaves; not when near_is_full(). */
void near_grow(struct near *near);

/* A quarter of the leaves, when less than an eighth is used. */
void near_shrink(struct near *near);

/* Assert every invariant, in O(leaves). */
void near_check(const struct near *near);

static inline near_key near_key_of(sim_time time, uint64_t order, uint32_t leaf)
{
	return (near_key)(uint64_t)time << 64 | order | leaf;
}

static inline sim_time near_key_time(near_key key)
{
	return (sim_time)(key >> 64);
}

static inline uint64_t near_key_order(near_key key)
{
	return (uint64_t)key & -NEAR_ORDER;
}

static inline uint32_t near_key_leaf(near_key key)
{
	return (uint32_t)key & (uint32_t)(NEAR_ORDER - 1);
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

static inline bool near_has_room(const struct near *near)
{
	return near->hole || near->pend || near->spare;
}

/* A leaf for an event to be armed: the fired one's, the cancelled one's, or
 * an unused one; there must be room. */
static inline uint32_t near_leaf_take(struct near *near)
{
	uint32_t leaf;

	if (near->hole) {
		near->hole = 0;
		return near_key_leaf(near->node[1]);
	}
	if (near->pend) {
		leaf = near->pend - 1;
		near->pend = 0;
		return leaf;
	}
	return near->spare_leaf[--near->spare];
}

/* cmp, sbb and two cmov; with a branch all is lost. */
static inline near_key near_min(near_key a, near_key b)
{
	return b < a ? b : a;
}

/* The order of a model's two events can be predicted, so here a branch is
 * best: it takes the root off the critical path.  At equal times the other
 * wins, since `key` has the latest order there is, or is NEAR_EMPTY. */
static inline void near_replay_pair(near_key *node, uint32_t leaf, near_key key)
{
	near_key other = node[3 - leaf];

	node[2 + leaf] = key;
	if (near_key_time(key) < near_key_time(other))
		node[1] = key;
	else
		node[1] = other;
}

static inline near_key *near_node_at(struct near *near, size_t offset)
{
	return (near_key *)((char *)near->node + offset);
}

/* Put `key`, the latest armed or NEAR_EMPTY, in `leaf`, and play its matches
 * anew.  Nodes are named by their offsets: three instructions less of the
 * sixteen a match takes. */
static inline void near_replay(struct near *near, uint32_t leaf, near_key key)
{
	const size_t node = sizeof(near_key);
	size_t at = (near->leaves + leaf) * node;

	if (near->leaves == 2) {
		near_replay_pair(near->node, leaf, key);
		return;
	}
	*near_node_at(near, at) = key;
	do {
		key = near_min(key, *near_node_at(near, at ^ node));
		at = at / 2 & -node;
		*near_node_at(near, at) = key;
	} while (at > node);
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

static inline void near_close_hole(struct near *near)
{
	near->hole = 0;
	near_leaf_give(near, near_key_leaf(near->node[1]));
}

/* Pend first: the hole is the root. */
static inline void near_settle(struct near *near)
{
	if (near->pend) {
		near_leaf_give(near, near->pend - 1);
		near->pend = 0;
	}
	if (near->hole)
		near_close_hole(near);
}

#endif
