/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/comment.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "cli/quantity.h"
#include "cli/table.h"
#include "experiment/quantity.h"

#define COMMENT 32 /* column of a comment beside a key */
#define WIDTH (TABLE_WIDTH - 1)

/* As many words as fit up to column WIDTH; at least one. */
static const char *put_words(const char *text, int column, FILE *to)
{
	int length = (int)strcspn(text, " ");

	fprintf(to, "%.*s", length, text);
	column += length;
	for (text += length; *text == ' '; text += length) {
		length = 1 + (int)strcspn(text + 1, " ");
		if (column + length > WIDTH)
			break;
		fprintf(to, "%.*s", length, text);
		column += length;
	}
	fputc('\n', to);
	return text + (*text == ' ');
}

void comment_line(const char *left, const char *comment, FILE *to)
{
	int used = text_width(left), column = COMMENT;

	if (*comment == '\0') {
		fprintf(to, "%s\n", left);
		return;
	}
	if (used >= COMMENT) {
		column = (int)strspn(left, " ");
		used = 0;
	} else {
		fputs(left, to);
	}
	while (*comment != '\0') {
		fprintf(to, "%*s# ", column - used, "");
		comment = put_words(comment, column + 2, to);
		used = 0;
	}
	if (column != COMMENT)
		fprintf(to, "%s\n", left);
}

static enum unit unit_of(enum param_type type)
{
	static const enum unit unit[] = {
		[PARAM_TIME] = UNIT_TIME,   [PARAM_RATE] = UNIT_RATE,
		[PARAM_BYTES] = UNIT_BYTES, [PARAM_BANDWIDTH] = UNIT_BANDWIDTH,
		[PARAM_CLOCK] = UNIT_CLOCK, [PARAM_SHARE] = UNIT_SHARE,
		[PARAM_CAUSES] = UNIT_COUNT,
	};

	return unit[type];
}

static const char *bound(struct arena *arena, double value, enum unit unit)
{
	char text[40];

	if (isinf(value))
		return "inf";
	if (value >= (double)INT64_MAX)
		return "2^63-1";
	quantity_exact(text, sizeof(text), value, quantity_unit(unit));
	return arena_text(arena, text);
}

const char *comment_choices(struct arena *arena, const char *words)
{
	const char *text = "";

	for (int length; *words != '\0'; words += length +
	     (words[length] == '|')) {
		length = (int)strcspn(words, "|");
		text = arena_format(arena, "%s%s%.*s", text,
				    *text ? ", " : "", length, words);
	}
	return text;
}

const char *comment_legal(struct arena *arena, const struct param *param)
{
	enum unit unit = unit_of(param->type);
	const char *text = "";

	if (param->choices != NULL)
		return comment_choices(arena, param->choices);
	if (unit != UNIT_COUNT)
		text = arena_format(arena, "%s: %s", unit_meaning(unit),
				    unit_names(unit));
	if (param->low == 0 && param->high == 0)
		return text;
	return arena_format(arena, "%s%s%s to %s", text, *text ? "; " : "",
			    bound(arena, param->low, unit),
			    bound(arena, param->high, unit));
}

static bool is_said(const char *text)
{
	return text != NULL && *text != '\0';
}

void comment_key(const struct comment_key *key, int indent, FILE *to)
{
	const char *shown = is_said(key->value) ? key->value :
		is_said(key->unsaid) ? key->unsaid :
		is_said(key->example) ? key->example : "";
	bool has_default = is_said(key->value) || is_said(key->unsaid);
	const char *left, *more = has_default ? "" : "no default";
	struct arena arena;

	arena_init(&arena);
	left = arena_format(&arena, "%*s%s%s: %s", indent, "",
			    is_said(key->value) ? "" : "# ", key->name, shown);
	if (is_said(key->legal))
		more = arena_format(&arena, "%s%s%s", key->legal,
				    *more ? "; " : "", more);
	comment_line(left, *more ? arena_format(&arena, "%s (%s)",
						key->meaning, more)
				 : key->meaning, to);
	arena_fini(&arena);
}
