/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cpu.c -- runs clients of four classes: contexts, or vCPUs (cpu.h). */
#include <stddef.h>

#include "models/processor.h"

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

bool cpu_wants_anything(const struct cpu *cpu)
{
	return cpu->current || cpu->task || cpu->scheduler.count ||
	       queue_top(cpu) != CLASS_NONE;
}

bool cpu_is_idle(const struct cpu *cpu)
{
	return !cpu_wants_anything(cpu);
}

/* ---- what those who wait wait for ---- */

void cpu_label(struct world *world, struct cpu *cpu)
{
	int label = cpu->stalled_by ? LABEL_STALLED :
		    cpu->parent && !cpu->is_on ? LABEL_STEAL :
		    cpu->is_switching ? LABEL_OTHER : LABEL_RUNNABLE;
	clock_set(&cpu->waits, world->sim.now, label);
}

/* ---- clients ---- */

static bool client_is_running(const struct client *client)
{
	return client->vcpu ? client->vcpu->is_on :
			      ((const struct context *)client)->is_running;
}


void client_revoked(struct world *world, struct client *client)
{
	if (!client_is_running(client))
		return;
	if (client->vcpu)
		vcpu_revoked(world, client->vcpu);
	else
		context_revoked(world, (struct context *)client);
}

void client_runs(struct world *world, struct cpu *cpu,
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
		task_charge(world, cpu);
		scheduler_put(cpu, client, is_wake);
		if (cpu->task_since >= 0 && !event_is_armed(&cpu->slice_event))
			task_arm(world, cpu);
		vcpu_make_way(world, cpu);
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

/* ---- switching: C-state exits, switches of tasks and vCPUs ---- */

static void switched(struct world *world, struct context *switching)
{
	struct cpu *cpu = switching->cpu;
	switching->client.is_active = false;
	cpu->is_switching = false;
	cpu_changed(world, cpu);
	cpu_label(world, cpu);
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
	cpu_changed(world, cpu);
	cpu_label(world, cpu);
	switching->client.class = class;
	switching->client.is_active = true;
	switching->fixed = fixed;
	switching->left = cycles;
	switching->then = switched;
	if (cpu->is_on)
		context_granted(world, switching);
}

double overhead_cycles(struct cpu *cpu, const struct draw *draw)
{
	if (!draw)
		return 0;
	static const struct job nobody; /* no attributes, either */
	uint64_t key = random_fold(cpu->key, cpu->drawn++);
	return draw_value(draw, &nobody, key, cpu->clock);
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
			cycles += overhead_cycles(cpu, draw[CPU_VCPU_SWITCH]);
		if (client->vcpu->has_blocked)
			cycles += overhead_cycles(cpu, draw[CPU_WAKE]);
		if (client->vcpu->has_polled)
			cycles += overhead_cycles(cpu, draw[CPU_RESUME]);
		client->vcpu->has_blocked = client->vcpu->has_polled = false;
	} else if (client != cpu->last_task && cpu->realm) {
		cycles = overhead_cycles(cpu,
				       cpu->realm->draw[CPU_CONTEXT_SWITCH]);
	}
	cpu->last_task = client;
	return cycles;
}

/* ---- phase three ---- */

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
	if (cpu->task && (!cpu->needs_choice || cpu->task->held))
		return cpu->task;
	struct client *before = cpu->task;
	task_charge(world, cpu);
	cpu->needs_choice = false;
	cpu->task = scheduler_choose(cpu, before);
	return cpu->task;
}

/* The task that runs may have to make way for another task.  True when it
 * goes on. */
static bool reconsider(struct world *world, struct cpu *cpu)
{
	struct client *before = cpu->task;
	task_charge(world, cpu);
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
	cpu_changed(world, cpu);
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
	cpu_changed(world, cpu);
	if (fixed > 0 || cycles > 0)
		switch_for(world, cpu, fixed, cycles, client->class);
	else
		client_runs(world, cpu, client);
}

/* Not inlined into the loop that asks: most of what that runs are jobs. */
__attribute__((noinline)) void cpu_pick(struct world *world, struct cpu *cpu)
{
	if (cpu->is_switching)
		return;
	if (cpu->is_polling && !cpu_wants_anything(cpu))
		return;
	if (cpu->is_polling)
		vcpu_poll_hit(world, cpu);
	if (!cpu->is_on) {
		vcpu_wants(world, cpu);
		return;
	}
	if (cpu->stalled_by)
		return;
	enum class top = queue_top(cpu);
	if (cpu->current && top < cpu->current->class)
		preempt(world, cpu);
	bool is_asked = cpu->current == cpu->task && cpu->needs_choice &&
			cpu->task && !cpu->task->held; /* hold.h */
	if (cpu->current && (!is_asked || reconsider(world, cpu))) {
		client_runs(world, cpu, cpu->current);
		return;
	}
	struct client *client = next_client(world, cpu, top);
	if (client)
		dispatch(world, cpu, client);
	else
		go_idle(world, cpu);
}

void cpu_open(struct world *world, struct cpu *cpu)
{
	for (int i = 0; i < CLASSES; i++)
		for (int k = 0; k <= BOOKS_OVERHEAD; k++)
			cpu->booked[i][k] = 0;
	cpu->busy = 0;
	cpu->steal = cpu->polled = cpu->told = 0;
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
	event_init(&cpu->slice_event, task_slice_ends);
	event_init(&cpu->poll_event, vcpu_polls_in_vain);
	context_init(&cpu->switching, cpu, CLASS_HYPERVISOR);
	clock_init(&cpu->waits, &world->arena, 0, LABEL_RUNNABLE);
}
