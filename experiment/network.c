/* SPDX-License-Identifier: GPL-3.0-or-later */
/* network.c -- a bare network of components: no platform, no instance type.
 *
 * It becomes one host with one instance whose platform binds nothing, or,
 * with `cpus: N`, a cpu mechanism of its own: `virtual: false`, the network's
 * own costs, and what the network says of the parameters of a cpu block.  Its
 * clock is 1 GHz unless it says another: a nanosecond is a cycle.
 */
#include <string.h>

#include "experiment/assembly.h"
#include "experiment/hint.h"
#include "experiment/instance.h"
#include "experiment/mechanism.h"

#define CPUS_MAX 1024
#define BARE_KEYS "costs|components|paths|path|cpus"
#define OWN_KEYS BARE_KEYS "|clock"

/* OWN_KEYS and the parameters of a cpu block, `virtual` apart. */
static const char *all_keys(struct arena *arena)
{
	int count;
	const struct param *param = kind_params(kind_of_cpu(), &count);
	const char *keys = OWN_KEYS;

	for (int i = 0; i < count; i++)
		if (strcmp(param[i].name, "virtual") != 0)
			keys = arena_format(arena, "%s|%s", keys,
					    param[i].name);
	return keys;
}

static const struct node *map_of(struct arena *arena, const char *key,
				 const char *text, struct where where)
{
	return node_with(arena, NULL, key, node_scalar(arena, text, where));
}

/* `path: [...]` as one of `paths:` that starts at a device. */
static const struct node *document_of(const struct reader *reader,
				      const struct node *network)
{
	struct arena *arena = reader->arena;
	const struct node *path = node_get(network, "path");
	const struct node *paths = node_get(network, "paths");
	const struct node *document = NULL, *node;
	const char *const keys[] = {"costs", "components"};

	for (int i = 0; i < 2; i++)
		if ((node = node_get(network, keys[i])))
			document = node_with(arena, document, keys[i], node);
	if (paths && node_get(paths, "path")) {
		reader_error(reader, node_find(paths, "path")->where,
			     "'path' is the name of the network's own path");
		return NULL;
	}
	if (path) {
		node = map_of(arena, "starts", "device", path->where);
		node = node_with(arena, node, "path", path);
		paths = node_with(arena, paths, "path", node);
	}
	if (!paths) {
		reader_error(reader, network->where,
			     "a network needs 'path', a list of steps");
		return NULL;
	}
	return node_with(arena, document, "paths", paths);
}

/* {dimension: cpu, costs: ..., cpu: {virtual: false, ...}} */
static const struct node *cpu_document(const struct reader *reader,
				       const struct node *network)
{
	struct arena *arena = reader->arena;
	const struct node *costs = node_get(network, "costs"), *cpu, *document;

	cpu = map_of(arena, "virtual", "false", network->where);
	for (int i = 0; i < network->count; i++) {
		const struct entry *entry = &network->entry[i];

		if (words_index(OWN_KEYS, entry->key) < 0)
			cpu = node_with(arena, cpu, entry->key, entry->value);
	}
	document = map_of(arena, "dimension", "cpu", network->where);
	if (costs)
		document = node_with(arena, document, "costs", costs);
	return node_with(arena, document, "cpu", cpu);
}

static const struct instance *hardware_of(const struct reader *reader,
					  const struct node *network, int cpus)
{
	struct arena *arena = reader->arena;
	const struct node *clock = node_get(network, "clock");
	const struct node *document = map_of(arena, "vcpus",
					     arena_format(arena, "%d", cpus),
					     network->where);

	if (!clock)
		clock = node_scalar(arena, "1GHz", network->where);
	return instance_read(reader, "network",
			     node_with(arena, document, "clock", clock));
}

static const struct platform *platform_of(const struct reader *reader,
					  const struct node *network,
					  int cpus)
{
	struct arena *arena = reader->arena;
	struct platform *platform = arena_get(arena, sizeof(*platform));
	struct domain *domain = arena_get(arena, sizeof(*domain));
	struct binding *binding = arena_get(arena, sizeof(*binding));

	platform->name = "network";
	platform->where = network->where;
	platform->domain = domain;
	platform->domains = 1;
	domain->name = "guest";
	domain->where = network->where;
	domain->binding = binding;
	if (cpus == 0)
		return platform;
	binding->dimension = "cpu";
	binding->where = network->where;
	binding->mechanism = mechanism_read(reader, "network-cpu",
					    cpu_document(reader, network));
	domain->bindings = 1;
	return binding->mechanism ? platform : NULL;
}

/* Keys of a CPU without CPUs say something that would not happen. */
static bool check_keys(const struct reader *reader, const struct node *network,
		       int cpus)
{
	if (!reader_keys(reader, network, "a network", all_keys(reader->arena),
			 NULL))
		return false;
	for (int i = 0; i < network->count && cpus == 0; i++) {
		const struct entry *entry = &network->entry[i];

		if (words_index(BARE_KEYS, entry->key) >= 0)
			continue;
		reader_error(reader, entry->where,
			     "'%s' is of CPUs: this network has none (cpus: "
			     "N)", entry->key);
		return false;
	}
	return true;
}

bool network_read(struct assembly *assembly, const struct node *network)
{
	const struct reader *reader = &assembly->reader;
	const struct node *cpus_node = node_get(network, "cpus"), *document;
	struct setup_instance *instance;
	int cpus = 0;

	if (!reader_is_map(reader, network, "network"))
		return false;
	if (cpus_node &&
	    !reader_int(reader, cpus_node, "cpus", 0, CPUS_MAX, &cpus))
		return false;
	if (!check_keys(reader, network, cpus))
		return false;
	document = document_of(reader, network);
	if (document)
		assembly->network = network_document_read(reader, document);
	if (!assembly->network)
		return false;
	instance = arena_get(reader->arena, sizeof(*instance));
	*instance = (struct setup_instance){
		.name = "a", .where = network->where,
		.platform = platform_of(reader, network, cpus),
		.hardware = hardware_of(reader, network, cpus ? cpus : 1),
	};
	assembly->host = arena_get(reader->arena, sizeof(*assembly->host));
	*assembly->host = (struct setup_host){
		.name = "a", .where = network->where, .instance = instance,
		.instances = 1,
	};
	assembly->hosts = 1;
	return instance->platform && instance->hardware;
}
