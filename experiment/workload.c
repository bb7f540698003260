/* SPDX-License-Identifier: GPL-3.0-or-later */
/* workload.c -- what runs: the `workload:` of a scenario.
 *
 * A workload's kind is a document of models/workloads (or the network's own);
 * `direction:` or `path:` says which of its paths the jobs take.  Requests
 * take `peer`, or `delayed` when their far end is a delay.
 */
#include <string.h>

#include "experiment/arrival.h"
#include "experiment/assembly.h"
#include "experiment/hint.h"
#include "experiment/mechanism.h"
#include "experiment/quantity.h"

#define KEYS "kind|direction|path|payload|answer|threads|arrival|peer|at|" \
	"attributes"
#define THREADS_MAX 1024
#define BYTES_MAX 1073741824.0 /* of a job; a packet's are 65507 */
#define PACKET_MAX 65507.0

/* A workload that is being read. */
struct draft {
	struct assembly *assembly;
	const struct reader *reader;
	const char *what;
	const struct entry *entry;
	const struct node *map;
	const char *kind;
	struct setup_workload *workload;
};

static bool is_network(const struct draft *draft)
{
	return strcmp(draft->kind, "network") == 0;
}

static const struct node *delay_of(const struct node *workload)
{
	return node_get(node_get(workload, "peer"), "delay");
}

/* The path by its name, as far as the workload's own keys say it. */
static const char *path_name(const struct node *workload)
{
	const char *kind = node_text(workload, "kind");
	const char *path = node_text(workload, "path");

	if (!path)
		path = node_text(workload, "direction");
	if (path || !kind)
		return path;
	if (strcmp(kind, "network") == 0)
		return "path";
	if (strcmp(kind, "requests") != 0)
		return NULL;
	return delay_of(workload) ? "delayed" : "peer";
}

bool workload_wants_far_end(const struct node *workload)
{
	const char *path = path_name(workload);

	return path && strcmp(path, "peer") == 0 &&
	       !node_get(workload, "peer");
}

/* `peer: {delay: 20us}` is the cost `delay` of the workload's document. */
static const struct mechanism *read_home(struct draft *draft)
{
	struct assembly *assembly = draft->assembly;
	const struct node *delay = delay_of(draft->map);
	const struct node *kind = node_get(draft->map, "kind");
	struct override override;

	if (is_network(draft)) {
		if (!assembly->network)
			reader_error(draft->reader, kind->where,
				     "kind 'network' goes with a 'network:'");
		return assembly->network;
	}
	if (assembly->network) {
		reader_error(draft->reader, kind->where,
			     "a bare network runs workloads of kind 'network', "
			     "not '%.60s'", draft->kind);
		return NULL;
	}
	if (delay) {
		const char *path = arena_format(draft->reader->arena,
						"%s.delay", draft->kind);

		if (!override_parse(draft->reader, path, delay->where,
				    &override))
			return NULL;
		override = override_with(&override, draft->reader->arena,
					 delay);
	}
	return catalogue_workload(&assembly->catalogue, draft->kind,
				  assembly->platform,
				  delay ? &override : NULL, kind->where);
}

/* An error that says which paths there are. */
static void note_path(const struct draft *draft, const struct mechanism *home,
		      const char *name)
{
	struct hint hint = hint_of(name ? name : "");
	const struct node *node = node_get(draft->map, "path");

	if (!node)
		node = node_get(draft->map, "direction");
	for (int i = 0; i < home->fragments; i++)
		hint_add(&hint, home->fragment[i].name);
	if (name)
		reader_error(draft->reader,
			     node ? node->where : draft->entry->where,
			     "workload kind '%s' has no path '%.60s'%s",
			     draft->kind, name, hint_text(&hint));
	else
		reader_error(draft->reader, draft->entry->where,
			     "%s needs '%s'%s", draft->what,
			     fragment_find(home, "tx") ? "direction" : "path",
			     hint_text(&hint));
}

/* A copy, for a path that a network starts at a device without saying so. */
static const struct fragment *started(const struct draft *draft,
				      const struct fragment *path)
{
	struct fragment *copy;

	if (!is_network(draft) || path->says_where)
		return path;
	copy = arena_get(draft->reader->arena, sizeof(*copy));
	*copy = *path;
	copy->says_where = copy->starts_at_device = true;
	return copy;
}

static bool read_path(struct draft *draft)
{
	const struct mechanism *home = read_home(draft);
	const char *name = path_name(draft->map);
	const struct fragment *path = NULL;

	if (!home)
		return false;
	if (node_get(draft->map, "path") && node_get(draft->map, "direction")) {
		reader_error(draft->reader, draft->entry->where,
			     "%s has both 'path' and 'direction'", draft->what);
		return false;
	}
	if (name)
		path = fragment_find(home, name);
	else if (home->fragments == 1)
		path = &home->fragment[0];
	if (!path) {
		note_path(draft, home, name);
		return false;
	}
	draft->workload->home = home;
	draft->workload->path = started(draft, path);
	return true;
}

static void add(struct setup_workload *workload, struct attribute *attribute,
		const char *name, double value)
{
	attribute[workload->attributes++] = (struct attribute){name, value};
	workload->attribute = attribute;
}

static bool read_bytes(struct draft *draft, const char *key, const char *name,
		       bool is_needed, struct attribute *attribute)
{
	const struct node *node = node_get(draft->map, key);
	bool is_packet = words_index("packets|requests", draft->kind) >= 0;
	struct legal legal = {UNIT_BYTES, 0, BYTES_MAX, true, false};
	double value;

	if (is_packet)
		legal.high = PACKET_MAX;
	if (!node && is_needed &&
	    !reader_is_misspelt(draft->reader, draft->map, key))
		reader_error(draft->reader, draft->entry->where,
			     "%s needs '%s', in bytes", draft->what, key);
	if (!node)
		return !is_needed;
	if (!quantity_read(draft->reader, node, key, &legal, &value))
		return false;
	add(draft->workload, attribute, name, value);
	return true;
}

static bool read_own_attributes(struct draft *draft, const struct node *map,
				struct attribute *attribute)
{
	if (!map)
		return true;
	if (!reader_is_map(draft->reader, map, "attributes"))
		return false;
	for (int i = 0; i < map->count; i++) {
		const struct entry *entry = &map->entry[i];
		double value;

		if (!is_word(entry->key) ||
		    words_index("B|answer|packets", entry->key) >= 0) {
			reader_error(draft->reader, entry->where,
				     "'%.60s' is no attribute of your own",
				     entry->key);
			return false;
		}
		if (!reader_count(draft->reader, entry->value, entry->key, 0,
				  1e9, &value))
			return false;
		add(draft->workload, attribute, entry->key, value);
	}
	return true;
}

static bool read_attributes(struct draft *draft)
{
	const struct node *own = node_get(draft->map, "attributes");
	size_t room = 3 + (own ? (size_t)own->count : 0);
	struct attribute *attribute = arena_get(draft->reader->arena,
						room * sizeof(*attribute));
	bool is_packet = strcmp(draft->kind, "packets") == 0;
	bool is_request = strcmp(draft->kind, "requests") == 0;

	if (!read_bytes(draft, "payload", "B", is_packet || is_request,
			attribute) ||
	    !read_bytes(draft, "answer", "answer", is_request, attribute))
		return false;
	add(draft->workload, attribute, "packets", 1);
	return read_own_attributes(draft, own, attribute);
}

/* The instance of that name. */
static bool find_instance(const struct draft *draft, const struct node *node,
			  const char *key, int *host, int *instance)
{
	const struct assembly *assembly = draft->assembly;
	const char *name = reader_text(draft->reader, node, key);
	struct hint hint;

	if (!name)
		return false;
	hint = hint_of(name);
	for (*host = 0; *host < assembly->hosts; ++*host) {
		const struct setup_host *at = &assembly->host[*host];

		for (*instance = 0; *instance < at->instances; ++*instance) {
			const char *found = at->instance[*instance].name;

			if (strcmp(found, name) == 0)
				return true;
			hint_add(&hint, found);
		}
	}
	reader_error(draft->reader, node->where, "%s: no instance '%.60s'%s",
		     key, name, hint_text(&hint));
	return false;
}

static bool read_at(struct draft *draft)
{
	const struct assembly *assembly = draft->assembly;
	const struct node *at = node_get(draft->map, "at");
	struct setup_workload *workload = draft->workload;
	bool is_listed = node_get(assembly->root, "hosts") != NULL;

	if (at)
		return find_instance(draft, at, "at", &workload->host,
				     &workload->instance);
	if (!is_listed ||
	    (assembly->hosts == 1 && assembly->host[0].instances == 1))
		return true;
	reader_error(draft->reader, draft->entry->where,
		     "%s needs 'at', the instance that it runs on",
		     draft->what);
	return false;
}

static bool read_named_peer(struct draft *draft, const struct node *peer)
{
	struct setup_workload *workload = draft->workload;

	if (!find_instance(draft, peer, "peer", &workload->peer_host,
			   &workload->peer_instance))
		return false;
	if (workload->peer_host != workload->host ||
	    workload->peer_instance != workload->instance)
		return true;
	reader_error(draft->reader, peer->where,
		     "peer: '%s' is the instance that it runs on", peer->text);
	return false;
}

/* A named far end, a delay, or the second host of a row. */
static bool read_peer(struct draft *draft)
{
	const struct node *peer = node_get(draft->map, "peer");
	struct setup_workload *workload = draft->workload;

	workload->peer_host = workload->peer_instance = -1;
	if (peer && peer->kind == NODE_MAP)
		return reader_keys(draft->reader, peer, "peer", "delay",
				   NULL) &&
		       reader_need(draft->reader, peer, peer->where, "peer",
				   "delay");
	if (peer)
		return read_named_peer(draft, peer);
	if (!workload_wants_far_end(draft->map))
		return true;
	if (node_get(draft->assembly->root, "hosts")) {
		reader_error(draft->reader, draft->entry->where,
			     "%s needs 'peer': an instance, or {delay: 20us}",
			     draft->what);
		return false;
	}
	workload->peer_host = 1;
	workload->peer_instance = 0;
	return true;
}

static bool read_kind(struct draft *draft)
{
	const struct node *kind = reader_need(draft->reader, draft->map,
					      draft->entry->where, draft->what,
					      "kind");

	draft->kind = kind ? reader_text(draft->reader, kind, "kind") : NULL;
	return draft->kind != NULL;
}

/* Packets go one way: they have no far end, and nothing comes back. */
static bool check_way(const struct draft *draft)
{
	bool is_packet = strcmp(draft->kind, "packets") == 0, is_good = true;

	for (int i = 0; i < draft->map->count && is_packet; i++) {
		const struct entry *entry = &draft->map->entry[i];

		if (words_index("answer|peer", entry->key) < 0)
			continue;
		reader_error(draft->reader, entry->where,
			     "'%s' is of requests, and %s is of packets",
			     entry->key, draft->what);
		is_good = false;
	}
	return is_good;
}

/* All is looked at, so that all that is wrong is said. */
static bool read_workload(struct draft *draft)
{
	const struct node *threads = node_get(draft->map, "threads");
	bool is_good = reader_keys(draft->reader, draft->map, draft->what,
				   KEYS, "load|mix|block_size|depth|window|"
				   "flows");

	draft->workload->threads = 1;
	if (!read_kind(draft) || !check_way(draft))
		return false;
	is_good &= read_path(draft);
	is_good &= read_attributes(draft);
	is_good &= !threads || reader_int(draft->reader, threads, "threads", 1,
					  THREADS_MAX,
					  &draft->workload->threads);
	is_good &= arrival_read(draft->reader, draft->entry, draft->what,
				draft->workload);
	return read_at(draft) && read_peer(draft) && is_good;
}

bool workloads_read(struct assembly *assembly)
{
	const struct reader *reader = &assembly->reader;
	const struct node *map = node_get(assembly->root, "workload");
	bool is_good;

	if (!map || !reader_is_map(reader, map, "workload"))
		return false;
	is_good = reader_names(reader, map, "a workload");
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
