/* SPDX-License-Identifier: GPL-3.0-or-later */
/* instance.h -- where the parameters of hardware stand in its value array. */
#ifndef MODELS_INSTANCE_H
#define MODELS_INSTANCE_H

enum paging { PAGING_NESTED, PAGING_SHADOW };

enum instance_param {
	INSTANCE_VCPUS,
	INSTANCE_THREADS,
	INSTANCE_SIBLING,
	INSTANCE_CLOCK,
	INSTANCE_IPC,
	INSTANCE_DOM0_VCPUS,
	INSTANCE_DOM0_CLOCK,
	INSTANCE_NIC_RATE,
	INSTANCE_DISKS,
	INSTANCE_HOST_CPUS,
	INSTANCE_PAGING,
	INSTANCE_YEAR,
	INSTANCE_PARAMS,
};

#endif
