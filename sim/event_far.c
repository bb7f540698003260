/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/event_far.h"

#include <assert.h>
#include <stdlib.h>

#include "sim/memory.h"

#define SLAB_FIRST 16u /* chunks */

/* A bucket that small is opened soon: its events are worth a prefetch. */
#define PREFETCH_MAX 256

enum state { LIVE, MOVED, DEAD, ORPHAN };

_Static_assert(sizeof(struct far_chunk) == FAR_CHUNK, "chunks are aligned");

static enum state state_of(const struct far_entry *entry)
{
	const struct event *event = entry->event;

	if (event->qseq != entry->order)
		return ORPHAN;
	if (event->slot != FAR_SLOT)
		return DEAD;
	return event->seq == entry->order ? LIVE : MOVED;
}

void far_init(struct far *far)
{
	*far = (struct far){0};
}

void far_fini(struct far *far)
{
	for (int i = 0; i < far->slabs; i++)
		free(far->slab[i]);
	free(far->run);
}

static void slab_get(struct far *far)
{
	size_t count = (size_t)SLAB_FIRST << far->slabs;
	struct far_chunk *chunk;

	assert(far->slabs < FAR_SLABS);
	chunk = memory_get_aligned(FAR_CHUNK, count * FAR_CHUNK);
	far->slab[far->slabs++] = chunk;
	while (count-- > 0) {
		chunk[count].next = far->spare;
		far->spare = &chunk[count];
	}
}

static struct far_chunk *chunk_of(struct far_entry *write)
{
	uintptr_t last = (uintptr_t)(write - 1);

	return (struct far_chunk *)(last & -(uintptr_t)FAR_CHUNK);
}

/* The new chunk goes behind the last one, which points to the first. */
static __attribute__((noinline)) void chunk_add(struct far *far,
						struct far_bucket *bucket)
{
	struct far_chunk *chunk, *tail;

	if (!far->spare)
		slab_get(far);
	chunk = far->spare;
	far->spare = chunk->next;
	chunk->next = chunk;
	if (bucket->write) {
		tail = chunk_of(bucket->write);
		chunk->next = tail->next;
		tail->next = chunk;
	}
	bucket->write = chunk->entry;
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

static inline void put(struct far *far, const struct far_entry *entry)
{
	unsigned level = level_of(far, entry->time);
	unsigned digit = digit_of(entry->time, level);
	struct far_bucket *bucket = &far->bucket[level][digit];

	if ((uintptr_t)bucket->write % FAR_CHUNK == 0)
		chunk_add(far, bucket);
	*bucket->write++ = *entry;
	bucket->count++;
	far->count++;
	far->map[level] |= UINT64_C(1) << digit;
	far->levels |= 1u << level;
}

static void push(struct far *far, struct event *event)
{
	struct far_entry entry = {event->time, event->seq, event};

	event->qtime = event->time;
	event->qseq = event->seq;
	event->traces = 1;
	put(far, &entry);
}

void far_queue(struct far *far, struct event *event)
{
	if (event->qseq && event->time >= event->qtime)
		return;
	far->orphans += event->qseq != 0;
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

struct far_walk far_take(struct far *far, const struct far_place *place)
{
	unsigned level = place->level, digit = place->digit;
	struct far_bucket *bucket = &far->bucket[level][digit];
	struct far_walk walk = {NULL, 0, bucket->count};

	if (bucket->count == 0)
		return walk;
	walk.chunk = chunk_of(bucket->write)->next;
	far->count -= bucket->count;
	*bucket = (struct far_bucket){0};
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
	*entry = chunk->entry[walk->at++];
	if (--walk->left == 0 || walk->at == FAR_ENTRIES) {
		walk->chunk = chunk->next;
		walk->at = 0;
		chunk->next = far->spare;
		far->spare = chunk;
	}
	return true;
}

bool far_claim(struct far *far, const struct far_entry *entry, sim_time end)
{
	struct event *event = entry->event;
	enum state state = state_of(entry);

	if (state == ORPHAN) {
		far->orphans -= far->orphans > 0;
		return false;
	}
	event->qseq = 0;
	if (state == DEAD)
		return false;
	if (state == LIVE || event->time < end)
		return true;
	push(far, event);
	return false;
}

/* The events themselves are left alone: touching them costs a miss each. */
void far_spread(struct far *far, const struct far_place *place)
{
	bool prefetch = far_count_at(far, place) <= PREFETCH_MAX;
	struct far_walk walk = far_take(far, place);
	struct far_entry entry;

	while (far_next(far, &walk, &entry)) {
		if (prefetch)
			__builtin_prefetch(entry.event);
		put(far, &entry);
	}
}

static int compare(const void *a, const void *b)
{
	const struct far_entry *x = a, *y = b;

	return (x->order > y->order) - (x->order < y->order);
}

static void run_add(struct far *far, struct event *event)
{
	if (far->run_end == far->run_room) {
		far->run_room = far->run_room ? 2 * far->run_room : 256;
		far->run = memory_resize(far->run,
					 far->run_room * sizeof(*far->run));
	}
	event->qtime = event->time;
	event->qseq = event->seq;
	far->run[far->run_end++] =
		(struct far_entry){event->time, event->seq, event};
}

void far_sort(struct far *far, const struct far_place *place)
{
	struct far_walk walk = far_take(far, place);
	struct far_entry entry;
	bool sorted = true;

	assert(place->level == 0 && far->run_at == far->run_end);
	far->run_at = far->run_end = 0;
	while (far_next(far, &walk, &entry)) {
		size_t end = far->run_end;

		if (!far_claim(far, &entry, place->end))
			continue;
		run_add(far, entry.event);
		if (end > 0 && compare(&far->run[end - 1], &far->run[end]) > 0)
			sorted = false;
	}
	if (!sorted)
		qsort(far->run, far->run_end, sizeof(*far->run), compare);
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
			put(far, &entry);
	}
}

/* True for a live entry; a moved one is queued anew, the rest forgotten. */
static bool is_kept(struct far *far, const struct far_entry *entry)
{
	enum state state = state_of(entry);

	if (state == MOVED)
		push(far, entry->event);
	if (state == DEAD)
		entry->event->qseq = 0;
	return state == LIVE;
}

static void run_sweep(struct far *far)
{
	size_t kept = far->run_at;

	for (size_t i = far->run_at; i < far->run_end; i++)
		if (is_kept(far, &far->run[i]))
			far->run[kept++] = far->run[i];
	far->run_end = kept;
}

void far_sweep(struct far *far)
{
	for (unsigned i = 0; i < FAR_LEVELS * FAR_BUCKETS; i++) {
		struct far_place place = place_at(i);
		struct far_walk walk = far_take(far, &place);
		struct far_entry entry;

		while (far_next(far, &walk, &entry))
			if (is_kept(far, &entry))
				put(far, &entry);
	}
	run_sweep(far);
	far->orphans = 0;
}

/* How many events have their one entry in the bucket. */
static size_t bucket_check(const struct far *far, const struct far_place *place)
{
	const struct far_bucket *bucket =
		&far->bucket[place->level][place->digit];
	const struct far_chunk *chunk;
	size_t wishes = 0;

	assert((bucket->count > 0) ==
	       (far->map[place->level] >> place->digit & 1));
	if (bucket->count == 0)
		return 0;
	chunk = chunk_of(bucket->write)->next;
	for (size_t i = 0; i < bucket->count; i++) {
		const struct far_entry *entry = &chunk->entry[i % FAR_ENTRIES];

		assert(entry->time >= far->last);
		assert(level_of(far, entry->time) == place->level);
		assert(digit_of(entry->time, place->level) == place->digit);
		wishes += state_of(entry) <= MOVED;
		if (i % FAR_ENTRIES == FAR_ENTRIES - 1)
			chunk = chunk->next;
	}
	return wishes;
}

void far_check(const struct far *far)
{
	size_t count = 0, wishes = 0;

	for (unsigned i = 0; i < FAR_LEVELS * FAR_BUCKETS; i++) {
		struct far_place place = place_at(i);

		wishes += bucket_check(far, &place);
		count += far_count_at(far, &place);
	}
	for (unsigned i = 0; i < FAR_LEVELS; i++)
		assert((far->map[i] != 0) == (far->levels >> i & 1));
	for (size_t i = far->run_at; i < far->run_end; i++) {
		assert(i == far->run_at ||
		       far->run[i - 1].order < far->run[i].order);
		wishes += state_of(&far->run[i]) <= MOVED;
	}
	assert(count == far->count && wishes == far->live);
}
