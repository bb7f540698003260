/* SPDX-License-Identifier: GPL-3.0-or-later */
/* blob.h -- a histogram as bytes, for the column histogram.buckets.
 *
 *	byte     1                  the format
 *	varint   low, high          exact extremes        (absent when no
 *	then for each bucket that is not empty, upwards:   value was counted)
 *	varint   its lowest value minus that of the bucket before (0 at first)
 *	varint   its count
 *
 * A varint is LEB128: seven bits a byte, least significant first, the high
 * bit set in all but the last.  Some two to three bytes a bucket.  Equal
 * histograms give equal bytes.
 */
#ifndef RESULTS_BLOB_H
#define RESULTS_BLOB_H

#include <stddef.h>

#include "sim/histogram.h"

/* Bytes from memory_get() for the caller to free. */
void *blob_encode(const struct histogram *histogram, size_t *length);

/* Add what the bytes say to an initialised histogram; -1 and no change when
 * they are no encoded histogram. */
int blob_decode(const void *bytes, size_t length, struct histogram *into);

#endif
