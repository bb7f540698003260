/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/scenario.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "experiment/own.h"
#include "experiment/points.h"
#include "experiment/settings.h"
#include "experiment/tree.h"
#include "sim/embedded.h"

#define KEYS "title|compare|hosts|network|workload|volumes|sweep|set|run|" \
	OWN_DOCUMENTS

/* So many errors are enough: the points of a sweep repeat each other's. */
#define ERRORS_ENOUGH 20

struct built {
	struct arena arena;
	struct setup setup;
};

struct scenario {
	struct arena arena;
	struct design design;
	const char *name, *title;
	const uint64_t *seed; /* --seed, or NULL */
	struct point *point;
	int points;
	struct built **built; /* of each point, NULL until asked for */
};

/* A file, or the embedded one of that name where there is none. */
static const struct source *source_of(struct arena *arena, const char *path,
				      struct diagnostics *diagnostics)
{
	struct source *source;
	FILE *file = fopen(path, "rb");

	if (file)
		fclose(file);
	for (int i = 0; !file && i < embedded_count; i++) {
		if (strcmp(embedded_files[i].name, path) != 0)
			continue;
		source = arena_get(arena, sizeof(*source));
		source->file = embedded_files[i].name;
		source->text = embedded_files[i].text;
		source->length = embedded_files[i].length;
		return source;
	}
	return source_read(arena, path, diagnostics);
}

/* "scenarios/mmc.yaml" is "mmc". */
static const char *stem(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	const char *dot = strrchr(name, '.');
	size_t length = dot && dot > name ? (size_t)(dot - name)
					  : strlen(name);

	return arena_format(arena, "%.*s", (int)length, name);
}

/* A key that is swept and set by --set is swept over that value alone.  What
 * the swept values would hide is refused.  False: it is to be set as it is. */
static bool pin(struct design *design, const struct reader *reader,
		const struct override *set, bool is_option, bool *is_good)
{
	for (int i = 0; i < design->axes; i++) {
		struct axis *axis = &design->axis[i];

		if (is_option && !strcmp(axis->override.path, set->path)) {
			axis_pin(axis, reader->arena, set->value);
			return true;
		}
		if (!axis_covers(axis, set))
			continue;
		reader_error(reader, set->where, "'%.80s' would have no effect:"
			     " '%.80s' is swept", set->path,
			     axis->override.path);
		*is_good = false;
		return true;
	}
	return false;
}

/* --seed is of all points: seeds that are swept would only be said. */
static void pin_seed(struct design *design, struct arena *arena,
		     const uint64_t *seed)
{
	for (int i = 0; i < design->axes; i++) {
		const struct override *key = &design->axis[i].override;

		if (key->segments == 2 && !strcmp(key->segment[0], "run") &&
		    !strcmp(key->segment[1], "seed"))
			axis_pin(&design->axis[i], arena, node_scalar(
				arena, arena_format(arena, "%" PRIu64, *seed),
				key->where));
	}
}

/* `set:` of the file first, --set on top. */
static bool read_settings(struct design *design, const struct reader *reader,
			  const struct scenario_options *options)
{
	const struct node *map = node_get(design->root, "set");
	size_t room = (size_t)options->sets + (map ? (size_t)map->count : 0);
	struct override *all = arena_get(reader->arena, room * sizeof(*all));
	int own, more;
	bool is_good = settings_of_map(reader, map, all, &own);

	is_good &= settings_read(reader, options->set, options->sets,
				 all + own, &more);
	design->set = arena_get(reader->arena, room * sizeof(*all));
	for (int i = 0; i < own + more; i++)
		if (!pin(design, reader, &all[i], i >= own, &is_good))
			design->set[design->sets++] = all[i];
	return is_good;
}

static bool check_count(const struct design *design,
			const struct reader *reader)
{
	double count = design->rows;

	if (points_count(design) > 0 || design->rows == 0)
		return true;
	for (int i = 0; i < design->axes; i++)
		count *= design->axis[i].count;
	reader_error(reader, node_find(design->root, "sweep")->where,
		     "the sweep has %.0f points; at most %d are run", count,
		     POINTS_MAX);
	return false;
}

/* All of the file that is the same for every point; what is good of it, so
 * that points can be looked at for more errors. */
static bool read_design(struct design *design, const struct reader *reader,
			const struct scenario_options *options)
{
	const struct node *root = design->root;
	bool is_good;

	is_good = reader_keys(reader, root, "a scenario", KEYS, NULL);
	is_good &= own_documents_read(reader, design->library, root,
				      design->source);
	is_good &= reader_need(reader, root, root->where, "a scenario",
			       "workload") != NULL;
	is_good &= sweep_read(reader, node_get(root, "sweep"), &design->axis,
			      &design->axes);
	is_good &= rows_read(reader, design->library, root, &design->row,
			     &design->rows);
	is_good &= read_settings(design, reader, options);
	if (options->seed)
		pin_seed(design, reader->arena, options->seed);
	return check_count(design, reader) && is_good;
}

static int by_id(const void *a, const void *b)
{
	const struct point *x = *(const struct point *const *)a;
	const struct point *y = *(const struct point *const *)b;

	if (x->id != y->id)
		return x->id < y->id ? -1 : 1;
	return x->ordinal - y->ordinal;
}

/* A point's id is its key in the store. */
static bool check_twins(const struct scenario *scenario,
			const struct reader *reader)
{
	size_t count = (size_t)scenario->points;
	const struct point **sorted = memory_get(count * sizeof(*sorted));
	bool is_good = true;

	for (size_t i = 0; i < count; i++)
		sorted[i] = &scenario->point[i];
	qsort(sorted, count, sizeof(*sorted), by_id);
	for (size_t i = 1; i < count; i++) {
		int twin = sorted[i]->ordinal;

		if (sorted[i]->id != sorted[i - 1]->id)
			continue;
		reader_error(reader,
			     points_row(&scenario->design, twin)->where,
			     "point %d is the same as point %d", twin + 1,
			     sorted[i - 1]->ordinal + 1);
		is_good = false;
	}
	free(sorted);
	return is_good;
}

static bool read_points(struct scenario *scenario, const struct reader *reader,
			bool is_good)
{
	struct diagnostics *diagnostics = reader->diagnostics;
	int enough = diagnostics->errors + ERRORS_ENOUGH;

	scenario->points = points_count(&scenario->design);
	scenario->point = arena_get(&scenario->arena,
				    (size_t)scenario->points *
				    sizeof(*scenario->point));
	for (int i = 0; i < scenario->points; i++) {
		struct point *point = &scenario->point[i];

		is_good &= points_describe(&scenario->design, i,
					   &scenario->arena, diagnostics,
					   point);
		if (scenario->seed)
			point->seed = *scenario->seed;
		if (diagnostics->errors >= enough)
			return false;
	}
	return is_good && points_check_used(&scenario->design, reader) &&
	       check_twins(scenario, reader);
}

static bool load(struct scenario *scenario, const char *path,
		 const struct scenario_options *options,
		 struct diagnostics *diagnostics)
{
	struct reader reader = {
		.arena = &scenario->arena, .diagnostics = diagnostics,
	};
	struct design *design = &scenario->design;
	const char *title;
	bool is_good;

	design->source = source_of(reader.arena, path, diagnostics);
	if (!design->source)
		return false;
	design->root = tree_parse(reader.arena, design->source, diagnostics);
	if (!design->root ||
	    !reader_is_map(&reader, design->root, "a scenario"))
		return false;
	is_good = read_design(design, &reader, options);
	is_good &= reader_title(&reader, design->root, &title);
	scenario->name = stem(reader.arena, path);
	scenario->title = title && *title ? title : scenario->name;
	return read_points(scenario, &reader, is_good);
}

/* Messages point into what is freed: the diagnostics keep it. */
static void discard(struct scenario *scenario, struct diagnostics *diagnostics)
{
	library_retire(scenario->design.library, diagnostics);
	diagnostics_keep(diagnostics, &scenario->arena);
	free(scenario);
}

struct scenario *scenario_load(const char *path,
			       const struct scenario_options *options,
			       struct diagnostics *diagnostics)
{
	static const struct scenario_options none = {0};
	struct scenario *scenario = memory_get(sizeof(*scenario));
	int errors = diagnostics->errors;

	if (!options)
		options = &none;
	arena_init(&scenario->arena);
	if (options->seed) {
		uint64_t *seed = arena_get(&scenario->arena, sizeof(*seed));

		*seed = *options->seed;
		scenario->seed = seed;
	}
	scenario->design.library = library_new(options->models,
					       options->model_dirs,
					       diagnostics);
	if (load(scenario, path, options, diagnostics) &&
	    diagnostics->errors == errors) {
		scenario->built = memory_get((size_t)scenario->points *
					     sizeof(*scenario->built));
		return scenario;
	}
	discard(scenario, diagnostics);
	return NULL;
}

void scenario_free(struct scenario *scenario)
{
	if (!scenario)
		return;
	for (int i = 0; i < scenario->points; i++) {
		if (!scenario->built[i])
			continue;
		arena_fini(&scenario->built[i]->arena);
		free(scenario->built[i]);
	}
	free(scenario->built);
	library_free(scenario->design.library);
	arena_fini(&scenario->arena);
	free(scenario);
}

const char *scenario_name(const struct scenario *scenario)
{
	return scenario->name;
}

const char *scenario_title(const struct scenario *scenario)
{
	return scenario->title;
}

const char *scenario_text(const struct scenario *scenario)
{
	return scenario->design.source->text;
}

int scenario_points(const struct scenario *scenario)
{
	return scenario->points;
}

const struct point *scenario_point(const struct scenario *scenario, int i)
{
	return &scenario->point[i];
}

static const struct setup *build(struct scenario *scenario, int i,
				 struct diagnostics *diagnostics)
{
	struct built *built = memory_get(sizeof(*built));
	struct point *point = &scenario->point[i];
	struct assembly assembly;

	arena_init(&built->arena);
	if (!points_assemble(&scenario->design, i, &built->arena, diagnostics,
			     &assembly)) {
		arena_fini(&built->arena);
		free(built);
		return NULL;
	}
	built->setup = (struct setup){
		.host = assembly.host, .hosts = assembly.hosts,
		.workload = assembly.workload,
		.workloads = assembly.workloads,
		.spread = assembly.conditions.spread,
	};
	point->resolved = resolved_text(&assembly, point->swept,
					point->swepts);
	scenario->built[i] = built;
	return &built->setup;
}

const struct setup *scenario_setup(struct scenario *scenario, int point,
				   struct diagnostics *diagnostics)
{
	if (scenario->point[point].absent)
		return NULL;
	if (scenario->built[point])
		return &scenario->built[point]->setup;
	return build(scenario, point, diagnostics);
}
