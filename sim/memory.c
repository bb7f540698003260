/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/error.h"

/* Chunks double from the first size to the last, so that a small arena stays
 * small and a large one makes few requests of the system. */
#define CHUNK_FIRST ((size_t)4 << 10)
#define CHUNK_LAST ((size_t)1 << 20)
#define ALIGNMENT ((size_t)16)

struct arena_chunk {
	struct arena_chunk *older;
	size_t size, used; /* bytes, this header included */
};

/* The first byte after the header, and every one handed out, is aligned. */
#define HEADER ((sizeof(struct arena_chunk) + ALIGNMENT - 1) & -ALIGNMENT)

static _Noreturn void give_up(size_t size)
{
	fprintf(stderr, "fathom: out of memory (%zu bytes wanted)\n", size);
	exit(STATUS_SYSTEM);
}

void *memory_get(size_t size)
{
	void *memory = calloc(1, size ? size : 1);

	if (!memory)
		give_up(size);
	return memory;
}

void *memory_resize(void *old, size_t size)
{
	void *memory = realloc(old, size ? size : 1);

	if (!memory)
		give_up(size);
	return memory;
}

void *memory_get_aligned(size_t alignment, size_t size)
{
	void *memory = aligned_alloc(alignment, size);

	if (!memory)
		give_up(size);
	return memory;
}

char *memory_text(const char *text)
{
	size_t size = strlen(text) + 1;

	return memcpy(memory_get(size), text, size);
}

void arena_init(struct arena *arena)
{
	arena->chunk = NULL;
}

void arena_fini(struct arena *arena)
{
	struct arena_chunk *chunk = arena->chunk;

	while (chunk) {
		struct arena_chunk *older = chunk->older;

		free(chunk);
		chunk = older;
	}
	arena->chunk = NULL;
}

void arena_adopt(struct arena *into, struct arena *from)
{
	struct arena_chunk *oldest = from->chunk;

	if (!oldest)
		return;
	while (oldest->older)
		oldest = oldest->older;
	oldest->older = into->chunk;
	into->chunk = from->chunk;
	from->chunk = NULL;
}

static struct arena_chunk *chunk_new(struct arena_chunk *older, size_t needed)
{
	size_t size = older ? older->size * 2 : CHUNK_FIRST;
	struct arena_chunk *chunk;

	if (size > CHUNK_LAST)
		size = CHUNK_LAST;
	if (size < needed)
		size = needed;
	chunk = memory_get(size);
	chunk->older = older;
	chunk->size = size;
	chunk->used = HEADER;
	return chunk;
}

void *arena_get(struct arena *arena, size_t size)
{
	struct arena_chunk *chunk = arena->chunk;
	void *memory;

	if (size > SIZE_MAX / 4)
		give_up(size);
	size = (size + ALIGNMENT - 1) & -ALIGNMENT;
	if (!chunk || chunk->size - chunk->used < size) {
		chunk = chunk_new(chunk, HEADER + size);
		arena->chunk = chunk;
	}
	memory = (char *)chunk + chunk->used;
	chunk->used += size;
	return memory;
}

char *arena_text(struct arena *arena, const char *text)
{
	size_t size = strlen(text) + 1;

	return memcpy(arena_get(arena, size), text, size);
}

char *arena_format(struct arena *arena, const char *format, ...)
{
	va_list list;
	int length;
	char *text;

	va_start(list, format);
	length = vsnprintf(NULL, 0, format, list);
	va_end(list);
	if (length < 0)
		length = 0;
	text = arena_get(arena, (size_t)length + 1);
	va_start(list, format);
	vsnprintf(text, (size_t)length + 1, format, list);
	va_end(list);
	return text;
}

size_t arena_size(const struct arena *arena)
{
	size_t size = 0;

	for (const struct arena_chunk *c = arena->chunk; c; c = c->older)
		size += c->size;
	return size;
}
