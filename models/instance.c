/* SPDX-License-Identifier: GPL-3.0-or-later */
/* instance.c -- the parameters of hardware: an instance type and what of its
 * host it stands on. */
#include "models/instance.h"
#include "models/kind.h"

static const struct param instance_params[] = {
	[INSTANCE_VCPUS] = {"vcpus", PARAM_COUNT, true, 1, 1024, NULL, NULL,
		"virtual CPUs (hyperthreads, on bare metal)"},
	[INSTANCE_THREADS] = {"threads_per_core", PARAM_COUNT, false, 1, 2,
		"1", NULL, "2: vCPU 2k and 2k+1 share a core"},
	[INSTANCE_SIBLING] = {"sibling_speed", PARAM_SHARE, false, 0.1, 1,
		"100%", NULL, "speed of each hyperthread while both run"},
	[INSTANCE_CLOCK] = {"clock", PARAM_CLOCK, true, 1e6, 1e11, NULL, NULL,
		"cycles a second that the cores sustain"},
	[INSTANCE_IPC] = {"ipc", PARAM_COUNT, false, 0.05, 10, "1", NULL,
		"instructions per cycle relative to Ivy Bridge"},
	[INSTANCE_DOM0_VCPUS] = {"dom0_vcpus", PARAM_COUNT, false, 1, 256,
		"1", NULL, "vCPUs of dom0 that serve this instance"},
	[INSTANCE_DOM0_CLOCK] = {"dom0_clock", PARAM_CLOCK, false, 1e6, 1e11,
		NULL, NULL, "clock of dom0's cores; unsaid: that of the guest"},
	[INSTANCE_NIC_RATE] = {"nic_rate", PARAM_BANDWIDTH, false, 1e3, 1e12,
		NULL, NULL, "line rate of the host's NIC"},
	[INSTANCE_DISKS] = {"disks", PARAM_COUNT, false, 0, 64, "0", NULL,
		"local disks (instance store)"},
	[INSTANCE_HOST_CPUS] = {"host_cpus", PARAM_COUNT, false, 1, 4096, NULL,
		NULL, "hyperthreads of the host; unsaid: as many as are asked "
		"for"},
	[INSTANCE_PAGING] = {"paging", PARAM_CHOICE, false, 0, 0, "nested",
		"nested|shadow", "how the CPUs translate a guest's addresses"},
	[INSTANCE_YEAR] = {"year", PARAM_COUNT, false, 1995, 2100, NULL, NULL,
		"when it was first sold"},
};

const struct kind instance_kind = {
	.name = "instance",
	.meaning = "hardware: an instance type and what of its host it uses",
	.usage = USAGE_NONE,
	.param = instance_params,
	.params = INSTANCE_PARAMS,
};
