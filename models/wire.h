/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wire.h -- how long a job's frames take to be put on a wire. */
#ifndef MODELS_WIRE_H
#define MODELS_WIRE_H

#include "models/engine.h"

/* Picoseconds: each packet of the job carries its share of the bytes, after
 * `header`, at least `minimum` long, within `framing`, at `rate` bytes/s. */
static inline double wire_time(const struct job *job, double header,
			       double minimum, double framing, double rate)
{
	double packets = job->attribute[1] > 0 ? (double)job->attribute[1] : 1;
	double frame = (double)job->attribute[0] / packets + header;
	if (frame < minimum)
		frame = minimum;
	return packets * (frame + framing) / rate * (double)SIM_S;
}

#endif
