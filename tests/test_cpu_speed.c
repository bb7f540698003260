/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The speed of a processor: clocks, hyperthreads, changes at any moment. */
#include <math.h>
#include <stddef.h>

#include "models/engine.h"
#include "tests/queueing.h"
#include "tests/suite.h"
#include "tests/trial.h"

#define SHORT "run: {warmup: 1000500ns, duration: 9ms}\n"

/* ---- clocks ---- */

#define CLOCKED(CLOCK, MORE, WORK)                                           \
	"network:\n"                                                         \
	"  cpus: 1\n"                                                        \
	"  clock: " CLOCK "\n" MORE                                          \
	"  costs: {work: " WORK "}\n"                                        \
	"  path: [{stage: serve, at: guest, class: task, work: $work}]\n"    \
	"workload: {jobs: {kind: network, arrival: {closed: 1}}}\n" SHORT

static void expect_latency(const char *text, double latency)
{
	expect_exactly(text, {"latency.low", latency, 0},
		       {"latency.max", latency, 0});
}

START_TEST(cycles_take_time_by_the_clock)
{
	expect_latency(CLOCKED("2GHz", "", "3kcyc"), 1.5 * SIM_US);
	expect_latency(CLOCKED("4GHz", "", "3kcyc"), 0.75 * SIM_US);
}
END_TEST

START_TEST(time_measured_at_a_clock_scales_with_it)
{
	expect_latency(CLOCKED("2GHz", "", "{value: 1us, clock: 1GHz}"),
		       0.5 * SIM_US);
	expect_latency(CLOCKED("2GHz", "", "1us"), 1 * SIM_US);
}
END_TEST

START_TEST(a_work_factor_lengthens_all_work)
{
	expect_latency(CLOCKED("2GHz", "  work_factor: 1.25\n", "4kcyc"),
		       2.5 * SIM_US);
	expect_latency(CLOCKED("2GHz", "  work_factor: 1.25\n", "2us"),
		       2.5 * SIM_US);
}
END_TEST

/* ---- hyperthreads ---- */

/* Two workers on an instance's two CPUs. */
#define CORE(HARDWARE, WORK)                                                 \
	"instances: {core: {vcpus: 2, clock: 2GHz" HARDWARE "}}\n"           \
	"mechanisms:\n"                                                      \
	"  - {mechanism: bare, dimension: cpu, cpu: {virtual: false}}\n"     \
	"platforms: [{platform: metal0, cpu: bare}]\n"                       \
	"workloads:\n"                                                       \
	"  workers:\n"                                                       \
	"    costs: {work: " WORK "}\n"                                      \
	"    components:\n"                                                  \
	"      left: {kind: poll, cpu: guest, pick: 0, class: task, "        \
	"budget: 1, each: [{stage: serve, at: here, work: $work}]}\n"        \
	"      right: {kind: poll, cpu: guest, pick: 1, class: task, "       \
	"budget: 1, each: [{stage: serve, at: here, work: $work}]}\n"        \
	"    paths:\n"                                                       \
	"      left: {starts: device, path: [{at: left}]}\n"                 \
	"      right: {starts: device, path: [{at: right}]}\n"               \
	"compare: [{platform: metal0, instance: core}]\n"                    \
	"workload:\n"                                                        \
	"  left: {kind: workers, path: left, arrival: {closed: 1}}\n"
#define RIGHT(ARRIVAL)                                                       \
	"  right: {kind: workers, path: right, arrival: " ARRIVAL "}\n"
#define SIBLINGS(SPEED) ", threads_per_core: 2, sibling_speed: " SPEED

START_TEST(instructions_per_cycle_shorten_cycles_and_not_times)
{
	expect_exactly(CORE(", ipc: 1.5", "6kcyc") RIGHT("{closed: 1}") SHORT,
		       {"left/latency.max", 2 * SIM_US, 0});
	expect_exactly(CORE(", ipc: 1.5", "6us") RIGHT("{closed: 1}") SHORT,
		       {"left/latency.max", 6 * SIM_US, 0});
}
END_TEST

START_TEST(busy_siblings_slow_each_other)
{
	expect_exactly(CORE(SIBLINGS("62.5%"), "1us") RIGHT("{closed: 1}")
		       SHORT,
		       {"left/latency.max", 1.6 * SIM_US, 0},
		       {"right/latency.max", 1.6 * SIM_US, 0},
		       {"left/left", 5625, 0}, {"right/left", 5625, 0});
}
END_TEST

START_TEST(cores_of_one_thread_do_not_slow_each_other)
{
	expect_exactly(CORE("", "1us") RIGHT("{closed: 1}") SHORT,
		       {"left/latency.max", 1 * SIM_US, 0},
		       {"left/left", 9000, 0}, {"right/left", 9000, 0});
}
END_TEST

/* The left one is always busy: the right one is an M/M/1 at 62 %, and takes
 * 38 % of the left one's speed while it runs, which is 0.3 / 0.62 of time. */
START_TEST(a_sibling_slows_the_other_only_while_it_runs)
{
	expect_theory(CORE(SIBLINGS("62%"), "exp 1us")
		      RIGHT("{open: 300k/s}")
		      "run: {warmup: 1ms, duration: 60ms}\n", 20,
		      {"left/throughput", (1 - 0.38 * 0.3 / 0.62) * 1e6, 0.01},
		      {"right/latency.mean", SIM_US / (0.62 - 0.3), 0.05},
		      {"utilisation.a/cpu1", 0.3 / 0.62, 0.02});
}
END_TEST

/* ---- changes ---- */

#define CHANGES 400

struct change {
	struct event event;
	struct cpu *cpu;
	sim_time when;
	double rate;
};

static void change_rate(struct sim *sim, struct event *event)
{
	struct change *change = (struct change *)event;

	cpu_set_rate((struct world *)sim, change->cpu, change->rate);
}

/* From `when` on, rates that stop the CPU, slow it, and let it run. */
static void plan_changes(struct world *world, struct change *change,
			 sim_time when)
{
	static const double rates[] = {0, 1, 0.31, 0.62, 1, 0, 0.07};

	for (int i = 0; i < CHANGES; i++) {
		when += 1 + (sim_time)(random_unit((uint64_t)i) * 7 * SIM_US);
		event_init(&change[i].event, change_rate);
		change[i].cpu = &world->cpu[0];
		change[i].when = when;
		change[i].rate = i == CHANGES - 1 ? 1 : rates[i % 7];
		sim_at(&world->sim, &change[i].event, when);
	}
}

/* Full-speed time between two moments. */
static double work_between(const struct change *change, sim_time from,
			   sim_time to)
{
	double work = 0, rate = 1;
	sim_time at = 0;

	for (int i = 0; i <= CHANGES; i++) {
		sim_time next = i < CHANGES ? change[i].when : to;
		sim_time low = at > from ? at : from;
		sim_time high = next < to ? next : to;

		if (high > low)
			work += rate * (double)(high - low);
		at = next;
		rate = i < CHANGES ? change[i].rate : 1;
	}
	return work;
}

/* One long job, interrupted each 17 us by 3 us of work. */
static const char interrupted[] =
	"network:\n"
	"  cpus: 1\n"
	"  paths:\n"
	"    long: [{stage: run, at: guest, class: task, work: 500us}]\n"
	"    tick: [{stage: fire, at: guest, class: hardirq, work: 3us}]\n"
	"workload:\n"
	"  long: {kind: network, path: long, arrival: {open: 400/s, "
	"gaps: constant}}\n"
	"  tick: {kind: network, path: tick, arrival: {open: 58823.5/s, "
	"gaps: constant}}\n"
	"run: {warmup: 0us, duration: 4900us}\n";

/* Its end is where the work that was possible since is what it needed: never
 * before (but for when the first tick's arrival was rounded), and at most 1
 * ps after for each piece that it was done in. */
START_TEST(changes_of_speed_lose_nothing)
{
	struct trial *trial = trial_new(interrupted);
	struct world *world = trial_world(trial, 0);
	struct change change[CHANGES];
	const struct outcome *outcome;
	sim_time start = 2500 * SIM_US, end;
	double gap = SIM_S / 58823.5, ticks, needed, done;

	plan_changes(world, change, start);
	outcome = trial_run(world);
	ck_assert_uint_eq(outcome->workload[0].left, 1);
	end = start + outcome->workload[0].latency.high;
	ticks = floor((double)end / gap) - floor((double)start / gap);
	needed = (500 + 3 * ticks) * SIM_US +
		 fmax(0, 3. * SIM_US - fmod((double)start, gap));
	done = work_between(change, start, end);
	ck_assert_double_ge(ticks, 30);
	ck_assert_int_lt(change[200].when, end);
	ck_assert_double_ge(done + 0.5, needed);
	ck_assert_double_le(done, needed + ticks + 1);
	world_free(world);
	trial_free(trial);
}
END_TEST

START_TEST(a_stopped_cpu_holds_its_work_until_it_goes_on)
{
	struct trial *trial = trial_new(
		CLOCKED("1GHz", "", "100us"));
	struct world *world = trial_world(trial, 0);
	struct change change[] = {
		{.rate = 0, .when = 2040 * SIM_US},
		{.rate = 1, .when = 2640 * SIM_US},
	};

	for (int i = 0; i < 2; i++) {
		event_init(&change[i].event, change_rate);
		change[i].cpu = &world->cpu[0];
		sim_at(&world->sim, &change[i].event, change[i].when);
	}
	const struct outcome *outcome = trial_run(world);
	ck_assert_int_eq(outcome->workload[0].latency.low, 100 * SIM_US);
	ck_assert_int_eq(outcome->workload[0].latency.high, 700 * SIM_US);
	ck_assert_uint_eq(outcome->workload[0].left, 84);
	world_free(world);
	trial_free(trial);
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("cpu_speed");
	TCase *clocks = tcase_create("clocks"), *core = tcase_create("core");
	TCase *changes = tcase_create("changes");

	tcase_add_test(clocks, cycles_take_time_by_the_clock);
	tcase_add_test(clocks, time_measured_at_a_clock_scales_with_it);
	tcase_add_test(clocks, a_work_factor_lengthens_all_work);
	suite_add_tcase(suite, clocks);
	tcase_set_timeout(core, 60);
	tcase_add_test(core,
		       instructions_per_cycle_shorten_cycles_and_not_times);
	tcase_add_test(core, busy_siblings_slow_each_other);
	tcase_add_test(core, cores_of_one_thread_do_not_slow_each_other);
	tcase_add_test(core, a_sibling_slows_the_other_only_while_it_runs);
	suite_add_tcase(suite, core);
	tcase_add_test(changes, changes_of_speed_lose_nothing);
	tcase_add_test(changes, a_stopped_cpu_holds_its_work_until_it_goes_on);
	suite_add_tcase(suite, changes);
	return suite;
}
