/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/component.h"

#include <string.h>

#include "experiment/hint.h"
#include "experiment/parameter.h"

#define LATER "merge"

static const struct kind *read_kind(const struct reader *reader,
				    const struct entry *entry,
				    const char *what)
{
	const struct node *node = reader_need(reader, entry->value,
					      entry->where, what, "kind");
	const char *name = node ? reader_text(reader, node, "kind") : NULL;
	const struct kind *kind = name ? kind_find(name) : NULL;
	struct hint hint;

	if (!name || kind)
		return kind;
	if (words_index(LATER, name) >= 0) {
		reader_error(reader, node->where,
			     "components of kind '%s' are not supported yet",
			     name);
		return NULL;
	}
	hint = hint_of(name);
	for (int i = 0; kind_at(i); i++)
		hint_add(&hint, kind_name(kind_at(i)));
	reader_error(reader, node->where, "no kind of component '%.60s'%s",
		     name, hint_text(&hint));
	return NULL;
}

static bool is_parameter(const struct kind *kind, const char *name)
{
	int count;
	const struct param *param = kind_params(kind, &count);

	for (int i = 0; i < count; i++)
		if (strcmp(param[i].name, name) == 0)
			return true;
	return false;
}

/* Keys that are neither a parameter nor somebody else's. */
static bool check_keys(const struct reader *reader, const struct node *map,
		       const struct kind *kind,
		       const struct component_form *form)
{
	int count;
	const struct param *param = kind_params(kind, &count);
	bool is_good = true;

	for (int i = 0; i < map->count; i++) {
		const struct entry *entry = &map->entry[i];
		struct hint hint = hint_of(entry->key);

		if (is_parameter(kind, entry->key) ||
		    (!form->kind && strcmp(entry->key, "kind") == 0) ||
		    (form->others &&
		     words_index(form->others, entry->key) >= 0))
			continue;
		for (int k = 0; k < count; k++)
			hint_add(&hint, param[k].name);
		reader_error(reader, entry->where,
			     "unknown key '%.60s' in %s%s%s%s", entry->key,
			     form->what, form->kind ? "" : ", which is a ",
			     form->kind ? "" : kind_name(kind),
			     hint_text(&hint));
		is_good = false;
	}
	return is_good;
}

static bool read_parameter(struct scope *scope,
			   const struct component_form *form,
			   const struct entry *entry,
			   const struct param *param, struct value *value)
{
	const struct node *node = node_get(entry->value, param->name);
	struct parameter parameter = {
		.what = param->name,
		.param = param,
		.may_be_bare = form->may_have_bare_counts &&
			       param->type == PARAM_COUNT,
	};

	if (entry->key)
		parameter.what = arena_format(scope->reader->arena, "%s.%s",
					      entry->key, param->name);
	if (node)
		return parameter_read(scope, &parameter, node, value);
	parameter_default(scope, &parameter, entry->where, value);
	if (!param->is_required)
		return true;
	if (!reader_is_misspelt(scope->reader, entry->value, param->name))
		reader_error(scope->reader, entry->where, "%s needs '%s': %s",
			     form->what, param->name, param->meaning);
	return false;
}

bool component_read(struct scope *scope, const struct component_form *form,
		    const struct entry *entry, struct component *component)
{
	const struct kind *kind = form->kind;
	const struct param *param;
	struct value *value;
	bool is_good;
	int count;

	if (!reader_is_map(scope->reader, entry->value, form->what))
		return false;
	if (!kind)
		kind = read_kind(scope->reader, entry, form->what);
	if (!kind)
		return false;
	is_good = check_keys(scope->reader, entry->value, kind, form);
	param = kind_params(kind, &count);
	value = arena_get(scope->reader->arena,
			  (size_t)count * sizeof(*value));
	for (int i = 0; i < count; i++)
		if (!read_parameter(scope, form, entry, &param[i], &value[i]))
			is_good = false;
	*component = (struct component){
		.name = entry->key ? entry->key : kind_name(kind),
		.where = entry->where, .kind = kind, .value = value,
	};
	return is_good;
}
