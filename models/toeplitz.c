/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/toeplitz.h"

const uint8_t toeplitz_key[TOEPLITZ_KEY] = {
	0x6d, 0x5a, 0x56, 0xda, 0x25, 0x5b, 0x0e, 0xc2, 0x41, 0x67,
	0x25, 0x3d, 0x43, 0xa3, 0x8f, 0xb0, 0xd0, 0xca, 0x2b, 0xcb,
	0xae, 0x7b, 0x30, 0xb4, 0x77, 0xcb, 0x2d, 0xa3, 0x80, 0x30,
	0xf2, 0x0c, 0x6a, 0x42, 0xb7, 0x3b, 0xbe, 0xac, 0x01, 0xfa,
};

uint32_t toeplitz_hash(const uint8_t *data, size_t length)
{
	uint32_t hash = 0;
	uint32_t window = (uint32_t)toeplitz_key[0] << 24 |
			  (uint32_t)toeplitz_key[1] << 16 |
			  (uint32_t)toeplitz_key[2] << 8 | toeplitz_key[3];
	for (size_t i = 0; i < length; i++) {
		for (int bit = 7; bit >= 0; bit--) {
			if (data[i] >> bit & 1)
				hash ^= window;
			window = window << 1 |
				 (toeplitz_key[i + 4] >> bit & 1);
		}
	}
	return hash;
}
