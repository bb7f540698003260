/* SPDX-License-Identifier: GPL-3.0-or-later */
/* random.h -- counter-based random numbers: a draw is a function of its key.
 *
 * A key is a 64-bit number folded from what the draw is for (seed,
 * replication, source, job, stage, visit, cost).  The same key gives the same
 * draw whatever else happened, so two platforms meet the same luck and no
 * change of event order or of threads changes a number.
 *
 *   key = random_fold(random_fold(seed, random_name("stage")), visit)
 *   u   = random_unit(key)                    one uniform, straight from it
 *   struct random_stream s = {key};           or a stream that starts there,
 *   gsl_rng r = random_gsl(&s);               which any gsl_ran_* can use
 *
 * The stream is the Weyl sequence of SplitMix64 (Steele, Lea, Flood, OOPSLA
 * 2014) under a 64-bit finalizer: 64 bits a number, never 32.
 */
#ifndef SIM_RANDOM_H
#define SIM_RANDOM_H

#include <gsl/gsl_rng.h>
#include <stdint.h>

struct random_stream {
	uint64_t counter;
};

#define RANDOM_WEYL UINT64_C(0x9e3779b97f4a7c15)

/* Finalizer: a bijection of 64-bit numbers (Stafford's variant 13). */
static inline uint64_t random_mix(uint64_t x)
{
	x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
	return x ^ (x >> 31);
}

/* The half of a fold that a word takes part in: of one that comes again and
 * again it is known beforehand. */
static inline uint64_t random_mixed(uint64_t word)
{
	return random_mix(word + RANDOM_WEYL);
}

static inline uint64_t random_fold_mixed(uint64_t key, uint64_t mixed)
{
	return random_mix(key * UINT64_C(0xd1342543de82ef95) + mixed);
}

/* Fold one more word into a key; order matters. */
static inline uint64_t random_fold(uint64_t key, uint64_t word)
{
	return random_fold_mixed(key, random_mixed(word));
}

/* The key of a name (FNV-1a, then mixed): the same on every machine. */
uint64_t random_name(const char *name);

static inline uint64_t random_next(struct random_stream *stream)
{
	return random_mix(stream->counter += RANDOM_WEYL);
}

/* Uniform in [0, 1) with 53 bits, from a key or a stream. */
static inline double random_unit(uint64_t key)
{
	return (double)(random_mix(key + RANDOM_WEYL) >> 11) * 0x1p-53;
}

static inline double random_uniform(struct random_stream *stream)
{
	return (double)(random_next(stream) >> 11) * 0x1p-53;
}

/* Exponential of mean 1 by a 256-layer ziggurat (tested against GSL). */
double random_exponential(struct random_stream *stream);

/* The stream as a GSL generator; valid while the stream lives. */
extern const gsl_rng_type *const random_gsl_type;

static inline gsl_rng random_gsl(struct random_stream *stream)
{
	return (gsl_rng){.type = random_gsl_type, .state = stream};
}

#endif
