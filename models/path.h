/* SPDX-License-Identifier: GPL-3.0-or-later */
/* path.h -- the steps of a path, as they are written. */
#ifndef MODELS_PATH_H
#define MODELS_PATH_H

#include "models/cost.h"

/* Classes of a CPU, highest first. */
enum class {
	CLASS_HYPERVISOR,
	CLASS_HARDIRQ,
	CLASS_SOFTIRQ,
	CLASS_TASK,
	CLASSES,
	CLASS_NONE = CLASSES,
};

enum step_kind {
	STEP_HERE,    /* {stage: S, at: here, work: W, counts: C}             */
	STEP_AT,      /* {at: PLACE} a component, task, peer; or a CPU:
			 {stage: S, at: target|target.pcpu|home|guest|DOMAIN,
			 class: hardirq, work: W}                             */
	STEP_USE,     /* {use: dimension.fragment, times: N|attribute}        */
	STEP_TAKE,    /* {take: ring, n: attribute}                           */
	STEP_GIVE,    /* {give: ring}                                         */
	STEP_SPAWN,   /* {spawn: path}                                        */
	STEP_CALL,    /* {call: [...], meanwhile: stall|spin|sleep}           */
	STEP_WITHIN,  /* {within: lock, do: [...]}                            */
	STEP_THROUGH, /* {through: component}: when, count, steer             */
	STEP_SWAP,    /* {swap: ends}                                         */
	STEP_SET,     /* {set: B, to: attribute}: the job changes size        */
};

enum meanwhile { MEANWHILE_STALL, MEANWHILE_SPIN, MEANWHILE_SLEEP };

struct steps {
	const struct step *step;
	int count;
};

struct step {
	enum step_kind kind;
	struct where where;
	const char *stage;     /* HERE, AT: the stage's name (AT: or NULL) */
	const char *name;      /* component, ring, path, PLACE; SET: what */
	const char *dimension; /* USE: "own" or a dimension */
	const char *fragment;  /* USE */
	enum class class;      /* AT a CPU; CLASS_NONE otherwise */
	const struct work *work;
	const char *counts; /* interrupt, exit, hypercall, event; or NULL */
	const char *amount; /* TAKE n:, SET to: an attribute; or NULL */
	int times;          /* 1 when unsaid */
	const char *times_by; /* an attribute, or NULL */
	enum meanwhile meanwhile;
	struct steps body; /* CALL, WITHIN */
};

#endif
