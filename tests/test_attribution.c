/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What waits open into: the worked example, each label once, and sums. */
#include <string.h>

#include "models/engine.h"
#include "models/poll.h"
#include "tests/suite.h"
#include "tests/trial.h"

/* ---- the worked example ---- */

/* A kick takes its hypercall from 0 to 0.4 us; its target's CPU leaves a
 * C-state to 1.4; another handler of the hypervisor, which came meanwhile,
 * runs to 3.3; the upcall is done at 4.1.  Packet 1 comes at 0, packet 2 at
 * 3.0; each is served for 0.8.  Moment 0 is 2010 us of the run (a CPU sleeps
 * after its first work only); their sender has a CPU of its own. */
static const char example[] =
	"instances:\n"
	"  small:\n"
	"    vcpus: 2\n"
	"    clock: 1GHz\n"
	"    cstates: [{name: C1, residency: 1ns, exit: 1us}]\n"
	"mechanisms:\n"
	"  - {mechanism: bare, dimension: cpu, cpu: {virtual: false}}\n"
	"platforms: [{platform: metal0, cpu: bare}]\n"
	"workloads:\n"
	"  packets1:\n"
	"    costs: {hypercall: 400ns, nothing: 0ns, upcall: 800ns, "
	"service: 800ns, hog: 1.9us, nine: 9us, twelve: 12us, eleven: 11us}\n"
	"    components:\n"
	"      nine: {kind: server, work: $nine}\n"
	"      twelve: {kind: server, work: $twelve}\n"
	"      eleven: {kind: server, work: $eleven}\n"
	"      sender: {kind: poll, cpu: guest, pick: 1, class: softirq, "
	"budget: 1}\n"
	"      front:\n"
	"        kind: poll\n"
	"        cpu: guest\n"
	"        pick: 0\n"
	"        class: softirq\n"
	"        budget: 64\n"
	"        notify:\n"
	"          - {stage: hypercall, at: here, work: $hypercall}\n"
	"          - {stage: cstate, at: target.pcpu, class: hypervisor, "
	"work: $nothing}\n"
	"          - {stage: upcall, at: target, class: hardirq, "
	"work: $upcall}\n"
	"        each: [{stage: serve, at: here, work: $service}]\n"
	"    paths:\n"
	"      first: {starts: device, "
	"path: [{at: nine}, {at: sender}, {at: front}]}\n"
	"      second: {starts: device, "
	"path: [{at: twelve}, {at: sender}, {at: front}]}\n"
	"      hog: {starts: device, path: [{at: eleven}, {stage: hog, "
	"at: guest, class: hypervisor, work: $hog}]}\n"
	"compare: [{platform: metal0, instance: small}]\n"
	"workload:\n"
	"  first: {kind: packets1, path: first, arrival: "
	"{open: 1k/s, gaps: constant}}\n"
	"  second: {kind: packets1, path: second, arrival: "
	"{open: 1k/s, gaps: constant}}\n"
	"  hog: {kind: packets1, path: hog, arrival: "
	"{open: 1k/s, gaps: constant}}\n"
	"run: {warmup: 1500us, duration: 1ms}\n";

#define MOMENT(NS) (2010 * SIM_US + (NS) * SIM_NS)
#define SPAN 1e9 /* of the window, in ps */

/* What the clock of a poll says at a moment. */
struct snapshot {
	struct event event; /* first */
	struct clock *clock;
	sim_time total[LABELS + 64];
};

static void take_snapshot(struct sim *sim, struct event *event)
{
	struct snapshot *snapshot = (struct snapshot *)event;
	struct clock *clock = snapshot->clock;

	clock_set(clock, sim->now, clock->label);
	ck_assert_int_le(clock->labels, LABELS + 64);
	memcpy(snapshot->total, clock->total,
	       (size_t)clock->labels * sizeof(*clock->total));
}

static struct clock *poll_clock(const struct world *world, const char *name)
{
	for (int i = 0; i < world->program->parts; i++)
		if (strcmp(world->part[i]->set->component, name) == 0)
			return &((struct poll *)world->part[i])->clock;
	ck_abort_msg("no component '%s'", name);
	return NULL;
}

static void plan_snapshot(struct world *world, struct snapshot *snapshot,
			  struct clock *clock, sim_time when)
{
	event_init(&snapshot->event, take_snapshot);
	snapshot->clock = clock;
	sim_at(&world->sim, &snapshot->event, when);
}

/* The label of a stage: while its job waits, or works. */
static int stage_label(const struct world *world, const char *stage,
		       enum job_state state)
{
	for (int i = 0; i < world->program->labels; i++)
		if (strcmp(world->program->label[i], stage) == 0)
			return LABELS + 2 * i + (int)state;
	ck_abort_msg("no stage '%s'", stage);
	return -1;
}

static sim_time all_of(const struct snapshot *from, const struct snapshot *to)
{
	sim_time sum = 0;

	for (int i = 0; i < from->clock->labels; i++)
		sum += to->total[i] - from->total[i];
	return sum;
}

#define BETWEEN(FROM, TO, LABEL)                                             \
	((TO).total[LABEL] - (FROM).total[LABEL])

START_TEST(the_worked_example_opens_as_it_is_told)
{
	struct trial *trial = trial_new(example);
	struct world *world = trial_world(trial, 0);
	struct clock *clock = poll_clock(world, "front");
	struct snapshot come1, go1, come2, go2;
	int waits_upcall = stage_label(world, "upcall", STATE_WAIT);
	int upcall = stage_label(world, "upcall", STATE_WORK);

	plan_snapshot(world, &come1, clock, MOMENT(0));
	plan_snapshot(world, &go1, clock, MOMENT(4100));
	plan_snapshot(world, &come2, clock, MOMENT(3000));
	plan_snapshot(world, &go2, clock, MOMENT(4900));
	trial_run(world);

	ck_assert_int_eq(BETWEEN(come1, go1, stage_label(world, "hypercall",
							 STATE_WORK)),
			 400 * SIM_NS);
	ck_assert_int_eq(BETWEEN(come1, go1, stage_label(world, "cstate",
							 STATE_WAIT)),
			 1000 * SIM_NS);
	ck_assert_int_eq(BETWEEN(come1, go1, waits_upcall), 1900 * SIM_NS);
	ck_assert_int_eq(BETWEEN(come1, go1, upcall), 800 * SIM_NS);
	ck_assert_int_eq(BETWEEN(come1, go1, LABEL_BEHIND), 0);
	ck_assert_int_eq(all_of(&come1, &go1), 4100 * SIM_NS);

	ck_assert_int_eq(BETWEEN(come2, go2, waits_upcall), 300 * SIM_NS);
	ck_assert_int_eq(BETWEEN(come2, go2, upcall), 800 * SIM_NS);
	ck_assert_int_eq(BETWEEN(come2, go2, LABEL_BEHIND), 800 * SIM_NS);
	ck_assert_int_eq(all_of(&come2, &go2), 1900 * SIM_NS);
	world_free(world);
	trial_free(trial);
}
END_TEST

START_TEST(its_packets_waited_so_long)
{
	expect_exactly(example, {"first/stage.front.wait", 4.1 * SIM_US, 0},
		       {"first/stage.serve.work", 0.8 * SIM_US, 0},
		       {"first/stage.serve.wait", 0, 0},
		       {"second/stage.front.wait", 1.9 * SIM_US, 0},
		       {"second/stage.serve.work", 0.8 * SIM_US, 0},
		       {"second/stage.serve.wait", 0, 0});
}
END_TEST

START_TEST(its_totals_need_no_snapshots)
{
	expect_exactly(example, {"opened.front.hypercall:work", 0.4e6 / SPAN, 0},
		       {"opened.front.cstate:wait", 1.0e6 / SPAN, 0},
		       {"opened.front.upcall:wait", 2.2e6 / SPAN, 0},
		       {"opened.front.upcall:work", 1.6e6 / SPAN, 0},
		       {"opened.front.behind", 0.8e6 / SPAN, 0},
		       {"opened.front.runnable", 0, 0},
		       {"opened.front.owed", 0, 0},
		       {"queue.front", 6.0e6 / SPAN, 0});
}
END_TEST

/* The other ledger: two CPUs, what they did and for whom. */
START_TEST(its_cores_were_busy_for_these)
{
	expect_exactly(example,
		       {"booked.softirq.errand", 0.4e6 / SPAN, 0},
		       {"booked.hardirq.errand", 0.8e6 / SPAN, 0},
		       {"booked.hypervisor.job", 1.9e6 / SPAN, 0},
		       {"booked.softirq.job", 1.6e6 / SPAN, 0},
		       {"booked.hypervisor.overhead", 1.0e6 / SPAN, 0},
		       {"booked.softirq.overhead", 2.0e6 / SPAN, 0});
}
END_TEST

/* ---- each label once ---- */

#define AT(NAME, CLASS, WORK, AFTER)                                         \
	"    " NAME ": [{at: " AFTER "}, {stage: " NAME ", at: guest, "      \
	"class: " CLASS ", work: " WORK "}]\n"
#define EACH_100US(NAME)                                                     \
	"  " NAME ": {kind: network, path: " NAME ", arrival: "              \
	"{open: 10k/s, gaps: constant}}\n"
#define LABELLED                                                             \
	"network:\n"                                                         \
	"  cpus: 1\n"                                                        \
	"  components:\n"                                                    \
	"    one: {kind: server, servers: inf, work: 1us}\n"                 \
	"    two: {kind: server, servers: inf, work: 2us}\n"                 \
	"    worker: {kind: poll, cpu: guest, class: task, budget: 1, "      \
	"each: [{stage: serve, at: here, work: 4us}]}\n"                     \
	"  paths:\n"                                                         \
	"    now: [{at: worker}]\n"                                          \
	"    soon: [{at: one}, {at: worker}]\n"
#define RUN "run: {warmup: 1050us, duration: 1ms}\n"

/* The second comes at 1 us; the first is preempted from 2 to 5. */
START_TEST(who_waits_behind_one_that_is_preempted_waits_for_that)
{
	expect_exactly(LABELLED AT("irq", "softirq", "3us", "two")
		       "workload:\n" EACH_100US("now") EACH_100US("soon")
		       EACH_100US("irq") RUN,
		       {"opened.worker.preempted", 0.03, 0},
		       {"opened.worker.behind", 0.03, 0},
		       {"soon/stage.worker.wait", 6 * SIM_US, 0},
		       {"now/stage.serve.wait", 3 * SIM_US, 0},
		       {"now/stage.serve.work", 4 * SIM_US, 0});
}
END_TEST

/* The CPU is taken from 0 to 5 us by an interrupt that came first. */
START_TEST(a_worker_that_has_no_cpu_is_runnable)
{
	expect_exactly(LABELLED
		       "    irq: [{stage: irq, at: guest, class: softirq, "
		       "work: 5us}, {at: two}]\n"
		       "workload:\n" EACH_100US("irq") EACH_100US("now")
		       EACH_100US("soon") RUN,
		       {"opened.worker.runnable", 0.05 + 0.04, 0},
		       {"opened.worker.behind", 0.04, 0},
		       {"opened.worker.preempted", 0, 0},
		       {"now/stage.worker.wait", 5 * SIM_US, 0},
		       {"soon/stage.worker.wait", 8 * SIM_US, 0});
}
END_TEST

/* Eight jobs leave at 1 .. 8 us; the kick is owed until the round ends. */
START_TEST(until_its_kick_is_paid_a_job_waits_for_who_owes_it)
{
	expect_exactly("network:\n"
		       "  cpus: 2\n"
		       "  components:\n"
		       "    burst: {kind: split, by: pieces, "
		       "path: [{at: near}, {at: far}]}\n"
		       "    near: {kind: poll, cpu: guest, pick: 0, "
		       "class: softirq, budget: 64, each: [{stage: serve, "
		       "at: here, work: 1us}]}\n"
		       "    far: {kind: poll, cpu: guest, pick: 1, "
		       "class: softirq, budget: 64, notify: [{stage: ipi, "
		       "at: here, work: 3us}]}\n"
		       "  path: [{at: burst}]\n"
		       "workload: {jobs: {kind: network, attributes: "
		       "{pieces: 8}, arrival: {open: 10k/s, "
		       "gaps: constant}}}\n" RUN,
		       {"opened.far.owed", 0.28, 0},
		       {"opened.far.ipi:work", 8 * 0.03, 0},
		       {"opened.far.behind", 0, 0},
		       {"opened.near.behind", 0.28, 0},
		       {"queue.far", 0.52, 0});
}
END_TEST

/* Both guests' jobs take 300 us of one CPU, in slices of 100: the first one's
 * second job waits while the CPU is with the other. */
START_TEST(a_worker_whose_processor_is_elsewhere_waits_for_steal)
{
	expect_exactly(
		"instances: {small: {vcpus: 1, clock: 1GHz}}\n"
		"mechanisms:\n"
		"  - {mechanism: vcpu, dimension: cpu, cpu: {virtual: true, "
		"vcpu_slice: 100us}}\n"
		"platforms: [{platform: virtual, cpu: vcpu}]\n"
		"workloads:\n"
		"  work:\n"
		"    costs: {service: 300us}\n"
		"    components:\n"
		"      worker: {kind: poll, cpu: guest, class: task, "
		"budget: 1, each: [{stage: serve, at: here, "
		"work: $service}]}\n"
		"    paths: {run: {starts: device, path: [{at: worker}]}}\n"
		"hosts:\n"
		"  - {name: a, pcpus: 1, instances: ["
		"{name: one, platform: virtual, instance: small, cpus: [0]}, "
		"{name: two, platform: virtual, instance: small, cpus: [0]}]}"
		"\n"
		"workload:\n"
		"  one: {kind: work, at: one, arrival: {closed: 2}}\n"
		"  two: {kind: work, at: two, arrival: {closed: 1}}\n"
		"run: {warmup: 10050us, duration: 12ms}\n",
		{"opened.worker.steal", 0.5, 0},
		{"opened.worker.behind", 0.5, 0},
		{"one/stage.worker.wait", 600 * SIM_US, 0},
		{"one/stage.serve.work", 300 * SIM_US, 0},
		{"one/stage.serve.wait", 300 * SIM_US, 0});
}
END_TEST

/* ---- sums ---- */

/* A poll that is kicked, a ring that parks, a server, a link. */
static const char row[] =
	"network:\n"
	"  cpus: 1\n"
	"  components:\n"
	"    napi: {kind: poll, cpu: guest, class: softirq, budget: 8, "
	"notify: [{stage: irq, at: target, class: hardirq, work: exp 1us}], "
	"round: [{stage: lock, at: here, work: exp 200ns}], "
	"each: [{stage: serve, at: here, work: exp 1us}]}\n"
	"    ring: {kind: ring, slots: 3, when_full: park}\n"
	"    station: {kind: server, servers: 2, work: exp 3us}\n"
	"    wire: {kind: link, rate: 8Gbit/s}\n"
	"  path: [{at: napi}, {take: ring}, {at: station}, {give: ring}, "
	"{at: wire}]\n"
	"workload: {jobs: {kind: network, payload: 1000B, arrival: "
	"{open: 400k/s}}}\n"
	"run: {warmup: 0us, duration: 400us}\n";

static double opened_at(const struct outcome *outcome, const char *component)
{
	double sum = 0;

	for (int i = 0; i < outcome->openeds; i++) {
		const char *name = strrchr(outcome->opened[i].component, '.');

		if (strcmp(name + 1, component) == 0)
			sum += outcome->opened[i].time;
	}
	return sum;
}

static double waited_at(const struct workload_outcome *workload,
			const char *stage)
{
	double sum = 0;

	for (int i = 0; i < workload->sums; i++)
		if (strcmp(workload->stage[workload->sum[i].stage].stage,
			   stage) == 0)
			sum += (double)workload->sum[i].wait;
	return sum;
}

static void compare_sums(const struct outcome *outcome)
{
	static const char *const at[] = {"napi", "ring", "station", "wire"};

	for (int i = 0; i < 4; i++)
		ck_assert_double_eq(opened_at(outcome, at[i]),
				    waited_at(&outcome->workload[0], at[i]));
}

/* Where all who came have gone, what waits opened into and what the jobs
 * waited are the same time, to the picosecond. */
START_TEST(opened_waits_sum_to_the_waits)
{
	struct trial *trial = trial_new(row);
	int compared = 0, waited = 0;

	for (uint32_t i = 0; i < 600; i++) {
		struct world *world = trial_world(trial, i);
		const struct outcome *outcome = trial_run(world);

		if (outcome->workload[0].inside == 0) {
			compare_sums(outcome);
			compared++;
			waited += opened_at(outcome, "ring") > 0;
		}
		world_free(world);
	}
	ck_assert_int_ge(compared, 20);
	ck_assert_int_ge(waited, 20);
	trial_free(trial);
}
END_TEST

Suite *make_suite(void)
{
	Suite *suite = suite_create("attribution");
	TCase *worked = tcase_create("example"), *labels = tcase_create("labels");
	TCase *sums = tcase_create("sums");

	tcase_add_test(worked, the_worked_example_opens_as_it_is_told);
	tcase_add_test(worked, its_packets_waited_so_long);
	tcase_add_test(worked, its_totals_need_no_snapshots);
	tcase_add_test(worked, its_cores_were_busy_for_these);
	suite_add_tcase(suite, worked);
	tcase_add_test(labels,
		       who_waits_behind_one_that_is_preempted_waits_for_that);
	tcase_add_test(labels, a_worker_that_has_no_cpu_is_runnable);
	tcase_add_test(labels,
		       until_its_kick_is_paid_a_job_waits_for_who_owes_it);
	tcase_add_test(labels,
		       a_worker_whose_processor_is_elsewhere_waits_for_steal);
	suite_add_tcase(suite, labels);
	tcase_set_timeout(sums, 60);
	tcase_add_test(sums, opened_waits_sum_to_the_waits);
	suite_add_tcase(suite, sums);
	return suite;
}
