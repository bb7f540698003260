/* SPDX-License-Identifier: GPL-3.0-or-later */
/* route.c -- the document of a workload's kind, and the path of it that jobs
 * take.
 *
 * `direction:` or `path:` name it; requests take `peer`, or `delayed` when
 * their far end is a delay; operations the one of their name; block jobs that
 * of their target and engine: `ebs`, `instance_store_sync`, ...
 */
#include <string.h>

#include "experiment/draft.h"
#include "experiment/hint.h"
#include "experiment/keys.h"
#include "experiment/mechanism.h"

bool draft_is(const struct draft *draft, const char *kind)
{
	return strcmp(draft->kind, kind) == 0;
}

const struct node *workload_delay(const struct node *workload)
{
	return node_get(node_get(workload, "peer"), "delay");
}

static const char *block_path(const struct node *workload)
{
	static const char *const paths[2][2] = {
		{"ebs", "ebs_sync"}, {"instance_store", "instance_store_sync"},
	};
	const char *target = key_word(workload, "block", "target");
	const char *engine = key_word(workload, "block", "engine");

	if (!target || !engine)
		return NULL;
	return paths[strcmp(target, "ebs") != 0][strcmp(engine, "sync") == 0];
}

/* The path by its name, as far as the workload's own keys say it. */
static const char *path_name(const struct node *workload)
{
	const char *kind = node_text(workload, "kind");
	const char *path = node_text(workload, "path");

	if (kind && strcmp(kind, "block") == 0)
		return block_path(workload);
	if (kind && strcmp(kind, "operations") == 0)
		return key_word(workload, kind, "operation");
	if (!path)
		path = node_text(workload, "direction");
	if (path || !kind)
		return path;
	if (strcmp(kind, "network") == 0)
		return "path";
	if (strcmp(kind, "requests") != 0)
		return NULL;
	return workload_delay(workload) ? "delayed" : "peer";
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
	const struct node *delay = key_find(draft->kind, "peer")
				   ? workload_delay(draft->map) : NULL;
	const struct node *kind = node_get(draft->map, "kind");
	struct override override;

	if (draft_is(draft, "network")) {
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

	if (!draft_is(draft, "network") || path->says_where)
		return path;
	copy = arena_get(draft->reader->arena, sizeof(*copy));
	*copy = *path;
	copy->says_where = copy->starts_at_device = true;
	return copy;
}

/* Keys that are no names of paths are looked at by keys_read(). */
static bool is_said_already(const struct draft *draft, const char *name)
{
	return !name && (draft_is(draft, "block") ||
			 draft_is(draft, "operations"));
}

bool draft_route(struct draft *draft)
{
	const struct mechanism *home = read_home(draft);
	const char *name = path_name(draft->map);
	const struct fragment *path = NULL;

	if (!home)
		return false;
	if (key_find(draft->kind, "path") && node_get(draft->map, "path") &&
	    node_get(draft->map, "direction")) {
		reader_error(draft->reader, draft->entry->where,
			     "%s has both 'path' and 'direction'", draft->what);
		return false;
	}
	if (name)
		path = fragment_find(home, name);
	else if (home->fragments == 1)
		path = &home->fragment[0];
	if (!path) {
		if (!is_said_already(draft, name))
			note_path(draft, home, name);
		return false;
	}
	draft->workload->home = home;
	draft->workload->path = started(draft, path);
	return true;
}
