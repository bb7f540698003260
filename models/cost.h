/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cost.h -- cited numbers, and expressions over them. */
#ifndef MODELS_COST_H
#define MODELS_COST_H

#include <stdbool.h>

#include "sim/distribution.h"
#include "sim/error.h"

/* What a number is measured in.  Values are held in the base unit. */
enum unit {
	UNIT_COUNT,   /* plain number                   */
	UNIT_TIME,    /* picoseconds                    */
	UNIT_CYCLES,  /* cycles of the CPU that runs it */
	UNIT_BYTES,   /* bytes                          */
	UNIT_RATE,    /* per second (also /s of bytes: see UNIT_BANDWIDTH) */
	UNIT_BANDWIDTH, /* bytes per second (Gbit/s, MB/s are converted)   */
	UNIT_CLOCK,   /* hertz                          */
	UNIT_SHARE,   /* 1.0 is 100 %                   */
};

enum cost_status {
	COST_UNCITED, /* a bare number in a user's own file */
	COST_MEASURED,
	COST_DOCUMENTED,
	COST_DERIVED,
	COST_FITTED,
	COST_ASSUMED,
};

/* "measured", "documented", ... */
const char *cost_status_name(enum cost_status status);

/* One summand of a cost: `0.1ns/B` is {0.1 ns, UNIT_TIME, "B"}. */
struct term {
	struct distribution value; /* prepared; in the base unit */
	enum unit unit;
	const char *per; /* attribute of the job, or NULL */
};

struct cost {
	const char *name;
	const char *text;   /* the value as written: "490ns + 0.1ns/B" */
	const char *source; /* keys of models/sources.yaml, or NULL */
	const char *note;   /* formula or remark, or NULL */
	struct where where;
	enum cost_status status;
	const struct term *term;
	int terms;
	double clock; /* Hz at which times were measured on a CPU; 0: unsaid */
	double low, high; /* range of the first term's mean; NaN: none given */
	bool is_shipped;  /* constants of shipped files get run.spread */
};

/* A summand of a work: factor * cost * attribute * attribute... */
#define WORK_ATTRIBUTES 4
struct work_term {
	double factor;
	const struct cost *cost; /* NULL: `instance` names the hardware's, or */
	const char *instance;
	const char *volume;      /* `volume` the workload's volume's */
	const char *attribute[WORK_ATTRIBUTES];
	int attributes;
};

struct work {
	const char *text;
	struct where where;
	const struct work_term *term;
	int terms;
};

#endif
