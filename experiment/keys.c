/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/keys.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiment/hint.h"
#include "experiment/quantity.h"

#define KIB 1024.0
#define MIB (1024 * KIB)
#define GIB (1024 * MIB)
#define PAGE (4 * KIB)
#define PACKET_MAX 65507.0 /* what UDP carries over IPv4 */

#define SHIPPED "packets|requests|block|operations"
#define OPERATIONS "syscall|page_fault|fork|exec|context_switch|pipe|" \
	"clock_read"

static const struct key keys[] = {
	{NULL, "kind", KEY_OTHER, .words = SHIPPED "|network",
	 .meaning = "what it is: one of these, or one of your own"},
	{"packets|own", "direction", KEY_OTHER, .words = "tx|rx",
	 .meaning = "out or in; which path the jobs take"},
	{"packets|requests|own", "path", KEY_OTHER, .words = "tx",
	 .unsaid = "", .meaning = "the path by its name, instead"},
	{"packets|requests", "payload", KEY_BYTES, 0, PACKET_MAX,
	 .sets = {{"B", 1}}, .meaning = "bytes of a packet or request"},
	{"own", "payload", KEY_BYTES, 0, GIB, .unsaid = "",
	 .sets = {{"B", 1}}, .meaning = "bytes of a job"},
	{"requests", "answer", KEY_BYTES, 0, PACKET_MAX,
	 .sets = {{"answer", 1}}, .meaning = "bytes of the answer"},
	{"own", "answer", KEY_BYTES, 0, GIB, .unsaid = "",
	 .sets = {{"answer", 1}}, .meaning = "bytes of the answer"},
	{"requests|own", "peer", KEY_OTHER, .words = "{delay: 20us}",
	 .unsaid = "", .meaning = "the far end: an instance's name, or a "
	 "delay; unsaid: a second host like the first"},
	{"packets|requests", "flows", KEY_COUNT, 1, 65536, .unsaid = "1",
	 .meaning = "flows of each thread, over which its jobs are spread"},
	{"block", "direction", KEY_MARK, .words = "read|write",
	 .meaning = "reads or writes"},
	{"block", "pattern", KEY_MARK, .words = "random|sequential",
	 .unsaid = "random", .meaning = "where the next one goes"},
	{"block", "block_size", KEY_BYTES, 512, 16 * MIB, .step = 512,
	 .sets = {{"B", 1}, {"segments", PAGE}},
	 .meaning = "bytes of each read or write"},
	{"block", "target", KEY_WORD, .words = "ebs|instance_store",
	 .unsaid = "ebs", .meaning = "a volume, or a local disk"},
	{"block", "engine", KEY_WORD, .words = "libaio|sync",
	 .unsaid = "libaio",
	 .meaning = "fio's: asynchronous, or a thread that sleeps"},
	{"block", "depth", KEY_COUNT, 1, 1024, .unsaid = "",
	 .meaning = "outstanding in each thread; instead of an arrival"},
	{"block", "volume", KEY_OTHER, .words = "data", .unsaid = "",
	 .meaning = "the one of `volumes:`; unsaid: a gp2 like its document"},
	{"block", "disk", KEY_COUNT, 0, 63, .unsaid = "0",
	 .meaning = "of instance_store: which local disk"},
	{"operations", "operation", KEY_WORD, .words = OPERATIONS,
	 .meaning = "what a thread does, again and again"},
	{"operations", "memory", KEY_BYTES, PAGE, 1024 * GIB, .step = PAGE,
	 .unsaid = "100MiB", .sets = {{"ptes", PAGE}, {"tables", 512 * PAGE},
	 {"batches", 32 * PAGE}},
	 .meaning = "of fork: the memory whose page tables are copied"},
	{"operations", "placement", KEY_WORD, .words = "same|other",
	 .unsaid = "same", .meaning = "of context_switch and pipe: the "
	 "partner is on the thread's vCPU, or on the next one"},
	{NULL, "threads", KEY_COUNT, 1, 1024, .unsaid = "1",
	 .meaning = "threads of each end, on vCPU 0, 1, ... in turn"},
	{NULL, "arrival", KEY_OTHER, .words = "saturate",
	 .meaning = "saturate, {open: 20k/s} or {closed: 3, think: 0us}"},
	{NULL, "at", KEY_OTHER, .words = "web", .unsaid = "",
	 .meaning = "with `hosts`: the instance that it runs on"},
	{NULL, "attributes", KEY_OTHER, .words = "{hops: 3}", .unsaid = "",
	 .meaning = "numbers of your own that every job carries"},
};

#define COUNT ((int)(sizeof(keys) / sizeof(keys[0])))

static bool is_of(const struct key *key, const char *kind)
{
	const char *name = words_index(SHIPPED, kind) < 0 ? "own" : kind;

	return !key->kinds || words_index(key->kinds, name) >= 0;
}

const struct key *key_at(const char *kind, int i)
{
	for (int k = 0; k < COUNT; k++)
		if (is_of(&keys[k], kind) && i-- == 0)
			return &keys[k];
	return NULL;
}

const struct key *key_find(const char *kind, const char *name)
{
	const struct key *key;

	for (int i = 0; (key = key_at(kind, i)); i++)
		if (strcmp(key->name, name) == 0)
			return key;
	return NULL;
}

/* "a|b" as "a, b". */
static const char *listed(struct arena *arena, const char *words)
{
	char *text = arena_format(arena, "%s", "");

	for (int length; *words; words += length + (words[length] == '|')) {
		length = (int)strcspn(words, "|");
		text = arena_format(arena, "%s%s%.*s", text,
				    *text ? ", " : "", length, words);
	}
	return text;
}

const char *key_legal(struct arena *arena, const struct key *key)
{
	enum unit unit = key->form == KEY_BYTES ? UNIT_BYTES : UNIT_COUNT;

	if (key->form == KEY_OTHER)
		return NULL;
	if (key->words)
		return listed(arena, key->words);
	return arena_format(arena, "%s to %s%s%s",
			    quantity_print(arena, key->low, unit),
			    quantity_print(arena, key->high, unit),
			    key->step > 0 ? ", in steps of " : "",
			    key->step > 0
			    ? quantity_print(arena, key->step, unit) : "");
}

const char *key_word(const struct node *map, const char *kind,
		     const char *name)
{
	const struct key *key = key_find(kind, name);
	const char *word = node_get(map, name) ? node_text(map, name)
					       : key->unsaid;

	return word && words_index(key->words, word) >= 0 ? word : NULL;
}

bool key_count(const struct reader *reader, const struct node *map,
	       const char *kind, const char *name, int *count)
{
	const struct key *key = key_find(kind, name);
	const struct node *node = node_get(map, name);

	if (!key)
		return true;
	if (node)
		return reader_int(reader, node, name, (int)key->low,
				  (int)key->high, count);
	*count = (int)strtol(key->unsaid, NULL, 10);
	return true;
}

/* ---- what is no key ---- */

/* The shipped kinds that have it. */
static const char *owners(struct arena *arena, const char *name)
{
	const char *text = NULL;

	for (int i = 0; i < COUNT; i++)
		if (keys[i].kinds && strcmp(keys[i].name, name) == 0 &&
		    strcmp(keys[i].kinds, "own") != 0)
			text = text ? arena_format(arena, "%s|%s", text,
						   keys[i].kinds)
				    : keys[i].kinds;
	return text;
}

/* "packets|requests|own" as "packets and requests". */
static const char *spoken(struct arena *arena, const char *kinds)
{
	const char *text = "";

	for (int length; *kinds; kinds += length + (kinds[length] == '|')) {
		length = (int)strcspn(kinds, "|");
		if (strncmp(kinds, "own", (size_t)length) != 0)
			text = arena_format(arena, "%s%s%.*s", text,
					    *text ? " and " : "", length,
					    kinds);
	}
	return text;
}

static const char *names_of(struct arena *arena, const char *kind)
{
	const char *names = "";
	const struct key *key;

	for (int i = 0; (key = key_at(kind, i)); i++)
		names = arena_format(arena, "%s%s%s", names, i ? "|" : "",
				     key->name);
	return names;
}

bool keys_check(const struct reader *reader, const struct node *map,
		const char *what, const char *kind)
{
	const char *names = names_of(reader->arena, kind), *foreign;
	bool is_good = true;

	for (int i = 0; i < map->count; i++) {
		const struct entry *entry = &map->entry[i];
		struct hint hint = hint_of(entry->key);

		if (key_find(kind, entry->key))
			continue;
		is_good = false;
		foreign = owners(reader->arena, entry->key);
		hint_add_words(&hint, names);
		if (foreign)
			reader_error(reader, entry->where,
				     "'%s' is of %s, and %s is of %s",
				     entry->key,
				     spoken(reader->arena, foreign), what,
				     kind);
		else
			reader_error(reader, entry->where,
				     "unknown key '%.60s' in %s%s", entry->key,
				     what, hint_text(&hint));
	}
	return is_good;
}

/* ---- values, as attributes of the jobs ---- */

/* The attributes of one workload, as they are found. */
struct pool {
	const struct reader *reader;
	const struct entry *workload;
	const char *what, *kind;
	struct attribute *attribute;
	int count;
};

static bool has(const struct pool *pool, const char *name)
{
	for (int i = 0; i < pool->count; i++)
		if (strcmp(pool->attribute[i].name, name) == 0)
			return true;
	return false;
}

static void add(struct pool *pool, const char *name, double value)
{
	pool->attribute[pool->count++] = (struct attribute){name, value};
}

static void need(const struct pool *pool, const struct key *key)
{
	const struct reader *reader = pool->reader;
	const char *more = key->form == KEY_BYTES ? ", in bytes" : "";

	if (key->words)
		more = arena_format(reader->arena, "; there is %s",
				    key_legal(reader->arena, key));
	if (!reader_is_misspelt(reader, pool->workload->value, key->name))
		reader_error(reader, pool->workload->where, "%s needs '%s'%s",
			     pool->what, key->name, more);
}

static bool read_bytes(struct pool *pool, const struct key *key,
		       const struct node *node)
{
	const struct reader *reader = pool->reader;
	struct legal legal = {
		UNIT_BYTES, key->low, key->high, .is_whole = true,
	};
	double value;

	if (!quantity_read(reader, node, key->name, &legal, &value))
		return false;
	if (key->step > 0 && fmod(value, key->step) != 0) {
		reader_error(reader, node->where,
			     "%s is out of range: '%.40s'; legal is %s",
			     key->name, node->text,
			     key_legal(reader->arena, key));
		return false;
	}
	for (int i = 0; i < KEY_SETS && key->sets[i].attribute; i++)
		add(pool, key->sets[i].attribute,
		    ceil(value / key->sets[i].unit));
	return true;
}

static bool read_word(struct pool *pool, const struct key *key,
		      const struct node *node)
{
	int chosen = reader_choice(pool->reader, node, key->name, key->words);
	const char *word = key->words;

	for (int i = 0; key->form == KEY_MARK && *word; i++) {
		int length = (int)strcspn(word, "|");

		add(pool, arena_format(pool->reader->arena, "%.*s", length,
				       word), i == chosen);
		word += length + (word[length] == '|');
	}
	return chosen >= 0;
}

static bool read_key(struct pool *pool, const struct key *key)
{
	const struct node *node = node_get(pool->workload->value, key->name);

	if (key->form == KEY_OTHER || key->form == KEY_COUNT)
		return true;
	if (!node && !key->unsaid) {
		need(pool, key);
		return false;
	}
	if (!node && !*key->unsaid)
		return true;
	if (!node)
		node = node_scalar(pool->reader->arena, key->unsaid,
				   pool->workload->where);
	return key->words ? read_word(pool, key, node)
			  : read_bytes(pool, key, node);
}

static bool read_own(struct pool *pool, const struct node *map)
{
	const struct reader *reader = pool->reader;

	if (!map)
		return true;
	if (!reader_is_map(reader, map, "attributes"))
		return false;
	for (int i = 0; i < map->count; i++) {
		const struct entry *entry = &map->entry[i];
		double value;

		if (!is_word(entry->key) || has(pool, entry->key) ||
		    words_index("B|answer", entry->key) >= 0) {
			reader_error(reader, entry->where,
				     "'%.60s' is no attribute of your own",
				     entry->key);
			return false;
		}
		if (!reader_count(reader, entry->value, entry->key, 0, 1e9,
				  &value))
			return false;
		add(pool, entry->key, value);
	}
	return true;
}

bool keys_read(const struct reader *reader, const struct entry *workload,
	       const char *what, const char *kind,
	       struct setup_workload *into)
{
	const struct node *own = node_get(workload->value, "attributes");
	size_t room = (size_t)(COUNT * KEY_SETS + 1 + (own ? own->count : 0));
	struct pool pool = {
		reader, workload, what, kind,
		arena_get(reader->arena, room * sizeof(struct attribute)), 0,
	};
	const struct key *key;
	bool is_good = true;

	for (int i = 0; (key = key_at(kind, i)); i++)
		is_good &= read_key(&pool, key);
	add(&pool, "packets", 1);
	is_good &= read_own(&pool, own);
	into->attribute = pool.attribute;
	into->attributes = pool.count;
	return is_good;
}
