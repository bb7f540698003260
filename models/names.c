/* SPDX-License-Identifier: GPL-3.0-or-later */
/* names.c -- names that become numbers when a program is compiled. */
#include <string.h>

#include "models/build.h"
#include "models/engine.h"

static int intern(const char ***names, int *count, const char *name)
{
	for (int i = 0; i < *count; i++)
		if (strcmp((*names)[i], name) == 0)
			return i;
	if (*count % 16 == 0)
		*names = memory_resize(*names, sizeof(**names) *
						       (size_t)(*count + 16));
	(*names)[*count] = name;
	return (*count)++;
}

int attribute_index(struct build *build, const char *name)
{
	return intern(&build->program->attribute, &build->program->attributes,
		      name);
}

int program_attribute(const struct program *program, const char *name)
{
	for (int i = 0; i < program->attributes; i++)
		if (strcmp(program->attribute[i], name) == 0)
			return i;
	return -1;
}

int counter_index(struct build *build, const char *name)
{
	return intern(&build->program->counter, &build->program->counters,
		      name);
}

int path_index(struct build *build, const char *name)
{
	return intern(&build->program->path, &build->program->paths, name);
}

int label_index(struct build *build, const char *name)
{
	return intern(&build->program->label, &build->program->labels, name);
}
