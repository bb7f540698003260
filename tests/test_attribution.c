/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The worked example: what two packets waited for. */
#include <string.h>

#include "models/engine.h"
#include "models/poll.h"
#include "tests/suite.h"
#include "tests/trial.h"

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

static void expect_part(const struct snapshot *from,
			const struct snapshot *to, int label, sim_time time)
{
	ck_assert_int_eq(to->total[label] - from->total[label], time);
}

START_TEST(the_worked_example_opens_as_it_is_told)
{
	struct trial *trial = trial_new(example);
	struct world *world = trial_world(trial, 0);
	struct clock *clock = poll_clock(world, "front");
	struct snapshot come1, go1, come2, go2;
	int hypercall = stage_label(world, "hypercall", STATE_WORK);
	int cstate = stage_label(world, "cstate", STATE_WAIT);
	int runnable = stage_label(world, "upcall", STATE_WAIT);
	int upcall = stage_label(world, "upcall", STATE_WORK);

	plan_snapshot(world, &come1, clock, MOMENT(0));
	plan_snapshot(world, &go1, clock, MOMENT(4100));
	plan_snapshot(world, &come2, clock, MOMENT(3000));
	plan_snapshot(world, &go2, clock, MOMENT(4900));
	trial_run(world);

	expect_part(&come1, &go1, hypercall, 400 * SIM_NS);
	expect_part(&come1, &go1, cstate, 1000 * SIM_NS);
	expect_part(&come1, &go1, runnable, 1900 * SIM_NS);
	expect_part(&come1, &go1, upcall, 800 * SIM_NS);
	ck_assert_int_eq(all_of(&come1, &go1), 4100 * SIM_NS);

	expect_part(&come2, &go2, runnable, 300 * SIM_NS);
	expect_part(&come2, &go2, upcall, 800 * SIM_NS);
	expect_part(&come2, &go2, LABEL_BEHIND, 800 * SIM_NS);
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
	expect_exactly(example,
		       {"opened.front.hypercall:work", 0.4e6 / SPAN, 0},
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

Suite *make_suite(void)
{
	Suite *suite = suite_create("attribution");
	TCase *tcase = tcase_create("example");

	tcase_add_test(tcase, the_worked_example_opens_as_it_is_told);
	tcase_add_test(tcase, its_packets_waited_so_long);
	tcase_add_test(tcase, its_totals_need_no_snapshots);
	tcase_add_test(tcase, its_cores_were_busy_for_these);
	suite_add_tcase(suite, tcase);
	return suite;
}
