/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hosts.c -- what runs where: a row of `compare`, or `hosts:` in full. */
#include <string.h>

#include "experiment/assembly.h"
#include "experiment/keys.h"
#include "experiment/platform.h"

#define CPUS_MAX 4096

/* A name in the scenario; the instance's text is NULL when it is unsaid. */
struct named {
	const char *text;
	struct where where;
};

/* On what a workload reads and writes: a dimension, or NULL. */
static const char *target_of(const struct node *workload)
{
	const char *kind = node_text(workload, "kind");

	return kind && strcmp(kind, "block") == 0
		? key_word(workload, kind, "target") : NULL;
}

/* What the workloads of an instance (NULL: of a row) need most of its
 * hardware: local disks, then EBS, then nothing in particular. */
static const char *target_at(const struct assembly *assembly,
			     const char *instance)
{
	const struct node *all = node_get(assembly->root, "workload");
	const char *most = NULL;

	for (int i = 0; all && all->kind == NODE_MAP && i < all->count; i++) {
		const struct node *workload = all->entry[i].value;
		const char *at = node_text(workload, "at");
		const char *target = target_of(workload);

		if (!target || (instance && at && strcmp(at, instance) != 0))
			continue;
		if (!most || strcmp(target, "instance_store") == 0)
			most = target;
	}
	return most;
}

/* The instance type that the platform names for what is asked of it. */
static struct named stands_on(const struct platform *platform,
			      const char *target, struct where where)
{
	struct named named = {platform->instance, where};
	struct where own;
	const char *text = target
		? platform_stands_on(platform, target, &own) : NULL;

	return text ? (struct named){text, own} : named;
}

static bool read_hardware(struct assembly *assembly, struct named platform,
			  struct named instance, const char *target,
			  struct setup_instance *setup)
{
	struct catalogue *catalogue = &assembly->catalogue;
	const struct platform *found =
		catalogue_platform(catalogue, platform.text, platform.where);

	if (!found)
		return false;
	if (!instance.text)
		instance = stands_on(found, target, platform.where);
	if (!instance.text) {
		reader_error(&assembly->reader, platform.where,
			     "platform '%s' names no instance of its own: "
			     "write {platform: %s, instance: ...}",
			     platform.text, platform.text);
		return false;
	}
	setup->hardware = catalogue_instance(catalogue, instance.text,
					     platform.text, instance.where);
	if (!setup->hardware)
		return false;
	setup->platform = platform_on(assembly->reader.arena, found,
				      setup->hardware);
	return true;
}

static bool needs_far_end(const struct node *workloads)
{
	if (!workloads || workloads->kind != NODE_MAP)
		return false;
	for (int i = 0; i < workloads->count; i++)
		if (workload_wants_far_end(workloads->entry[i].value))
			return true;
	return false;
}

/* A row among others may lack what is asked of it: it says so, and runs
 * nothing.  Who asks for it alone has made a mistake. */
static bool lacks_something(struct assembly *assembly, bool *is_good)
{
	const struct node *all = node_get(assembly->root, "workload");
	const struct platform *platform = catalogue_platform(
		&assembly->catalogue, assembly->platform, assembly->where);
	const char *target, *absence;

	*is_good = platform != NULL;
	if (!platform || !all || all->kind != NODE_MAP)
		return false;
	for (int i = 0; i < all->count; i++) {
		target = target_of(all->entry[i].value);
		absence = target ? platform_absence(assembly->reader.arena,
						    platform, target) : NULL;
		if (!absence)
			continue;
		assembly->absent = absence;
		if (assembly->may_be_absent)
			return true;
		reader_error(&assembly->reader, assembly->where,
			     "workload '%s' is on %s, which platform '%s' does "
			     "not have: %s", all->entry[i].key, target,
			     platform->name, absence);
		*is_good = false;
	}
	return false;
}

bool hosts_of_row(struct assembly *assembly)
{
	static const char *const names[] = {"a", "b"};
	struct arena *arena = assembly->reader.arena;
	struct setup_instance *instance = arena_get(arena,
						    2 * sizeof(*instance));
	const struct node *workloads = node_get(assembly->root, "workload");
	struct named platform = {assembly->platform, assembly->where};
	struct named hardware = {assembly->instance, assembly->instance_where};

	bool is_good;

	if (lacks_something(assembly, &is_good) || !is_good)
		return is_good;
	assembly->host = arena_get(arena, 2 * sizeof(*assembly->host));
	assembly->hosts = needs_far_end(workloads) ? 2 : 1;
	if (!read_hardware(assembly, platform, hardware,
			   target_at(assembly, NULL), &instance[0]))
		return false;
	instance[0].where = assembly->where;
	instance[1] = instance[0];
	for (int i = 0; i < assembly->hosts; i++) {
		instance[i].name = names[i];
		assembly->host[i] = (struct setup_host){
			.name = names[i], .where = assembly->where,
			.instance = &instance[i], .instances = 1,
		};
	}
	return true;
}

/* [0, 1, 3]: numbers of pCPUs, each once. */
static bool read_cpus(const struct reader *reader, const struct node *list,
		      const int **cpu, int *count)
{
	int *number;

	if (!list)
		return true;
	if (!reader_is_list(reader, list, "cpus"))
		return false;
	number = arena_get(reader->arena,
			   (size_t)list->count * sizeof(*number));
	for (int i = 0; i < list->count; i++)
		if (!reader_int(reader, list->entry[i].value, "a CPU", 0,
				CPUS_MAX - 1, &number[i]))
			return false;
	*cpu = number;
	*count = list->count;
	return true;
}

static const char *read_name(const struct reader *reader,
			     const struct node *map, const char *what)
{
	const struct node *node = reader_need(reader, map, map->where, what,
					      "name");

	return node ? reader_word(reader, node, "name") : NULL;
}

static bool is_taken(const struct assembly *assembly,
		     const struct setup_host *last, const char *name)
{
	for (int h = 0; h <= assembly->hosts; h++) {
		const struct setup_host *host = &assembly->host[h];

		for (int i = 0; i < host->instances; i++)
			if (strcmp(host->instance[i].name, name) == 0)
				return true;
		if (host == last)
			break;
	}
	return false;
}

/* A name under a key, which may be missing. */
static bool read_named(const struct reader *reader, const struct node *map,
		       const char *key, struct named *named)
{
	const struct node *node = node_get(map, key);

	*named = (struct named){0};
	if (!node)
		return true;
	*named = (struct named){reader_text(reader, node, key), node->where};
	return named->text != NULL;
}

static bool read_instance(struct assembly *assembly, const struct node *map,
			  const struct setup_host *host,
			  struct setup_instance *instance)
{
	const struct reader *reader = &assembly->reader;
	struct named platform, hardware;

	if (!reader_is_map(reader, map, "an instance") ||
	    !reader_keys(reader, map, "an instance",
			 "name|platform|instance|cpus",
			 "weight|cap|cpu_credits"))
		return false;
	instance->where = map->where;
	instance->name = read_name(reader, map, "an instance");
	if (!instance->name ||
	    !reader_need(reader, map, map->where, "an instance", "platform") ||
	    !read_named(reader, map, "platform", &platform) ||
	    !read_named(reader, map, "instance", &hardware))
		return false;
	if (is_taken(assembly, host, instance->name)) {
		reader_error(reader, map->where, "two instances are named '%s'",
			     instance->name);
		return false;
	}
	return read_cpus(reader, node_get(map, "cpus"), &instance->cpu,
			 &instance->cpus) &&
	       read_hardware(assembly, platform, hardware,
			     target_at(assembly, instance->name), instance);
}

static bool read_instances(struct assembly *assembly, const struct node *list,
			   struct setup_host *host)
{
	const struct reader *reader = &assembly->reader;
	struct setup_instance *instance;

	if (!reader_is_list(reader, list, "instances"))
		return false;
	instance = arena_get(reader->arena,
			     (size_t)list->count * sizeof(*instance));
	host->instance = instance;
	for (int i = 0; i < list->count; i++) {
		if (!read_instance(assembly, list->entry[i].value, host,
				   &instance[i]))
			return false;
		host->instances++;
	}
	if (host->instances > 0)
		return true;
	reader_error(reader, list->where, "host '%s' has no instance",
		     host->name);
	return false;
}

static bool read_dom0(const struct reader *reader, const struct node *map,
		      struct setup_host *host)
{
	if (!map)
		return true;
	return reader_is_map(reader, map, "dom0") &&
	       reader_keys(reader, map, "dom0", "cpus", "vcpus|weight|cap") &&
	       read_cpus(reader, node_get(map, "cpus"), &host->dom0_cpu,
			 &host->dom0_cpus);
}

static bool read_host(struct assembly *assembly, const struct node *map,
		      struct setup_host *host)
{
	const struct reader *reader = &assembly->reader;
	const struct node *node;

	if (!reader_is_map(reader, map, "a host") ||
	    !reader_keys(reader, map, "a host", "name|pcpus|dom0|instances",
			 "scheduler"))
		return false;
	host->where = map->where;
	host->name = read_name(reader, map, "a host");
	if (!host->name)
		return false;
	for (int i = 0; i < assembly->hosts; i++)
		if (strcmp(assembly->host[i].name, host->name) == 0) {
			reader_error(reader, map->where,
				     "two hosts are named '%s'", host->name);
			return false;
		}
	node = node_get(map, "pcpus");
	if (node && !reader_int(reader, node, "pcpus", 1, CPUS_MAX,
				&host->pcpus))
		return false;
	if (!read_dom0(reader, node_get(map, "dom0"), host))
		return false;
	node = reader_need(reader, map, map->where, "a host", "instances");
	return node && read_instances(assembly, node, host);
}

bool hosts_of_list(struct assembly *assembly, const struct node *list)
{
	const struct reader *reader = &assembly->reader;

	if (!reader_is_list(reader, list, "hosts"))
		return false;
	if (list->count == 0) {
		reader_error(reader, list->where, "hosts: there is none");
		return false;
	}
	assembly->host = arena_get(reader->arena,
				   (size_t)list->count *
				   sizeof(*assembly->host));
	for (int i = 0; i < list->count; i++) {
		if (!read_host(assembly, list->entry[i].value,
			       &assembly->host[i]))
			return false;
		assembly->hosts++;
	}
	return true;
}
