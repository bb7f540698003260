/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/progress.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <unistd.h>

bool progress_is_wanted(bool is_quiet)
{
	return !is_quiet && isatty(STDERR_FILENO);
}

static void left_text(char *out, size_t size, double seconds)
{
	long whole = isnan(seconds) ? 0 : lround(seconds);

	if (isnan(seconds))
		snprintf(out, size, "-");
	else if (whole < 100)
		snprintf(out, size, "%ld s", whole);
	else
		snprintf(out, size, "%ld:%02ld min", whole / 60, whole % 60);
}

void progress_draw(void *data, const struct run_progress *progress)
{
	char left[40];
	double rate = progress->seconds > 0
		? (double)progress->events / progress->seconds / 1e6 : 0;

	(void)data;
	left_text(left, sizeof(left), progress->seconds_left);
	fprintf(stderr, "\rpoints %d/%d  runs %" PRIu64 "/%" PRIu64
		"  %.1f M events/s  %s left\033[K", progress->points_done,
		progress->points, progress->done, progress->replications,
		rate, left);
	fflush(stderr);
}

void progress_wipe(void)
{
	fputs("\r\033[K", stderr);
}
