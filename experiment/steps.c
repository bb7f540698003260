/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/steps.h"

#include <ctype.h>
#include <string.h>

#include "experiment/hint.h"
#include "experiment/work.h"

#define LATER "timer|steer|bucket|disk|store|card|key"
#define COUNTS "interrupt|exit|hypercall|event"
#define CLASS_NAMES "hypervisor|hardirq|softirq|task"

typedef bool form_fn(struct scope *scope, const struct node *map,
		     const struct node *main, struct step *step);

/* A step is known by its main key; the first in the table decides. */
struct form {
	const char *key;
	const char *keys; /* all that it may have */
	form_fn *read;
};

static bool read_counts(const struct reader *reader, const struct node *map,
			struct step *step)
{
	const struct node *node = node_get(map, "counts");

	if (!node)
		return true;
	step->counts = node->text;
	return reader_choice(reader, node, "counts", COUNTS) >= 0;
}

/* A stage has a name, and work. */
static bool read_stage(struct scope *scope, const struct node *map,
		       struct step *step)
{
	const struct reader *reader = scope->reader;
	const struct node *stage, *work;
	const char *what = "work";

	stage = reader_need(reader, map, map->where, "a stage", "stage");
	work = reader_need(reader, map, map->where, "a stage", "work");
	if (stage) {
		step->stage = reader_word(reader, stage, "stage");
		if (step->stage)
			what = arena_format(reader->arena, "%s.work",
					    step->stage);
	}
	if (work)
		step->work = work_read(scope, work, what);
	return step->stage && step->work;
}

/* What belongs to stages on a CPU alone. */
static bool refuse_stage(const struct reader *reader, const struct node *map)
{
	static const char *const keys[] = {"stage", "work"};
	bool is_good = true;

	for (int i = 0; i < 2; i++) {
		const struct entry *entry = node_find(map, keys[i]);

		if (!entry)
			continue;
		is_good = false;
		reader_error(reader, entry->where,
			     "'%s' goes with 'at: here', or with a CPU and its "
			     "class", keys[i]);
	}
	return is_good;
}

static bool read_cpu(struct scope *scope, const struct node *map,
		     const struct node *class, struct step *step)
{
	int index = reader_choice(scope->reader, class, "class", CLASS_NAMES);

	if (index >= 0)
		step->class = (enum class)index;
	return read_stage(scope, map, step) && index >= 0;
}

static bool read_place(struct scope *scope, const struct node *map,
		       const struct node *at, struct step *step)
{
	bool is_good = refuse_stage(scope->reader, map);

	if (words_index("task|peer", step->name) >= 0)
		return is_good;
	if (words_index("target|target.pcpu|home|guest", step->name) < 0)
		return scope_has_component(scope, step->name, at->where) &&
		       is_good;
	reader_error(scope->reader, at->where,
		     "'at: %s' is a CPU: it needs a class (%s)", step->name,
		     "hypervisor, hardirq, softirq, task");
	return false;
}

static bool read_at(struct scope *scope, const struct node *map,
		    const struct node *at, struct step *step)
{
	const struct reader *reader = scope->reader;
	const struct entry *class = node_find(map, "class");

	step->kind = STEP_AT;
	step->name = reader_text(reader, at, "at");
	if (!step->name || !read_counts(reader, map, step))
		return false;
	if (strcmp(step->name, "here") != 0)
		return class ? read_cpu(scope, map, class->value, step)
			     : read_place(scope, map, at, step);
	step->kind = STEP_HERE;
	if (!class)
		return read_stage(scope, map, step);
	reader_error(reader, class->where,
		     "'class' goes with a CPU; 'here' is in the job's own");
	return false;
}

static bool read_use(struct scope *scope, const struct node *map,
		     const struct node *use, struct step *step)
{
	const struct reader *reader = scope->reader;
	const char *text = reader_text(reader, use, "use"), *dot;
	struct hint hint;

	(void)map;
	step->kind = STEP_USE;
	if (!text)
		return false;
	dot = strchr(text, '.');
	if (!dot || !is_word(dot + 1)) {
		reader_error(reader, use->where,
			     "use: '%.60s' is no dimension.fragment", text);
		return false;
	}
	step->dimension = arena_format(reader->arena, "%.*s",
				       (int)(dot - text), text);
	step->fragment = dot + 1;
	if (strcmp(step->dimension, "own") == 0)
		return scope_has_path(scope, step->fragment, use->where);
	if (words_index(DIMENSIONS, step->dimension) >= 0)
		return true;
	hint = hint_of(step->dimension);
	hint_add_words(&hint, "own|" DIMENSIONS);
	reader_error(reader, use->where, "use: no dimension '%.60s'%s",
		     step->dimension, hint_text(&hint));
	return false;
}

/* A component's name under the main key. */
static bool read_component(struct scope *scope, const struct node *node,
			   enum step_kind kind, struct step *step)
{
	step->kind = kind;
	step->name = reader_text(scope->reader, node, "a step");
	return step->name &&
	       scope_has_component(scope, step->name, node->where);
}

static bool read_amount(const struct reader *reader, const struct node *map,
			const char *key, struct step *step)
{
	const struct node *node = node_get(map, key);

	if (node)
		step->amount = reader_word(reader, node, key);
	return !node || step->amount;
}

static bool read_take(struct scope *scope, const struct node *map,
		      const struct node *ring, struct step *step)
{
	return read_component(scope, ring, STEP_TAKE, step) &&
	       read_amount(scope->reader, map, "n", step);
}

static bool read_give(struct scope *scope, const struct node *map,
		      const struct node *ring, struct step *step)
{
	(void)map;
	return read_component(scope, ring, STEP_GIVE, step);
}

static bool read_through(struct scope *scope, const struct node *map,
			 const struct node *component, struct step *step)
{
	(void)map;
	return read_component(scope, component, STEP_THROUGH, step);
}

static bool read_spawn(struct scope *scope, const struct node *map,
		       const struct node *path, struct step *step)
{
	(void)map;
	step->kind = STEP_SPAWN;
	step->name = reader_text(scope->reader, path, "spawn");
	return step->name && scope_has_path(scope, step->name, path->where);
}

static bool read_call(struct scope *scope, const struct node *map,
		      const struct node *body, struct step *step)
{
	const struct node *node;
	int index = -1;

	step->kind = STEP_CALL;
	node = reader_need(scope->reader, map, map->where, "a call",
			   "meanwhile");
	if (node)
		index = reader_choice(scope->reader, node, "meanwhile",
				      "stall|spin|sleep");
	if (index >= 0)
		step->meanwhile = (enum meanwhile)index;
	return steps_read(scope, body, "call", &step->body) && index >= 0;
}

static bool read_within(struct scope *scope, const struct node *map,
			const struct node *lock, struct step *step)
{
	bool is_good = read_component(scope, lock, STEP_WITHIN, step);
	const struct node *body = reader_need(scope->reader, map, map->where,
					      "within", "do");

	return body && steps_read(scope, body, "do", &step->body) && is_good;
}

static bool read_swap(struct scope *scope, const struct node *map,
		      const struct node *ends, struct step *step)
{
	(void)map;
	step->kind = STEP_SWAP;
	return reader_choice(scope->reader, ends, "swap", "ends") >= 0;
}

static bool read_set(struct scope *scope, const struct node *map,
		     const struct node *what, struct step *step)
{
	step->kind = STEP_SET;
	step->name = reader_word(scope->reader, what, "set");
	if (!reader_need(scope->reader, map, map->where, "set", "to"))
		return false;
	return read_amount(scope->reader, map, "to", step) && step->name;
}

static const struct form forms[] = {
	{"at", "at|stage|class|work|counts|times", read_at},
	{"use", "use|times", read_use},
	{"take", "take|n|times", read_take},
	{"give", "give|times", read_give},
	{"spawn", "spawn|times", read_spawn},
	{"call", "call|meanwhile|times", read_call},
	{"within", "within|do|times", read_within},
	{"through", "through|times", read_through},
	{"swap", "swap|times", read_swap},
	{"set", "set|to|times", read_set},
};
#define FORMS (sizeof(forms) / sizeof(forms[0]))

static void note_unknown(const struct reader *reader, const struct node *map)
{
	const struct entry *first = map->entry;
	struct hint hint;

	if (map->count == 0) {
		reader_error(reader, map->where, "a step is empty");
		return;
	}
	for (int i = 0; i < map->count; i++)
		if (words_index(LATER, map->entry[i].key) >= 0) {
			reader_error(reader, map->entry[i].where,
				     "a step '%s' is not supported yet",
				     map->entry[i].key);
			return;
		}
	hint = hint_of(first->key);
	for (size_t i = 0; i < FORMS; i++)
		hint_add(&hint, forms[i].key);
	reader_error(reader, first->where, "no step has the key '%.60s'%s",
		     first->key, hint_text(&hint));
}

static const struct form *form_of(const struct reader *reader,
				  const struct node *node)
{
	if (!reader_is_map(reader, node, "a step"))
		return NULL;
	for (size_t i = 0; i < FORMS; i++)
		if (node_get(node, forms[i].key))
			return &forms[i];
	note_unknown(reader, node);
	return NULL;
}

/* A number repeats the step; an attribute multiplies what a fragment does. */
static bool read_times(const struct reader *reader, const struct node *map,
		       struct step *step, int *times)
{
	const struct node *node = node_get(map, "times");

	*times = 1;
	if (!node)
		return true;
	if (step->kind != STEP_USE || node->kind != NODE_SCALAR ||
	    isdigit((unsigned char)node->text[0]))
		return reader_int(reader, node, "times", 1, STEPS_TIMES,
				  times);
	step->times_by = reader_word(reader, node, "times");
	return step->times_by != NULL;
}

static bool read_step(struct scope *scope, const struct node *node,
		      struct step *step, int *times)
{
	const struct form *form = form_of(scope->reader, node);
	const char *what;
	bool is_good;

	*times = 1;
	*step = (struct step){
		.where = node->where, .class = CLASS_NONE, .times = 1,
	};
	if (!form)
		return false;
	what = arena_format(scope->reader->arena, "a step '%s'", form->key);
	is_good = reader_keys(scope->reader, node, what, form->keys, LATER);
	if (!form->read(scope, node, node_get(node, form->key), step))
		is_good = false;
	return read_times(scope->reader, node, step, times) && is_good;
}

bool steps_read(struct scope *scope, const struct node *node, const char *what,
		struct steps *steps)
{
	struct arena *arena = scope->reader->arena;
	struct step *step, *all;
	bool is_good = true;
	int total = 0, *times;

	*steps = (struct steps){NULL, 0};
	if (!reader_is_list(scope->reader, node, what))
		return false;
	step = arena_get(arena, (size_t)node->count * sizeof(*step));
	times = arena_get(arena, (size_t)node->count * sizeof(*times));
	for (int i = 0; i < node->count; i++) {
		if (!read_step(scope, node->entry[i].value, &step[i],
			       &times[i]))
			is_good = false;
		total += times[i];
	}
	all = arena_get(arena, (size_t)total * sizeof(*all));
	steps->step = all;
	for (int i = 0; i < node->count; i++)
		for (int k = 0; k < times[i]; k++)
			all[steps->count++] = step[i];
	return is_good;
}
