/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/points.h"

#include <string.h>

#include "experiment/hint.h"
#include "sim/random.h"

int points_count(const struct design *design)
{
	double count = design->rows;

	for (int i = 0; i < design->axes; i++)
		count *= design->axis[i].count;
	return count <= POINTS_MAX ? (int)count : 0;
}

/* Which value of axis `axis` point i has. */
static int digit(const struct design *design, int i, int axis)
{
	for (int k = design->axes - 1; k > axis; k--)
		i /= design->axis[k].count;
	return i % design->axis[axis].count;
}

const struct row *points_row(const struct design *design, int i)
{
	for (int k = 0; k < design->axes; k++)
		i /= design->axis[k].count;
	return &design->row[i];
}

static const struct swept *swept_of(const struct design *design, int i,
				    struct arena *arena)
{
	struct swept *swept = arena_get(arena, (size_t)design->axes *
					sizeof(*swept));

	for (int k = 0; k < design->axes; k++)
		swept[k] = design->axis[k].swept[digit(design, i, k)];
	return swept;
}

static bool is_selection(const struct override *override)
{
	return override->segments == 1 &&
	       strcmp(override->segment[0], "workload") == 0;
}

/* What is set first, swept values on top; the selection of one workload last,
 * when the others have got theirs. */
static struct override *overrides_of(const struct design *design, int i,
				     struct arena *arena)
{
	int total = design->sets + design->axes, count = 0;
	struct override *all = arena_get(arena,
					 2 * (size_t)total * sizeof(*all));
	struct override *ordered = all + total;

	for (int k = 0; k < design->sets; k++)
		all[k] = design->set[k];
	for (int k = 0; k < design->axes; k++)
		all[design->sets + k] = override_with(
			&design->axis[k].override, arena,
			design->axis[k].value[digit(design, i, k)]);
	for (int last = 0; last < 2; last++)
		for (int k = 0; k < total; k++)
			if (is_selection(&all[k]) == (last == 1))
				ordered[count++] = all[k];
	return ordered;
}

static const struct node *patch_root(const struct assembly *assembly)
{
	const struct catalogue *catalogue = &assembly->catalogue;
	const struct node *root = assembly->root;

	for (int i = 0; root && i < catalogue->overrides; i++) {
		const struct override *override = &catalogue->override[i];

		if (override_is_of_scenario(override) &&
		    override_is_for(override, assembly->platform,
				    override->segment[0]))
			root = override_scenario(override, &assembly->reader,
						 root);
	}
	return root;
}

static bool read_hosts(struct assembly *assembly)
{
	const struct node *hosts = node_get(assembly->root, "hosts");
	const struct node *network = node_get(assembly->root, "network");

	if (assembly->platform)
		return hosts_of_row(assembly);
	return hosts ? hosts_of_list(assembly, hosts)
		     : network_read(assembly, network);
}

bool points_assemble(const struct design *design, int i, struct arena *arena,
		     struct diagnostics *diagnostics,
		     struct assembly *assembly)
{
	const struct row *row = points_row(design, i);
	bool is_good;

	source_register(design->source, diagnostics);
	*assembly = (struct assembly){
		.reader = {.arena = arena, .diagnostics = diagnostics},
		.root = design->root,
		.catalogue = {
			.library = design->library, .arena = arena,
			.diagnostics = diagnostics,
			.override = overrides_of(design, i, arena),
			.overrides = design->sets + design->axes,
		},
		.platform = row->platform, .instance = row->instance,
		.where = row->where, .instance_where = row->instance_where,
	};
	assembly->root = patch_root(assembly);
	if (!assembly->root)
		return false;
	is_good = conditions_read(&assembly->reader,
				  node_get(assembly->root, "run"),
				  &assembly->conditions);
	assembly->may_be_absent = design->rows > 1;
	if (!read_hosts(assembly))
		return false;
	return assembly->absent ? is_good :
				  workloads_read(assembly) && is_good;
}

static const char *kept_text(struct arena *arena, const char *text)
{
	return text ? arena_text(arena, text) : NULL;
}

static void describe_absent(const struct assembly *assembly,
			    struct arena *arena, struct point *point)
{
	point->platform = assembly->platform;
	point->absent = arena_text(arena, assembly->absent);
	if (assembly->instance)
		point->instance = arena_text(arena, assembly->instance);
}

static void describe(struct assembly *assembly, struct arena *arena,
		     struct point *point)
{
	const struct conditions *conditions = &assembly->conditions;
	const char *resolved = resolved_text(assembly, point->swept,
					     point->swepts);

	point->platform = point->instance = "";
	if (assembly->absent) {
		describe_absent(assembly, arena, point);
	} else if (assembly->platform) {
		point->platform = assembly->platform;
		point->counterfactual = kept_text(arena,
			assembly->host->instance->platform->counterfactual);
		point->instance = arena_text(
			arena, assembly->host->instance->hardware->name);
	}
	point->warmup = conditions->warmup;
	point->duration = conditions->duration;
	point->jobs = conditions->jobs;
	point->seed = conditions->seed;
	point->replications = point->absent ? 0 : conditions->replications;
	if (point->absent)
		point->resolved = arena_text(arena, resolved);
	point->id = random_name(resolved) >> 1; /* the store's are signed */
}

bool points_describe(const struct design *design, int i, struct arena *arena,
		     struct diagnostics *diagnostics, struct point *point)
{
	struct assembly assembly;
	struct arena scratch;
	bool is_good;

	*point = (struct point){
		.ordinal = i, .label = points_row(design, i)->label,
		.swept = swept_of(design, i, arena), .swepts = design->axes,
	};
	arena_init(&scratch);
	is_good = points_assemble(design, i, &scratch, diagnostics,
				  &assembly);
	if (is_good)
		describe(&assembly, arena, point);
	arena_fini(&scratch);
	return is_good;
}

static bool is_compared(const struct design *design, const char *platform)
{
	for (int i = 0; i < design->rows; i++)
		if (design->row[i].platform &&
		    strcmp(design->row[i].platform, platform) == 0)
			return true;
	return false;
}

static void hint_documents(struct hint *hint, const struct library *library,
			   enum document kind)
{
	for (int i = 0; i < library_count(library, kind); i++)
		hint_add(hint, library_name(library, kind, i));
}

/* Why an override has nothing to do here. */
static void note_unused(const struct design *design,
			const struct reader *reader,
			const struct override *override)
{
	const struct library *library = design->library;
	const char *name = override->segment[0];
	bool is_known = library_find(library, DOCUMENT_MECHANISM, name) ||
			library_find(library, DOCUMENT_WORKLOAD, name) ||
			words_index("workload|run|network|instance|platform",
				    name) >= 0;
	struct hint hint = hint_of(name);

	if (override->platform && !is_compared(design, override->platform)) {
		reader_error(reader, override->where, "'%.80s' names nothing: "
			     "no platform '%.60s' is compared here",
			     override->path, override->platform);
		return;
	}
	hint_add_words(&hint, "workload|run|instance");
	hint_documents(&hint, library, DOCUMENT_MECHANISM);
	hint_documents(&hint, library, DOCUMENT_WORKLOAD);
	if (is_known)
		reader_error(reader, override->where, "'%.80s' names nothing: "
			     "nothing in this scenario uses '%s'",
			     override->path, name);
	else
		reader_error(reader, override->where, "'%.80s' names nothing: "
			     "no mechanism '%.60s'%s", override->path, name,
			     hint_text(&hint));
}

bool points_check_used(const struct design *design,
		       const struct reader *reader)
{
	bool is_good = true;

	for (int i = 0; i < design->sets + design->axes; i++) {
		const struct override *override =
			i < design->sets
			? &design->set[i]
			: &design->axis[i - design->sets].override;

		if (*override->is_used)
			continue;
		note_unused(design, reader, override);
		is_good = false;
	}
	return is_good;
}
