/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "experiment/difference.h"
#include "experiment/pool.h"
#include "sim/random.h"

#define LOCK_TRIES 200 /* 10 ms each, for another run to open its file */

/* What is being opened, and for whom. */
struct opening {
	struct output *output;
	const struct plan *plan;
	const struct run_options *options;
	struct error *error;
};

int64_t output_fingerprint(const struct plan *plan)
{
	uint64_t key = random_fold(random_name(plan->run.version),
				   plan->run.seed);

	for (int i = 0; i < plan->points; i++)
		key = random_fold(key, (uint64_t)plan->point[i].id);
	return (int64_t)key;
}

static int set_path(struct opening *o)
{
	const char *path = o->options->output;
	size_t size = sizeof(o->output->path);
	int length = path ? snprintf(o->output->path, size, "%s", path)
			  : snprintf(o->output->path, size, "results/%s.db",
				     o->plan->run.name);

	/* Room for .old-N and -journal behind it. */
	if (length < 1 || (size_t)length + 32 > size)
		return error_set(o->error, STATUS_INPUT,
				 "the name of the output has %d characters",
				 length);
	if (!path && mkdir("results", 0777) && errno != EEXIST)
		return error_set(o->error, STATUS_SYSTEM,
				 "cannot make the folder results: %s",
				 strerror(errno));
	return 0;
}

static void note(const struct opening *o, const char *line)
{
	if (o->options->note && !o->options->is_quiet)
		o->options->note(o->options->data, line);
}

/* ---- a new file ---- */

static int create(struct opening *o)
{
	const struct plan *plan = o->plan;
	char name[256] = "", started[32] = "";
	time_t now = time(NULL);
	struct tm utc;
	struct host_record host = {started, name, o->options->jobs,
				   o->options->arguments};
	struct run_record run = plan->run;

	if (host.jobs <= 0)
		host.jobs = pool_cores();
	gethostname(name, sizeof(name) - 1);
	if (gmtime_r(&now, &utc))
		strftime(started, sizeof(started), "%Y-%m-%dT%H:%M:%SZ", &utc);
	run.fingerprint = output_fingerprint(plan);
	o->output->store = store_create(o->output->path, &run,
		o->options->is_reproducible ? NULL : &host, plan->point,
		plan->points, o->error);
	return o->output->store ? 0 : -1;
}

/* ---- an older file in its place ---- */

/* What is left of SQLite's journal once the file was read. */
static void remove_journal(const char *path)
{
	char journal[RUN_PATH + 32];

	snprintf(journal, sizeof(journal), "%s-journal", path);
	unlink(journal);
}

/* NAME.old-N.db, where .db stood; N from 1, the first that is free. */
static int keep(const char *path, char *kept, size_t size, struct error *error)
{
	size_t stem = strlen(path);
	const char *suffix = "";

	if (stem > 3 && !strcmp(path + stem - 3, ".db")) {
		stem -= 3;
		suffix = ".db";
	}
	for (int n = 1; n < 100000; n++) {
		snprintf(kept, size, "%.*s.old-%d%s", (int)stem, path, n,
			 suffix);
		if (access(kept, F_OK) == 0)
			continue;
		if (rename(path, kept))
			break;
		remove_journal(path);
		return 0;
	}
	return error_set(error, STATUS_SYSTEM, "cannot keep %s as %s: %s", path,
			 kept, strerror(errno));
}

static int replace(struct opening *o, const char *difference)
{
	char kept[RUN_PATH + 32], line[2 * RUN_PATH + 1024];

	if (keep(o->output->path, kept, sizeof(kept), o->error))
		return -1;
	snprintf(line, sizeof(line), "%s held other results (%s); they are "
		 "kept as %s", o->output->path, difference, kept);
	note(o, line);
	return create(o);
}

/* ---- the same experiment ---- */

static int missing(const struct opening *o)
{
	const struct plan *plan = o->plan;
	int n = 0;

	for (int i = 0; i < plan->points; i++)
		for (int r = 0; r < plan->replications[i]; r++)
			n += !o->output->present[o->output->first[i] + r];
	return n;
}

static int look(struct opening *o)
{
	const struct plan *plan = o->plan;
	struct output *output = o->output;

	for (int i = 0; i < plan->points; i++)
		if (store_present(output->store, plan->point[i].id,
				  &output->present[output->first[i]],
				  plan->replications[i], o->error))
			return -1;
	return 0;
}

static void mark_all(struct opening *o)
{
	const struct plan *plan = o->plan;

	memset(o->output->present, true,
	       (size_t)o->output->first[plan->points]);
}

/* A complete file is not even opened for writing: it may be read-only. */
static int go_on(struct opening *o, bool is_complete, bool has_host)
{
	struct store *store;
	char line[RUN_PATH + 80];

	if (is_complete) {
		mark_all(o);
		if (!has_host || !o->options->is_reproducible)
			return 0;
	}
	store = o->output->store = store_open(o->output->path, o->error);
	if (!store)
		return -1;
	if (o->options->is_reproducible && has_host &&
	    store_forget_host(store, o->error))
		return -1;
	if (is_complete)
		return 0;
	if (look(o) ||
	    store_extend(store, o->plan->run.replications, o->error))
		return -1;
	snprintf(line, sizeof(line), "%s is continued: %d replications are "
		 "missing", o->output->path, missing(o));
	note(o, line);
	return 0;
}

static bool has_all(const struct plan *plan, const struct results *results)
{
	for (int i = 0; i < plan->points; i++)
		if (results->point[i].replications < plan->replications[i])
			return false;
	return results->run.is_complete;
}

static int open_results(struct opening *o)
{
	struct results *results = results_open(o->output->path, o->error);
	bool is_complete = false, has_host = false, is_other;
	char difference[1024];

	if (!results)
		return -1;
	is_other = difference_find(o->plan, results, difference,
				   sizeof(difference));
	if (!is_other) {
		is_complete = has_all(o->plan, results);
		has_host = results->host != NULL;
	}
	results_close(results);
	return is_other ? replace(o, difference)
			: go_on(o, is_complete, has_host);
}

/* Something is there under that name. */
static int open_file(struct opening *o)
{
	const char *path = o->output->path;
	char difference[80];
	int schema;

	if (results_identify(path, &schema, o->error)) {
		if (o->error->status != STATUS_INPUT)
			return -1;
		return error_set(o->error, STATUS_INPUT, "%s is there and is "
				 "not a results file of fathom; it is left "
				 "alone", path);
	}
	if (o->options->is_forced) {
		if (unlink(path))
			return error_set(o->error, STATUS_SYSTEM,
					 "cannot remove %s: %s", path,
					 strerror(errno));
		remove_journal(path);
		return create(o);
	}
	if (schema == RESULTS_SCHEMA)
		return open_results(o);
	snprintf(difference, sizeof(difference),
		 "version %d of the tables, now %d", schema, RESULTS_SCHEMA);
	return replace(o, difference);
}

static void make_room(struct output *output, const struct plan *plan)
{
	size_t points = (size_t)plan->points + 1;

	output->first = memory_get(points * sizeof(*output->first));
	for (int i = 0; i < plan->points; i++)
		output->first[i + 1] = output->first[i] +
				       plan->replications[i];
	output->present = memory_get((size_t)output->first[plan->points] *
				     sizeof(*output->present));
}

/* Of two runs that begin at once, one looks and opens while the other waits:
 * else both find nothing there, or both keep the same file aside.  The lock
 * is the folder's, so that it leaves nothing behind.  -1: there is none (some
 * network file systems, somebody else's lock), and the run goes on without. */
static int lock_folder(const char *path)
{
	const struct timespec pause = {.tv_nsec = 10000000};
	const char *slash = strrchr(path, '/');
	char folder[RUN_PATH] = ".";
	int descriptor;

	if (slash)
		snprintf(folder, sizeof(folder), "%.*s",
			 (int)(slash - path) + 1, path);
	descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	for (int i = 0; i < LOCK_TRIES && descriptor >= 0; i++) {
		if (flock(descriptor, LOCK_EX | LOCK_NB) == 0)
			return descriptor;
		if (errno != EWOULDBLOCK)
			break;
		nanosleep(&pause, NULL);
	}
	if (descriptor >= 0)
		close(descriptor);
	return -1;
}

static int open_any(struct opening *o)
{
	const char *path = o->output->path;
	struct stat file;

	if (stat(path, &file) || (S_ISREG(file.st_mode) && file.st_size == 0))
		return create(o);
	if (S_ISREG(file.st_mode))
		return open_file(o);
	return error_set(o->error, STATUS_SYSTEM, "cannot write %s: it is not "
			 "a file", path);
}

int output_open(struct output *output, const struct plan *plan,
		const struct run_options *options, struct error *error)
{
	struct error own;
	struct opening o = {output, plan, options, error ? error : &own};
	int lock, result;

	*output = (struct output){0};
	if (set_path(&o))
		return -1;
	make_room(output, plan);
	lock = lock_folder(output->path);
	result = open_any(&o);
	if (lock >= 0)
		close(lock);
	if (result)
		output_fini(output);
	return result;
}

void output_fini(struct output *output)
{
	store_close(output->store);
	free(output->present);
	free(output->first);
	*output = (struct output){0};
}
