/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/parameter.h"

#include <math.h>
#include <string.h>

#include "experiment/cost.h"
#include "experiment/hint.h"
#include "experiment/quantity.h"
#include "experiment/steps.h"
#include "experiment/work.h"

/* `inf` is legal where the table's range ends there or its default is it. */
static bool may_be_infinite(const struct param *param)
{
	return isinf(param->high) ||
	       (param->otherwise && strcmp(param->otherwise, "inf") == 0);
}

/* A count whose range begins at a whole number is whole. */
static struct legal legal_of(const struct param *param)
{
	static const enum unit units[] = {
		[PARAM_COUNT] = UNIT_COUNT,   [PARAM_TIME] = UNIT_TIME,
		[PARAM_RATE] = UNIT_RATE,     [PARAM_BYTES] = UNIT_BYTES,
		[PARAM_CLOCK] = UNIT_CLOCK,   [PARAM_SHARE] = UNIT_SHARE,
		[PARAM_TIMES] = UNIT_TIME,    [PARAM_CAUSES] = UNIT_TIME,
		[PARAM_BANDWIDTH] = UNIT_BANDWIDTH,
		[PARAM_AMOUNT] = UNIT_COUNT,  [PARAM_PACE] = UNIT_RATE,
	};

	return (struct legal){
		.unit = units[param->type],
		.low = param->low,
		.high = param->high,
		.is_whole = param->type == PARAM_COUNT &&
			    param->low == floor(param->low),
		.may_be_infinite = may_be_infinite(param),
	};
}

/* How many or how many bytes: both units are right. */
static enum unit other_unit(enum param_type type, enum unit unit)
{
	return type == PARAM_AMOUNT ? UNIT_BYTES :
	       type == PARAM_PACE   ? UNIT_BANDWIDTH : unit;
}

static const char *wanted(const struct reader *reader, enum unit unit,
			  enum unit other)
{
	const char *text = arena_format(reader->arena, "%s (%s)",
					unit_meaning(unit), unit_names(unit));

	return unit == other ? text :
		arena_format(reader->arena, "%s or %s (%s)", text,
			     unit_meaning(other), unit_names(other));
}

/* Dimension and range of the cost that a parameter has got. */
static bool check_cost(const struct reader *reader, struct where where,
		       const struct parameter *parameter, struct legal legal,
		       const struct cost *cost)
{
	const char *what = parameter->what;
	enum unit unit, other = other_unit(parameter->param->type, legal.unit);
	bool is_single = cost_is_single(cost, &unit);

	if (is_single && (unit == legal.unit || unit == other)) {
		legal.unit = unit;
	} else if (!cost_is_zero(cost)) {
		reader_error(reader, where, "%s: '%.40s' %s; it must be %s",
			     what, cost->text,
			     unit == UNIT_COUNT && legal.unit != UNIT_COUNT
				? "has no unit" :
			     unit == legal.unit ? "is not a single quantity" :
				arena_format(reader->arena, "is %s",
					     unit_meaning(unit)),
			     wanted(reader, legal.unit, other));
		return false;
	}
	return quantity_is_legal(reader, where, cost->text, what, &legal,
				 cost_mean(cost));
}

static const struct cost *infinite_cost(const struct reader *reader,
					const struct node *node,
					enum unit unit)
{
	struct term *term = arena_get(reader->arena, sizeof(*term));
	struct cost *cost = arena_get(reader->arena, sizeof(*cost));

	term->value = (struct distribution){.a = INFINITY};
	term->unit = unit;
	cost->name = "inf";
	cost_of_term(node, term, cost);
	cost->status = COST_DOCUMENTED; /* no number, so nothing to cite */
	return cost;
}

/* A literal, or a map {value: ...}, in place. */
static const struct cost *inline_cost(struct scope *scope,
				      const struct parameter *parameter,
				      const struct node *node)
{
	struct reader reader = *scope->reader;
	struct cost *cost = scope_add(scope, parameter->what);

	if (parameter->may_be_bare && node->kind == NODE_SCALAR)
		reader.is_shipped = false;
	if (cost_read(&reader, node, parameter->what, cost))
		return cost;
	if (cost->terms == 0)
		scope_drop(scope);
	return NULL;
}

static const struct cost *number_cost(struct scope *scope,
				      const struct parameter *parameter,
				      const struct node *node,
				      const struct legal *legal)
{
	const char *text = node->kind == NODE_SCALAR ? node->text : "";
	const struct cost *cost;
	struct where where = node->where;

	if (legal->may_be_infinite && strcmp(text, "inf") == 0)
		return infinite_cost(scope->reader, node, legal->unit);
	if (node->kind == NODE_LIST) {
		reader_text(scope->reader, node, parameter->what);
		return NULL;
	}
	if (text[0] == '$')
		cost = scope_find(scope, text + 1, node->where);
	else
		cost = inline_cost(scope, parameter, node);
	if (text[0] == '$' && cost)
		where = cost->where;
	if (!cost || !check_cost(scope->reader, where, parameter, *legal, cost))
		return NULL;
	return cost;
}

/* `$instance.NAME`: a parameter of hardware of the same type, or one of the
 * costs that an instance may have; which, only a point knows. */
static bool read_instance(const struct reader *reader,
			  const struct parameter *parameter,
			  const struct node *node, struct value *value)
{
	int count;
	const struct param *known = kind_params(kind_of_instance(), &count);
	const char *name = node->text + strlen("$instance.");

	value->instance = name;
	for (int i = 0; i < count; i++) {
		if (strcmp(known[i].name, name) != 0 ||
		    known[i].type == parameter->param->type)
			continue;
		reader_error(reader, node->where,
			     "%s: $instance.%s is of another dimension",
			     parameter->what, name);
		return false;
	}
	if (is_word(name))
		return true;
	reader_error(reader, node->where, "%s: '%.60s' names nothing",
		     parameter->what, node->text);
	return false;
}

/* `$volume.NAME`: a cost of the workload's volume. */
static bool read_volume(const struct reader *reader,
			const struct parameter *parameter,
			const struct node *node, struct value *value)
{
	value->volume = node->text + strlen("$volume.");
	if (is_word(value->volume))
		return true;
	reader_error(reader, node->where, "%s: '%.60s' names nothing",
		     parameter->what, node->text);
	return false;
}

static bool read_number(struct scope *scope, const struct parameter *parameter,
			const struct node *node, struct value *value)
{
	struct legal legal = legal_of(parameter->param);

	if (node->kind == NODE_SCALAR &&
	    strncmp(node->text, "$volume.", 8) == 0)
		return read_volume(scope->reader, parameter, node, value);
	if (node->kind == NODE_SCALAR &&
	    strncmp(node->text, "$instance.", 10) == 0)
		return read_instance(scope->reader, parameter, node, value);
	value->cost = number_cost(scope, parameter, node, &legal);
	if (value->cost)
		value->number = cost_mean(value->cost);
	return value->cost != NULL;
}

static bool read_flag(struct scope *scope, const struct parameter *parameter,
		      const struct node *node, struct value *value)
{
	int index = reader_choice(scope->reader, node, parameter->what,
				  "false|true");

	value->number = index;
	return index >= 0;
}

static bool read_choice(struct scope *scope, const struct parameter *parameter,
			const struct node *node, struct value *value)
{
	value->choice = reader_choice(scope->reader, node, parameter->what,
				      parameter->param->choices);
	if (value->choice >= 0)
		value->name = node->text;
	return value->choice >= 0;
}

/* A word, or a number in a word's place (`pick: 3`). */
static bool read_word(struct scope *scope, const struct parameter *parameter,
		      const struct node *node, struct value *value)
{
	const char *text = node->kind == NODE_SCALAR ? node->text : "";

	if (*text && text[strspn(text, "0123456789")] == '\0')
		value->name = text;
	else
		value->name = reader_word(scope->reader, node,
					  parameter->what);
	return value->name != NULL;
}

static bool read_name(struct scope *scope, const struct parameter *parameter,
		      const struct node *node, struct value *value)
{
	value->name = reader_text(scope->reader, node, parameter->what);
	return value->name &&
	       scope_has_component(scope, value->name, node->where);
}

static bool read_cpu(struct scope *scope, const struct parameter *parameter,
		     const struct node *node, struct value *value)
{
	value->name = reader_word(scope->reader, node, parameter->what);
	return value->name != NULL;
}

static bool read_work(struct scope *scope, const struct parameter *parameter,
		      const struct node *node, struct value *value)
{
	value->work = work_read(scope, node, parameter->what);
	return value->work != NULL;
}

static bool read_steps(struct scope *scope, const struct parameter *parameter,
		       const struct node *node, struct value *value)
{
	return steps_read(scope, node, parameter->what, &value->steps);
}

static bool read_times(struct scope *scope, const struct parameter *parameter,
		       const struct node *node, struct value *value)
{
	struct legal legal = legal_of(parameter->param);
	const struct cost **list;
	bool is_good = true;

	if (!reader_is_list(scope->reader, node, parameter->what))
		return false;
	list = arena_get(scope->reader->arena,
			 (size_t)node->count * sizeof(*list));
	for (int i = 0; i < node->count; i++) {
		list[i] = number_cost(scope, parameter, node->entry[i].value,
				      &legal);
		is_good &= list[i] != NULL;
	}
	value->list = list;
	value->listed = node->count;
	return is_good;
}

static bool read_causes(struct scope *scope, const struct parameter *parameter,
			const struct node *node, struct value *value)
{
	struct legal legal = legal_of(parameter->param);
	bool is_map = node->kind == NODE_MAP && !node_get(node, "value");
	int count = is_map ? node->count : 1;
	struct cause *cause = arena_get(scope->reader->arena,
					(size_t)count * sizeof(*cause));
	bool is_good = true;

	for (int i = 0; i < count; i++) {
		const struct entry *entry = is_map ? &node->entry[i] : NULL;

		if (entry) {
			cause[i].path = entry->key;
			is_good &= scope_has_path(scope, entry->key,
						  entry->where);
		}
		cause[i].cost = number_cost(scope, parameter,
					    entry ? entry->value : node,
					    &legal);
		is_good &= cause[i].cost != NULL;
	}
	value->cause = cause;
	value->causes = count;
	return is_good;
}

typedef bool read_fn(struct scope *scope, const struct parameter *parameter,
		     const struct node *node, struct value *value);

static read_fn *const readers[] = {
	[PARAM_COUNT] = read_number,  [PARAM_TIME] = read_number,
	[PARAM_RATE] = read_number,   [PARAM_BYTES] = read_number,
	[PARAM_CLOCK] = read_number,  [PARAM_BANDWIDTH] = read_number,
	[PARAM_AMOUNT] = read_number, [PARAM_PACE] = read_number,
	[PARAM_ATTRIBUTE] = read_word,
	[PARAM_SHARE] = read_number,  [PARAM_FLAG] = read_flag,
	[PARAM_CHOICE] = read_choice, [PARAM_WORD] = read_word,
	[PARAM_NAME] = read_name,     [PARAM_CPU] = read_cpu,
	[PARAM_WORK] = read_work,     [PARAM_STEPS] = read_steps,
	[PARAM_TIMES] = read_times,   [PARAM_CAUSES] = read_causes,
};

bool parameter_read(struct scope *scope, const struct parameter *parameter,
		    const struct node *node, struct value *value)
{
	*value = (struct value){
		.is_given = true, .where = node->where, .choice = -1,
	};
	if (node_is_empty(node)) {
		reader_error(scope->reader, node->where, "%s is empty",
			     parameter->what);
		return false;
	}
	return readers[parameter->param->type](scope, parameter, node, value);
}

/* Defaults are read as a user's own numbers, then marked as the table's; they
 * are none of the document's costs, so they are kept out of its list. */
void parameter_default(struct scope *scope, const struct parameter *parameter,
		       struct where where, struct value *value)
{
	const char *text = parameter->param->otherwise;
	struct reader reader = *scope->reader;
	struct scope own = *scope;
	const struct node *node;

	*value = (struct value){.where = where, .choice = -1};
	if (!text)
		return;
	reader.is_shipped = false;
	node = node_scalar(reader.arena, text, where);
	own.reader = &reader;
	own.room = node_literals(node);
	own.cost = arena_get(reader.arena,
			     (size_t)own.room * sizeof(*own.cost));
	own.costs = own.named = 0;
	parameter_read(&own, parameter, node, value);
	value->is_given = false;
	for (int i = 0; i < own.costs; i++)
		own.cost[i].status = COST_DOCUMENTED;
}
