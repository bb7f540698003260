/* SPDX-License-Identifier: GPL-3.0-or-later */
/* error.h -- what went wrong, and where.
 *
 * struct error carries one failure up to main, which prints it; struct
 * diagnostics gathers all that is wrong with a user's file, and prints them
 * in compiler form with the line and a caret:
 *
 *   ladder.yaml:14:7: error: unknown key 'blcksize' in workload 'reader'
 *      14 |       blcksize: 4k
 *         |       ^~~~~~~~
 *
 * Neither allocates per message.  Strings are copied; struct where points at
 * a file name that must outlive it.
 */
#ifndef SIM_ERROR_H
#define SIM_ERROR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "sim/memory.h"

/* Exit statuses of the program (docs/commands.md). */
enum status {
	STATUS_OK = 0,
	STATUS_CHECK = 1,
	STATUS_INPUT = 2,
	STATUS_PRECISION = 3,
	STATUS_SYSTEM = 4,
	STATUS_INTERRUPTED = 75,
};

/* A place in a file: 1-based; line 0 means "no place known". */
struct where {
	const char *file;
	int line, column, length;
};

struct error {
	enum status status;
	struct where where;
	char message[512];
};

/* Fill `error` (may be NULL) and return -1, so that callers can
 * `return error_set(...)`. */
int error_set(struct error *error, enum status status, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Put "context: " in front of the message; returns -1. */
int error_context(struct error *error, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* "fathom: file:line:column: message\n" */
void error_print(const struct error *error, FILE *to);

enum severity { SEVERITY_ERROR, SEVERITY_WARNING };

#define DIAGNOSTICS_MAX 100
#define DIAGNOSTICS_SOURCES 256

struct diagnostic {
	enum severity severity;
	struct where where;
	char message[400];
};

struct diagnostics {
	int errors, warnings; /* all, printed or not */
	int count;            /* kept: at most DIAGNOSTICS_MAX */
	struct diagnostic *item;
	/* private: the texts that carets point into */
	int sources;
	struct diagnostics_source {
		const char *file, *text;
		size_t length;
	} *source;
	struct arena kept; /* what messages point into, once adopted */
};

void diagnostics_init(struct diagnostics *diagnostics);
void diagnostics_fini(struct diagnostics *diagnostics);

/* Make the text of a file known, for carets.  Both are borrowed. */
void diagnostics_add_source(struct diagnostics *diagnostics, const char *file,
			    const char *text, size_t length);

/* Take over an arena that file names and sources stand in, when their owner
 * ends before the messages are printed. */
void diagnostics_keep(struct diagnostics *diagnostics, struct arena *arena);

/* Note one message; the same message at the same place is noted once. */
void diagnose(struct diagnostics *diagnostics, enum severity severity,
	      struct where where, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* All kept messages, sorted by file and line as they came, then "and N more",
 * then nothing.  The summary line is the caller's. */
void diagnostics_print(const struct diagnostics *diagnostics, FILE *to);

#endif
