/* SPDX-License-Identifier: GPL-3.0-or-later */
/* embedded.h -- the shipped files, compiled in: models/, scenarios/, plots/
 * templates and results/schema.sql, under their names in the source tree. */
#ifndef SIM_EMBEDDED_H
#define SIM_EMBEDDED_H

#include <stddef.h>

struct embedded {
	const char *name; /* "models/platforms/xen-pv.yaml" */
	const char *text; /* ends with a NUL that is not counted */
	size_t length;
};

extern const struct embedded embedded_files[];
extern const int embedded_count;

#endif
