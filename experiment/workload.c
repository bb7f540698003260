/* SPDX-License-Identifier: GPL-3.0-or-later */
/* workload.c -- what runs: the `workload:` of a scenario. */
#include <string.h>

#include "experiment/arrival.h"
#include "experiment/counts.h"
#include "experiment/draft.h"
#include "experiment/keys.h"
#include "experiment/volumes.h"

/* All is looked at, so that all that is wrong is said; what may be written
 * depends on the kind, which comes first. */
static bool read_kind(struct draft *draft)
{
	const struct node *kind = reader_need(draft->reader, draft->map,
					      draft->entry->where, draft->what,
					      "kind");

	draft->kind = kind ? reader_text(draft->reader, kind, "kind") : NULL;
	return draft->kind != NULL;
}

static bool read_count(struct draft *draft, const char *name, int *count)
{
	return key_count(draft->reader, draft->map, draft->kind, name, count);
}

/* A thread that sleeps for its request has no other one. */
static bool check_engine(const struct draft *draft, int depth)
{
	const char *engine = key_word(draft->map, draft->kind, "engine");

	if (depth == 1 || !engine || strcmp(engine, "sync") != 0)
		return true;
	reader_error(draft->reader, node_get(draft->map, "depth")->where,
		     "engine: sync has one outstanding in each thread, not "
		     "%d; write more threads, or engine: libaio", depth);
	return false;
}

/* `depth: 32` is a closed arrival of so many in each thread. */
static bool read_depth(struct draft *draft)
{
	const struct entry *both = node_find(draft->map, "arrival");
	struct setup_workload *workload = draft->workload;
	int depth = 1;

	if (both) {
		reader_error(draft->reader, both->where, "%s has 'depth', "
			     "which is an arrival: {closed: threads x depth}",
			     draft->what);
		return false;
	}
	if (!read_count(draft, "depth", &depth) || !check_engine(draft, depth))
		return false;
	workload->arrival = ARRIVAL_CLOSED;
	workload->outstanding = workload->threads * depth;
	return true;
}

static bool read_arrival(struct draft *draft)
{
	const struct node *map = draft->map;
	bool may_be_deep = key_find(draft->kind, "depth") != NULL;

	if (may_be_deep && node_get(map, "depth"))
		return read_depth(draft);
	if (!may_be_deep || node_get(map, "arrival"))
		return arrival_read(draft->reader, draft->entry, draft->what,
				    draft->workload);
	if (!reader_is_misspelt(draft->reader, map, "depth") &&
	    !reader_is_misspelt(draft->reader, map, "arrival"))
		reader_error(draft->reader, draft->entry->where,
			     "%s needs 'depth', or an 'arrival'", draft->what);
	return false;
}

static bool read_workload(struct draft *draft)
{
	struct setup_workload *workload = draft->workload;
	bool is_good;

	workload->threads = workload->flows = 1;
	if (!read_kind(draft))
		return false;
	is_good = keys_check(draft->reader, draft->map, draft->what,
			     draft->kind);
	is_good &= draft_route(draft);
	is_good &= keys_read(draft->reader, draft->entry, draft->what,
			     draft->kind, workload);
	if (is_good)
		counts_add(draft->reader->arena, workload);
	is_good &= read_count(draft, "threads", &workload->threads);
	is_good &= read_count(draft, "flows", &workload->flows);
	is_good &= read_arrival(draft);
	return draft_ends(draft) && draft_target(draft) && is_good;
}

bool workloads_read(struct assembly *assembly)
{
	const struct reader *reader = &assembly->reader;
	const struct node *map = node_get(assembly->root, "workload");
	bool is_good;

	if (!map || !reader_is_map(reader, map, "workload"))
		return false;
	is_good = volumes_check(assembly);
	is_good &= reader_names(reader, map, "a workload");
	assembly->workload = arena_get(reader->arena,
				       (size_t)map->count *
				       sizeof(*assembly->workload));
	assembly->workloads = map->count;
	for (int i = 0; i < map->count; i++) {
		const struct entry *entry = &map->entry[i];
		struct draft draft = {
			.assembly = assembly, .reader = reader, .entry = entry,
			.map = entry->value,
			.what = arena_format(reader->arena, "workload '%s'",
					     entry->key),
			.workload = &assembly->workload[i],
		};

		draft.workload->name = entry->key;
		draft.workload->where = entry->where;
		if (!reader_is_map(reader, entry->value, draft.what) ||
		    !read_workload(&draft))
			is_good = false;
	}
	return is_good;
}
