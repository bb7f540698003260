/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/terms.h"

#include <string.h>

#define ARGUMENTS 2
#define PARTS_MAX 8

/* A distribution's arguments, in the order of struct distribution's a and b:
 * named, or in place.  Those that `is_plain` carry no unit. */
static const struct shape {
	const char *name;
	enum distribution_kind kind;
	int arguments;
	bool is_named;
	const char *argument[ARGUMENTS];
	bool is_plain[ARGUMENTS];
} shapes[] = {
	{"constant", DISTRIBUTION_CONSTANT, 1, false, {"value"}, {false}},
	{"exp", DISTRIBUTION_EXPONENTIAL, 1, false, {"mean"}, {false}},
	{"uniform", DISTRIBUTION_UNIFORM, 2, false, {"low", "high"}, {false}},
	{"normal", DISTRIBUTION_NORMAL, 2, true, {"mean", "sd"}, {false}},
	{"lognormal", DISTRIBUTION_LOGNORMAL, 2, true, {"mean", "cv"},
	 {false, true}},
	{"gamma", DISTRIBUTION_GAMMA, 2, true, {"mean", "cv"}, {false, true}},
	{"pareto", DISTRIBUTION_PARETO, 2, true, {"min", "shape"},
	 {false, true}},
};
#define SHAPES (sizeof(shapes) / sizeof(shapes[0]))

static bool is_word_next(const struct scan *scan, const char *word)
{
	int length = scan_word(scan);

	return (size_t)length == strlen(word) &&
	       strncmp(scan->at, word, (size_t)length) == 0;
}

static const struct shape *shape_next(const struct scan *scan)
{
	for (size_t i = 0; i < SHAPES; i++)
		if (is_word_next(scan, shapes[i].name))
			return &shapes[i];
	return NULL;
}

bool term_is_next(const struct scan *scan)
{
	return scan_is_number(scan) || shape_next(scan) ||
	       is_word_next(scan, "mix");
}

/* All quantities of a term are of one dimension; a bare 0 is of any. */
static bool agree(struct scan *scan, const char *from,
		  const struct quantity *quantity, struct term *term,
		  bool *is_known)
{
	bool same_per;

	if (quantity->is_bare_zero)
		return true;
	if (!*is_known) {
		term->unit = quantity->unit;
		term->per = quantity->per;
		*is_known = true;
		return true;
	}
	same_per = !term->per == !quantity->per &&
		   (!term->per || strcmp(term->per, quantity->per) == 0);
	if (term->unit == quantity->unit && same_per)
		return true;
	return scan_error(scan, from, (int)(scan->at - from),
			  "one term has one unit");
}

static bool scan_dimensioned(struct scan *scan, struct term *term,
			     bool *is_known, double *value)
{
	struct quantity quantity = {0};
	const char *from;

	scan_blanks(scan);
	from = scan->at;
	if (!quantity_scan(scan, &quantity))
		return false;
	*value = quantity.value;
	return agree(scan, from, &quantity, term, is_known);
}

static bool scan_plain(struct scan *scan, const char *name, double *value)
{
	struct quantity quantity = {0};
	const char *from;

	scan_blanks(scan);
	from = scan->at;
	if (!quantity_scan(scan, &quantity))
		return false;
	*value = quantity.value;
	if (quantity.unit == UNIT_COUNT && !quantity.per)
		return true;
	return scan_error(scan, from, (int)(scan->at - from),
			  "%s is a plain number", name);
}

/* `mean=`, `cv=` in any order, or what stands in place. */
static int argument_next(struct scan *scan, const struct shape *shape, int i)
{
	const char *from;

	scan_blanks(scan);
	from = scan->at;
	if (!shape->is_named)
		return i;
	for (int k = 0; k < shape->arguments; k++) {
		if (!is_word_next(scan, shape->argument[k]))
			continue;
		scan->at += scan_word(scan);
		if (scan_take(scan, "="))
			return k;
		scan->at = from;
	}
	scan_error(scan, from, (int)strcspn(from, " +="),
		   "%s takes %s=... and %s=...", shape->name,
		   shape->argument[0], shape->argument[1]);
	return -1;
}

static bool note_missing(struct scan *scan, const struct shape *shape, int i)
{
	if (*scan->at != '\0' || shape->is_named)
		return false;
	scan_error(scan, scan->at, 1, "%s needs its %s", shape->name,
		   shape->argument[i]);
	return true;
}

static bool scan_arguments(struct scan *scan, const struct shape *shape,
			   struct term *term, bool *is_known,
			   struct distribution *into)
{
	double value[ARGUMENTS] = {0};
	bool has[ARGUMENTS] = {false};

	for (int i = 0; i < shape->arguments; i++) {
		int k = argument_next(scan, shape, i);
		const char *from = scan->at;
		bool ok;

		if (k < 0 || note_missing(scan, shape, i))
			return false;
		ok = shape->is_plain[k]
			? scan_plain(scan, shape->argument[k], &value[k])
			: scan_dimensioned(scan, term, is_known, &value[k]);
		if (!ok)
			return false;
		if (has[k])
			return scan_error(scan, from, (int)(scan->at - from),
					  "%s stands twice",
					  shape->argument[k]);
		has[k] = true;
	}
	into->kind = shape->kind;
	into->a = value[0];
	into->b = value[1];
	return true;
}

static bool prepare(struct scan *scan, const char *from,
		    struct distribution *distribution)
{
	const char *wrong = distribution_prepare(distribution);

	if (!wrong)
		return true;
	return scan_error(scan, from, (int)(scan->at - from), "%s", wrong);
}

/* A shape with its arguments, or a quantity, which is a constant. */
static bool scan_simple(struct scan *scan, struct term *term, bool *is_known,
			struct distribution *into)
{
	const struct shape *shape;
	const char *from;

	scan_blanks(scan);
	from = scan->at;
	shape = shape_next(scan);
	if (shape) {
		scan->at += strlen(shape->name);
		if (!scan_arguments(scan, shape, term, is_known, into))
			return false;
	} else {
		into->kind = DISTRIBUTION_CONSTANT;
		if (!scan_dimensioned(scan, term, is_known, &into->a))
			return false;
	}
	return prepare(scan, from, into);
}

/* `0.7 exp 2us 0.3 exp 9us`, up to what is no number. */
static bool scan_mixture(struct scan *scan, struct term *term, bool *is_known,
			 struct distribution *into)
{
	struct arena *arena = scan->reader->arena;
	struct distribution *part = arena_get(arena,
					      PARTS_MAX * sizeof(*part));
	double *weight = arena_get(arena, PARTS_MAX * sizeof(*weight));
	const char *from = scan->at;
	int parts = 0;

	for (scan_blanks(scan); scan_is_number(scan); scan_blanks(scan)) {
		if (parts == PARTS_MAX)
			return scan_error(scan, scan->at, 1,
					  "mix has at most 8 parts");
		if (!scan_plain(scan, "a weight", &weight[parts]) ||
		    !scan_simple(scan, term, is_known, &part[parts]))
			return false;
		parts++;
	}
	into->kind = DISTRIBUTION_MIXTURE;
	into->parts = parts;
	into->part = part;
	into->weight = weight;
	return prepare(scan, from, into);
}

static bool note_unknown(struct scan *scan)
{
	int length = scan_word(scan);

	if (length == 0)
		return false;
	if (is_word_next(scan, "nan") || is_word_next(scan, "NaN") ||
	    is_word_next(scan, "inf"))
		return false;
	scan_error(scan, scan->at, length,
		   "'%.*s' is neither a number nor a distribution (%s)",
		   length, scan->at,
		   "exp, uniform, normal, lognormal, gamma, pareto, mix");
	return true;
}

bool term_scan(struct scan *scan, struct term *term)
{
	bool is_known = false, ok;

	*term = (struct term){0};
	scan_blanks(scan);
	if (is_word_next(scan, "mix")) {
		scan->at += strlen("mix");
		ok = scan_mixture(scan, term, &is_known, &term->value);
	} else {
		if (!term_is_next(scan) && note_unknown(scan))
			return false;
		ok = scan_simple(scan, term, &is_known, &term->value);
	}
	if (ok && !is_known)
		term->unit = UNIT_TIME;
	return ok;
}

static bool scan_sum(struct scan *scan, struct term *term, int *count)
{
	do {
		if (*count == TERMS_MAX)
			return scan_error(scan, scan->at, 1,
					  "more than 16 terms");
		if (!term_scan(scan, &term[*count]))
			return false;
		++*count;
	} while (scan_take(scan, "+"));
	return scan_ends(scan);
}

const struct term *terms_read(const struct reader *reader,
			      const struct node *node, const char *what,
			      int *count)
{
	struct term term[TERMS_MAX], *copy;
	struct scan scan;
	size_t size;

	*count = 0;
	if (!reader_text(reader, node, what))
		return NULL;
	scan = scan_of(reader, node, what);
	if (!scan_sum(&scan, term, count)) {
		*count = 0;
		return NULL;
	}
	size = (size_t)*count * sizeof(*copy);
	copy = arena_get(reader->arena, size);
	memcpy(copy, term, size);
	return copy;
}

double terms_mean(const struct term *term, int count)
{
	double mean = 0;

	for (int i = 0; i < count; i++)
		mean += distribution_mean(&term[i].value);
	return mean;
}

bool terms_are_zero(const struct term *term, int count)
{
	for (int i = 0; i < count; i++)
		if (term[i].value.kind != DISTRIBUTION_CONSTANT ||
		    term[i].value.a != 0)
			return false;
	return true;
}
