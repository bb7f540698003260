/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scratch.h -- a folder of its own for a test, and looks at files in it. */
#ifndef TESTS_SCRATCH_H
#define TESTS_SCRATCH_H

#include <stdbool.h>
#include <stddef.h>

/* A checked fixture: make an empty folder and go there; go back, remove it
 * with the files in it and in its sub-folder `results`. */
void scratch_enter(void);
void scratch_leave(void);

void scratch_write(const char *path, const char *text);
bool scratch_is_there(const char *path);

/* The whole file, to be freed; fails the test when it cannot be read. */
char *scratch_read(const char *path, size_t *length);
bool scratch_is_same(const char *path, const char *other);

#endif
