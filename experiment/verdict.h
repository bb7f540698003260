/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verdict.h -- did every replication of a file pass its checks? */
#ifndef EXPERIMENT_VERDICT_H
#define EXPERIMENT_VERDICT_H

#include "sim/error.h"

/* 0 when all did.  Else -1 with STATUS_CHECK, the number of replications that
 * did not in *failed, and the first of them told: which point, which check of
 * which component with its two sides, or who waits for whom. */
int verdict_of_file(const char *path, int *failed, struct error *error);

#endif
