/* SPDX-License-Identifier: GPL-3.0-or-later */
/* setup.h -- one point: what runs where. */
#ifndef MODELS_SETUP_H
#define MODELS_SETUP_H

#include "models/mechanism.h"
#include "sim/time.h"

struct setup_instance {
	const char *name; /* unique in the setup */
	struct where where;
	const struct platform *platform;
	const struct instance *hardware;
	const int *cpu; /* pins: pCPU of each vCPU; NULL: pCPUs of its own */
	int cpus;
};

struct setup_host {
	const char *name;
	struct where where;
	const struct setup_instance *instance;
	int instances;
	int pcpus;           /* 0: as many as its vCPUs and dom0's need */
	const int *dom0_cpu; /* pins of dom0's vCPUs; NULL: pCPUs of its own */
	int dom0_cpus;
};

enum arrival { ARRIVAL_SATURATE, ARRIVAL_OPEN, ARRIVAL_CLOSED };

struct attribute {
	const char *name; /* "B", "answer", "segments", ... */
	double value;
};

struct setup_workload {
	const char *name;
	struct where where;
	const struct mechanism *home;   /* where the path's own parts are */
	const struct fragment *path;
	int host, instance;             /* where it runs */
	int peer_host, peer_instance;   /* the other end; -1: none */
	bool is_peer_apart; /* a peer on the same instance is on the vCPU
			       behind its thread's, not on the same */
	int threads;                    /* of each end, at least 1 */
	enum arrival arrival;
	double rate;        /* OPEN: jobs a second, over all threads */
	bool is_regular;    /* OPEN: constant gaps, not Poisson */
	int outstanding;    /* CLOSED: jobs inside, over all threads */
	const struct cost *think; /* CLOSED: or NULL */
	const struct attribute *attribute;
	int attributes;
	int flows; /* of each thread, which its jobs are spread over; 0: one */
	int volume_index; /* which of its guest's volumes, or of its local
			     disks: who share one have the same number */
	const struct block_volume *volume; /* NULL: `$volume.NAME` is refused */
};

struct setup {
	const struct setup_host *host;
	int hosts;
	const struct setup_workload *workload;
	int workloads;
	double spread; /* of shipped constants: 0.05 is +-5 % */
};

#endif
