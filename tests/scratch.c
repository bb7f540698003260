/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/scratch.h"

#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sim/memory.h"

static void empty(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	char path[512];

	if (!dir)
		return;
	while ((entry = readdir(dir))) {
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		if (entry->d_name[0] != '.')
			unlink(path);
	}
	closedir(dir);
}

void scratch_enter(void)
{
	char folder[] = "/tmp/fathom-test-XXXXXX";

	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert_int_eq(chdir(folder), 0);
}

/* Tests that are not forked leave the folder to the next one's chdir. */
void scratch_leave(void)
{
	char folder[512];

	ck_assert_ptr_nonnull(getcwd(folder, sizeof(folder)));
	ck_assert_ptr_nonnull(strstr(folder, "fathom-test-"));
	empty("results");
	rmdir("results");
	empty(".");
	ck_assert_int_eq(chdir("/"), 0);
	rmdir(folder);
}

void scratch_write(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	ck_assert_int_ge(fputs(text, file), 0);
	ck_assert_int_eq(fclose(file), 0);
}

bool scratch_is_there(const char *path)
{
	return access(path, F_OK) == 0;
}

char *scratch_read(const char *path, size_t *length)
{
	FILE *file = fopen(path, "rb");
	char *text = NULL;
	size_t got;

	ck_assert_msg(file, "cannot read %s", path);
	*length = 0;
	do {
		text = memory_resize(text, *length + 65536 + 1);
		got = fread(text + *length, 1, 65536, file);
		*length += got;
	} while (got > 0);
	fclose(file);
	text[*length] = '\0';
	return text;
}

bool scratch_is_same(const char *path, const char *other)
{
	size_t length, other_length;
	char *a = scratch_read(path, &length);
	char *b = scratch_read(other, &other_length);
	bool is_same = length == other_length && !memcmp(a, b, length);

	free(a);
	free(b);
	return is_same;
}
