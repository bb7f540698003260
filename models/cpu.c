/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/cpu.h"
#include "models/kind.h"

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
};

const struct kind cpu_kind = {
	.name = "cpu",
	.meaning = "how a domain's CPUs switch, schedule and block",
	.usage = USAGE_NONE,
	.param = cpu_params,
	.params = CPU_PARAMS,
};
