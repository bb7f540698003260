/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/random.h"

#include <math.h>
#include <stdbool.h>

#include "sim/ziggurat.h"

uint64_t random_name(const char *name)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	for (; *name; name++)
		hash = (hash ^ (unsigned char)*name) * UINT64_C(0x100000001b3);
	return random_mix(hash);
}

/* Is the point that lies in layer i, right of the layer above, under the
 * curve?  About one draw in ninety asks. */
static bool is_under(struct random_stream *stream, unsigned i, double x)
{
	double low = ziggurat_y[i], high = ziggurat_y[i + 1];

	return low + (high - low) * random_uniform(stream) < exp(-x);
}

/* The layer is the low 8 bits and the place in it the high 53: no bit is
 * used twice.  The tail has no memory: it starts over, shifted. */
double random_exponential(struct random_stream *stream)
{
	double shift = 0;

	for (;;) {
		uint64_t bits = random_next(stream);
		unsigned i = bits & 255;
		double x = (double)(bits >> 11) * 0x1p-53 * ziggurat_x[i];

		if (x < ziggurat_x[i + 1])
			return shift + x;
		if (i == 0)
			shift += ZIGGURAT_TAIL;
		else if (is_under(stream, i, x))
			return shift + x;
	}
}

static void stream_set(void *state, unsigned long seed)
{
	struct random_stream *stream = state;

	stream->counter = random_mix(seed);
}

static unsigned long stream_get(void *state)
{
	return random_next(state);
}

static double stream_get_double(void *state)
{
	return random_uniform(state);
}

static const gsl_rng_type stream_type = {
	.name = "splitmix64",
	.max = UINT64_MAX,
	.min = 0,
	.size = sizeof(struct random_stream),
	.set = stream_set,
	.get = stream_get,
	.get_double = stream_get_double,
};

const gsl_rng_type *const random_gsl_type = &stream_type;
