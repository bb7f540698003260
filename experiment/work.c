/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/work.h"

#include <string.h>

#include "experiment/cost.h"
#include "experiment/hint.h"
#include "experiment/terms.h"

#define WORK_TERMS 16
#define FACTOR_MAX 1e6

static bool has_cost(const struct work_term *term)
{
	return term->cost || term->instance || term->volume;
}

static bool note_second(struct scan *scan, const char *from)
{
	return scan_error(scan, from, (int)strcspn(from, " +*"),
			  "a term has one cost");
}

static char *take_word(struct scan *scan)
{
	int length = scan_word(scan);
	char *word = arena_format(scan->reader->arena, "%.*s", length,
				  scan->at);

	scan->at += length;
	return word;
}

/* `$instance.NAME`, `$volume.NAME`: the hardware's, or the workload's volume's;
 * which it is only a point knows. */
static bool scan_foreign(struct scan *scan, const char *prefix,
			 const char **name)
{
	const char *from = scan->at;

	scan->at += strlen(prefix);
	if (scan_word(scan) == 0)
		return scan_error(scan, from, (int)strlen(prefix),
				  "a name is missing behind '%s'", prefix);
	*name = take_word(scan);
	return true;
}

static bool is_prefix(const char *prefix, const char *text)
{
	return strncmp(prefix, text, strlen(prefix)) == 0;
}

/* An error about the cost is one about the place where its name stands. */
static bool scan_named(struct scan *scan, struct scope *scope,
		       struct work_term *term)
{
	const char *from = scan->at, *name;
	struct where where;

	scan->at++;
	where = scan_where(scan, from, 1 + scan_word(scan));
	if (scan_word(scan) == 0)
		return scan_error(scan, from, 1, "a name is missing behind "
				  "'$'");
	name = take_word(scan);
	term->cost = scope_find(scope, name, where);
	if (!term->cost) {
		scan->is_bad = true;
		return false;
	}
	if (cost_is_work(term->cost) || cost_is_zero(term->cost))
		return true;
	return scan_error(scan, from, (int)(scan->at - from),
			  "'$%s' is %s; work is a time or cycles", name,
			  unit_meaning(term->cost->term[0].unit));
}

/* A number with a unit, or a distribution, in a cost's place. */
static bool scan_literal(struct scan *scan, struct scope *scope,
			 struct work_term *term)
{
	const char *from = scan->at;
	struct term *value = arena_get(scan->reader->arena, sizeof(*value));
	struct cost *cost;
	int length;

	if (!term_scan(scan, value))
		return false;
	length = (int)(scan->at - from);
	if (scope->reader->is_shipped && !scan->node->is_override)
		return scan_error(scan, from, length, "'%.*s' is a bare "
				  "number; shipped files name a cost", length,
				  from);
	cost = scope_add(scope, scan->what);
	cost_of_term(scan->node, value, cost);
	cost->text = arena_format(scan->reader->arena, "%.*s", length, from);
	term->cost = cost;
	if (cost_is_work(cost) || cost_is_zero(cost))
		return true;
	return scan_error(scan, from, length, "'%.*s' is %s; work is a time "
			  "or cycles", length, from,
			  unit_meaning(value->unit));
}

/* "2*": a number that has nothing behind it but an operator, and is not the
 * whole term. */
static bool is_factor(const struct scan *scan)
{
	const char *end = scan_number_end(scan);

	end += strspn(end, " ");
	return scan_is_number(scan) && (*end == '*' || *end == '+' || !*end);
}

static bool scan_factor(struct scan *scan, struct work_term *term)
{
	const char *from = scan->at;
	double factor;

	if (!scan_number(scan, &factor))
		return false;
	if (factor > FACTOR_MAX)
		return scan_error(scan, from, (int)(scan->at - from),
				  "a factor is at most 1000000");
	term->factor *= factor;
	return true;
}

static bool scan_attribute(struct scan *scan, struct work_term *term)
{
	if (term->attributes == WORK_ATTRIBUTES)
		return scan_error(scan, scan->at, scan_word(scan),
				  "a term has at most 4 attributes");
	term->attribute[term->attributes++] = take_word(scan);
	return true;
}

/* What scan_number() refuses with a word of its own. */
static bool is_special(const struct scan *scan)
{
	int length = scan_word(scan);
	char word[4];

	if (*scan->at == '-' || *scan->at == '.')
		return true;
	if (length != 3)
		return false;
	memcpy(word, scan->at, 3);
	word[3] = '\0';
	return words_index("nan|NaN|NAN|inf|Inf", word) >= 0;
}

static bool scan_operand(struct scan *scan, struct scope *scope,
			 struct work_term *term)
{
	const char *from;

	scan_blanks(scan);
	from = scan->at;
	if (is_factor(scan))
		return scan_factor(scan, term);
	if (*from == '$' || term_is_next(scan)) {
		if (has_cost(term))
			return note_second(scan, from);
		if (is_prefix("$instance.", from))
			return scan_foreign(scan, "$instance.",
					    &term->instance);
		if (is_prefix("$volume.", from))
			return scan_foreign(scan, "$volume.", &term->volume);
		return *from == '$' ? scan_named(scan, scope, term)
				    : scan_literal(scan, scope, term);
	}
	if (is_special(scan))
		return scan_number(scan, &term->factor);
	if (scan_word(scan) > 0)
		return scan_attribute(scan, term);
	return scan_error(scan, from, 1, "a cost is missing: $name, or a time "
			  "or cycles");
}

/* A term without a cost is nothing, unless it is 0. */
static bool end_term(struct scan *scan, struct scope *scope, const char *from,
		     struct work_term *term)
{
	int length = (int)(scan->at - from);
	struct term *zero;
	struct cost *cost;

	if (has_cost(term))
		return true;
	if (term->factor != 0)
		return scan_error(scan, from, length,
				  "'%.*s' has no cost: it needs a unit (ps, "
				  "ns, us, ms, s, cyc) or a $name", length,
				  from);
	if (scope->reader->is_shipped && !scan->node->is_override)
		return scan_error(scan, from, length, "a bare 0; shipped "
				  "files name a cost");
	zero = arena_get(scan->reader->arena, sizeof(*zero));
	zero->unit = UNIT_TIME;
	cost = scope_add(scope, scan->what);
	cost_of_term(scan->node, zero, cost);
	cost->text = "0";
	term->cost = cost;
	return true;
}

static bool scan_term(struct scan *scan, struct scope *scope,
		      struct work_term *term)
{
	const char *from;

	scan_blanks(scan);
	from = scan->at;
	*term = (struct work_term){.factor = 1};
	do {
		if (!scan_operand(scan, scope, term))
			return false;
	} while (scan_take(scan, "*"));
	return end_term(scan, scope, from, term);
}

static bool scan_work(struct scan *scan, struct scope *scope,
		      struct work_term *term, int *count)
{
	do {
		if (*count == WORK_TERMS)
			return scan_error(scan, scan->at, 1,
					  "more than 16 terms");
		if (!scan_term(scan, scope, &term[*count]))
			return false;
		++*count;
	} while (scan_take(scan, "+"));
	return scan_ends(scan);
}

const struct work *work_read(struct scope *scope, const struct node *node,
			     const char *what)
{
	struct arena *arena = scope->reader->arena;
	struct work_term term[WORK_TERMS], *copy;
	struct work *work;
	struct scan scan;
	int count = 0;

	if (!reader_text(scope->reader, node, what))
		return NULL;
	scan = scan_of(scope->reader, node, what);
	if (!scan_work(&scan, scope, term, &count))
		return NULL;
	copy = arena_get(arena, (size_t)count * sizeof(*copy));
	memcpy(copy, term, (size_t)count * sizeof(*copy));
	work = arena_get(arena, sizeof(*work));
	*work = (struct work){node->text, node->where, copy, count};
	return work;
}
