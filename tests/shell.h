/* SPDX-License-Identifier: GPL-3.0-or-later */
/* shell.h -- the program under test, as a user meets it: in a folder of its
 * own, through a shell, with stdout, stderr and exit status to look at.
 *
 * The environment variable FATHOM names the binary; in command lines it is
 * plain `fathom`.
 */
#ifndef TESTS_SHELL_H
#define TESTS_SHELL_H

#include <stddef.h>

struct shell {
	char folder[64]; /* private, under /tmp */
	char *out, *err; /* of the last command, whole */
	int status;
};

/* A fresh folder, which shell_fini() removes with all that is in it. */
void shell_init(struct shell *shell);
void shell_fini(struct shell *shell);

/* Write a file in the folder; its own folders are made. */
void shell_write(struct shell *shell, const char *name, const char *text,
		 size_t length);

/* Run a command line in the folder; returns its exit status. */
int shell_run(struct shell *shell, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The last command ended so; else both streams are shown. */
void shell_expect(const struct shell *shell, int status);

/* `part` stands in `text`; and how often. */
void expect_in(const char *text, const char *part);
int count_in(const char *text, const char *part);

#endif
