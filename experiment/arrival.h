/* SPDX-License-Identifier: GPL-3.0-or-later */
/* arrival.h -- when a workload's jobs come.
 *
 *	saturate                         every thread, as soon as it is free
 *	{open: 20k/s, gaps: poisson}     so many a second, over all threads
 *	{closed: 3, think: 0us}          so many inside, over all threads
 */
#ifndef EXPERIMENT_ARRIVAL_H
#define EXPERIMENT_ARRIVAL_H

#include "experiment/reader.h"
#include "models/model.h"

/* The `arrival:` of a workload, whose path (or NULL) is read already.  False
 * when an error was noted. */
bool arrival_read(const struct reader *reader, const struct entry *workload,
		  const char *what, struct setup_workload *into);

#endif
