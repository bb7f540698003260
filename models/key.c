/* SPDX-License-Identifier: GPL-3.0-or-later */
/* key.c -- the encryption key of an instance store, on the card.
 *
 *   EXISTS   the job walks `then`: the media, behind the cipher
 *   DESTROYED (at `destroyed`, the instance's end): what is on the media
 *            cannot be read again by anybody; a job passes it by, is marked
 *            as failed and goes on, so that nothing is held up or kept
 *
 * A failed job is counted apart: its latency is no latency of a read.
 * Destroying a key takes `erase`, whatever the size; to overwrite the disk
 * instead takes capacity / overwrite: both are published (sanitise.*).
 */
#include <math.h>

#include "models/engine.h"
#include "models/key.h"

static const struct param key_params[] = {
	[KEY_PER] = PARAM_PER,
	[KEY_THEN] = {"then", PARAM_STEPS, true, 0, 0, NULL, NULL,
		"what a job walks while the key exists"},
	[KEY_DESTROYED] = {"destroyed", PARAM_TIME, false, 0, INFINITY, "inf",
		NULL, "when the key is destroyed, from the start of the run"},
	[KEY_CAPACITY] = {"capacity", PARAM_BYTES, false, 0, 1e18, "0B", NULL,
		"bytes that are encrypted with it"},
	[KEY_ERASE] = {"erase", PARAM_TIME, false, 0, 1e18, "0", NULL,
		"time that it takes to destroy the key"},
	[KEY_OVERWRITE] = {"overwrite", PARAM_BANDWIDTH, false, 1, 1e15, NULL,
		NULL, "rate at which the media could be overwritten instead"},
};

static bool key_through(struct world *world, struct part *part,
			struct job *job)
{
	if ((double)world->sim.now < part->set->number[KEY_DESTROYED])
		return true;
	job->has_failed = true;
	return false;
}

const struct kind key_kind = {
	.name = "key",
	.meaning = "an encryption key: what is behind it is lost with it",
	.usage = USAGE_INLINE,
	.param = key_params,
	.params = KEY_PARAMS,
	.size = sizeof(struct part),
	.through = key_through,
};
