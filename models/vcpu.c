/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vcpu.c -- a vCPU as a client of its pCPU.
 *
 *            something to run           the pCPU picks it
 *   BLOCKED -----------------> WANTING ------------------> ON
 *      ^                          ^                         |
 *      |                          | preempted: steal        |
 *      |                          +-------------------------+
 *      +--- nothing to run (after polling), or stalled -----+
 *
 * ON it runs its own clients (cpu.c).  It is the pCPU that pays for the
 * switch, for blocking and for waking it.
 */
#include <stddef.h>

#include "models/processor.h"

/* What it has waited for its pCPU since this was last noted. */
void vcpu_note_steal(struct world *world, struct cpu *vcpu)
{
	vcpu->steal += world->sim.now - vcpu->wanted_since;
	vcpu->wanted_since = world->sim.now;
}

void vcpu_granted(struct world *world, struct cpu *vcpu)
{
	vcpu->is_on = true;
	vcpu_note_steal(world, vcpu);
	vcpu->polling_since = world->sim.now;
	if (vcpu->is_switching)
		context_granted(world, &vcpu->switching);
	cpu_label(world, vcpu);
	cpu_touch(world, vcpu);
}

void vcpu_note_polling(struct world *world, struct cpu *vcpu)
{
	if (!vcpu->is_polling || !vcpu->is_on)
		return;
	vcpu->polled += world->sim.now - vcpu->polling_since;
	vcpu->polling_since = world->sim.now;
}

void vcpu_revoked(struct world *world, struct cpu *vcpu)
{
	vcpu_note_polling(world, vcpu);
	vcpu->is_on = false;
	vcpu->wanted_since = world->sim.now;
	cpu_label(world, vcpu);
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
	cpu_label(world, vcpu);
}

/* It gives its pCPU back: nothing to do, or held by the hypervisor. */
static void vcpu_yield(struct world *world, struct cpu *vcpu)
{
	struct cpu *pcpu = vcpu->parent;
	vcpu->has_blocked = true;
	const struct draw *block = vcpu->realm->draw[CPU_BLOCK];
	pcpu->owed_cycles += overhead_cycles(pcpu, block);
	vcpu_off(world, vcpu);
}

static void stop_polling(struct world *world, struct cpu *vcpu)
{
	vcpu_note_polling(world, vcpu);
	vcpu->is_polling = false;
	sim_cancel(&world->sim, &vcpu->poll_event);
}

void vcpu_polls_in_vain(struct sim *sim, struct event *event)
{
	struct world *world = (struct world *)sim;
	struct cpu *vcpu = (struct cpu *)((char *)event -
					  offsetof(struct cpu, poll_event));
	stop_polling(world, vcpu);
	vcpu_yield(world, vcpu);
}

/* Something came: it goes on where it is. */
void vcpu_poll_hit(struct world *world, struct cpu *vcpu)
{
	stop_polling(world, vcpu);
	vcpu->has_polled = true;
	vcpu_off(world, vcpu);
}

/* It polls only as long as no other vCPU wants the pCPU. */
void vcpu_make_way(struct world *world, struct cpu *pcpu)
{
	struct cpu *vcpu = pcpu->task ? pcpu->task->vcpu : NULL;
	if (!vcpu || !vcpu->is_polling)
		return;
	stop_polling(world, vcpu);
	vcpu_yield(world, vcpu);
}

void vcpu_halt(struct world *world, struct cpu *vcpu)
{
	if (vcpu->halt_poll <= 0 || vcpu->parent->scheduler.count) {
		vcpu_yield(world, vcpu);
		return;
	}
	vcpu->is_polling = true;
	vcpu->polling_since = world->sim.now;
	cpu_changed(world, vcpu->parent);
	sim_at(&world->sim, &vcpu->poll_event,
	       world->sim.now + vcpu->halt_poll);
}

void cpu_stall(struct world *world, struct cpu *cpu, struct context *by)
{
	cpu->stalled_by = by;
	cpu_label(world, cpu);
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
	cpu_label(world, cpu);
	cpu_touch(world, cpu);
}

void vcpu_wants(struct world *world, struct cpu *vcpu)
{
	if (vcpu->stalled_by || vcpu->client.is_active ||
	    !cpu_wants_anything(vcpu))
		return;
	if (vcpu->idle_since >= 0 && vcpu->has_blocked)
		halt_ended(vcpu, world->sim.now - vcpu->idle_since);
	vcpu->client.is_active = true;
	vcpu->wanted_since = world->sim.now;
	cpu_enqueue(world, vcpu->parent, &vcpu->client, true);
	cpu_label(world, vcpu);
}
