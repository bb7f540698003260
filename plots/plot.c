/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/plot.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "plots/gnuplot.h"
#include "plots/kind.h"

static const struct kind {
	struct plot_kind about;
	kind_compose compose;
	bool has_metric, has_along; /* it heeds these options */
} kinds_table[] = {
	{{"ladder", "a metric by generation, with 95 % intervals",
	  "at least two platforms"}, ladder_compose, true, false},
	{{"load", "achieved throughput against p50 and p99, a curve a "
	  "generation", "a sweep over an arrival, and latencies"},
	 load_compose, false, false},
	{{"cdf", "latency on a log-percentile axis: the tails",
	  "a workload with at least 20 measured latencies"}, cdf_compose,
	 false, false},
	{{"sweep", "a metric along a swept key, a curve a platform",
	  "a swept key with at least two values"}, sweep_compose, true, true},
};

int plot_kinds(void)
{
	return (int)(sizeof(kinds_table) / sizeof(kinds_table[0]));
}

const struct plot_kind *plot_kind(int i)
{
	return &kinds_table[i].about;
}

static const struct kind *kind_find(const char *name, struct error *error)
{
	for (int i = 0; i < plot_kinds(); i++)
		if (strcmp(kinds_table[i].about.name, name) == 0)
			return &kinds_table[i];
	error_set(error, STATUS_INPUT, "no figure is called '%s'; there are "
		  "ladder, load, cdf and sweep", name);
	return NULL;
}

static bool heeds(const struct kind *kind, const struct plot_options *options)
{
	return (!options->metric || kind->has_metric) &&
	       (!options->along || kind->has_along);
}

/* A kind that is asked for by name is not to ignore what it is told. */
static const struct kind *kind_for(const char *name,
				   const struct plot_options *options,
				   struct error *error)
{
	const struct kind *kind = kind_find(name, error);

	if (!kind || heeds(kind, options))
		return kind;
	if (options->metric && !kind->has_metric)
		error_set(error, STATUS_INPUT, "'%s' shows what it shows: "
			  "--metric is of ladder and sweep", name);
	else
		error_set(error, STATUS_INPUT, "'%s' has an axis of its own: "
			  "--along is of sweep", name);
	return NULL;
}

/* Every folder of a path, as mkdir -p. */
static int make_folder(const char *path, struct error *error)
{
	char part[4096];
	struct stat about;
	size_t length = strlen(path);

	if (length >= sizeof(part))
		return error_set(error, STATUS_INPUT, "%s: too long a path",
				 path);
	memcpy(part, path, length + 1);
	for (char *slash = part + 1; length && *slash; slash++)
		if (*slash == '/') {
			*slash = '\0';
			mkdir(part, 0777);
			*slash = '/';
		}
	mkdir(part, 0777);
	if (stat(path, &about) != 0 || !S_ISDIR(about.st_mode))
		return error_set(error, STATUS_SYSTEM,
				 "cannot make the folder %s: %s", path,
				 strerror(errno));
	return 0;
}

/* NAME-KIND, of results/NAME.db.  What gnuplot or a shell could take amiss in
 * a file's name becomes a '_'. */
static const char *stem_of(struct arena *arena, const char *database,
			   const char *kind)
{
	const char *slash = strrchr(database, '/');
	char *stem = arena_text(arena, slash ? slash + 1 : database);
	char *dot = strrchr(stem, '.');

	if (dot && dot != stem)
		*dot = '\0';
	for (char *c = stem; *c; c++)
		if ((unsigned char)*c < ' ' || strchr("'\"`\\", *c))
			*c = '_';
	return arena_format(arena, "%s-%s", stem, kind);
}

/* gnuplot does not notice that it could not write: the end is missing then. */
static int check_end(const char *path, enum plot_format format,
		     struct error *error)
{
	const char *end = format == PLOT_PNG ? "IEND" : "</svg>";
	size_t length = strlen(end), got = 0;
	FILE *file = fopen(path, "rb");
	char tail[12];

	if (file && fseek(file, -(long)sizeof(tail), SEEK_END) == 0)
		got = fread(tail, 1, sizeof(tail), file);
	if (file)
		fclose(file);
	for (size_t i = 0; i + length <= got; i++)
		if (memcmp(tail + i, end, length) == 0)
			return 0;
	return error_set(error, STATUS_SYSTEM, "gnuplot left the picture "
			 "unfinished; is the disk full?");
}

static int draw_files(struct figure *figure, const char *database,
		      const struct plot_options *options, struct error *error)
{
	const char *folder = options->directory ? options->directory : "plots";
	const char *stem = stem_of(&figure->arena, database, figure->kind);
	const char *picture = arena_format(
		&figure->arena, "%s.%s", stem,
		options->format == PLOT_PNG ? "png" : "svg");
	const char *path = arena_format(&figure->arena, "%s/%s", folder,
					picture);
	const char *script = arena_format(&figure->arena, "./%s.gp", stem);

	if (make_folder(folder, error) != 0 ||
	    figure_write(figure, folder, stem, picture, error) != 0)
		return -1;
	if (gnuplot_run(folder, script, error) != 0 ||
	    check_end(path, options->format, error) != 0) {
		unlink(path); /* a half-drawn picture looks like a whole one */
		return error_context(error, "%s", path);
	}
	if (options->drawn)
		options->drawn(options->context, path);
	return 0;
}

/* 1: the data do not allow it. */
static int draw(struct results *results, const char *database,
		const struct kind *kind, const struct plot_options *options,
		struct error *error)
{
	struct figure figure;
	struct view view;
	int result;

	figure_init(&figure, kind->about.name);
	view_init(&view, results, &figure.arena);
	result = kind->compose(&view, options, &figure, error);
	if (result != 0 && error->status == STATUS_INPUT) {
		error_context(error, "%s: no '%s' figure", database,
			      kind->about.name);
		result = 1;
	}
	if (result == 0)
		result = draw_files(&figure, database, options, error);
	figure_fini(&figure);
	return result;
}

static int draw_allowed(struct results *results, const char *database,
			const struct plot_options *options,
			struct error *error)
{
	struct error first = {0};
	int drawn = 0;

	for (int i = 0; i < plot_kinds(); i++) {
		int result;

		if (!heeds(&kinds_table[i], options))
			continue;
		result = draw(results, database, &kinds_table[i], options,
			      error);
		if (result < 0)
			return -1;
		if (result == 0)
			drawn++;
		else if (!*first.message)
			first = *error;
	}
	if (drawn)
		return 0;
	*error = first;
	return -1;
}

static int draw_named(struct results *results, const char *database,
		      const char *const *kinds, int count,
		      const struct plot_options *options, struct error *error)
{
	for (int i = 0; i < count; i++) {
		const struct kind *kind = kind_for(kinds[i], options, error);

		if (!kind || draw(results, database, kind, options, error))
			return -1;
	}
	return 0;
}

static bool has_estimates(const struct results *results)
{
	for (int i = 0; i < results->points; i++)
		if (results->point[i].estimates)
			return true;
	return false;
}

int plot_draw(const char *database, const char *const *kinds, int count,
	      const struct plot_options *options, struct error *error)
{
	static const struct plot_options defaults = {0};
	struct error unread = {0};
	struct results *results;
	int result;

	error = error ? error : &unread;
	options = options ? options : &defaults;
	/* A kind that cannot be is said before anything is drawn. */
	for (int i = 0; i < count; i++)
		if (!kind_for(kinds[i], options, error))
			return -1;
	results = results_open(database, error);
	if (!results)
		return -1;
	if (!has_estimates(results))
		result = error_set(error, STATUS_INPUT, "%s: nothing to draw: "
				   "no point has an estimate yet", database);
	else if (count)
		result = draw_named(results, database, kinds, count, options,
				    error);
	else
		result = draw_allowed(results, database, options, error);
	results_close(results);
	return result;
}
