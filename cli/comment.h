/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comment.h -- YAML with its manual beside it, within 80 columns.
 *
 *	  payload: 64B              # of a packet or request (bytes: B, KiB,
 *	                            # MiB, GiB; 0B to 65507B)
 *	  # threads: 1              # sending threads (1 to 1024)
 */
#ifndef CLI_COMMENT_H
#define CLI_COMMENT_H

#include <stdio.h>

#include "models/model.h"
#include "sim/memory.h"

/* `left`, and the comment from a fixed column on, or in lines above it where
 * it reaches too far. */
void comment_line(const char *left, const char *comment, FILE *to);

/* A key: with `value`; or, where that is NULL, behind a '#' with what it is
 * when unsaid or, where that is nothing, with an example. */
struct comment_key {
	const char *name, *value, *unsaid, *example;
	const char *meaning, *legal; /* legal: or NULL */
};
void comment_key(const struct comment_key *key, int indent, FILE *to);

/* "a time: ps, ns, us, ms, s; 1ns to 40s", "tx, rx", "1 to 1024". */
const char *comment_legal(struct arena *arena, const struct param *param);

/* "a|b" as "a, b". */
const char *comment_choices(struct arena *arena, const char *words);

#endif
