/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/estimate.h"

#include <math.h>
#include <string.h>

#include "results/blob.h"
#include "sim/tally.h"

#define ABOVE_EACH 5
#define ABOVE_ALL 50

const struct percentile percentiles[PERCENTILES] = {
	{"latency.p50", 0.5},   {"latency.p90", 0.9},     {"latency.p95", 0.95},
	{"latency.p99", 0.99}, {"latency.p99.9", 0.999},
};

bool percentile_is_known(const struct percentile *percentile,
			 const struct histogram *latency)
{
	return histogram_above(latency, percentile->share) >= ABOVE_EACH;
}

/* Worst first; texts are those of table load and of table estimate. */
enum state { FAILED, SATURATED, STARVED, DROPPING, FAILING, EMPTY, OK,
	     STATES };

static const char *const load_text[STATES] = {
	[FAILED] = "failed", [SATURATED] = "saturated", [STARVED] = "starved",
	[DROPPING] = "dropping", [FAILING] = "failing", [EMPTY] = "empty",
	[OK] = "ok",
};

static const char *const estimate_text[STATES] = {
	[FAILED] = "failed", [SATURATED] = "saturated", [STARVED] = "starved",
	[DROPPING] = "dropping", [FAILING] = "failing", [EMPTY] = "few",
	[OK] = "ok",
};

/* A workload, over the replications. */
struct load_state {
	const char *workload; /* "": the run, the worst of all */
	enum state state;
	bool is_hidden; /* its latencies */
	uint64_t above[PERCENTILES];
};

struct estimation {
	const struct point_samples *samples;
	struct load_state *load;
	int loads;
};

static enum state state_of(const char *text)
{
	for (int i = 0; i < STATES; i++)
		if (!strcmp(load_text[i], text))
			return (enum state)i;
	return FAILED;
}

static void worsen(struct load_state *load, enum state state)
{
	if (state < load->state)
		load->state = state;
	if (state == SATURATED || state == STARVED)
		load->is_hidden = true;
}

static int count_above(struct load_state *load, const struct load_record *from,
		       struct error *error)
{
	struct histogram latency;
	int result = 0;

	histogram_init(&latency);
	if (from->buckets)
		result = blob_decode(from->buckets, from->bucket_bytes,
				     &latency);
	for (int i = 0; i < PERCENTILES; i++)
		load->above[i] += histogram_above(&latency,
						  percentiles[i].share);
	histogram_fini(&latency);
	return result ? error_set(error, STATUS_SYSTEM, "the histogram of '%s' "
				  "is damaged", from->workload) : 0;
}

/* Loads come by workload: the current one, or a new one behind it. */
static struct load_state *load_get(struct estimation *e, const char *workload)
{
	struct load_state *last = &e->load[e->loads - 1];

	if (!strcmp(last->workload, workload))
		return last;
	e->load[e->loads++] = (struct load_state){.workload = workload,
						  .state = OK};
	return last + 1;
}

static int gather_loads(struct estimation *e, struct arena *arena,
			struct error *error)
{
	const struct point_samples *samples = e->samples;

	e->load = arena_get(arena, ((size_t)samples->loads + 1) *
			    sizeof(*e->load));
	e->load[0] = (struct load_state){.workload = "", .state = OK};
	e->loads = 1;
	for (int i = 0; i < samples->loads; i++) {
		const struct load_record *from = &samples->load[i].load;
		struct load_state *load = load_get(e, from->workload);

		worsen(load, state_of(from->status));
		worsen(&e->load[0], state_of(from->status));
		if (count_above(load, from, error))
			return -1;
	}
	for (int i = 0; i < e->loads && samples->is_failed; i++)
		worsen(&e->load[i], FAILED);
	return 0;
}

static const struct load_state *load_find(const struct estimation *e,
					  const char *workload)
{
	for (int i = 1; i < e->loads; i++)
		if (!strcmp(e->load[i].workload, workload))
			return &e->load[i];
	return &e->load[0];
}

static bool begins(const char *text, const char *with)
{
	return !strncmp(text, with, strlen(with));
}

/* A percentile that too few samples of all replications lie above. */
static bool is_beyond(const struct load_state *load, const char *name)
{
	for (int i = 0; i < PERCENTILES; i++)
		if (!strcmp(percentiles[i].name, name))
			return load->above[i] < ABOVE_ALL;
	return false;
}

static bool is_percentile(const char *name)
{
	return begins(name, "latency.p");
}

/* How a metric is to be shown, given how many of its replications have it. */
static void judge(struct estimate_record *estimate,
		  const struct load_state *load, int replications)
{
	const char *name = estimate->name;
	bool is_few = estimate->n < replications;
	bool is_hidden = load->is_hidden &&
		(begins(name, "latency.") || begins(name, "wait."));

	if (is_percentile(name))
		is_hidden |= is_few |= is_beyond(load, name);
	if (is_hidden)
		estimate->value = estimate->low = estimate->high = NAN;
	estimate->status = estimate_text[load->state];
	if (is_few && load->state > STARVED)
		estimate->status = estimate_text[EMPTY];
}

/* The samples of one metric: `n` in a row. */
static struct estimate_record estimate_one(const struct estimation *e,
					   const struct sample *sample, int n)
{
	struct tally tally = {0};
	struct estimate_record estimate;
	double half;

	for (int i = 0; i < n; i++)
		if (!isnan(sample[i].metric.value))
			tally_add(&tally, sample[i].metric.value);
	half = tally_half_width(&tally, ESTIMATE_LEVEL);
	estimate = (struct estimate_record){
		.workload = sample->metric.workload,
		.name = sample->metric.name,
		.unit = sample->metric.unit,
		.value = tally.count ? tally.mean : NAN,
		.low = tally.mean - half,
		.high = tally.mean + half,
		.n = (int)tally.count,
	};
	judge(&estimate, load_find(e, estimate.workload),
	      e->samples->replications);
	return estimate;
}

/* How many samples from `first` on are of its metric. */
static int run_length(const struct point_samples *samples, int first)
{
	const struct metric_record *metric = &samples->sample[first].metric;
	int n = 1;

	while (first + n < samples->samples &&
	       !strcmp(samples->sample[first + n].metric.name, metric->name) &&
	       !strcmp(samples->sample[first + n].metric.workload,
		       metric->workload))
		n++;
	return n;
}

int estimate_samples(const struct point_samples *samples, struct arena *arena,
		     const struct estimate_record **estimate, int *count,
		     struct error *error)
{
	struct estimation e = {.samples = samples};
	struct estimate_record *list;

	*count = 0;
	*estimate = list = arena_get(arena, ((size_t)samples->samples + 1) *
				     sizeof(*list));
	if (gather_loads(&e, arena, error))
		return -1;
	for (int i = 0, n; i < samples->samples; i += n) {
		n = run_length(samples, i);
		list[(*count)++] = estimate_one(&e, &samples->sample[i], n);
	}
	return 0;
}
