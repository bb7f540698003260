/* SPDX-License-Identifier: GPL-3.0-or-later */
/* count.h -- where the parameters of `count` stand; number[COUNT_SETS] is the
 * attribute's index in the program. */
#ifndef MODELS_COUNT_H
#define MODELS_COUNT_H

enum { COUNT_PER, COUNT_OF, COUNT_SETS, COUNT_PARAMS };

#endif
