/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/plot_sample.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "results/blob.h"
#include "results/store.h"

#define LATENCIES 20000 /* a replication */

/* Strangers get the last row. */
static const struct kind {
	const char *platform;
	double capacity; /* per second */
	double floor;    /* median at no load, in ps */
	double spread;   /* of the logarithm */
} kinds[] = {
	{"xen-pv", 280e3, 62e6, 0.55},     {"xen-hvm", 90e3, 180e6, 0.7},
	{"xen-pvhvm", 340e3, 55e6, 0.5},   {"sriov-82599", 610e3, 31e6, 0.4},
	{"ena-xen", 900e3, 28e6, 0.38},    {"nvme-xen", 950e3, 27e6, 0.36},
	{"nitro", 1600e3, 17e6, 0.3},      {"metal", 1750e3, 13e6, 0.28},
	{"", 450e3, 40e6, 0.45},
};

struct state {
	const struct plot_sample *sample;
	const struct kind *kind;
	double load, capacity;
	bool is_saturated;
};

static const struct kind *kind_of(const char *platform)
{
	size_t i = 0;

	while (*kinds[i].platform && strcmp(kinds[i].platform, platform) != 0)
		i++;
	return &kinds[i];
}

static struct state state_of(const struct plot_sample *sample,
			     const char *platform, int value)
{
	struct state state = {.sample = sample, .kind = kind_of(platform)};
	double number = sample->number ? sample->number[value] : value;

	state.capacity = state.kind->capacity;
	state.load = 0.4 * state.capacity;
	if (sample->key && strstr(sample->key, "arrival")) {
		state.load = number;
	} else if (sample->key) {
		state.capacity /= 1 + number / 2000;
		state.load = state.capacity;
	}
	state.is_saturated = state.load > 0.97 * state.capacity &&
			     strstr(sample->key ? sample->key : "", "arrival");
	return state;
}

/* A lognormal's quantiles, by a rational approximation of the normal's that
 * is good enough to look at. */
static double latency(const struct state *state, double q)
{
	double tail = fmin(q, 1 - q), t = sqrt(-2 * log(tail));
	double z = t - (2.515517 + 0.802853 * t + 0.010328 * t * t) /
			       (1 + 1.432788 * t + 0.189269 * t * t +
				0.001308 * t * t * t);
	double room = fmax(1 - state->load / state->capacity, 0.02);

	if (strstr(state->sample->key ? state->sample->key : "", "arrival") ==
	    NULL)
		room = 0.6;
	return state->kind->floor * (0.8 + 0.2 / room) *
	       exp((q < 0.5 ? -z : z) * state->kind->spread *
		   (0.7 + 0.3 / sqrt(room)));
}

static void put_replication(struct store *store, const struct state *state,
			    int64_t point, int replication)
{
	struct histogram histogram;
	struct load_record load = {
		.workload = "rx", .status = state->is_saturated ? "saturated"
								: "ok",
		.binding = "netback.rx", .arrived = LATENCIES,
		.left = LATENCIES};
	struct replication_record record = {
		.point = point, .replication = replication, .state = "ok",
		.seed = 1, .events = 1, .window = 1000000, .load = &load,
		.loads = 1};
	void *bytes;

	histogram_init(&histogram);
	for (int i = 0; i < LATENCIES; i++)
		histogram_add(&histogram, (int64_t)latency(
				state, (i + 0.5) / LATENCIES));
	bytes = blob_encode(&histogram, &load.bucket_bytes);
	load.buckets = bytes;
	ck_assert_int_eq(store_put_replication(store, &record, NULL), 0);
	histogram_fini(&histogram);
	free(bytes);
}

static struct estimate_record estimate(const struct state *state,
				       const char *name, const char *unit,
				       double value, double half)
{
	int n = state->sample->replications;
	bool has_span = n > 1 && isfinite(value);

	return (struct estimate_record){
		.workload = "rx", .name = name, .unit = unit, .value = value,
		.low = has_span ? value * (1 - half) : NAN,
		.high = has_span ? value * (1 + half) : NAN, .n = n,
		.status = state->is_saturated ? "saturated" : "ok"};
}

static void put_estimates(struct store *store, const struct state *state,
			  int64_t point)
{
	bool is_bad = state->is_saturated;
	double load = fmin(state->load, state->capacity);
	double used = load / state->capacity;
	struct estimate_record e[] = {
		estimate(state, "latency.p50", "ps",
			 is_bad ? NAN : latency(state, 0.5), 0.01 + used / 25),
		estimate(state, "latency.p99", "ps",
			 is_bad ? NAN : latency(state, 0.99),
			 0.03 + used / 8),
		estimate(state, "throughput", "/s", load, 0.004),
	};

	ck_assert_int_eq(store_put_estimates(store, point, e, 3, NULL), 0);
}

static void put_point(struct store *store, const struct plot_sample *sample,
		      const char *platform, int value, int64_t id)
{
	struct state state = state_of(sample, platform, value);
	int replications = sample->replications - sample->is_incomplete;

	if (sample->is_empty)
		return;
	for (int i = 0; i < replications; i++)
		put_replication(store, &state, id, i);
	put_estimates(store, &state, id);
}

void plot_sample_write(const char *path, const struct plot_sample *sample)
{
	struct run_record run = {
		.version = "0", .name = "sample", .title = sample->title,
		.scenario = "", .replications = sample->replications};
	struct point_record point[128] = {0};
	struct swept_record swept[128] = {0};
	int values = sample->values ? sample->values : 1, count = 0;
	struct store *store;

	for (int p = 0; sample->platform[p]; p++)
		for (int v = 0; v < values; v++, count++) {
			if (sample->key)
				swept[count] = (struct swept_record){
					sample->key, sample->text[v],
					sample->number ? sample->number[v]
						       : NAN, ""};
			point[count] = (struct point_record){
				.id = count + 1, .ordinal = count,
				.label = sample->platform[p],
				.platform = sample->platform[p],
				.instance = sample->instance
					? sample->instance[p] : "c5.large",
				.swept_text = "",
				.resolved = "", .swept = &swept[count],
				.swepts = sample->key != NULL};
		}
	store = store_create(path, &run, NULL, point, count, NULL);
	ck_assert_ptr_nonnull(store);
	for (int i = 0; i < count; i++)
		put_point(store, sample, sample->platform[i / values],
			  i % values, point[i].id);
	if (!sample->is_incomplete)
		ck_assert_int_eq(store_finish(store, NULL), 0);
	store_close(store);
}
