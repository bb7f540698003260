/* SPDX-License-Identifier: GPL-3.0-or-later */
/* halt.c -- how long a vCPU that halts polls before it blocks.
 *
 * After KVM's halt polling (kvm_vcpu_halt and its callers in Linux 6.1,
 * virt/kvm/kvm_main.c): a vCPU that was woken soon after it had blocked polls
 * longer the next time, one that slept longer than the most not at all.
 */
#include "models/engine.h"

void halt_ended(struct cpu *vcpu, sim_time halted)
{
	const double *number = vcpu->realm->number;
	double most = number[CPU_HALT_POLL], polls = (double)vcpu->halt_poll;
	if ((double)halted > most)
		polls = 0;
	else if (polls < number[CPU_HALT_POLL_START])
		polls = number[CPU_HALT_POLL_START];
	else
		polls *= number[CPU_HALT_POLL_GROW];
	vcpu->halt_poll = (sim_time)(polls < most ? polls : most);
}
