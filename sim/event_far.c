/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/event_far.h"

#include <assert.h>
#include <stdlib.h>

#include "sim/memory.h"

#define SLAB_FIRST 16u /* chunks */

/* Orphans are swept out when there are more than this, and than half as many
 * as events. */
#define ORPHANS_MIN 64

_Static_assert(sizeof(struct far_chunk) == FAR_CHUNK, "chunks are aligned");

void far_init(struct far *far)
{
	*far = (struct far){0};
}

void far_fini(struct far *far)
{
	for (int i = 0; i < far->slabs; i++)
		free(far->slab[i]);
	run_fini(&far->run);
}

/* Fresh chunks are not touched before they are needed. */
static void slab_get(struct far *far)
{
	size_t count = (size_t)SLAB_FIRST << far->slabs;

	assert(far->slabs < FAR_SLABS);
	far->fresh = memory_get_aligned(FAR_CHUNK, count * FAR_CHUNK);
	far->behind = far->fresh + count;
	far->slab[far->slabs++] = far->fresh;
}

static struct far_chunk *chunk_of(struct far_entry *write)
{
	uintptr_t last = (uintptr_t)(write - 1);

	return (struct far_chunk *)(last & -(uintptr_t)FAR_CHUNK);
}

static unsigned level_of(const struct far *far, sim_time time)
{
	uint64_t differ = (uint64_t)(time ^ far->last) | 1;

	return (63 - (unsigned)__builtin_clzll(differ)) / FAR_DIGIT;
}

static unsigned digit_of(sim_time time, unsigned level)
{
	return (unsigned)(time >> (FAR_DIGIT * level)) & (FAR_BUCKETS - 1);
}

static struct far_chunk *chunk_get(struct far *far)
{
	struct far_chunk *chunk = far->spare;

	if (chunk) {
		far->spare = chunk->next;
		return chunk;
	}
	if (far->fresh == far->behind)
		slab_get(far);
	return far->fresh++;
}

/* The new chunk goes behind the last one, which points to the first. */
static __attribute__((noinline)) void chunk_add(struct far *far, unsigned level,
						unsigned digit)
{
	struct far_bucket *bucket = &far->bucket[level][digit];
	struct far_chunk *chunk = chunk_get(far), *tail;

	chunk->next = chunk;
	if (bucket->write) {
		tail = chunk_of(bucket->write);
		chunk->next = tail->next;
		tail->next = chunk;
	}
	bucket->write = chunk->entry;
	bucket->chunks++;
	far->map[level] |= UINT64_C(1) << digit;
	far->levels |= 1u << level;
}

static inline void put(struct far *far, sim_time time, struct event *event)
{
	unsigned level = level_of(far, time);
	unsigned digit = digit_of(time, level);
	struct far_bucket *bucket = &far->bucket[level][digit];

	if ((uintptr_t)bucket->write % FAR_CHUNK == 0)
		chunk_add(far, level, digit);
	*bucket->write++ = (struct far_entry){time, event};
}

static inline void push(struct far *far, struct event *event)
{
	event->queued = event->time + 1;
	event->traces = 1;
	put(far, event->time, event);
}

inline void far_queue(struct far *far, struct event *event)
{
	if (event->queued) {
		if (event->time + 1 >= event->queued)
			return;
		event->queued = 0;
		if (++far->orphans > ORPHANS_MIN + far->live / 2)
			far_sweep(far);
	}
	push(far, event);
}

/* The digits of `last` above the level, the digit, and zeros below; the top
 * bucket of all ends beyond what a time can be. */
struct far_place far_first(const struct far *far)
{
	unsigned level = (unsigned)__builtin_ctz(far->levels);
	unsigned digit = (unsigned)__builtin_ctzll(far->map[level]);
	unsigned shift = FAR_DIGIT * level;
	uint64_t above = (uint64_t)far->last >> shift >> FAR_DIGIT;
	uint64_t start = (above << FAR_DIGIT | digit) << shift;
	uint64_t end = start + (UINT64_C(1) << shift);

	if (end > INT64_MAX)
		end = INT64_MAX;
	return (struct far_place){level, digit, (sim_time)start, (sim_time)end};
}

size_t far_count_at(const struct far *far, const struct far_place *place)
{
	const struct far_bucket *bucket =
		&far->bucket[place->level][place->digit];
	size_t full = bucket->chunks - 1;

	if (!bucket->write)
		return 0;
	return full * FAR_ENTRIES +
	       (size_t)(bucket->write - chunk_of(bucket->write)->entry);
}

static struct far_walk walk_of(const struct far *far,
			       const struct far_place *place)
{
	const struct far_bucket *bucket =
		&far->bucket[place->level][place->digit];
	struct far_walk walk = {NULL, 0, far_count_at(far, place)};

	if (bucket->write)
		walk.chunk = chunk_of(bucket->write)->next;
	return walk;
}

static inline const struct far_entry *walk_step(struct far_walk *walk)
{
	const struct far_entry *entry = &walk->chunk->entry[walk->at++];

	walk->left--;
	if (walk->at == FAR_ENTRIES) {
		walk->chunk = walk->chunk->next;
		walk->at = 0;
	}
	return entry;
}

struct far_walk far_take(struct far *far, const struct far_place *place)
{
	unsigned level = place->level, digit = place->digit;
	struct far_walk walk = walk_of(far, place);

	far->bucket[level][digit] = (struct far_bucket){0};
	far->map[level] &= ~(UINT64_C(1) << digit);
	if (far->map[level] == 0)
		far->levels &= ~(1u << level);
	return walk;
}

bool far_next(struct far *far, struct far_walk *walk, struct far_entry *entry)
{
	struct far_chunk *chunk = walk->chunk;

	if (walk->left == 0)
		return false;
	*entry = *walk_step(walk);
	if (walk->at == 0 || walk->left == 0) {
		chunk->next = far->spare;
		far->spare = chunk;
	}
	return true;
}

bool far_claim(struct far *far, const struct far_entry *entry, sim_time end)
{
	struct event *event = entry->event;
	enum far_state state = far_state(entry);

	if (state == FAR_ORPHAN) {
		far->orphans -= far->orphans > 0;
		return false;
	}
	event->queued = 0;
	if (state == FAR_DEAD)
		return false;
	if (event->time < end)
		return true;
	push(far, event);
	return false;
}

/* The events themselves are left alone: touching them costs a miss each. */
void far_spread(struct far *far, const struct far_place *place)
{
	struct far_walk walk = far_take(far, place);
	struct far_entry entry;

	while (far_next(far, &walk, &entry))
		put(far, entry.time, entry.event);
}

void far_prefetch(struct far_walk walk)
{
	while (walk.left > 0)
		__builtin_prefetch(walk_step(&walk)->event, 1);
}

bool far_keep(struct far *far, enum far_state state, struct event *event)
{
	if (state == FAR_MOVED)
		push(far, event);
	if (state == FAR_DEAD)
		event->queued = 0;
	return state == FAR_LIVE;
}

static struct far_place place_at(unsigned index)
{
	return (struct far_place){
		.level = index / FAR_BUCKETS,
		.digit = index % FAR_BUCKETS,
	};
}

/* What lands in a bucket still to come is put there once more: no harm. */
void far_rebase(struct far *far, sim_time last)
{
	far->last = last;
	for (unsigned i = 0; i < FAR_LEVELS * FAR_BUCKETS; i++) {
		struct far_place place = place_at(i);
		struct far_walk walk = far_take(far, &place);
		struct far_entry entry;

		while (far_next(far, &walk, &entry))
			put(far, entry.time, entry.event);
	}
}

/* An event may have come to know of a second entry of the same time.  Only one
 * of them is kept: the event knows of none until the bucket is done. */
static void bucket_sweep(struct far *far, const struct far_place *place)
{
	struct far_walk walk = far_take(far, place);
	struct far_entry entry;

	while (far_next(far, &walk, &entry)) {
		if (!far_keep(far, far_state(&entry), entry.event))
			continue;
		entry.event->queued = 0;
		put(far, entry.time, entry.event);
	}
	walk = walk_of(far, place);
	while (walk.left > 0) {
		entry = *walk_step(&walk);
		entry.event->queued = entry.time + 1;
	}
}

void far_sweep(struct far *far)
{
	for (unsigned i = 0; i < FAR_LEVELS * FAR_BUCKETS; i++) {
		struct far_place place = place_at(i);

		bucket_sweep(far, &place);
	}
	run_sweep(&far->run, far);
	far->orphans = 0;
}

/* How many entries of the bucket are known to a far event. */
static size_t bucket_check(const struct far *far, const struct far_place *place)
{
	struct far_walk walk = walk_of(far, place);
	size_t known = 0;

	assert((walk.left > 0) ==
	       (far->map[place->level] >> place->digit & 1));
	while (walk.left > 0) {
		const struct far_entry *entry = walk_step(&walk);

		assert(entry->time >= far->last);
		assert(level_of(far, entry->time) == place->level);
		assert(digit_of(entry->time, place->level) == place->digit);
		known += far_state(entry) <= FAR_MOVED;
	}
	return known;
}

void far_check(const struct far *far)
{
	size_t known = run_check(&far->run);

	for (unsigned i = 0; i < FAR_LEVELS * FAR_BUCKETS; i++) {
		struct far_place place = place_at(i);

		known += bucket_check(far, &place);
	}
	for (unsigned i = 0; i < FAR_LEVELS; i++)
		assert((far->map[i] != 0) == (far->levels >> i & 1));
	assert(known >= far->live);
}
