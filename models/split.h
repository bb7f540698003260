/* SPDX-License-Identifier: GPL-3.0-or-later */
/* split.h -- where the parameters of `split` stand; number[SPLIT_BY] and
 * number[SPLIT_OF] are attributes' indices in the program. */
#ifndef MODELS_SPLIT_H
#define MODELS_SPLIT_H

enum { SPLIT_PER, SPLIT_BY, SPLIT_UPTO, SPLIT_OF, SPLIT_PATH, SPLIT_PARAMS };

#endif
