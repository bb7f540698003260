/* SPDX-License-Identifier: GPL-3.0-or-later */
/* simpy.c -- the same work by SimPy, where it is installed. */
#include <stdio.h>
#include <string.h>

#include "bench/bench.h"

#define COMMAND "/usr/bin/python3 bench/simpy_bench.py 2>/dev/null"

/* What a line of the script is compared with. */
static const struct against {
	const char *name;
	const struct side *side;
	int size;
	int64_t units;
} againsts[] = {
	{"mm1", &side_heap_mm1, 0, 3000000},
	{"hold-100", &side_heap_hold, 100, 2000000},
};

#define AGAINSTS (sizeof(againsts) / sizeof(againsts[0]))

static bool report(const char *name, double ns, const int64_t *draws)
{
	char full[64];

	for (size_t i = 0; i < AGAINSTS; i++) {
		const struct against *a = &againsts[i];

		if (strcmp(a->name, name) != 0)
			continue;
		snprintf(full, sizeof(full), "simpy:%s", name);
		figure_print(full, ns,
			     ns / side_ns(a->side, a->size, a->units, draws));
		return true;
	}
	return false;
}

/* Not to have SimPy is no failure. */
bool measure_simpy(const struct row *row, const int64_t *draws)
{
	FILE *script = popen(COMMAND, "r");
	char name[32];
	double ns;
	int lines = 0;

	while (script && fscanf(script, "%31s %lf", name, &ns) == 2)
		lines += report(name, ns, draws);
	if (script)
		pclose(script);
	if (lines == 0)
		fprintf(stderr, "bench: %s: not there for /usr/bin/python3, "
				"skipped\n", row->name);
	return true;
}
