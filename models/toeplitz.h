/* SPDX-License-Identifier: GPL-3.0-or-later */
/* toeplitz.h -- the hash of receive-side scaling.
 *
 * For each bit of the input that is 1, from the first on, the 32 bits of the
 * key that begin there are added (exclusive or).  Microsoft, "RSS hashing
 * types" and "Verifying the RSS hash calculation", whose key and vectors these
 * are (tests/test_steer.c).
 */
#ifndef MODELS_TOEPLITZ_H
#define MODELS_TOEPLITZ_H

#include <stddef.h>
#include <stdint.h>

#define TOEPLITZ_KEY 40

extern const uint8_t toeplitz_key[TOEPLITZ_KEY];

/* Of at most TOEPLITZ_KEY - 4 bytes: source address, destination address,
 * source port, destination port, in network order. */
uint32_t toeplitz_hash(const uint8_t *data, size_t length);

#endif
