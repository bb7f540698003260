/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/records.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiment/estimate.h"
#include "results/blob.h"
#include "sim/random.h"
#include "sim/tally.h"
#include "sim/time.h"

const struct run_record records_run = {
	.version = "0.1.0",
	.name = "two",
	.title = "Two points",
	.scenario = "title: Two points\n",
	.fingerprint = -5,
	.seed = UINT64_MAX,
	.replications = 3,
};

const struct host_record records_host = {"2020-01-02T03:04:05Z", "here", 2,
					 "run two.yaml"};

static const struct swept_record swept[RECORDS_POINTS] = {
	{"workload.load.payload", "64B", 64, "B"},
	{"workload.load.payload", "1KiB", 1024, "B"},
};

/* `copy` weighs most of those that are not measured. */
static const struct cost_record costs[] = {
	{"netfront", "copy", "100ns", "assumed", NULL, 1e5, 5e4, 2e5, 4e5},
	{"netfront", "exit", "1us", "measured", "S1", 1e6, 1e5, 9e6, 9e6},
	{"netfront", "ring", "256", "fitted", "S2", 256, NAN, NAN, 0},
};

const struct point_record records_point[RECORDS_POINTS] = {
	{-11, 0, "xen-pv", "xen-pv", "m1.large", "workload.load.payload=64B",
	 "{\"documents\":[{\"mechanism\":\"netfront\","
	 "\"document\":{\"costs\":{\"copy\":\"490ns\"}}}]}", NULL, NULL,
	 &swept[0], 1,
	 costs, 3},
	{12, 1, "nitro", "nitro", NULL, "workload.load.payload=1KiB",
	 "{\"a\":{\"b\":\"1us\",\"c\":[1,2]}}", NULL, NULL, &swept[1], 1,
	 costs, 1},
};

static const struct stage_record stages[] = {
	{"load", 19, 0, "send", "guest task", "here", 0, 1000, 10},
	{"load", 19, 1, "ring", "dom0 softirq", "ring", 4000, 0, 8},
	{"load", 20, 0, "send", "guest task", "here", 0, 3000, 30},
	{"load", 20, 1, "ring", "dom0 softirq", "ring", 16000, 0, 30},
};

static const struct busy_record busy[] = {
	{"a/pcpu0", "task", "guest", "job", SIM_S / 4},
	{"a/pcpu0", "task", "guest", "idle", SIM_S - SIM_S / 4},
};

static const struct opened_record opened[] = {{"netback", "kick", 1.5e9}};

static const struct exemplar_record exemplars[] = {
	{"load", 1024, "sampled", 900, 0, "send", 0, 400},
	{"load", 1024, "sampled", 900, 1, "ring", 500, 0},
};

static const struct check_record checks[] = {
	{"conservation", "load", true, "10", "10"},
	{"little", "netback", true, "12345678901234567890123",
	 "12345678901234567890123"},
};

static struct histogram draw(uint64_t key, int jobs, double *mean)
{
	struct random_stream stream = {key};
	struct histogram latency;
	struct tally tally = {0};

	histogram_init(&latency);
	for (int i = 0; i < jobs; i++) {
		int64_t ps = (int64_t)(1e6 * random_exponential(&stream));

		histogram_add(&latency, ps);
		tally_add(&tally, (double)ps);
	}
	*mean = jobs ? tally.mean : NAN;
	return latency;
}

static void put_load(struct replication_record *record,
		     const struct histogram *latency, struct arena *arena)
{
	struct load_record *load = arena_get(arena, sizeof(*load));
	size_t length;
	void *bytes = blob_encode(latency, &length);

	*load = (struct load_record){
		.workload = "load",
		.status = "ok",
		.arrived = latency->count + 2,
		.left = latency->count,
		.inside = 2,
		.buckets = memcpy(arena_get(arena, length), bytes, length),
		.bucket_bytes = length,
	};
	free(bytes);
	record->load = load;
	record->loads = 1;
}

static void put_metrics(struct replication_record *record, double mean,
			const struct histogram *latency, struct arena *arena)
{
	struct metric_record *metric = arena_get(arena, 9 * sizeof(*metric));

	metric[0] = (struct metric_record){"load", "latency.mean", "ps", mean};
	metric[1] = (struct metric_record){"load", "throughput", "/s",
					   (double)latency->count};
	metric[2] = (struct metric_record){"", "rate.exits", "/s", 3};
	for (int i = 0; i < PERCENTILES; i++)
		metric[3 + i] = (struct metric_record){
			"load", percentiles[i].name, "ps",
			percentile_is_known(&percentiles[i], latency)
			? histogram_quantile(latency, percentiles[i].share)
			: NAN};
	record->metric = metric;
	record->metrics = 3 + PERCENTILES;
}

void records_replicate(struct replication_record *record, int point,
		       int replication, int jobs, struct arena *arena)
{
	uint64_t key = random_fold((uint64_t)point, (uint64_t)replication);
	double mean;
	struct histogram latency = draw(key, jobs, &mean);

	*record = (struct replication_record){
		.point = records_point[point].id,
		.replication = replication,
		.state = "ok",
		.seed = UINT64_MAX,
		.events = 100,
		.window = SIM_S,
		.stage = stages,
		.stages = 4,
		.busy = busy,
		.busies = 2,
		.opened = opened,
		.openeds = 1,
		.exemplar = exemplars,
		.exemplars = 2,
		.check = checks,
		.checks = 2,
	};
	put_metrics(record, mean, &latency, arena);
	put_load(record, &latency, arena);
	histogram_fini(&latency);
}

struct store *records_create(const char *path)
{
	struct error error = {0};
	struct store *store = store_create(path, &records_run, &records_host,
					   records_point, RECORDS_POINTS,
					   &error);

	ck_assert_msg(store, "%s", error.message);
	return store;
}

void records_put(struct store *store, int point, int replication)
{
	struct replication_record record;
	struct error error = {0};
	struct arena arena;

	arena_init(&arena);
	records_replicate(&record, point, replication, 1000, &arena);
	ck_assert_msg(!store_put_replication(store, &record, &error), "%s",
		      error.message);
	arena_fini(&arena);
}

void records_write(const char *path)
{
	static const struct estimate_record estimates[] = {
		{"", "rate.exits", "/s", 3, 3, 3, 2, "ok"},
		{"load", "latency.p99", "ps", NAN, NAN, NAN, 2, "few"},
		{"load", "throughput", "/s", 1000, 990, 1010, 2, "ok"},
	};
	struct store *store = records_create(path);

	for (int i = 0; i < 4; i++)
		records_put(store, i / 2, i % 2);
	for (int i = 0; i < RECORDS_POINTS; i++)
		ck_assert_int_eq(store_put_estimates(store,
			records_point[i].id, estimates, 3, NULL), 0);
	ck_assert_int_eq(store_finish(store, NULL), 0);
	store_close(store);
}
