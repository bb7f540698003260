/* SPDX-License-Identifier: GPL-3.0-or-later */
/* broadcast.h -- where the parameters of `broadcast` stand. */
#ifndef MODELS_BROADCAST_H
#define MODELS_BROADCAST_H

enum { BROADCAST_PER, BROADCAST_TO, BROADCAST_PATH, BROADCAST_PARAMS };

#endif
