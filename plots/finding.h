/* SPDX-License-Identifier: GPL-3.0-or-later */
/* finding.h -- what a ladder shows, in a sentence for the headline.
 *
 * Of the values added, the lowest and the highest are kept.  They count as
 * different only where their intervals do not meet.  The latencies of what
 * saturates or drops are passed by: they tell of the run's length, or of a
 * queue's.
 */
#ifndef PLOTS_FINDING_H
#define PLOTS_FINDING_H

#include "plots/view.h"

struct finding {
	const char *metric, *where; /* where: "payload 64B", or "" */
	/* private */
	int count;
	struct measure low, high;
	const char *low_name, *high_name;
	double ratio; /* 0 while there are not two positive values */
};

void finding_add(struct finding *finding, const struct measure *measure,
		 const char *name);

/* "Nitro delivers 3.6 times the throughput of Xen PV; ..." */
const char *findings_text(const struct view *view,
			  const struct finding *finding, int count);

#endif
