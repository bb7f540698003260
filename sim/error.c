/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/error.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "sim/excerpt.h"
#include "sim/memory.h"

int error_set(struct error *error, enum status status, const char *format, ...)
{
	va_list list;

	if (!error)
		return -1;
	*error = (struct error){.status = status};
	va_start(list, format);
	vsnprintf(error->message, sizeof(error->message), format, list);
	va_end(list);
	return -1;
}

int error_context(struct error *error, const char *format, ...)
{
	char old[sizeof(error->message)];
	size_t size = sizeof(old), length;
	va_list list;

	if (!error)
		return -1;
	memcpy(old, error->message, size);
	va_start(list, format);
	vsnprintf(error->message, size, format, list);
	va_end(list);
	length = strlen(error->message);
	snprintf(error->message + length, size - length, ": %s", old);
	return -1;
}

static void print_where(const struct where *where, FILE *to)
{
	if (!where->file)
		return;
	fprintf(to, "%s:", where->file);
	if (where->line > 0)
		fprintf(to, "%d:", where->line);
	if (where->line > 0 && where->column > 0)
		fprintf(to, "%d:", where->column);
	fputc(' ', to);
}

void error_print(const struct error *error, FILE *to)
{
	fputs("fathom: ", to);
	print_where(&error->where, to);
	fprintf(to, "%s\n", error->message);
}

void diagnostics_init(struct diagnostics *diagnostics)
{
	*diagnostics = (struct diagnostics){0};
}

void diagnostics_fini(struct diagnostics *diagnostics)
{
	free(diagnostics->item);
	free(diagnostics->source);
	arena_fini(&diagnostics->kept);
	diagnostics_init(diagnostics);
}

void diagnostics_add_source(struct diagnostics *diagnostics, const char *file,
			    const char *text, size_t length)
{
	struct diagnostics_source source = {file, text, length};

	if (!diagnostics->source)
		diagnostics->source =
			memory_get(DIAGNOSTICS_SOURCES * sizeof(source));
	if (diagnostics->sources < DIAGNOSTICS_SOURCES)
		diagnostics->source[diagnostics->sources++] = source;
}

void diagnostics_keep(struct diagnostics *diagnostics, struct arena *arena)
{
	arena_adopt(&diagnostics->kept, arena);
}

static int file_order(const char *a, const char *b)
{
	if (!a || !b)
		return (a != NULL) - (b != NULL);
	return strcmp(a, b);
}

static bool is_same(const struct diagnostic *a, const struct diagnostic *b)
{
	return a->severity == b->severity && a->where.line == b->where.line &&
	       a->where.column == b->where.column &&
	       file_order(a->where.file, b->where.file) == 0 &&
	       strcmp(a->message, b->message) == 0;
}

static bool is_known(const struct diagnostics *diagnostics,
		     const struct diagnostic *item)
{
	for (int i = 0; i < diagnostics->count; i++)
		if (is_same(&diagnostics->item[i], item))
			return true;
	return false;
}

void diagnose(struct diagnostics *diagnostics, enum severity severity,
	      struct where where, const char *format, ...)
{
	struct diagnostic item = {.severity = severity, .where = where};
	va_list list;

	va_start(list, format);
	vsnprintf(item.message, sizeof(item.message), format, list);
	va_end(list);
	if (is_known(diagnostics, &item))
		return;
	if (severity == SEVERITY_ERROR)
		diagnostics->errors++;
	else
		diagnostics->warnings++;
	if (!diagnostics->item)
		diagnostics->item = memory_get(DIAGNOSTICS_MAX * sizeof(item));
	if (diagnostics->count < DIAGNOSTICS_MAX)
		diagnostics->item[diagnostics->count++] = item;
}

/* One text may be known under one name only: the first counts. */
static const struct diagnostics_source *
source_of(const struct diagnostics *diagnostics, const char *file)
{
	for (int i = 0; file && i < diagnostics->sources; i++)
		if (strcmp(diagnostics->source[i].file, file) == 0)
			return &diagnostics->source[i];
	return NULL;
}

static void diagnostic_print(const struct diagnostics *diagnostics,
			     const struct diagnostic *item, FILE *to)
{
	static const char name[][8] = {"error", "warning"};
	const struct diagnostics_source *source =
		source_of(diagnostics, item->where.file);

	if (item->where.file)
		print_where(&item->where, to);
	else
		fputs("fathom: ", to);
	fprintf(to, "%s: %s\n", name[item->severity], item->message);
	if (source && item->where.line > 0)
		excerpt_print(&item->where, source->text, source->length, to);
}

/* Where the item's file was first met: the files keep that order. */
static int file_rank(const struct diagnostics *diagnostics, const char *file)
{
	int i = 0;

	while (file_order(diagnostics->item[i].where.file, file) != 0)
		i++;
	return i;
}

static bool is_after(const struct diagnostics *diagnostics,
		     const struct diagnostic *a, const struct diagnostic *b)
{
	int rank_a = file_rank(diagnostics, a->where.file);
	int rank_b = file_rank(diagnostics, b->where.file);

	return rank_a != rank_b ? rank_a > rank_b
				: a->where.line > b->where.line;
}

/* Insertion keeps equal places in the order they came; 100 is the most. */
static int sort(const struct diagnostics *diagnostics,
		const struct diagnostic *sorted[DIAGNOSTICS_MAX])
{
	for (int i = 0; i < diagnostics->count; i++) {
		const struct diagnostic *item = &diagnostics->item[i];
		int at = i;

		for (; at > 0 && is_after(diagnostics, sorted[at - 1], item);
		     at--)
			sorted[at] = sorted[at - 1];
		sorted[at] = item;
	}
	return diagnostics->count;
}

void diagnostics_print(const struct diagnostics *diagnostics, FILE *to)
{
	const struct diagnostic *sorted[DIAGNOSTICS_MAX];
	int count = sort(diagnostics, sorted);
	int more = diagnostics->errors + diagnostics->warnings - count;

	for (int i = 0; i < count; i++)
		diagnostic_print(diagnostics, sorted[i], to);
	if (more > 0)
		fprintf(to, "and %d more\n", more);
}
