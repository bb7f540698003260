/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cpu.c -- runs clients of four classes: contexts, or vCPUs (cpu.h). */
#include <stddef.h>

#include "models/engine.h"

static const struct param cpu_params[] = {
	[CPU_VIRTUAL] = {"virtual", PARAM_FLAG, false, 0, 1, "false", NULL,
		"contexts run on vCPUs, which are clients of pCPUs"},
	[CPU_CONTEXT_SWITCH] = {"context_switch", PARAM_WORK, false, 0, 0,
		NULL, NULL, "work to go from one task to another"},
	[CPU_VCPU_SWITCH] = {"vcpu_switch", PARAM_WORK, false, 0, 0, NULL,
		NULL, "hypervisor's work to go from one vCPU to another"},
	[CPU_BLOCK] = {"block", PARAM_WORK, false, 0, 0, NULL, NULL,
		"hypervisor's work when a vCPU halts"},
	[CPU_WAKE] = {"wake", PARAM_WORK, false, 0, 0, NULL, NULL,
		"hypervisor's work to run a vCPU that had halted"},
	[CPU_SCHEDULER] = {"scheduler", PARAM_CHOICE, false, 0, 0, "rr",
		"rr|fair", "who of the tasks runs next"},
	[CPU_SLICE] = {"slice", PARAM_TIME, false, 1e6, 1e15, "inf", NULL,
		"rr: time that a task may run while others wait"},
	[CPU_VCPU_SLICE] = {"vcpu_slice", PARAM_TIME, false, 1e6, 1e15, "inf",
		NULL, "time that a vCPU may run while others wait"},
	[CPU_PERIOD] = {"period", PARAM_TIME, false, 1e6, 1e15, "6ms", NULL,
		"fair: time in which every task runs once"},
	[CPU_GRANULARITY] = {"granularity", PARAM_TIME, false, 0, 1e15, "1ms",
		NULL, "fair: a task that wakes preempts when so far behind"},
	[CPU_MINIMUM] = {"minimum", PARAM_TIME, false, 1e6, 1e15, "750us",
		NULL, "fair: least slice"},
	[CPU_WORK_FACTOR] = {"work_factor", PARAM_COUNT, false, 0.1, 100, "1",
		NULL, "on all work of the domain (nested paging, ...)"},
	[CPU_HALT_POLL] = {"halt_poll", PARAM_TIME, false, 0, 1e15, "0", NULL,
		"most that a vCPU polls on its pCPU before it blocks"},
	[CPU_HALT_POLL_START] = {"halt_poll_start", PARAM_TIME, false, 0,
		1e15, "0", NULL, "halt polling: its first length"},
	[CPU_HALT_POLL_GROW] = {"halt_poll_grow", PARAM_COUNT, false, 1, 100,
		"1", NULL, "halt polling: factor from one length to the next"},
	[CPU_RESUME] = {"resume", PARAM_WORK, false, 0, 0, NULL, NULL,
		"hypervisor's work to run a vCPU that had polled"},
};

const struct kind cpu_kind = {
	.name = "cpu",
	.meaning = "how a domain's CPUs switch, schedule and block",
	.usage = USAGE_NONE,
	.param = cpu_params,
	.params = CPU_PARAMS,
};

const char *const class_names[CLASSES] = {"hypervisor", "hardirq", "softirq",
					  "task"};

void cpu_touch(struct world *world, struct cpu *cpu)
{
	if (cpu->is_touched)
		return;
	cpu->is_touched = true;
	cpu->next_touched = NULL;
	*world->last_touched = cpu;
	world->last_touched = &cpu->next_touched;
}

/* ---- queues of the classes above task ---- */

static void queue_put(struct cpu *cpu, struct client *client, bool in_front)
{
	struct client **queue = cpu->queue[client->class];
	client->is_queued = true;
	cpu->queued |= 1u << client->class;
	client->next = in_front ? queue[0] : NULL;
	client->previous = in_front ? NULL : queue[1];
	if (client->next)
		client->next->previous = client;
	else
		queue[1] = client;
	if (client->previous)
		client->previous->next = client;
	else
		queue[0] = client;
}

static void queue_drop(struct cpu *cpu, struct client *client)
{
	struct client **queue = cpu->queue[client->class];
	if (client->previous)
		client->previous->next = client->next;
	else
		queue[0] = client->next;
	if (client->next)
		client->next->previous = client->previous;
	else
		queue[1] = client->previous;
	client->next = client->previous = NULL;
	client->is_queued = false;
	if (!queue[0])
		cpu->queued &= ~(1u << client->class);
}

static enum class queue_top(const struct cpu *cpu)
{
	return cpu->queued ? (enum class)__builtin_ctz(cpu->queued) :
			     CLASS_NONE;
}

static bool wants_anything(const struct cpu *cpu)
{
	return cpu->current || cpu->task || cpu->scheduler.count ||
	       queue_top(cpu) != CLASS_NONE;
}

bool cpu_is_idle(const struct cpu *cpu)
{
	return !wants_anything(cpu);
}

/* ---- what those who wait wait for ---- */

static void label(struct world *world, struct cpu *cpu)
{
	int label = cpu->stalled_by ? LABEL_STALLED :
		    cpu->parent && !cpu->is_on ? LABEL_STEAL :
		    cpu->is_switching ? LABEL_OTHER : LABEL_RUNNABLE;
	clock_set(&cpu->waits, world->sim.now, label);
}

/* ---- slices of the task class ---- */

/* While no other task waits, slices end unseen: no event is armed, and those
 * that have ended in `ran` are made up for here. */
static void renew_slice(const struct cpu *cpu, sim_time ran)
{
	struct client *task = cpu->task;
	sim_time quantum = scheduler_quantum(cpu);
	if (quantum && task->slice && ran >= task->slice)
		task->slice = ran + quantum - (ran - task->slice) % quantum;
}

static void arm_slice(struct world *world, struct cpu *cpu)
{
	if (cpu->task->slice && scheduler_expired(cpu))
		sim_at(&world->sim, &cpu->slice_event,
		       world->sim.now + cpu->task->slice);
}

static void charge(struct world *world, struct cpu *cpu)
{
	if (cpu->task_since < 0)
		return;
	sim_time ran = world->sim.now - cpu->task_since;
	if (!ran)
		return;
	if (!event_is_armed(&cpu->slice_event))
		renew_slice(cpu, ran);
	scheduler_ran(cpu, cpu->task, ran);
	cpu->task_since = world->sim.now;
}

/* The picked task does not run: preempted, or its vCPU lost its pCPU. */
static void task_off(struct world *world, struct cpu *cpu)
{
	if (cpu->task_since < 0)
		return;
	charge(world, cpu);
	cpu->task_since = -1;
	sim_cancel(&world->sim, &cpu->slice_event);
}

static void slice_ends(struct sim *sim, struct event *event)
{
	struct world *world = (struct world *)sim;
	struct cpu *cpu = (struct cpu *)((char *)event -
					 offsetof(struct cpu, slice_event));
	if (!cpu->task)
		return;
	charge(world, cpu);
	cpu->task->slice = 0;
	if (scheduler_expired(cpu)) {
		cpu->needs_choice = true;
		cpu_touch(world, cpu);
		return;
	}
	cpu->task->slice = scheduler_quantum(cpu);
}

static void task_on(struct world *world, struct cpu *cpu)
{
	if (cpu->task_since >= 0)
		return;
	cpu->task_since = world->sim.now;
	if (cpu->task->slice <= 0)
		cpu->task->slice = scheduler_quantum(cpu);
	arm_slice(world, cpu);
}

/* ---- clients ---- */

static bool client_is_running(const struct client *client)
{
	return client->vcpu ? client->vcpu->is_on :
			      ((const struct context *)client)->is_running;
}

static void vcpu_granted(struct world *world, struct cpu *vcpu);
static void vcpu_revoked(struct world *world, struct cpu *vcpu);
static void make_way(struct world *world, struct cpu *pcpu);

static void client_revoked(struct world *world, struct client *client)
{
	if (!client_is_running(client))
		return;
	if (client->vcpu)
		vcpu_revoked(world, client->vcpu);
	else
		context_revoked(world, (struct context *)client);
}

static void client_runs(struct world *world, struct cpu *cpu,
			struct client *client)
{
	if (client == cpu->task)
		task_on(world, cpu);
	if (client_is_running(client))
		return;
	if (client->vcpu)
		vcpu_granted(world, client->vcpu);
	else
		context_granted(world, (struct context *)client);
}

void cpu_enqueue(struct world *world, struct cpu *cpu, struct client *client,
		 bool is_wake)
{
	clock_come(&cpu->waits, world->sim.now);
	if (client->class == CLASS_TASK) {
		charge(world, cpu);
		scheduler_put(cpu, client, is_wake);
		if (cpu->task_since >= 0 && !event_is_armed(&cpu->slice_event))
			arm_slice(world, cpu);
		make_way(world, cpu);
	} else {
		queue_put(cpu, client, false);
	}
	cpu_touch(world, cpu);
}

void cpu_leave(struct world *world, struct cpu *cpu, struct client *client)
{
	bool is_waiting = client->is_queued || (client == cpu->task &&
						client != cpu->current);
	if (is_waiting)
		clock_go(&cpu->waits, world->sim.now);
	if (client == cpu->task) {
		task_off(world, cpu);
		cpu->task = NULL;
	}
	if (client->is_queued && client->class == CLASS_TASK)
		scheduler_drop(cpu, client);
	else if (client->is_queued)
		queue_drop(cpu, client);
	if (cpu->current == client)
		cpu->current = NULL;
	cpu_touch(world, cpu);
}

/* ---- busy time, measured apart from what is booked ---- */

/* Polling is not: a halted vCPU pauses, and leaves its sibling the core. */
static bool runs_anything(const struct cpu *cpu)
{
	const struct client *client = cpu->current;
	return cpu->is_switching ||
	       (client && !(client->vcpu && client->vcpu->is_polling));
}

static void note_busy(struct world *world, struct cpu *cpu)
{
	bool is_busy = runs_anything(cpu);
	if (is_busy == (cpu->busy_since >= 0))
		return;
	if (is_busy) {
		cpu->busy_since = world->sim.now;
	} else {
		cpu->busy += world->sim.now - cpu->busy_since;
		cpu->busy_since = -1;
	}
}

/* ---- speed: SMT siblings, throttling ---- */

/* The context that burns cycles on a pCPU now, or NULL. */
static struct context *leaf(struct cpu *cpu)
{
	if (cpu->is_switching)
		return cpu->switching.is_running ? &cpu->switching : NULL;
	struct client *client = cpu->current;
	if (!client)
		return NULL;
	if (client->vcpu)
		return client->vcpu->is_on ? leaf(client->vcpu) : NULL;
	struct context *context = (struct context *)client;
	return context->is_running ? context : NULL;
}

void cpu_set_rate(struct world *world, struct cpu *pcpu, double rate)
{
	if (rate == pcpu->rate)
		return;
	struct context *context = leaf(pcpu);
	if (context)
		context_settle(world, context);
	pcpu->rate = rate;
	if (context && !context->is_spinning)
		context_rearm(world, context);
}

static void share_core(struct world *world, struct cpu *cpu)
{
	struct cpu *other = cpu->sibling;
	if (!other)
		return;
	bool both = cpu->busy_since >= 0 && other->busy_since >= 0;
	cpu_set_rate(world, cpu, both ? cpu->sibling_speed : 1);
	cpu_set_rate(world, other, both ? other->sibling_speed : 1);
}

static void note_change(struct world *world, struct cpu *cpu)
{
	note_busy(world, cpu);
	share_core(world, cpu);
}

/* ---- switching: C-state exits, switches of tasks and vCPUs ---- */

static void switched(struct world *world, struct context *switching)
{
	struct cpu *cpu = switching->cpu;
	switching->client.is_active = false;
	cpu->is_switching = false;
	note_change(world, cpu);
	label(world, cpu);
	/* No time has passed since: whoever comes now preempts it. */
	if (cpu->current && cpu->is_on && !cpu->stalled_by &&
	    !cpu->needs_choice && !cpu->is_touched &&
	    queue_top(cpu) >= cpu->current->class)
		client_runs(world, cpu, cpu->current);
	else
		cpu_touch(world, cpu);
}

static void switch_for(struct world *world, struct cpu *cpu, sim_time fixed,
		       double cycles, enum class class)
{
	struct context *switching = &cpu->switching;
	cpu->is_switching = true;
	note_change(world, cpu);
	label(world, cpu);
	switching->client.class = class;
	switching->client.is_active = true;
	switching->fixed = fixed;
	switching->left = cycles;
	switching->then = switched;
	if (cpu->is_on)
		context_granted(world, switching);
}

static double draw_overhead(struct cpu *cpu, const struct draw *draw)
{
	if (!draw)
		return 0;
	const struct job luck = {.key = random_fold(cpu->key, cpu->drawn++)};
	return draw_value(draw, &luck, luck.key, cpu->clock);
}

/* What it takes to run `client` after what ran before. */
static double switch_work(struct cpu *cpu, struct client *client)
{
	double cycles = 0;
	if (client->class != CLASS_TASK)
		return 0;
	if (client->vcpu) {
		const struct draw *const *draw = client->vcpu->realm->draw;
		if (client != cpu->last_task)
			cycles += draw_overhead(cpu, draw[CPU_VCPU_SWITCH]);
		if (client->vcpu->has_blocked)
			cycles += draw_overhead(cpu, draw[CPU_WAKE]);
		if (client->vcpu->has_polled)
			cycles += draw_overhead(cpu, draw[CPU_RESUME]);
		client->vcpu->has_blocked = client->vcpu->has_polled = false;
	} else if (client != cpu->last_task && cpu->realm) {
		cycles = draw_overhead(cpu,
				       cpu->realm->draw[CPU_CONTEXT_SWITCH]);
	}
	cpu->last_task = client;
	return cycles;
}

/* ---- the vCPU as a client of its pCPU ---- */

/* What it has waited for its pCPU since this was last noted. */
static void note_steal(struct world *world, struct cpu *vcpu)
{
	vcpu->steal += world->sim.now - vcpu->wanted_since;
	vcpu->wanted_since = world->sim.now;
}

static void vcpu_granted(struct world *world, struct cpu *vcpu)
{
	vcpu->is_on = true;
	note_steal(world, vcpu);
	vcpu->on_since = vcpu->polling_since = world->sim.now;
	if (vcpu->is_switching)
		context_granted(world, &vcpu->switching);
	label(world, vcpu);
	cpu_touch(world, vcpu);
}

static void note_polling(struct world *world, struct cpu *vcpu)
{
	if (!vcpu->is_polling || !vcpu->is_on)
		return;
	vcpu->polled += world->sim.now - vcpu->polling_since;
	vcpu->polling_since = world->sim.now;
}

static void vcpu_revoked(struct world *world, struct cpu *vcpu)
{
	note_polling(world, vcpu);
	vcpu->is_on = false;
	vcpu->wanted_since = world->sim.now;
	label(world, vcpu);
	if (vcpu->is_switching) {
		context_revoked(world, &vcpu->switching);
	} else if (vcpu->current) {
		if (vcpu->current == vcpu->task)
			task_off(world, vcpu);
		client_revoked(world, vcpu->current);
	}
}

static void vcpu_off(struct world *world, struct cpu *vcpu)
{
	vcpu->is_on = false;
	vcpu->client.is_active = false;
	vcpu->client.slice = 0;
	task_off(world, vcpu);
	cpu_leave(world, vcpu->parent, &vcpu->client);
	label(world, vcpu);
}

/* It gives its pCPU back: nothing to do, or held by the hypervisor. */
static void vcpu_yield(struct world *world, struct cpu *vcpu)
{
	struct cpu *pcpu = vcpu->parent;
	vcpu->has_blocked = true;
	pcpu->owed_cycles += draw_overhead(pcpu, vcpu->realm->draw[CPU_BLOCK]);
	vcpu_off(world, vcpu);
}

/* ---- halt polling: it has halted, but keeps its pCPU for a while ---- */

static void stop_polling(struct world *world, struct cpu *vcpu)
{
	note_polling(world, vcpu);
	vcpu->is_polling = false;
	sim_cancel(&world->sim, &vcpu->poll_event);
}

static void poll_in_vain(struct sim *sim, struct event *event)
{
	struct world *world = (struct world *)sim;
	struct cpu *vcpu = (struct cpu *)((char *)event -
					  offsetof(struct cpu, poll_event));
	stop_polling(world, vcpu);
	vcpu_yield(world, vcpu);
}

/* Something came: it goes on where it is. */
static void poll_hit(struct world *world, struct cpu *vcpu)
{
	stop_polling(world, vcpu);
	vcpu->has_polled = true;
	vcpu_off(world, vcpu);
}

/* It polls only as long as no other vCPU wants the pCPU. */
static void make_way(struct world *world, struct cpu *pcpu)
{
	struct cpu *vcpu = pcpu->task ? pcpu->task->vcpu : NULL;
	if (!vcpu || !vcpu->is_polling)
		return;
	stop_polling(world, vcpu);
	vcpu_yield(world, vcpu);
}

static void vcpu_halt(struct world *world, struct cpu *vcpu)
{
	if (vcpu->halt_poll <= 0 || vcpu->parent->scheduler.count) {
		vcpu_yield(world, vcpu);
		return;
	}
	vcpu->is_polling = true;
	vcpu->polling_since = world->sim.now;
	note_change(world, vcpu->parent);
	sim_at(&world->sim, &vcpu->poll_event,
	       world->sim.now + vcpu->halt_poll);
}

void cpu_stall(struct world *world, struct cpu *cpu, struct context *by)
{
	cpu->stalled_by = by;
	label(world, cpu);
	if (cpu->parent && cpu->client.is_active) {
		if (cpu->is_on) {
			vcpu_yield(world, cpu);
		} else {
			cpu->client.is_active = false;
			cpu_leave(world, cpu->parent, &cpu->client);
		}
	}
}

void cpu_unstall(struct world *world, struct cpu *cpu)
{
	cpu->stalled_by = NULL;
	label(world, cpu);
	cpu_touch(world, cpu);
}

/* ---- phase three ---- */

static void want_pcpu(struct world *world, struct cpu *vcpu)
{
	if (vcpu->stalled_by || vcpu->client.is_active ||
	    !wants_anything(vcpu))
		return;
	if (vcpu->idle_since >= 0 && vcpu->has_blocked)
		halt_ended(vcpu, world->sim.now - vcpu->idle_since);
	vcpu->client.is_active = true;
	vcpu->wanted_since = world->sim.now;
	cpu_enqueue(world, vcpu->parent, &vcpu->client, true);
	label(world, vcpu);
}

static void preempt(struct world *world, struct cpu *cpu)
{
	struct client *client = cpu->current;
	cpu->current = NULL;
	if (client == cpu->task)
		task_off(world, cpu);
	client_revoked(world, client);
	clock_come(&cpu->waits, world->sim.now);
	if (client != cpu->task)
		queue_put(cpu, client, true);
}

static struct client *choose_task(struct world *world, struct cpu *cpu)
{
	if (cpu->task && !cpu->needs_choice)
		return cpu->task;
	struct client *before = cpu->task;
	charge(world, cpu);
	cpu->needs_choice = false;
	cpu->task = scheduler_choose(cpu, before);
	return cpu->task;
}

/* The task that runs may have to make way for another task.  True when it
 * goes on. */
static bool reconsider(struct world *world, struct cpu *cpu)
{
	struct client *before = cpu->task;
	charge(world, cpu);
	if (choose_task(world, cpu) == before) {
		if (before->slice <= 0 && cpu->task_since >= 0) {
			cpu->task_since = -1; /* a new slice */
		}
		return true;
	}
	cpu->task_since = -1;
	sim_cancel(&world->sim, &cpu->slice_event);
	client_revoked(world, before);
	clock_come(&cpu->waits, world->sim.now);
	cpu->current = NULL;
	return false;
}

static struct client *next_client(struct world *world, struct cpu *cpu,
				  enum class top)
{
	if (top != CLASS_NONE && !(cpu->task && cpu->task->class <= top)) {
		struct client *client = cpu->queue[top][0];
		queue_drop(cpu, client);
		return client;
	}
	return choose_task(world, cpu);
}

static void go_idle(struct world *world, struct cpu *cpu)
{
	if (cpu->owed_cycles > 0) {
		double cycles = cpu->owed_cycles;
		cpu->owed_cycles = 0;
		switch_for(world, cpu, 0, cycles, CLASS_HYPERVISOR);
		return;
	}
	if (cpu->idle_since < 0) {
		cpu->idle_since = world->sim.now;
		if (!cpu->parent)
			idle_enter(cpu);
	}
	note_change(world, cpu);
	if (cpu->parent)
		vcpu_halt(world, cpu);
}

static void dispatch(struct world *world, struct cpu *cpu,
		     struct client *client)
{
	sim_time fixed = 0;
	cpu->current = client;
	clock_go(&cpu->waits, world->sim.now);
	if (cpu->idle_since >= 0 && !cpu->parent)
		fixed = idle_leave(cpu, world->sim.now - cpu->idle_since);
	cpu->idle_since = -1;
	double cycles = cpu->owed_cycles + switch_work(cpu, client);
	cpu->owed_cycles = 0;
	note_change(world, cpu);
	if (fixed > 0 || cycles > 0)
		switch_for(world, cpu, fixed, cycles, client->class);
	else
		client_runs(world, cpu, client);
}

void cpu_pick(struct world *world, struct cpu *cpu)
{
	if (cpu->is_switching)
		return;
	if (cpu->is_polling && !wants_anything(cpu))
		return;
	if (cpu->is_polling)
		poll_hit(world, cpu);
	if (!cpu->is_on) {
		want_pcpu(world, cpu);
		return;
	}
	if (cpu->stalled_by)
		return;
	enum class top = queue_top(cpu);
	if (cpu->current && top < cpu->current->class)
		preempt(world, cpu);
	if (cpu->current && (!(cpu->current == cpu->task &&
			       cpu->needs_choice) ||
			     reconsider(world, cpu))) {
		client_runs(world, cpu, cpu->current);
		return;
	}
	struct client *client = next_client(world, cpu, top);
	if (client)
		dispatch(world, cpu, client);
	else
		go_idle(world, cpu);
}

void cpu_settle(struct world *world, struct cpu *cpu)
{
	struct context *context = cpu->parent ? NULL : leaf(cpu);
	note_polling(world, cpu);
	if (cpu->parent && !cpu->is_on && cpu->client.is_active)
		note_steal(world, cpu);
	if (context) {
		context_settle(world, context);
		if (!context->is_spinning)
			context_rearm(world, context);
	}
	if (cpu->busy_since >= 0) {
		cpu->busy += world->sim.now - cpu->busy_since;
		cpu->busy_since = world->sim.now;
	}
}

void cpu_open(struct world *world, struct cpu *cpu)
{
	for (int i = 0; i < CLASSES; i++)
		for (int k = 0; k <= BOOKS_OVERHEAD; k++)
			cpu->booked[i][k] = 0;
	cpu->busy = 0;
	cpu->steal = cpu->polled = 0;
	clock_open(&cpu->waits, world->sim.now);
}

void cpu_init(struct world *world, struct cpu *cpu)
{
	cpu->client.vcpu = cpu;
	cpu->client.class = CLASS_TASK;
	cpu->is_on = cpu->parent == NULL;
	cpu->rate = 1;
	cpu->task_since = -1;
	cpu->busy_since = -1;
	cpu->idle_since = 0;
	cpu->cstate = -1;
	event_init(&cpu->slice_event, slice_ends);
	event_init(&cpu->poll_event, poll_in_vain);
	context_init(&cpu->switching, cpu, CLASS_HYPERVISOR);
	clock_init(&cpu->waits, &world->arena, 0, LABEL_RUNNABLE);
}
