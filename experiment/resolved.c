/* SPDX-License-Identifier: GPL-3.0-or-later */
/* resolved.c -- all that decides a point's results, as one line of JSON.
 *
 * The seed and the number of replications are not in it: a point keeps its
 * identity, and its results, when more replications are asked for.
 */
#include <stdio.h>

#include "experiment/assembly.h"
#include "experiment/canon.h"

static void put_swept(struct canon *canon, const struct swept *swept,
		      int swepts)
{
	canon_key(canon, "swept");
	canon_put(canon, "{");
	for (int i = 0; i < swepts; i++) {
		canon_key(canon, swept[i].key);
		canon_string(canon, swept[i].text);
	}
	canon_put(canon, "}");
}

static void put_run(struct canon *canon, const struct conditions *conditions)
{
	char spread[40];

	canon_key(canon, "run");
	canon_put(canon, "{");
	canon_integer(canon, "duration", conditions->duration);
	canon_integer(canon, "warmup", conditions->warmup);
	canon_integer(canon, "jobs", (long long)conditions->jobs);
	snprintf(spread, sizeof(spread), "%.17g", conditions->spread);
	canon_key(canon, "spread");
	canon_put(canon, spread);
	canon_put(canon, "}");
}

/* The row of `compare` with the instance type that it stands on. */
static void put_row(struct canon *canon, const struct assembly *assembly)
{
	const struct setup_instance *instance;

	canon_key(canon, "row");
	canon_put(canon, "{");
	if (assembly->absent) {
		canon_key(canon, "platform");
		canon_string(canon, assembly->platform);
		canon_key(canon, "absent");
		canon_string(canon, assembly->absent);
		canon_put(canon, "}");
		return;
	}
	instance = assembly->host->instance;
	canon_key(canon, "platform");
	canon_string(canon, instance->platform->name);
	canon_key(canon, "instance");
	canon_string(canon, instance->hardware->name);
	canon_put(canon, "}");
}

static void put_scenario(struct canon *canon, const struct assembly *assembly)
{
	static const char *const keys[] = {"hosts", "network", "workload",
					   "volumes"};

	if (assembly->platform)
		put_row(canon, assembly);
	for (int i = 0; i < 4; i++) {
		const struct node *node = node_get(assembly->root, keys[i]);

		if (!node)
			continue;
		canon_key(canon, keys[i]);
		canon_node(canon, node);
	}
}

static void put_holding(struct canon *canon, struct assembly *assembly,
			const struct holding *holding)
{
	const char *text;

	if (holding->is_patched)
		text = canon_document(assembly->reader.arena, holding->root);
	else
		text = library_canon(assembly->catalogue.library,
				     holding->kind, holding->name);
	canon_put(canon, "{");
	canon_key(canon, document_name(holding->kind));
	canon_string(canon, holding->name);
	if (holding->platform) {
		canon_key(canon, "for");
		canon_string(canon, holding->platform);
	}
	canon_key(canon, "is_shipped");
	canon_put(canon, holding->is_shipped ? "true" : "false");
	canon_key(canon, "document");
	canon_put(canon, text);
	canon_put(canon, "}");
}

const char *resolved_text(struct assembly *assembly,
			  const struct swept *swept, int swepts)
{
	const struct catalogue *catalogue = &assembly->catalogue;
	struct canon canon = {0};

	canon_put(&canon, "{");
	put_swept(&canon, swept, swepts);
	put_run(&canon, &assembly->conditions);
	put_scenario(&canon, assembly);
	canon_key(&canon, "documents");
	canon_put(&canon, "[");
	for (int i = 0; i < catalogue->holdings; i++) {
		if (i > 0)
			canon_put(&canon, ",");
		put_holding(&canon, assembly, &catalogue->holding[i]);
	}
	canon_put(&canon, "]}");
	return canon_take(&canon, assembly->reader.arena);
}
