/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_report.c -- tables of results made up so that all is known: what they
 * say, letter by letter, and that they fit a page whatever the names are. */
#include "cli/report.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/table.h"
#include "tests/suite.h"

#define POINTS 3
#define ESTIMATES 5
#define STAGES 2
#define SWEPTS 3

/* What the results are about. */
struct names {
	const char *platform[POINTS], *instance[POINTS], *workload, *binding;
	const char *busiest, *stage, *owner;
	const struct swept_record *swept;
	int swepts;
};

struct made_up {
	struct point_results point[POINTS];
	struct load_sum load[POINTS];
	struct estimate_record estimate[POINTS][ESTIMATES];
	struct stage_mean stage[POINTS][STAGES];
	char busiest[200];
	struct cost_record heaviest;
	struct results results;
};

static const struct load_sum loads[POINTS] = {
	{.status = "saturated", .arrived = 900, .left = 500, .inside = 400},
	{.status = "dropping", .arrived = 100, .left = 0, .dropped = 101},
	{.status = "ok", .arrived = 500, .left = 500},
};

/* The first has no latency, as a saturated point has none. */
static void fill_point(struct made_up *all, const struct names *names, int p)
{
	const char *workload = names->workload;
	double none = p == 0 ? (double)NAN : 1;
	struct estimate_record estimate[ESTIMATES] = {
		{"", all->busiest, "%", 0.998, 0.99, 1, 2, "ok"},
		{workload, "latency.mean", "ps", none * 1.5e6, 1.4e6, 1.6e6, 2,
		 "ok"},
		{workload, "latency.p50", "ps", none * 1.25e6, 1.2e6, 1.3e6, 2,
		 "ok"},
		{workload, "latency.p99", "ps", (double)NAN, (double)NAN,
		 (double)NAN, 2, p == 0 ? "saturated" : "few"},
		{workload, "throughput", "/s", 1e5 * (p + 1), 1e5, 1e5 + 2000,
		 2, "ok"},
	};
	struct stage_mean stage[STAGES] = {
		{workload, 0, names->stage, names->owner, "", 250e3, 0, 500},
		{workload, 1, "forward", "dom0 softirq", "", 0, 1e6, 500},
	};

	memcpy(all->estimate[p], estimate, sizeof(estimate));
	memcpy(all->stage[p], stage, sizeof(stage));
	all->load[p] = loads[p];
	all->load[p].workload = workload;
	all->load[p].binding = p < 2 ? names->binding : NULL;
	all->point[p] = (struct point_results){
		.point = {.label = names->platform[p],
			  .platform = names->platform[p],
			  .instance = names->instance[p],
			  .swept = names->swept, .swepts = names->swepts},
		.load = &all->load[p], .loads = 1, .replications = 2,
		.estimate = all->estimate[p], .estimates = ESTIMATES,
		.stage = all->stage[p], .stages = STAGES, .checks = 10,
	};
}

static void make(struct made_up *all, const struct names *names)
{
	memset(all, 0, sizeof(*all));
	snprintf(all->busiest, sizeof(all->busiest), "utilisation.%s",
		 names->busiest);
	for (int p = 0; p < POINTS; p++)
		fill_point(all, names, p);
	all->heaviest = (struct cost_record){.mechanism = "netfront",
					     .name = "forward"};
	all->results = (struct results){
		.run = {.title = "Made up", .is_complete = true},
		.point = all->point, .points = POINTS,
		.trust = {.assumed = 3, .fitted = 1,
			  .heaviest = &all->heaviest,
			  .heaviest_label = names->platform[0]},
	};
}

static char *printed(void (*report)(const struct results *, FILE *),
		     const struct names *names)
{
	struct made_up all;
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	ck_assert_ptr_nonnull(to);
	make(&all, names);
	report(&all.results, to);
	fclose(to);
	return text;
}

static const struct names plain = {
	{"xen-pv", "sriov-82599", "nitro"},
	{"m1.large", "c3.large", "c5.large"},
	"random-read", "dom0/vcpu0", "dom0/vcpu0", "tx_ring", "device",
	NULL, 0,
};

START_TEST(a_markdown_table_has_all_that_the_other_has)
{
	char *text = printed(report_md, &plain);

	ck_assert_str_eq(text,
"## Made up\n"
"\n"
"| platform | instance | busiest part | throughput | mean | p50 | p99 |\n"
"|---|---|---|---:|---:|---:|---:|\n"
"| xen-pv | m1.large | dom0/vcpu0 99.8 % busy | 100.0 k/s ±1.0 | - | - | - "
"|\n"
"| sriov-82599 | c3.large | dom0/vcpu0 99.8 % busy | 200.0 k/s ±1.0 | "
"1.500 us ±0.10 | 1.250 us ±0.050 | few |\n"
"| nitro | c5.large | dom0/vcpu0 99.8 % busy | 300.0 k/s ±1.0 | 1.500 us "
"±0.10 | 1.250 us ±0.050 | few |\n"
"\n"
"- xen-pv m1.large: saturated by dom0/vcpu0: more comes than it carries; no "
"latency\n"
"- sriov-82599 c3.large: dropping 100.0 % of its jobs at dom0/vcpu0; "
"latencies are those of the rest\n"
"\n"
"relative to xen-pv: sriov-82599 throughput x 2.00; nitro throughput x "
"3.00\n"
"\n"
"| where the time went | who | wait | work |\n"
"|---|---|---:|---:|\n"
"| **sriov-82599 c3.large** | | | |\n"
"| tx_ring | device | 250.0 ns | 0 |\n"
"| forward | dom0 softirq | 0 | 1.000 us |\n"
"| **nitro c5.large** | | | |\n"
"| tx_ring | device | 250.0 ns | 0 |\n"
"| forward | dom0 softirq | 0 | 1.000 us |\n"
"\n"
"3 points, 6 replications; 30 exact checks, all hold; leans on 3 assumed and "
"1 fitted costs; netfront.forward weighs most, on xen-pv\n");
	free(text);
}
END_TEST

START_TEST(no_more_is_dropped_than_there_is)
{
	char *text = printed(report_table, &plain);

	ck_assert_ptr_nonnull(strstr(text, "dropping 100.0 % of its jobs"));
	free(text);
}
END_TEST

static void expect_narrow(const struct names *names)
{
	char *text = printed(report_table, names);
	char *line = text;

	for (char *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
		*end = '\0';
		ck_assert_msg(text_width(line) <= TABLE_WIDTH, "%s: %s",
			      names->workload, line);
		*end = '\n';
	}
	free(text);
}

#define LONG "a-name-that-somebody-gave-without-a-thought-of-the-reader"

START_TEST(a_table_fits_a_page_whatever_the_names_are)
{
	static const char *const word[] = {
		"hi1.4xlarge", "instance-store", "random-read",
		"the-longest-name-of-a-platform", LONG, LONG "-" LONG,
	};
	static const struct swept_record swept[SWEPTS] = {
		{"workload.random-read.block_size", "4KiB", 4096, "B"},
		{"netfront.tx_ring.slots", "lognormal mean=1us cv=0.8", 0, ""},
		{"workload.random-read.arrival.open", "100k/s", 1e5, "/s"},
	};

	for (size_t i = 0; i < sizeof(word) / sizeof(word[0]); i++) {
		for (int swepts = 0; swepts <= SWEPTS; swepts++) {
			struct names names = {
				{word[i], "sriov-82599", "xen-pvhvm"},
				{word[i], "hi1.4xlarge", "i2.xlarge"},
				word[i], word[i], word[i], word[i], word[i],
				swept, swepts};

			expect_narrow(&names);
		}
	}
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("report");
	TCase *all = tcase_create("report");

	tcase_add_test(all, a_markdown_table_has_all_that_the_other_has);
	tcase_add_test(all, no_more_is_dropped_than_there_is);
	tcase_add_test(all, a_table_fits_a_page_whatever_the_names_are);
	suite_add_tcase(suite, all);
	return suite;
}
