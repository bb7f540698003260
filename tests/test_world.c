/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A replication as a whole: the same luck gives the same outcome, and what
 * does not add up is found. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "models/engine.h"
#include "models/source.h"
#include "tests/suite.h"
#include "tests/trial.h"

/* Two workloads that meet at a CPU, a ring and a wire. */
static const char busy_day[] =
	"network:\n"
	"  cpus: 2\n"
	"  slice: 50us\n"
	"  context_switch: exp 500ns\n"
	"  components:\n"
	"    itr: {kind: moderate, interval: 20us}\n"
	"    napi: {kind: poll, cpu: guest, class: softirq, budget: 8, "
	"handover: 3, notify: [{at: itr}, {stage: irq, at: target, "
	"class: hardirq, work: exp 1us, counts: interrupt}], "
	"each: [{stage: serve, at: here, work: exp 1us}]}\n"
	"    ring: {kind: ring, slots: 3, when_full: park}\n"
	"    station: {kind: server, servers: 2, work: exp 3us}\n"
	"    wire: {kind: nic, rate: 8Gbit/s, packet_rate: 900k/s}\n"
	"  paths:\n"
	"    jobs: [{at: napi}, {take: ring}, {at: station}, {spawn: sent}, "
	"{at: wire}]\n"
	"    sent: [{at: wire}, {give: ring}]\n"
	"    tasks: [{stage: task, at: guest, class: task, work: exp 30us}]\n"
	"workload:\n"
	"  jobs: {kind: network, path: jobs, threads: 2, payload: 1000B, "
	"arrival: {open: 250k/s}}\n"
	"  tasks: {kind: network, path: tasks, arrival: {closed: 3, "
	"think: exp 50us}}\n"
	"run: {warmup: 100us, duration: 10ms, seed: ";

/* ---- the same ---- */

static void print_workload(FILE *to, const struct workload_outcome *workload)
{
	struct histogram_bucket bucket;
	uint32_t cursor = 0;

	fprintf(to, "%s %d %" PRIu64 " %" PRIu64 " %" PRIu64 " %a\n",
		workload->name, workload->status, workload->arrived,
		workload->left, workload->inside, workload->moments.mean);
	while (histogram_next(&workload->latency, &cursor, &bucket))
		fprintf(to, "%" PRId64 " %" PRIu64 "\n", bucket.low,
			bucket.count);
	for (int i = 0; i < workload->sums; i++)
		fprintf(to, "%d %d %" PRId64 " %" PRId64 "\n",
			workload->sum[i].octave, workload->sum[i].stage,
			workload->sum[i].wait, workload->sum[i].work);
}

static void print_rest(FILE *to, const struct outcome *outcome)
{
	for (int i = 0; i < outcome->metrics; i++)
		fprintf(to, "%d %s %a\n", outcome->metric[i].workload,
			outcome->metric[i].name, outcome->metric[i].value);
	for (int i = 0; i < outcome->openeds; i++)
		fprintf(to, "%s %s %a\n", outcome->opened[i].component,
			outcome->opened[i].label, outcome->opened[i].time);
	for (int i = 0; i < outcome->busies; i++)
		fprintf(to, "%s %s %" PRId64 "\n", outcome->busy[i].core,
			outcome->busy[i].kind, outcome->busy[i].time);
	for (int i = 0; i < outcome->exemplars; i++)
		fprintf(to, "%" PRIu64 " %" PRId64 "\n",
			outcome->exemplar[i].job,
			outcome->exemplar[i].latency);
}

/* All that came out, as text; to be freed. */
static char *told(const char *seed, uint32_t replication)
{
	char text[4096], *told;
	struct trial *trial;
	struct world *world;
	const struct outcome *outcome;
	size_t size;
	FILE *to = open_memstream(&told, &size);

	trial_print(text, sizeof(text), "%s%s}\n", busy_day, seed);
	trial = trial_new(text);
	world = trial_world(trial, replication);
	outcome = trial_run(world);
	ck_assert_uint_ge(outcome->workload[0].left, 2000);
	fprintf(to, "%" PRIu64 " events\n", outcome->events);
	for (int i = 0; i < outcome->workloads; i++)
		print_workload(to, &outcome->workload[i]);
	print_rest(to, outcome);
	fclose(to);
	world_free(world);
	trial_free(trial);
	return told;
}

static bool is_same(const char *seed, uint32_t replication,
		    const char *other_seed, uint32_t other_replication)
{
	char *one = told(seed, replication);
	char *two = told(other_seed, other_replication);
	bool is_same = strcmp(one, two) == 0;

	free(one);
	free(two);
	return is_same;
}

START_TEST(the_same_seed_gives_the_same_outcome)
{
	ck_assert(is_same("7", 3, "7", 3));
}
END_TEST

START_TEST(another_seed_or_replication_gives_another)
{
	ck_assert(!is_same("7", 3, "8", 3));
	ck_assert(!is_same("7", 3, "7", 4));
}
END_TEST

/* ---- common luck ---- */

#define JOBS "  jobs: {kind: network, path: jobs, arrival: {open: 100k/s}}\n"
#define RUN "run: {warmup: 0us, duration: 2ms}\n"

/* The same stage, with nothing in its way; on a CPU that is interrupted; and
 * there behind another one. */
static const char alone[] =
	"network:\n"
	"  costs: {service: lognormal mean=2us cv=1}\n"
	"  components: {serve: {kind: server, servers: inf, work: $service}}\n"
	"  paths: {jobs: [{at: serve}]}\n"
	"workload:\n" JOBS RUN;
static const char interrupted[] =
	"network:\n"
	"  cpus: 1\n"
	"  costs: {service: lognormal mean=2us cv=1}\n"
	"  paths:\n"
	"    jobs: [{stage: serve, at: guest, class: task, work: $service}]\n"
	"    irqs: [{stage: irq, at: guest, class: hardirq, work: exp 1us}]\n"
	"workload:\n"
	"  irqs: {kind: network, path: irqs, arrival: {open: 150k/s}}\n"
	JOBS RUN;
static const char behind[] =
	"network:\n"
	"  cpus: 1\n"
	"  costs: {service: lognormal mean=2us cv=1}\n"
	"  components:\n"
	"    before: {kind: server, work: exp 3us}\n"
	"    worker: {kind: poll, cpu: guest, class: task, budget: 4, "
	"round: [{stage: lock, at: here, work: exp 500ns}]}\n"
	"  paths: {jobs: [{at: before}, {at: worker}, {stage: serve, "
	"at: here, work: $service}]}\n"
	"workload:\n" JOBS RUN;

struct worked {
	double jobs, work, inside;
};

static struct worked work_of(const struct trial *trial, uint32_t replication)
{
	struct world *world = trial_world(trial, replication);
	const struct outcome *outcome = trial_run(world);
	double left = trial_number(outcome, "jobs/left");
	struct worked worked = {
		left, left * trial_number(outcome, "jobs/stage.serve.work"),
		trial_number(outcome, "jobs/inside_at_end"),
	};

	world_free(world);
	return worked;
}

/* How often all jobs of both were done, and had taken the same work: to the
 * picosecond for each piece that one was done in. */
static int count_common(const char *text, int pieces)
{
	struct trial *one = trial_new(alone), *two = trial_new(text);
	int count = 0;

	for (uint32_t i = 0; i < 100; i++) {
		struct worked a = work_of(one, i), b = work_of(two, i);

		if (a.inside > 0 || b.inside > 0)
			continue;
		ck_assert_double_eq(a.jobs, b.jobs);
		ck_assert_double_eq_tol(a.work, b.work, pieces * a.jobs);
		count++;
	}
	trial_free(one);
	trial_free(two);
	return count;
}

START_TEST(a_stage_meets_the_same_luck_on_every_machine)
{
	ck_assert_int_ge(count_common(interrupted, 3), 20);
	ck_assert_int_ge(count_common(behind, 1), 20);
}
END_TEST

/* ---- what does not add up ---- */

struct slip {
	struct event event; /* first */
	void (*slip)(struct world *world);
};

static void slips(struct sim *sim, struct event *event)
{
	((struct slip *)event)->slip((struct world *)sim);
}

static void lose_busy_time(struct world *world)
{
	world->cpu[0].booked[CLASS_TASK][BOOKS_OVERHEAD]--;
}

static void gain_a_job(struct world *world)
{
	world->tracker[0].entered++;
}

static void lengthen_a_sojourn(struct world *world)
{
	world->tracker[0].sojourn++;
}

static void misplace_a_stage(struct world *world)
{
	world->tracker[1].mismatched++;
}

static void expect_found(void (*slip)(struct world *), const char *check,
			 const char *component)
{
	char text[4096];
	struct slip made = {.slip = slip};
	struct trial *trial;
	struct world *world;
	const struct outcome *outcome;
	int failed = 0;

	trial_print(text, sizeof(text), "%s1}\n", busy_day);
	trial = trial_new(text);
	world = trial_world(trial, 0);
	event_init(&made.event, slips);
	sim_at(&world->sim, &made.event, 5 * SIM_MS);
	outcome = world_run(world);
	ck_assert_int_eq(outcome->verdict, VERDICT_CHECK);
	ck_assert_ptr_nonnull(strstr(outcome->story, component));
	for (int i = 0; i < outcome->checks; i++) {
		if (outcome->check[i].is_ok)
			continue;
		ck_assert_str_eq(outcome->check[i].name, check);
		ck_assert_str_eq(outcome->check[i].component, component);
		failed++;
	}
	ck_assert_int_eq(failed, 1);
	world_free(world);
	trial_free(trial);
}

START_TEST(one_picosecond_is_missed)
{
	expect_found(lose_busy_time, "busy", "a/cpu0");
	expect_found(lengthen_a_sojourn, "little", "jobs");
}
END_TEST

START_TEST(one_job_is_missed)
{
	expect_found(gain_a_job, "conservation", "jobs");
	expect_found(misplace_a_stage, "stages", "tasks");
}
END_TEST

START_TEST(what_takes_no_time_for_ever_is_ended)
{
	struct trial *trial = trial_new(
		"network:\n"
		"  components: {station: {kind: server, work: 0us}}\n"
		"  path: [{at: station}]\n"
		"workload: {jobs: {kind: network, arrival: {closed: 1}}}\n");
	struct world *world = trial_world(trial, 0);

	ck_assert_int_eq(world_run(world)->verdict, VERDICT_STANDSTILL);
	world_free(world);
	trial_free(trial);
}
END_TEST

/* All come at 0, to a poll that takes no time. */
START_TEST(very_many_moves_in_an_instant_are_no_standstill)
{
	expect_exactly("network:\n"
		       "  cpus: 1\n"
		       "  components:\n"
		       "    poll: {kind: poll, cpu: guest, class: softirq, "
		       "budget: 64}\n"
		       "    station: {kind: server, servers: inf, work: 2ms}\n"
		       "  path: [{at: poll}, {at: station}]\n"
		       "workload: {jobs: {kind: network, "
		       "arrival: {closed: 600000}}}\n"
		       "run: {warmup: 1ms, duration: 2ms}\n",
		       {"left", 600e3, 0}, {"latency.max", 2 * SIM_MS, 0});
}
END_TEST

START_TEST(a_run_can_be_stopped)
{
	struct trial *trial = trial_new(alone);
	struct world *world = trial_world(trial, 0);
	const volatile int stop = 1;

	world->options.stop = &stop;
	world->window = SIM_S;
	ck_assert_int_eq(world_run(world)->verdict, VERDICT_STOPPED);
	ck_assert_int_lt(world->sim.now, SIM_S / 2);
	world_free(world);
	trial_free(trial);
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("world");
	TCase *same = tcase_create("same"), *luck = tcase_create("luck");
	TCase *checks = tcase_create("checks");

	tcase_add_test(same, the_same_seed_gives_the_same_outcome);
	tcase_add_test(same, another_seed_or_replication_gives_another);
	suite_add_tcase(suite, same);
	tcase_set_timeout(luck, 60);
	tcase_add_test(luck, a_stage_meets_the_same_luck_on_every_machine);
	suite_add_tcase(suite, luck);
	tcase_set_timeout(checks, 60);
	tcase_add_test(checks, one_picosecond_is_missed);
	tcase_add_test(checks, one_job_is_missed);
	tcase_add_test(checks, what_takes_no_time_for_ever_is_ended);
	tcase_add_test(checks,
		       very_many_moves_in_an_instant_are_no_standstill);
	tcase_add_test(checks, a_run_can_be_stopped);
	suite_add_tcase(suite, checks);
	return suite;
}
