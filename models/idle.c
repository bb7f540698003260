/* SPDX-License-Identifier: GPL-3.0-or-later */
/* idle.c -- the C-state governor of a physical CPU.
 *
 * After Linux's menu governor: the idle time is predicted from the last
 * eight, their longest ones left out until the rest agree (standard deviation
 * under a sixth of the mean, or under 20 us); the deepest state whose target
 * residency fits is entered, up to the platform's ceiling.  Its exit is paid
 * as chosen, whatever the time slept.
 */
#include <math.h>

#include "models/engine.h"

#define AGREE_RATIO 6.0
#define AGREE_TIME (20.0 * SIM_US)
#define FEWEST 4

/* The last idle times, also shortest first: the oldest makes room. */
static void note_idle(struct cpu *cpu, sim_time slept)
{
	sim_time *oldest = &cpu->idle[cpu->idles % IDLE_HISTORY];
	sim_time *sorted = cpu->idle_sorted;
	bool is_full = cpu->idles >= IDLE_HISTORY;
	int last = is_full ? IDLE_HISTORY - 1 : cpu->idles, at = last;
	while (is_full && sorted[at] != *oldest)
		at--;
	for (; at < last && sorted[at + 1] < slept; at++)
		sorted[at] = sorted[at + 1];
	for (; at > 0 && sorted[at - 1] > slept; at--)
		sorted[at] = sorted[at - 1];
	sorted[at] = *oldest = slept;
	cpu->idles++;
}

/* Infinity when the history says nothing: the CPU may sleep for long. */
static double predict(const struct cpu *cpu)
{
	const sim_time *sorted = cpu->idle_sorted;
	int count = cpu->idles < IDLE_HISTORY ? cpu->idles : IDLE_HISTORY;
	for (; count >= FEWEST; count--) {
		double sum = 0, squares = 0;
		for (int i = 0; i < count; i++)
			sum += (double)sorted[i];
		double mean = sum / count;
		for (int i = 0; i < count; i++) {
			double apart = (double)sorted[i] - mean;
			squares += apart * apart;
		}
		double deviation = sqrt(squares / count);
		if (deviation * AGREE_RATIO <= mean || deviation < AGREE_TIME)
			return mean;
	}
	return INFINITY;
}

void idle_enter(struct cpu *cpu)
{
	cpu->cstate = -1;
	if (!cpu->cstates_count)
		return;
	double time = predict(cpu);
	for (int i = 0; i < cpu->cstates_count; i++)
		if ((double)cpu->cstates[i].residency <= time)
			cpu->cstate = i;
}

sim_time idle_leave(struct cpu *cpu, sim_time slept)
{
	if (cpu->cstates_count)
		note_idle(cpu, slept);
	return cpu->cstate < 0 ? 0 : cpu->cstates[cpu->cstate].exit;
}
