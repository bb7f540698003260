/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/tree.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "experiment/pile.h"

struct anchor {
	const char *name;
	const struct node *node;
};

struct parser {
	yaml_parser_t yaml;
	yaml_event_t event; /* the one to look at now */
	const struct source *source;
	struct arena *arena;
	struct diagnostics *diagnostics;
	int nodes;
	int expanded; /* nodes, those behind aliases counted each time */
	struct anchor *anchor;
	int anchors;
	struct pile pile;
	bool has_duplicates;
};

static const struct node *parse_node(struct parser *parser, int depth);

static struct where where_of(const struct parser *parser, yaml_mark_t mark,
			     int length)
{
	const struct source *source = parser->source;
	int column = (int)mark.column + 1;

	if (mark.line == 0 && source->column > 1)
		column += source->column - 1;
	return (struct where){
		.file = source->file,
		.line = (int)mark.line + (source->line > 1 ? source->line : 1),
		.column = column,
		.length = length,
	};
}

static struct where where_of_event(const struct parser *parser)
{
	yaml_mark_t start = parser->event.start_mark;
	yaml_mark_t end = parser->event.end_mark;
	int length = 1;

	if (end.line == start.line && end.column > start.column)
		length = (int)(end.column - start.column);
	return where_of(parser, start, length);
}

/* Notes an error at the current event; false, for `return refuse(...)`. */
static bool refuse(struct parser *parser, const char *message)
{
	diagnose(parser->diagnostics, SEVERITY_ERROR, where_of_event(parser),
		 "%s", message);
	return false;
}

/* libyaml's reader knows only the byte; its scanner, at the end of the text,
 * a line that is not there. */
static struct where where_of_problem(const struct parser *parser)
{
	const yaml_parser_t *yaml = &parser->yaml;
	const struct source *source = parser->source;
	size_t lines = 0;

	if (yaml->error == YAML_READER_ERROR)
		return source_where(source, source_mark(source) +
					    yaml->problem_offset);
	for (size_t i = 0; i < source->length; i++)
		lines += source->text[i] == '\n';
	if (yaml->problem_mark.line > lines)
		return source_where(source, source->length);
	return where_of(parser, yaml->problem_mark, 1);
}

static void note_syntax(struct parser *parser)
{
	const yaml_parser_t *yaml = &parser->yaml;
	struct where where = where_of_problem(parser);

	diagnose(parser->diagnostics, SEVERITY_ERROR, where, "%s%s%s%s",
		 yaml->problem ? yaml->problem : "no YAML",
		 yaml->context ? " (" : "", yaml->context ? yaml->context : "",
		 yaml->context ? ")" : "");
}

/* Go to the next event; false when the text is no YAML. */
static bool next(struct parser *parser)
{
	yaml_event_delete(&parser->event);
	if (yaml_parser_parse(&parser->yaml, &parser->event))
		return true;
	memset(&parser->event, 0, sizeof(parser->event));
	note_syntax(parser);
	return false;
}

/* One more node at this depth, `size` and `height` of them when an alias. */
static bool count_node(struct parser *parser, int depth, int size, int height)
{
	if (depth + height - 1 > TREE_DEPTH)
		return refuse(parser, "nested more than 32 deep");
	if (++parser->nodes > TREE_NODES)
		return refuse(parser, "more than 100,000 nodes");
	parser->expanded += size;
	if (parser->expanded > TREE_EXPANDED)
		return refuse(parser, "more than 1,000,000 nodes once aliases "
				      "are followed");
	return true;
}

static bool add_anchor(struct parser *parser, const char *name,
		       const struct node *node)
{
	if (!name)
		return true;
	if (parser->anchors == TREE_ANCHORS)
		return refuse(parser, "more than 1,000 anchors");
	if (!parser->anchor)
		parser->anchor = memory_get(TREE_ANCHORS *
					    sizeof(*parser->anchor));
	parser->anchor[parser->anchors++] = (struct anchor){name, node};
	return true;
}

/* The last anchor of that name: YAML lets a name be used again. */
static const struct node *parse_alias(struct parser *parser, int depth)
{
	const char *name = (const char *)parser->event.data.alias.anchor;

	for (int i = parser->anchors - 1; i >= 0; i--) {
		const struct node *node = parser->anchor[i].node;

		if (strcmp(parser->anchor[i].name, name) != 0)
			continue;
		if (!count_node(parser, depth, node->size, node->height))
			return NULL;
		return next(parser) ? node : NULL;
	}
	diagnose(parser->diagnostics, SEVERITY_ERROR, where_of_event(parser),
		 "unknown alias '*%.60s': an anchor is known once its value "
		 "is complete", name);
	return NULL;
}

/* What lists, maps and scalars begin with. */
static struct node *node_new(struct parser *parser, enum node_kind kind,
			     const yaml_char_t *anchor, const yaml_char_t *tag,
			     const char **name)
{
	struct node *node;

	if (tag) {
		refuse(parser, "tags ('!...') are not part of this language");
		return NULL;
	}
	node = arena_get(parser->arena, sizeof(*node));
	node->kind = kind;
	node->where = where_of_event(parser);
	node->text = "";
	node->size = node->height = 1;
	*name = anchor ? arena_text(parser->arena, (const char *)anchor) : NULL;
	return node;
}

/* Texts are printed, and a terminal obeys these. */
static bool has_control(const char *text)
{
	for (; *text; text++)
		if (iscntrl((unsigned char)*text) && !strchr("\n\t", *text))
			return true;
	return false;
}

static const char *copy_text(struct parser *parser)
{
	const char *text = (const char *)parser->event.data.scalar.value;
	size_t length = parser->event.data.scalar.length;

	if (memchr(text, '\0', length))
		refuse(parser, "a NUL in a text");
	else if (has_control(text))
		refuse(parser, "a control character in a text");
	else
		return arena_text(parser->arena, text);
	return NULL;
}

static const struct node *parse_scalar(struct parser *parser, int depth)
{
	const char *anchor;
	struct node *node;

	if (!count_node(parser, depth, 1, 1))
		return NULL;
	node = node_new(parser, NODE_SCALAR, parser->event.data.scalar.anchor,
			parser->event.data.scalar.tag, &anchor);
	if (!node)
		return NULL;
	node->is_quoted = parser->event.data.scalar.style !=
			  YAML_PLAIN_SCALAR_STYLE;
	node->text = copy_text(parser);
	if (!node->text || !add_anchor(parser, anchor, node))
		return NULL;
	return next(parser) ? node : NULL;
}

static const struct node *parse_list(struct parser *parser, int depth)
{
	int base = parser->pile.count;
	const char *anchor;
	struct node *node;

	if (!count_node(parser, depth, 1, 1))
		return NULL;
	node = node_new(parser, NODE_LIST,
			parser->event.data.sequence_start.anchor,
			parser->event.data.sequence_start.tag, &anchor);
	if (!node || !next(parser))
		return NULL;
	while (parser->event.type != YAML_SEQUENCE_END_EVENT) {
		struct entry entry = {0};

		entry.value = parse_node(parser, depth + 1);
		if (!entry.value)
			return NULL;
		pile_add(&parser->pile, entry);
	}
	pile_take(&parser->pile, base, parser->arena, node);
	if (!add_anchor(parser, anchor, node))
		return NULL;
	return next(parser) ? node : NULL;
}

static bool parse_key(struct parser *parser, int depth, struct entry *entry)
{
	if (parser->event.type != YAML_SCALAR_EVENT)
		return refuse(parser, "a key must be a word");
	if (!count_node(parser, depth, 1, 1))
		return false;
	entry->where = where_of_event(parser);
	entry->key = copy_text(parser);
	return entry->key && next(parser);
}

static int by_key(const void *a, const void *b)
{
	const struct entry *x = *(const struct entry *const *)a;
	const struct entry *y = *(const struct entry *const *)b;
	int order = strcmp(x->key, y->key);

	return order ? order : (x > y) - (x < y);
}

static void note_duplicates(struct parser *parser, const struct node *map)
{
	size_t count = (size_t)map->count;
	const struct entry **sorted = memory_get(count * sizeof(*sorted));

	for (size_t i = 0; i < count; i++)
		sorted[i] = &map->entry[i];
	qsort(sorted, count, sizeof(*sorted), by_key);
	for (size_t i = 1; i < count; i++)
		if (strcmp(sorted[i - 1]->key, sorted[i]->key) == 0) {
			parser->has_duplicates = true;
			diagnose(parser->diagnostics, SEVERITY_ERROR,
				 sorted[i]->where,
				 "key '%.60s' stands here twice; first in "
				 "line %d", sorted[i]->key,
				 sorted[i - 1]->where.line);
		}
	free(sorted);
}

static const struct node *parse_map(struct parser *parser, int depth)
{
	int base = parser->pile.count;
	const char *anchor;
	struct node *node;

	if (!count_node(parser, depth, 1, 1))
		return NULL;
	node = node_new(parser, NODE_MAP,
			parser->event.data.mapping_start.anchor,
			parser->event.data.mapping_start.tag, &anchor);
	if (!node || !next(parser))
		return NULL;
	while (parser->event.type != YAML_MAPPING_END_EVENT) {
		struct entry entry = {0};

		if (!parse_key(parser, depth + 1, &entry))
			return NULL;
		entry.value = parse_node(parser, depth + 1);
		if (!entry.value)
			return NULL;
		pile_add(&parser->pile, entry);
	}
	pile_take(&parser->pile, base, parser->arena, node);
	note_duplicates(parser, node);
	if (!add_anchor(parser, anchor, node))
		return NULL;
	return next(parser) ? node : NULL;
}

static const struct node *parse_node(struct parser *parser, int depth)
{
	switch (parser->event.type) {
	case YAML_SCALAR_EVENT:
		return parse_scalar(parser, depth);
	case YAML_SEQUENCE_START_EVENT:
		return parse_list(parser, depth);
	case YAML_MAPPING_START_EVENT:
		return parse_map(parser, depth);
	case YAML_ALIAS_EVENT:
		return parse_alias(parser, depth);
	default:
		refuse(parser, "a value is missing");
		return NULL;
	}
}

static void note_empty(struct parser *parser)
{
	diagnose(parser->diagnostics, SEVERITY_ERROR,
		 source_where(parser->source, 0), "the file is empty");
}

/* STREAM-START, DOCUMENT-START, a node, DOCUMENT-END, STREAM-END. */
static const struct node *parse_stream(struct parser *parser)
{
	const struct node *root;

	if (!next(parser) || !next(parser))
		return NULL;
	if (parser->event.type == YAML_STREAM_END_EVENT) {
		note_empty(parser);
		return NULL;
	}
	if (!next(parser))
		return NULL;
	root = parse_node(parser, 1);
	if (!root || !next(parser))
		return NULL;
	if (parser->event.type != YAML_STREAM_END_EVENT) {
		refuse(parser, "a second document: a file holds one");
		return NULL;
	}
	if (node_is_empty(root)) {
		note_empty(parser);
		return NULL;
	}
	return root;
}

static bool has_nul(const struct source *source,
		    struct diagnostics *diagnostics)
{
	const char *nul = memchr(source->text, '\0', source->length);

	if (!nul)
		return false;
	diagnose(diagnostics, SEVERITY_ERROR,
		 source_where(source, (size_t)(nul - source->text)),
		 "a NUL byte: this is not a text");
	return true;
}

const struct node *tree_parse(struct arena *arena, const struct source *source,
			      struct diagnostics *diagnostics)
{
	struct parser parser = {
		.source = source,
		.arena = arena,
		.diagnostics = diagnostics,
	};
	size_t mark = source_mark(source);
	const struct node *root;

	if (source->line <= 1 && source->column <= 1)
		source_register(source, diagnostics);
	if (has_nul(source, diagnostics))
		return NULL;
	if (!yaml_parser_initialize(&parser.yaml))
		abort(); /* it fails for want of memory alone */
	yaml_parser_set_encoding(&parser.yaml, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&parser.yaml,
				     (const unsigned char *)source->text + mark,
				     source->length - mark);
	root = parse_stream(&parser);
	yaml_event_delete(&parser.event);
	yaml_parser_delete(&parser.yaml);
	free(parser.anchor);
	pile_fini(&parser.pile);
	return parser.has_duplicates ? NULL : root;
}
