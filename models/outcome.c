/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "models/keeper.h"
#include "models/outcome.h"
#include "models/source.h"
#include "models/watchdog.h"

#define SATURATED_FEW 1000     /* jobs inside that may mean nothing  */
#define SATURATED_SHARE 0.05   /* of the arrivals                    */
#define GROWTH_SHARE 0.01      /* of the arrivals, over the thirds   */
#define GROWTH_FEW 64
#define DROPPING_SHARE 0.01
#define NEVER_IDLE 0.9999      /* utilisation of a part that is the limit */

void *outcome_more(struct world *world, const void *array, int count,
		   size_t size)
{
	if (count != 0 && (count < 8 || (count & (count - 1)) != 0))
		return (void *)array;
	void *more = arena_get(&world->arena,
			       size * (size_t)(count ? 2 * count : 8));
	if (count)
		memcpy(more, array, size * (size_t)count);
	return more;
}

/* ---- status ---- */

/* Beyond capacity, a queue without bound grows; a bounded one drops, while
 * some part is never idle.  Drops beside idle parts are a matter of bursts. */

/* More came in than went out, third by third, by more than noise. */
static bool grows(const struct tracker *tracker)
{
	const uint64_t *inside = tracker->at_third;
	double growth = (double)tracker->inside - (double)inside[0];
	return inside[1] > inside[0] && inside[2] > inside[1] &&
	       tracker->inside > inside[2] && growth > GROWTH_FEW &&
	       growth > GROWTH_SHARE * (double)tracker->arrived;
}

static enum load_status status_of(const struct world *world,
				  const struct tracker *tracker)
{
	const struct setup_workload *workload =
		tracker->conversation->workload;
	double bound = SATURATED_SHARE * (double)tracker->arrived;
	if (bound < SATURATED_FEW)
		bound = SATURATED_FEW;
	if (world->offspring > world->options.limit)
		return LOAD_SATURATED;
	if (workload->arrival == ARRIVAL_OPEN &&
	    ((double)tracker->inside > bound || grows(tracker) ||
	     tracker->inside > world->options.limit))
		return LOAD_SATURATED;
	if ((double)tracker->dropped > DROPPING_SHARE *
			(double)(tracker->left + tracker->dropped))
		return workload->arrival == ARRIVAL_OPEN &&
		       metrics_most(world) > NEVER_IDLE ? LOAD_SATURATED :
							  LOAD_DROPPING;
	if (watchdog_is_starved(world, tracker))
		return LOAD_STARVED;
	if (tracker->failed)
		return LOAD_FAILING;
	return tracker->left ? LOAD_OK : LOAD_EMPTY;
}

/* ---- stages and exemplars ---- */

static void fill_sums(struct world *world, struct tracker *tracker,
		      struct workload_outcome *out)
{
	int stages = tracker->conversation->code->stages;
	struct stage_sum *list = NULL;
	for (int octave = 0; octave < 64; octave++) {
		const struct octave *sum = tracker->octave[octave];
		for (int i = 0; sum && i < stages; i++) {
			list = outcome_more(world, list, out->sums,
					    sizeof(*list));
			list[out->sums++] = (struct stage_sum){
				octave, i, sum->booked[2 * i],
				sum->booked[2 * i + 1], sum->jobs};
		}
	}
	out->sum = list;
}

static void add_exemplar(struct world *world, const struct tracker *tracker,
			 const struct kept *kept, const char *why)
{
	struct outcome *outcome = &world->outcome;
	int stages = tracker->conversation->code->stages;
	struct exemplar *list = outcome_more(world, outcome->exemplar,
		outcome->exemplars, sizeof(*list));
	struct exemplar_part *part = arena_get(&world->arena,
		sizeof(*part) * (size_t)(stages + 1));
	int parts = 0;
	for (int i = 0; i < stages; i++)
		if (kept->booked[2 * i] || kept->booked[2 * i + 1])
			part[parts++] = (struct exemplar_part){
				i, kept->booked[2 * i],
				kept->booked[2 * i + 1]};
	list[outcome->exemplars++] = (struct exemplar){
		tracker->index, why, kept->job, kept->latency, part, parts};
	outcome->exemplar = list;
}

static bool is_sampled(const struct keeper *keeper, uint64_t job)
{
	for (int i = 0; i < keeper->samples; i++)
		if (keeper->sample[i].job == job)
			return true;
	return false;
}

static void fill_exemplars(struct world *world, const struct tracker *tracker)
{
	const struct keeper *keeper = tracker->keeper;
	for (int i = 0; i < keeper->samples; i++)
		add_exemplar(world, tracker, &keeper->sample[i], "sampled");
	for (int i = 0; i < keeper->slowest; i++)
		if (!is_sampled(keeper, keeper->slow[i].job))
			add_exemplar(world, tracker, &keeper->slow[i],
				     "slowest");
}

/* ---- the whole ---- */

static void fill_workload(struct world *world, struct tracker *tracker,
			  struct workload_outcome *out)
{
	const struct code *code = tracker->conversation->code;
	*out = (struct workload_outcome){
		.name = tracker->conversation->workload->name,
		.status = status_of(world, tracker),
		.arrived = tracker->arrived,
		.left = tracker->left,
		.dropped = tracker->dropped,
		.inside = tracker->inside,
		.latency = tracker->latency,
		.moments = tracker->moments,
		.stage = code->stage,
		.stages = code->stages,
	};
	if (out->status == LOAD_SATURATED)
		out->binding = metrics_busiest(world);
	fill_sums(world, tracker, out);
	fill_exemplars(world, tracker);
}

void outcome_fill(struct world *world)
{
	struct outcome *outcome = &world->outcome;
	int workloads = world->program->conversations;
	for (int i = 0; i < world->cpus; i++)
		cpu_settle(world, &world->cpu[i]);
	if (world->verdict == VERDICT_OK)
		watchdog_look(world);
	for (int i = 0; i < workloads; i++)
		source_close_window(world, &world->tracker[i]);
	outcome->window = world->sim.now - world->window_opens;
	outcome->events = world->sim.fired;
	metrics_fill(world);
	ledger_fill(world);
	checks_fill(world);
	struct workload_outcome *list = arena_get(&world->arena,
		sizeof(*list) * (size_t)(workloads + 1));
	for (int i = 0; i < workloads; i++)
		fill_workload(world, &world->tracker[i], &list[i]);
	outcome->workload = list;
	outcome->workloads = workloads;
	outcome->verdict = world->verdict;
	outcome->story = world->story ? world->story : world->starved;
	outcome->memory = arena_size(&world->arena);
}
