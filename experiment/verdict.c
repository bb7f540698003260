/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/verdict.h"

#include <stdio.h>

#include "results/read.h"

/* A replication has a row for each check that does not hold. */
static int count_failed(const struct point_results *point)
{
	int n = 0;

	for (int i = 0; i < point->failures; i++)
		n += i == 0 || point->failure[i].replication !=
			       point->failure[i - 1].replication;
	return n;
}

static void describe(const struct failure *failure, char *text, size_t size)
{
	if (failure->check)
		snprintf(text, size, "check '%s' of %s does not hold: "
			 "%s is not %s", failure->check, failure->component,
			 failure->left, failure->right);
	else
		snprintf(text, size, "%s\n%s", failure->state,
			 failure->story ? failure->story : "");
}

static int tell(const struct point_results *point, int failed,
		struct error *error)
{
	const struct failure *failure = &point->failure[0];
	const char *swept = point->point.swept_text;
	char text[400], more[48] = "";

	describe(failure, text, sizeof(text));
	if (failed > 1)
		snprintf(more, sizeof(more), " (and %d more replications)",
			 failed - 1);
	return error_set(error, STATUS_CHECK, "%s%s%s, replication %d%s: %s",
			 point->point.label, *swept ? " " : "", swept,
			 failure->replication, more, text);
}

int verdict_of_file(const char *path, int *failed, struct error *error)
{
	struct results *results = results_open(path, error);
	const struct point_results *first = NULL;
	int result = 0;

	*failed = 0;
	if (!results)
		return -1;
	for (int i = 0; i < results->points; i++) {
		int n = count_failed(&results->point[i]);

		if (n && !first)
			first = &results->point[i];
		*failed += n;
	}
	if (first)
		result = tell(first, *failed, error);
	results_close(results);
	return result;
}
