/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/shell.h"

#include <check.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char *read_file(const char *folder, const char *name)
{
	char path[200];
	size_t room = 1 << 16, length = 0, got;
	char *text = malloc(room + 1);
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "rb");
	ck_assert_ptr_nonnull(file);
	while ((got = fread(text + length, 1, room - length, file)) > 0) {
		length += got;
		if (length == room)
			text = realloc(text, (room *= 2) + 1);
	}
	fclose(file);
	text[length] = '\0';
	return text;
}

/* `fathom` on the PATH is the binary under test. */
static void link_binary(struct shell *shell)
{
	const char *binary = getenv("FATHOM");
	char here[2048] = "", path[4096], to[200];

	ck_assert_msg(binary != NULL, "FATHOM must name the binary");
	if (*binary != '/')
		ck_assert_ptr_nonnull(getcwd(here, sizeof(here)));
	snprintf(path, sizeof(path), "%s/%s", here, binary);
	snprintf(to, sizeof(to), "%s/.bin", shell->folder);
	ck_assert_int_eq(mkdir(to, 0700), 0);
	strcat(to, "/fathom");
	ck_assert_int_eq(symlink(path, to), 0);
}

void shell_init(struct shell *shell)
{
	*shell = (struct shell){.folder = "/tmp/fathom-test-XXXXXX"};
	ck_assert_ptr_nonnull(mkdtemp(shell->folder));
	link_binary(shell);
}

static void forget(struct shell *shell)
{
	free(shell->out);
	free(shell->err);
	shell->out = shell->err = NULL;
}

void shell_fini(struct shell *shell)
{
	char command[200];

	forget(shell);
	snprintf(command, sizeof(command), "rm -rf '%s'", shell->folder);
	ck_assert_int_eq(system(command), 0);
}

void shell_write(struct shell *shell, const char *name, const char *text,
		 size_t length)
{
	char path[300];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", shell->folder, name);
	for (char *at = path + strlen(shell->folder) + 1;
	     (at = strchr(at, '/')) != NULL; *at++ = '/') {
		*at = '\0';
		mkdir(path, 0700);
	}
	file = fopen(path, "wb");
	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(text, 1, length, file), length);
	ck_assert_int_eq(fclose(file), 0);
}

int shell_run(struct shell *shell, const char *format, ...)
{
	char script[200], *line = malloc(1 << 16);
	va_list arguments;
	int length, status;

	length = snprintf(line, 1 << 16, "cd '%s'\nPATH=$PWD/.bin:$PATH\n",
			  shell->folder);
	va_start(arguments, format);
	length += vsnprintf(line + length, (size_t)((1 << 16) - length),
			    format, arguments);
	va_end(arguments);
	ck_assert_int_lt(length, 1 << 16);
	shell_write(shell, ".script", line, (size_t)length);
	free(line);
	snprintf(script, sizeof(script), "cd '%s' && sh .script >.out 2>.err",
		 shell->folder);
	status = system(script);
	ck_assert(WIFEXITED(status));
	forget(shell);
	shell->out = read_file(shell->folder, ".out");
	shell->err = read_file(shell->folder, ".err");
	shell->status = WEXITSTATUS(status);
	return shell->status;
}

void shell_expect(const struct shell *shell, int status)
{
	ck_assert_msg(shell->status == status, "status %d\n%s\n%s",
		      shell->status, shell->out, shell->err);
}

void expect_in(const char *text, const char *part)
{
	ck_assert_msg(strstr(text, part) != NULL, "no '%s' in:\n%s", part,
		      text);
}

int count_in(const char *text, const char *part)
{
	int count = 0;

	while ((text = strstr(text, part)) != NULL) {
		count++;
		text += strlen(part);
	}
	return count;
}
