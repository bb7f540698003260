/* SPDX-License-Identifier: GPL-3.0-or-later */
/* steer.c -- which queue or CPU a flow's packets go to.
 *
 *   toeplitz  RSS: the card's hash of addresses and ports, which a flow's
 *             number stands for, into a table whose entry i is i mod `over`
 *   hash      RPS: the kernel's own hash, over the CPUs
 *   thread    RFS: the CPU on which the flow's thread runs
 *
 * The job stays in its context; what it does next finds its member by what is
 * set here.  RPS is this, and then a place that is one per vCPU.
 */
#include "models/engine.h"
#include "models/thread.h"
#include "models/toeplitz.h"

enum { STEER_PER, STEER_SETS, STEER_BY, STEER_ENTRIES, STEER_OVER,
       STEER_PARAMS };
enum { SETS_QUEUE, SETS_CPU };
enum { BY_TOEPLITZ, BY_HASH, BY_THREAD };

static const struct param steer_params[] = {
	[STEER_PER] = PARAM_PER,
	[STEER_SETS] = {"sets", PARAM_CHOICE, true, 0, 0, NULL, "queue|cpu",
		"what of the job it sets"},
	[STEER_BY] = {"by", PARAM_CHOICE, false, 0, 0, "hash",
		"toeplitz|hash|thread", "what decides: RSS, RPS or RFS"},
	[STEER_ENTRIES] = {"entries", PARAM_COUNT, false, 1, 65536, "128",
		NULL, "of the table that a Toeplitz hash is looked up in"},
	[STEER_OVER] = {"over", PARAM_COUNT, false, 1, 1024, NULL, NULL,
		"queues or CPUs; unsaid: all that the guest has"},
};

/* Addresses and ports that the number of a flow stands for. */
static uint32_t hash_of_flow(uint32_t flow)
{
	uint64_t mixed = random_mix((uint64_t)flow + RANDOM_WEYL);
	uint8_t tuple[12] = {10, (uint8_t)(mixed >> 8), (uint8_t)(mixed >> 16),
			     (uint8_t)(mixed >> 24), 10, 0, 0, 1,
			     (uint8_t)(mixed >> 32 | 0x80),
			     (uint8_t)(mixed >> 40), 0x30, 0x39};
	return toeplitz_hash(tuple, sizeof(tuple));
}

static int over_of(const struct world *world, const struct set *set,
		   const struct job *job)
{
	const struct realm *realm = &world->program->realm[job->guest];
	int over = (int)set->number[STEER_OVER];
	if (over > 0)
		return over;
	if (set->number[STEER_SETS] == SETS_CPU)
		return realm->cpus;
	return realm->queues > 0 ? realm->queues : 1;
}

static bool steer_through(struct world *world, struct part *part,
			  struct job *job)
{
	const struct set *set = part->set;
	bool sets_cpu = set->number[STEER_SETS] == SETS_CPU;
	uint16_t cpu = job->cpu, queue = job->queue;
	uint32_t over = (uint32_t)over_of(world, set, job);
	if (set->number[STEER_BY] == BY_THREAD) {
		if (job->thread)
			thread_place(job->thread, &cpu, &queue);
	} else {
		uint32_t to = set->number[STEER_BY] == BY_HASH ?
			(uint32_t)(random_mix(job->flow + 2 * RANDOM_WEYL) >>
				   32) % over :
			hash_of_flow(job->flow) %
				(uint32_t)set->number[STEER_ENTRIES] % over;
		cpu = queue = (uint16_t)to;
	}
	if (sets_cpu)
		job->cpu = cpu;
	else
		job->queue = queue;
	return true;
}

const struct kind steer_kind = {
	.name = "steer",
	.meaning = "sets a job's queue or CPU by its flow: RSS, RPS, RFS",
	.usage = USAGE_INLINE,
	.param = steer_params,
	.params = STEER_PARAMS,
	.size = sizeof(struct part),
	.through = steer_through,
};
