/* SPDX-License-Identifier: GPL-3.0-or-later */
/* product.h -- rows that run build/fathom from the root of the tree. */
#ifndef BENCH_PRODUCT_H
#define BENCH_PRODUCT_H

#include "bench/bench.h"

/* CPU ns a customer of scenarios/mmc.yaml, and a packet of
 * scenarios/bench-path.yaml; ratio to the heap's hold-100. */
bool measure_mmc(const struct row *row, const int64_t *draws);
bool measure_path(const struct row *row, const int64_t *draws);

/* Wall ns a packet on two threads; ratio: the speed-up over one. */
bool measure_threads(const struct row *row, const int64_t *draws);

/* MiB at most, with a million jobs of ten stages in flight. */
bool measure_million(const struct row *row, const int64_t *draws);

#endif
