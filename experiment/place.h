/* SPDX-License-Identifier: GPL-3.0-or-later */
/* place.h -- whose value stands at a byte of a canonical JSON text (canon.h).
 *
 * Enough of JSON for texts that this program wrote: nothing is checked.
 */
#ifndef EXPERIMENT_PLACE_H
#define EXPERIMENT_PLACE_H

#include <stdbool.h>
#include <stddef.h>

#define PLACE_DEEPEST 64

struct level {
	bool is_map;
	bool has_name; /* of the value that is being read: a key or an index */
	size_t key, key_length;
	int index;
	size_t item; /* where the item of a list begins */
};

struct place {
	struct level level[PLACE_DEEPEST];
	int levels;
	size_t value; /* where what is to be shown begins */
};

/* A string that has the byte in it is stood before: a value of its key, a key
 * of its map. */
struct place place_at(const char *text, size_t byte);

/* "netfront.costs.copy", "hosts.a.cpus.0" */
void place_path(const struct place *place, const char *text, char *path,
		size_t size);

/* The position behind the quote that closes the string at `at`. */
size_t place_skip_string(const char *text, size_t at);

#endif
