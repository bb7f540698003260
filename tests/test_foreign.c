/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Costs of the hardware and of the workload's volume, members per volume, and
 * flows: what a setup says beside the files. */
#include <check.h>
#include <stdlib.h>

#include "models/source.h"
#include "sim/time.h"
#include "tests/rig.h"
#include "tests/scratch.h"
#include "tests/suite.h"

#define STORE(PER, WHAT)                                                     \
	"network:\n"                                                         \
	"  components: {store: {kind: server, per: " PER ", " WHAT "}}\n"    \
	"  path: [{at: store}]\n"                                            \
	"workload:\n"                                                        \
	"  slow: {kind: network, arrival: {closed: 2}}\n"                    \
	"  fast: {kind: network, arrival: {closed: 2}}\n"                    \
	"run: {warmup: 1ms, duration: 1ms}\n"

static const struct term times[] = {
	{{.a = 30e6}, UNIT_TIME, NULL},
	{{.a = 10e6}, UNIT_TIME, NULL},
};
static const struct term number = {{.a = 3}, UNIT_COUNT, NULL};
static const struct cost costs[2][2] = {
	{{.name = "service", .text = "30us", .term = &times[0], .terms = 1},
	 {.name = "most", .text = "3", .term = &number, .terms = 1}},
	{{.name = "service", .text = "10us", .term = &times[1], .terms = 1},
	 {.name = "most", .text = "3", .term = &number, .terms = 1}},
};
static const struct block_volume volumes[] = {
	{.name = "data", .cost = costs[0], .costs = 2},
	{.name = "logs", .cost = costs[1], .costs = 2},
};

/* The scenario with other workloads, compiled. */
struct trial {
	struct rig rig;
	struct setup setup;
	struct setup_workload workload[2];
};

static void load(struct trial *trial, const char *text)
{
	struct rig *rig = &trial->rig;

	*trial = (struct trial){0};
	diagnostics_init(&rig->diagnostics);
	scratch_write("model.yaml", text);
	rig->scenario = scenario_load("model.yaml", NULL, &rig->diagnostics);
	ck_assert(rig->scenario != NULL);
	rig->point = scenario_point(rig->scenario, 0);
	trial->setup = *scenario_setup(rig->scenario, 0, &rig->diagnostics);
	for (int i = 0; i < trial->setup.workloads; i++)
		trial->workload[i] = trial->setup.workload[i];
	trial->setup.workload = trial->workload;
}

static void give_volumes(struct trial *trial)
{
	for (int i = 0; i < 2; i++) {
		trial->workload[i].volume = &volumes[i];
		trial->workload[i].volume_index = i;
	}
}

static bool compile(struct trial *trial)
{
	trial->rig.program = program_new(&trial->setup,
					 &trial->rig.diagnostics);
	return trial->rig.program != NULL;
}

static void expect_said(const struct trial *trial, const char *message)
{
	const struct diagnostics *said = &trial->rig.diagnostics;

	ck_assert_int_ge(said->count, 1);
	ck_assert_str_eq(said->item[0].message, message);
}

static void expect_refused(const char *text, bool has_volumes,
			   const char *message)
{
	struct trial trial;

	load(&trial, text);
	if (has_volumes)
		give_volumes(&trial);
	ck_assert(!compile(&trial));
	expect_said(&trial, message);
	rig_close(&trial.rig);
}

START_TEST(each_volume_has_a_member_and_costs_of_its_own)
{
	struct trial trial;
	const struct outcome *outcome;

	load(&trial, STORE("volume", "work: $volume.service"));
	give_volumes(&trial);
	ck_assert(compile(&trial));
	outcome = rig_run(&trial.rig, 0);
	ck_assert_double_eq(outcome->workload[0].moments.mean, 60e6);
	ck_assert_double_eq(outcome->workload[1].moments.mean, 20e6);
	rig_close(&trial.rig);
}
END_TEST

START_TEST(workloads_of_one_volume_share_its_member)
{
	struct trial trial;
	const struct outcome *outcome;

	load(&trial, STORE("volume", "work: $volume.service"));
	give_volumes(&trial);
	trial.workload[1].volume = trial.workload[0].volume;
	trial.workload[1].volume_index = 0;
	ck_assert(compile(&trial));
	outcome = rig_run(&trial.rig, 0);
	for (int i = 0; i < 2; i++)
		ck_assert_double_eq(outcome->workload[i].moments.mean, 120e6);
	rig_close(&trial.rig);
}
END_TEST

START_TEST(a_parameter_may_be_the_volumes)
{
	struct trial trial;
	const struct outcome *outcome;

	load(&trial, STORE("volume", "servers: $volume.most, "
			   "work: $volume.service"));
	give_volumes(&trial);
	ck_assert(compile(&trial));
	outcome = rig_run(&trial.rig, 0);
	ck_assert_double_eq(outcome->workload[0].moments.mean, 30e6);
	rig_close(&trial.rig);
}
END_TEST

START_TEST(what_a_volume_has_not_is_refused)
{
	expect_refused(STORE("volume", "work: $volume.service"), false,
		       "'$volume.service', but workload 'slow' has no volume");
	expect_refused(STORE("volume", "work: $volume.media"), true,
		       "volume 'data' has no 'media'");
	expect_refused(STORE("guest", "work: $volume.service"), true,
		       "'$volume.service' in 'store', which is not one per "
		       "volume");
	expect_refused(STORE("volume", "servers: $volume.service, work: 1us"),
		       true, "servers: 'service' is 30us: of another "
		       "dimension");
}
END_TEST

/* Flow f of a thread is its number plus f times how many threads there are. */
START_TEST(jobs_of_a_thread_are_spread_over_its_flows)
{
	struct trial trial;
	struct world *world;
	int seen[20] = {0};

	load(&trial, "network:\n"
		     "  components: {s: {kind: server, work: 1s}}\n"
		     "  path: [{at: s}]\n"
		     "workload: {w: {kind: network, threads: 2, "
		     "arrival: {closed: 4000}}}\n"
		     "run: {warmup: 1ms, duration: 1ms}\n");
	trial.workload[0].flows = 10;
	ck_assert(compile(&trial));
	rig_run(&trial.rig, 0);
	world = trial.rig.world;
	for (int i = 0; i < world->sources; i++)
		for (struct job *job = world->source[i].oldest; job;
		     job = job->newer) {
			ck_assert_uint_lt(job->flow, 20);
			ck_assert_int_eq((int)job->flow % 2, i);
			seen[job->flow]++;
		}
	for (int i = 0; i < 20; i++) /* 200, give or take 5 sigma */
		ck_assert_int_lt(abs(seen[i] - 200), 70);
	rig_close(&trial.rig);
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("foreign");
	TCase *tcase = tcase_create("foreign");

	tcase_add_checked_fixture(tcase, scratch_enter, scratch_leave);
	tcase_add_test(tcase, each_volume_has_a_member_and_costs_of_its_own);
	tcase_add_test(tcase, workloads_of_one_volume_share_its_member);
	tcase_add_test(tcase, a_parameter_may_be_the_volumes);
	tcase_add_test(tcase, what_a_volume_has_not_is_refused);
	tcase_add_test(tcase, jobs_of_a_thread_are_spread_over_its_flows);
	suite_add_tcase(suite, tcase);
	return suite;
}
