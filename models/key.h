/* SPDX-License-Identifier: GPL-3.0-or-later */
/* key.h -- where the parameters of `key` stand. */
#ifndef MODELS_KEY_H
#define MODELS_KEY_H

enum { KEY_PER, KEY_THEN, KEY_DESTROYED, KEY_CAPACITY, KEY_ERASE,
       KEY_OVERWRITE, KEY_PARAMS };

#endif
