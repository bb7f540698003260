/* SPDX-License-Identifier: GPL-3.0-or-later */
/* thread.h -- a workload's thread: a poll of class task with a budget of one,
 * woken through its domain's cpu.wake, that stands on a vCPU and a queue. */
#ifndef MODELS_THREAD_H
#define MODELS_THREAD_H

#include <stdint.h>

struct poll;

/* Among the threads of all workloads, at both ends. */
int thread_index(const struct poll *thread);
void thread_place(const struct poll *thread, uint16_t *cpu, uint16_t *queue);

#endif
