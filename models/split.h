/* SPDX-License-Identifier: GPL-3.0-or-later */
/* split.h -- where the parameters of `split` stand; number[SPLIT_BY] is the
 * attribute's index in the program. */
#ifndef MODELS_SPLIT_H
#define MODELS_SPLIT_H

enum { SPLIT_PER, SPLIT_BY, SPLIT_PATH, SPLIT_PARAMS };

#endif
