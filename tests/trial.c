/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/trial.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "experiment/scenario.h"
#include "tests/suite.h"

#define LEVEL 0.999
#define ROUNDING 1e-9 /* means are sums of doubles, divided */

struct trial {
	struct scenario *scenario;
	struct program *program;
};

/* ---- from text to program ---- */

static void write_file(char *path, const char *text)
{
	int file = mkstemp(path);
	FILE *stream;

	ck_assert_int_ge(file, 0);
	stream = fdopen(file, "w");
	ck_assert_ptr_nonnull(stream);
	ck_assert_int_ge(fputs(text, stream), 0);
	ck_assert_int_eq(fclose(stream), 0);
}

static void refuse(const struct diagnostics *diagnostics)
{
	diagnostics_print(diagnostics, stderr);
	ck_abort_msg("the scenario was refused");
}

struct trial *trial_new(const char *text)
{
	char path[] = "/tmp/fathom-trial-XXXXXX";
	struct trial *trial = memory_get(sizeof(*trial));
	struct diagnostics diagnostics;
	const struct setup *setup;

	diagnostics_init(&diagnostics);
	write_file(path, text);
	trial->scenario = scenario_load(path, NULL, &diagnostics);
	unlink(path);
	if (!trial->scenario)
		refuse(&diagnostics);
	setup = scenario_setup(trial->scenario, 0, &diagnostics);
	if (!setup)
		refuse(&diagnostics);
	trial->program = program_new(setup, &diagnostics);
	if (!trial->program || diagnostics.warnings)
		refuse(&diagnostics);
	diagnostics_fini(&diagnostics);
	return trial;
}

void trial_free(struct trial *trial)
{
	program_free(trial->program);
	scenario_free(trial->scenario);
	free(trial);
}

const struct program *trial_program(const struct trial *trial)
{
	return trial->program;
}

struct world *trial_world(const struct trial *trial, uint32_t replication)
{
	const struct point *point = scenario_point(trial->scenario, 0);
	const struct world_options options = {
		.seed = point->seed,
		.replication = replication,
		.warmup = point->warmup,
		.duration = point->duration,
		.jobs = point->jobs,
	};

	return world_new(trial->program, &options);
}

/* ---- what holds of every outcome ---- */

static int count_checks(const struct outcome *outcome, const char *name)
{
	int count = 0;

	for (int i = 0; i < outcome->checks; i++)
		count += strcmp(outcome->check[i].name, name) == 0;
	return count;
}

static int count_cores(const struct outcome *outcome)
{
	int count = 0;

	for (int i = 0; i < outcome->busies; i++)
		count += strcmp(outcome->busy[i].kind, "idle") == 0;
	return count;
}

static void audit_checks(const struct outcome *outcome)
{
	static const char *const of_workloads[] = {"conservation", "little",
						   "stages"};

	for (int i = 0; i < outcome->checks; i++) {
		const struct check *check = &outcome->check[i];

		ck_assert_msg(check->is_ok, "%s of %s: %s is not %s",
			      check->name, check->component, check->left,
			      check->right);
	}
	for (size_t i = 0; i < 3; i++)
		ck_assert_int_eq(count_checks(outcome, of_workloads[i]),
				 outcome->workloads);
	ck_assert_int_eq(count_checks(outcome, "busy"), count_cores(outcome));
}

static void audit_exemplars(const struct outcome *outcome)
{
	for (int i = 0; i < outcome->exemplars; i++) {
		const struct exemplar *exemplar = &outcome->exemplar[i];
		sim_time sum = 0;

		for (int k = 0; k < exemplar->parts; k++)
			sum += exemplar->part[k].wait + exemplar->part[k].work;
		ck_assert_int_eq(sum, exemplar->latency);
	}
}

static void audit_sums(const struct workload_outcome *workload)
{
	double sum = 0;
	double latency = workload->moments.mean *
			 (double)workload->moments.count;

	for (int i = 0; i < workload->sums; i++)
		sum += (double)workload->sum[i].wait +
		       (double)workload->sum[i].work;
	ck_assert_double_eq_tol(sum, latency, ROUNDING * (1 + latency));
	ck_assert_uint_eq(workload->latency.count, workload->left);
}

const struct outcome *trial_run(struct world *world)
{
	const struct outcome *outcome = world_run(world);

	ck_assert_msg(outcome->verdict == VERDICT_OK, "verdict %d: %s",
		      outcome->verdict,
		      outcome->story ? outcome->story : "no story");
	audit_checks(outcome);
	audit_exemplars(outcome);
	for (int i = 0; i < outcome->workloads; i++)
		audit_sums(&outcome->workload[i]);
	return outcome;
}

/* ---- numbers by name ---- */

static const char *after(const char *name, const char *prefix)
{
	size_t length = strlen(prefix);

	return strncmp(name, prefix, length) == 0 ? name + length : NULL;
}

static bool stage_number(const struct workload_outcome *workload,
			 const char *name, double *value)
{
	const char *stage = after(name, "stage.");
	const char *what = stage ? strrchr(stage, '.') : NULL;
	size_t length = what ? (size_t)(what - stage) : 0;
	double sum = 0;

	if (!what)
		return false;
	for (int i = 0; i < workload->sums; i++) {
		const struct stage_sum *part = &workload->sum[i];
		const char *of = workload->stage[part->stage].stage;

		if (strlen(of) == length && strncmp(of, stage, length) == 0)
			sum += (double)(what[1] == 'w' && what[2] == 'a' ?
						part->wait : part->work);
	}
	*value = workload->left ? sum / (double)workload->left : 0;
	return true;
}

static bool count_number(const struct workload_outcome *workload,
			 const char *name, double *value)
{
	double left = (double)workload->left;
	double dropped = (double)workload->dropped;

	if (strcmp(name, "arrived") == 0)
		*value = (double)workload->arrived;
	else if (strcmp(name, "left") == 0)
		*value = left;
	else if (strcmp(name, "dropped") == 0)
		*value = dropped;
	else if (strcmp(name, "inside_at_end") == 0)
		*value = (double)workload->inside;
	else if (strcmp(name, "chance.drop") == 0)
		*value = dropped > 0 ? dropped / (left + dropped) : 0;
	else
		return false;
	return true;
}

static bool workload_number(const struct workload_outcome *workload,
			    const char *name, double *value)
{
	const char *percent = after(name, "latency.p");

	if (percent)
		*value = histogram_quantile(&workload->latency,
					    atof(percent) / 100);
	else if (strcmp(name, "latency.low") == 0)
		*value = (double)workload->latency.low;
	else if (strcmp(name, "latency.variance") == 0)
		*value = tally_variance(&workload->moments);
	else
		return count_number(workload, name, value) ||
		       stage_number(workload, name, value);
	return true;
}

/* "opened.COMPONENT.LABEL"; the component without its mechanism. */
static bool opened_number(const struct outcome *outcome, const char *name,
			  double *value)
{
	const char *of = after(name, "opened."), *label;

	if (!of)
		return false;
	label = strchr(of, '.');
	ck_assert_ptr_nonnull(label);
	*value = 0;
	for (int i = 0; i < outcome->openeds; i++) {
		const struct opened *opened = &outcome->opened[i];
		const char *component = strrchr(opened->component, '.') + 1;

		if (strlen(component) == (size_t)(label - of) &&
		    strncmp(component, of, (size_t)(label - of)) == 0 &&
		    strcmp(opened->label, label + 1) == 0)
			*value += opened->time / (double)outcome->window;
	}
	return true;
}

static bool booked_number(const struct outcome *outcome, const char *name,
			  double *value)
{
	const char *class = after(name, "booked.");

	if (!class)
		return false;
	*value = 0;
	for (int i = 0; i < outcome->busies; i++) {
		const struct busy *busy = &outcome->busy[i];
		const char *kind = after(class, busy->class);

		if (kind && *kind == '.' && strcmp(kind + 1, busy->kind) == 0)
			*value += (double)busy->time /
				  (double)outcome->window;
	}
	return true;
}

/* A metric of the run, or of the workload. */
static bool metric_number(const struct outcome *outcome, int workload,
			  const char *name, double *value)
{
	for (int i = 0; i < outcome->metrics; i++) {
		const struct metric *metric = &outcome->metric[i];

		if ((metric->workload != workload && metric->workload != -1) ||
		    strcmp(metric->name, name) != 0)
			continue;
		*value = metric->value;
		return true;
	}
	*value = 0;
	return after(name, "rate.") || after(name, "drops.") ||
	       after(name, "handovers.");
}

static int workload_index(const struct outcome *outcome, const char *name,
			  size_t length)
{
	for (int i = 0; i < outcome->workloads; i++)
		if (strlen(outcome->workload[i].name) == length &&
		    strncmp(outcome->workload[i].name, name, length) == 0)
			return i;
	return -1;
}

double trial_number(const struct outcome *outcome, const char *name)
{
	const char *slash = strchr(name, '/');
	int workload = slash ? workload_index(outcome, name,
					      (size_t)(slash - name)) : 0;
	double value = NAN;

	if (workload >= 0 && slash)
		name = slash + 1;
	else /* "utilisation.a/cpu0": the slash is the core's */
		workload = 0;
	if (!opened_number(outcome, name, &value) &&
	    !booked_number(outcome, name, &value) &&
	    !workload_number(&outcome->workload[workload], name, &value) &&
	    !metric_number(outcome, workload, name, &value))
		ck_abort_msg("no number '%s'", name);
	return value;
}

/* ---- beside theory ---- */

static void judge_exactly(const struct theory *theory,
			  const struct tally *tally)
{
	double apart = fmax(fabs(tally->high - theory->value),
			    fabs(tally->low - theory->value));

	ck_assert_msg(apart <= ROUNDING * fabs(theory->value),
		      "%s: theory says %.12g, the runs %.12g to %.12g",
		      theory->name, theory->value, tally->low, tally->high);
}

static void judge(const struct theory *theory, const struct tally *tally)
{
	double half = tally_half_width(tally, LEVEL);

	if (theory->width == 0) {
		judge_exactly(theory, tally);
		return;
	}
	ck_assert_msg(fabs(tally->mean - theory->value) <= half,
		      "%s: theory says %.6g, %d runs say %.6g +- %.3g",
		      theory->name, theory->value, (int)tally->count,
		      tally->mean, half);
	ck_assert_msg(half <= theory->width * fabs(theory->value),
		      "%s: %.6g +- %.3g is too wide to say anything",
		      theory->name, tally->mean, half);
}

void trial_expect(const char *text, int replications,
		  const struct theory *theory, int count)
{
	struct trial *trial = trial_new(text);
	struct tally *tally = memory_get((size_t)count * sizeof(*tally));

	for (int i = 0; i < replications; i++) {
		struct world *world = trial_world(trial, (uint32_t)i);
		const struct outcome *outcome = trial_run(world);

		for (int k = 0; k < count; k++)
			tally_add(&tally[k],
				  trial_number(outcome, theory[k].name));
		world_free(world);
	}
	for (int k = 0; k < count; k++)
		judge(&theory[k], &tally[k]);
	free(tally);
	trial_free(trial);
}

void trial_print(char *buffer, size_t size, const char *format, ...)
{
	va_list list;
	int length;

	va_start(list, format);
	length = vsnprintf(buffer, size, format, list);
	va_end(list);
	ck_assert(length >= 0 && (size_t)length < size);
}
