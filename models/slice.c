/* SPDX-License-Identifier: GPL-3.0-or-later */
/* slice.c -- how long the picked task may run while others wait.
 *
 * Slices shrink by time run, not by time passed, and are new only at a pick.
 */
#include <stddef.h>

#include "models/processor.h"

/* While no other task waits, slices end unseen: no event is armed, and those
 * that have ended in `ran` are made up for here. */
static void renew_slice(const struct cpu *cpu, sim_time ran)
{
	struct client *task = cpu->task;
	sim_time quantum = scheduler_quantum(cpu);
	if (quantum && task->slice && ran >= task->slice)
		task->slice = ran + quantum - (ran - task->slice) % quantum;
}

void task_arm(struct world *world, struct cpu *cpu)
{
	if (cpu->task->slice && scheduler_expired(cpu))
		sim_at(&world->sim, &cpu->slice_event,
		       world->sim.now + cpu->task->slice);
}

void task_charge(struct world *world, struct cpu *cpu)
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
void task_off(struct world *world, struct cpu *cpu)
{
	if (cpu->task_since < 0)
		return;
	task_charge(world, cpu);
	cpu->task_since = -1;
	sim_cancel(&world->sim, &cpu->slice_event);
}

void task_slice_ends(struct sim *sim, struct event *event)
{
	struct world *world = (struct world *)sim;
	struct cpu *cpu = (struct cpu *)((char *)event -
					 offsetof(struct cpu, slice_event));
	if (!cpu->task)
		return;
	task_charge(world, cpu);
	cpu->task->slice = 0;
	if (scheduler_expired(cpu)) {
		cpu->needs_choice = true;
		cpu_touch(world, cpu);
		return;
	}
	cpu->task->slice = scheduler_quantum(cpu);
}

void task_on(struct world *world, struct cpu *cpu)
{
	if (cpu->task_since >= 0)
		return;
	cpu->task_since = world->sim.now;
	if (cpu->task->slice <= 0)
		cpu->task->slice = scheduler_quantum(cpu);
	task_arm(world, cpu);
}
