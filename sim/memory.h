/* SPDX-License-Identifier: GPL-3.0-or-later */
/* memory.h -- allocation that cannot fail, and arenas that are freed whole.
 *
 * Out of memory is not an error that callers handle: the wrappers print one
 * line and end the program with STATUS_SYSTEM.
 */
#ifndef SIM_MEMORY_H
#define SIM_MEMORY_H

#include <stddef.h>

void *memory_get(size_t size);               /* zeroed */
void *memory_resize(void *old, size_t size); /* what is new is not zeroed */
char *memory_text(const char *text);         /* a copy */

/* Not zeroed; `alignment` is a power of two that divides `size`. */
void *memory_get_aligned(size_t alignment, size_t size);

/* An arena: chunks of zeroed memory, freed together.  Pointers stay valid. */
struct arena {
	struct arena_chunk *chunk; /* private */
};

void arena_init(struct arena *arena);
void arena_fini(struct arena *arena);
/* All that `from` holds is `into`'s from now on; `from` is empty. */
void arena_adopt(struct arena *into, struct arena *from);
void *arena_get(struct arena *arena, size_t size); /* zeroed, 16-aligned */
char *arena_text(struct arena *arena, const char *text);
char *arena_format(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* Bytes taken from the system so far. */
size_t arena_size(const struct arena *arena);

#endif
