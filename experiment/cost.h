/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cost.h -- a cited number.
 *
 *	{value: 278ns, clock: 2.3GHz, range: 200ns..400ns, status: derived,
 *	 source: "A11, linux-6.1", note: "how it was derived"}
 *	278ns        bare: uncited, refused in shipped files
 *
 * A shipped file gives value, range, status and source, keys of
 * models/sources.yaml; `fitted` names the open case (A01, ...) that it was
 * fitted to.  The range is that of the first term's mean.  What --set or a
 * sweep puts in a cost's place is uncited and a constant of the user's.
 */
#ifndef EXPERIMENT_COST_H
#define EXPERIMENT_COST_H

#include "experiment/reader.h"
#include "models/model.h"

/* Fill all but the name, which is left as it is.  `what` is for messages:
 * "cost 'grant_copy'". */
bool cost_read(const struct reader *reader, const struct node *node,
	       const char *what, struct cost *cost);

/* An uncited cost of one term, which must live as long; keeps the name. */
void cost_of_term(const struct node *node, const struct term *term,
		  struct cost *cost);

/* The dimension of all its terms; false when they are of several or per
 * something, which no parameter can be. */
bool cost_is_single(const struct cost *cost, enum unit *unit);

/* A zero is of every dimension. */
bool cost_is_zero(const struct cost *cost);

double cost_mean(const struct cost *cost);

/* Times and cycles, with or without attributes: what can be work. */
bool cost_is_work(const struct cost *cost);

#endif
