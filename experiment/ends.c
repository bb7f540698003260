/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ends.c -- the instance that a workload runs on, and its far end: a second
 * host, an instance by its name, a delay, or (operations) the partner of each
 * thread on the same instance. */
#include <string.h>

#include "experiment/draft.h"
#include "experiment/hint.h"
#include "experiment/keys.h"
#include "models/instance.h"

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

/* `placement:`: the partner is another thread of the same instance. */
static bool read_partner(struct draft *draft)
{
	struct setup_workload *workload = draft->workload;
	const struct setup_instance *instance =
		&draft->assembly->host[workload->host]
			 .instance[workload->instance];
	const struct value *vcpus =
		&instance->hardware->hardware->value[INSTANCE_VCPUS];
	const char *word = key_word(draft->map, draft->kind, "placement");

	if (!word)
		return false;
	workload->peer_host = workload->host;
	workload->peer_instance = workload->instance;
	workload->is_peer_apart = strcmp(word, "other") == 0;
	if (!workload->is_peer_apart || vcpus->number > 1)
		return true;
	reader_error(draft->reader,
		     node_get(draft->map, "placement")->where,
		     "placement: instance '%s' has one vCPU, there is no "
		     "other", instance->hardware->name);
	return false;
}

bool draft_ends(struct draft *draft)
{
	draft->workload->peer_host = draft->workload->peer_instance = -1;
	if (!read_at(draft))
		return false;
	return key_find(draft->kind, "placement") ? read_partner(draft)
						  : read_peer(draft);
}
