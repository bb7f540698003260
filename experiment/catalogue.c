/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/catalogue.h"

#include <string.h>

#include "experiment/instance.h"
#include "experiment/mechanism.h"
#include "experiment/platform.h"
#include "experiment/volumes.h"

/* What is asked of a catalogue. */
struct request {
	enum document kind;
	const char *name, *platform;
	struct where where;
	const struct override *extra;
};

/* The word of --set for a kind of document: all instances, all platforms, or
 * the one of that name. */
static const char *handle(const struct request *request)
{
	switch (request->kind) {
	case DOCUMENT_INSTANCE:
		return "instance";
	case DOCUMENT_PLATFORM:
		return "platform";
	default:
		return request->name;
	}
}

/* The tree with all overrides that name it; NULL when an error was noted. */
static const struct node *patched(struct catalogue *catalogue,
				  const struct request *request,
				  const struct reader *reader,
				  const struct node *root)
{
	for (int i = 0; root && i < catalogue->overrides; i++) {
		const struct override *override = &catalogue->override[i];

		if (!override_is_of_scenario(override) &&
		    override->segments > 1 &&
		    override_is_for(override, request->platform,
				    handle(request)))
			root = override_document(override, reader, root);
	}
	if (root && request->extra)
		root = override_document(request->extra, reader, root);
	return root;
}

static const struct holding *held(const struct catalogue *catalogue,
				  const struct request *request)
{
	for (int i = 0; i < catalogue->holdings; i++) {
		const struct holding *holding = &catalogue->holding[i];
		const char *a = holding->platform, *b = request->platform;

		if (holding->kind == request->kind &&
		    strcmp(holding->name, request->name) == 0 &&
		    (a && b ? strcmp(a, b) == 0 : a == b))
			return holding;
	}
	return NULL;
}

static void hold(struct catalogue *catalogue, const struct holding *holding)
{
	struct holding *grown;

	if (catalogue->holdings == catalogue->room) {
		catalogue->room = catalogue->room ? catalogue->room * 2 : 32;
		grown = arena_get(catalogue->arena,
				  (size_t)catalogue->room * sizeof(*grown));
		if (catalogue->holdings)
			memcpy(grown, catalogue->holding,
			       (size_t)catalogue->holdings * sizeof(*grown));
		catalogue->holding = grown;
	}
	catalogue->holding[catalogue->holdings++] = *holding;
}

struct supply {
	struct catalogue *catalogue;
	const char *platform;
};

static const struct mechanism *supply_mechanism(void *data, const char *name,
						struct where where)
{
	struct supply *supply = data;

	return catalogue_mechanism(supply->catalogue, name, supply->platform,
				   where);
}

static const void *parse(struct catalogue *catalogue,
			 const struct request *request,
			 const struct reader *reader, const char *name,
			 const struct node *root)
{
	struct supply supply = {catalogue, request->name};
	struct supplier supplier = {supply_mechanism, &supply};

	switch (request->kind) {
	case DOCUMENT_PLATFORM:
		return platform_read(reader, name, root, &supplier);
	case DOCUMENT_MECHANISM:
		return mechanism_read(reader, name, root);
	case DOCUMENT_WORKLOAD:
		return workload_document_read(reader, name, root);
	case DOCUMENT_VOLUME:
		return volume_read(reader, name, root);
	default:
		return instance_read(reader, name, root);
	}
}

static const void *from_library(struct catalogue *catalogue,
				const struct request *request)
{
	struct library *library = catalogue->library;
	struct diagnostics *diagnostics = catalogue->diagnostics;

	switch (request->kind) {
	case DOCUMENT_MECHANISM:
		return library_mechanism(library, request->name, diagnostics);
	case DOCUMENT_WORKLOAD:
		return library_workload(library, request->name, diagnostics);
	case DOCUMENT_VOLUME:
		return library_volume(library, request->name, diagnostics);
	default:
		return library_instance(library, request->name, diagnostics);
	}
}

/* Platforms are always read anew: their mechanisms may be patched. */
static const void *get(struct catalogue *catalogue,
		       const struct request *request)
{
	const struct holding *old = held(catalogue, request);
	const struct volume *volume;
	struct holding holding = {
		.kind = request->kind, .platform = request->platform,
	};
	struct reader reader;

	if (old && !request->extra)
		return old->parsed;
	volume = library_need(catalogue->library, request->kind, request->name,
			      request->where, catalogue->diagnostics);
	if (!volume)
		return NULL;
	reader = library_reader(catalogue->library, volume, catalogue->arena,
				catalogue->diagnostics);
	holding.name = volume->name;
	holding.is_shipped = volume->is_shipped;
	holding.root = patched(catalogue, request, &reader, volume->root);
	if (!holding.root)
		return NULL;
	holding.is_patched = holding.root != volume->root;
	if (!holding.is_patched && request->kind != DOCUMENT_PLATFORM)
		holding.parsed = from_library(catalogue, request);
	else
		holding.parsed = parse(catalogue, request, &reader,
				       holding.name, holding.root);
	hold(catalogue, &holding);
	return holding.parsed;
}

const struct platform *catalogue_platform(struct catalogue *catalogue,
					  const char *name, struct where where)
{
	struct request request = {
		.kind = DOCUMENT_PLATFORM, .name = name, .platform = name,
		.where = where,
	};

	return get(catalogue, &request);
}

const struct mechanism *catalogue_mechanism(struct catalogue *catalogue,
					    const char *name,
					    const char *platform,
					    struct where where)
{
	struct request request = {
		.kind = DOCUMENT_MECHANISM, .name = name, .platform = platform,
		.where = where,
	};

	return get(catalogue, &request);
}

const struct instance *catalogue_instance(struct catalogue *catalogue,
					  const char *name,
					  const char *platform,
					  struct where where)
{
	struct request request = {
		.kind = DOCUMENT_INSTANCE, .name = name, .platform = platform,
		.where = where,
	};

	return get(catalogue, &request);
}

const struct mechanism *catalogue_workload(struct catalogue *catalogue,
					   const char *name,
					   const char *platform,
					   const struct override *extra,
					   struct where where)
{
	struct request request = {
		.kind = DOCUMENT_WORKLOAD, .name = name, .platform = platform,
		.where = where, .extra = extra,
	};

	return get(catalogue, &request);
}

const struct block_volume *catalogue_volume(struct catalogue *catalogue,
					    const char *name,
					    struct where where)
{
	struct request request = {
		.kind = DOCUMENT_VOLUME, .name = name, .where = where,
	};

	return get(catalogue, &request);
}
