/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parameter.h -- the value of one parameter of a component, as its kind's
 * table says that it must be.
 *
 *	slots: $ring_slots            a cost of the document
 *	rate: $instance.nic_rate      one of the hardware's
 *	slots: {value: 256, ...}      a cost in place
 *	slots: 256                    uncited; refused in shipped files
 *	servers: inf                  where the table's range or default has it
 *
 * Flags, choices, words, names, work, steps, times and causes likewise.
 */
#ifndef EXPERIMENT_PARAMETER_H
#define EXPERIMENT_PARAMETER_H

#include "experiment/scope.h"

struct parameter {
	const char *what; /* "tx_ring.slots": for messages and inline costs */
	const struct param *param;
	bool may_be_bare; /* a plain number also in a shipped file */
};

/* False when an error was noted.  Fills `value` from what was written. */
bool parameter_read(struct scope *scope, const struct parameter *parameter,
		    const struct node *node, struct value *value);

/* The table's default, or nothing: number 0, choice -1, all else NULL. */
void parameter_default(struct scope *scope, const struct parameter *parameter,
		       struct where where, struct value *value);

#endif
