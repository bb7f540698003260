/* SPDX-License-Identifier: GPL-3.0-or-later */
/* processor.h -- what the files of a CPU share; others use engine.h.
 *
 *   cpu.c     classes, dispatch, switching: who runs next (phase three)
 *   slice.c   how long a task may run while others wait
 *   speed.c   busy time, and the rate at which cycles pass
 *   vcpu.c    a vCPU as a client of its pCPU; halt.c: how long it polls
 *   idle.c    C-states; scheduler.c: which task is next
 */
#ifndef MODELS_PROCESSOR_H
#define MODELS_PROCESSOR_H

#include "models/engine.h"

/* cpu.c */
bool cpu_wants_anything(const struct cpu *cpu);
void cpu_label(struct world *world, struct cpu *cpu); /* of who waits for it */
void client_runs(struct world *world, struct cpu *cpu, struct client *client);
void client_revoked(struct world *world, struct client *client);
double overhead_cycles(struct cpu *cpu, const struct draw *draw);

/* slice.c: the picked task runs, does not run; its time so far is charged. */
void task_on(struct world *world, struct cpu *cpu);
void task_off(struct world *world, struct cpu *cpu);
void task_charge(struct world *world, struct cpu *cpu);
void task_arm(struct world *world, struct cpu *cpu);
event_fn task_slice_ends;

/* speed.c */
struct context *cpu_leaf(struct cpu *cpu); /* that burns its cycles now */
/* It has begun or ceased to run something: busy time, its sibling's speed. */
void cpu_changed(struct world *world, struct cpu *cpu);

/* vcpu.c */
void vcpu_granted(struct world *world, struct cpu *vcpu);
void vcpu_revoked(struct world *world, struct cpu *vcpu);
void vcpu_wants(struct world *world, struct cpu *vcpu);
void vcpu_halt(struct world *world, struct cpu *vcpu);
void vcpu_poll_hit(struct world *world, struct cpu *vcpu);
void vcpu_make_way(struct world *world, struct cpu *pcpu);
void vcpu_note_steal(struct world *world, struct cpu *vcpu);
void vcpu_note_polling(struct world *world, struct cpu *vcpu);
event_fn vcpu_polls_in_vain;

#endif
