/* SPDX-License-Identifier: GPL-3.0-or-later */
/* foreign.c -- costs of the hardware and of the workload's volume: which they
 * are only a point knows, so what they may be is checked here. */
#include <math.h>
#include <string.h>

#include "models/build.h"
#include "models/instance.h"

static const struct cost *find(const struct cost *cost, int costs,
			       const char *name)
{
	for (int i = 0; i < costs; i++)
		if (strcmp(cost[i].name, name) == 0)
			return &cost[i];
	return NULL;
}

static const struct cost *instance_cost(const struct instance *instance,
					const char *name)
{
	const struct cost *cost = find(instance->cost, instance->costs, name);
	for (int i = 0; !cost && i < instance_kind.params; i++)
		if (strcmp(instance_kind.param[i].name, name) == 0)
			return instance->hardware->value[i].cost;
	return cost;
}

static const struct cost *of_instance(struct build *build,
				      const struct instance *instance,
				      const char *name, struct where where)
{
	const struct cost *cost = instance_cost(instance, name);
	if (!cost)
		wrong(build, where, "instance '%s' has no '%s'",
		      instance->name, name);
	return cost;
}

static const struct cost *of_volume(struct build *build,
				    const struct setup_workload *workload,
				    const char *name, struct where where)
{
	if (!workload) {
		wrong(build, where, "'$volume.%s', but no workload is there "
		      "whose volume it could be", name);
		return NULL;
	}
	const struct block_volume *volume = workload->volume;
	if (!volume) {
		wrong(build, where, "'$volume.%s', but workload '%s' has no "
		      "volume", name, workload->name);
		return NULL;
	}
	const struct cost *cost = find(volume->cost, volume->costs, name);
	if (!cost)
		wrong(build, where, "volume '%s' has no '%s'", volume->name,
		      name);
	return cost;
}

const struct cost *foreign_cost(struct build *build,
				const struct foreign *foreign)
{
	if (foreign->volume)
		return of_volume(build, foreign->workload, foreign->volume,
				 foreign->where);
	return of_instance(build, foreign->hardware, foreign->instance,
			   foreign->where);
}

/* ---- numbers of parameters ---- */

static bool has_unit(enum param_type type, enum unit unit)
{
	switch (type) {
	case PARAM_COUNT:
		return unit == UNIT_COUNT;
	case PARAM_TIME:
		return unit == UNIT_TIME;
	case PARAM_RATE:
		return unit == UNIT_RATE;
	case PARAM_BYTES:
		return unit == UNIT_BYTES;
	case PARAM_BANDWIDTH:
		return unit == UNIT_BANDWIDTH;
	case PARAM_AMOUNT:
		return unit == UNIT_COUNT || unit == UNIT_BYTES;
	case PARAM_PACE:
		return unit == UNIT_RATE || unit == UNIT_BANDWIDTH;
	case PARAM_CLOCK:
		return unit == UNIT_CLOCK;
	case PARAM_SHARE:
		return unit == UNIT_SHARE;
	default:
		return true;
	}
}

/* The table's range holds for these, too; 0 is a number of every unit. */
double foreign_number(struct build *build, const struct cost *cost,
		      const struct param *param, struct where where)
{
	double number = distribution_mean(&cost->term[0].value);
	bool has_range = param->low != 0 || param->high != 0;
	if (cost->terms != 1 || cost->term[0].per ||
	    (!has_unit(param->type, cost->term[0].unit) && number != 0)) {
		wrong(build, where, "%s: '%s' is %s: of another dimension",
		      param->name, cost->name, cost->text);
		return 1;
	}
	if (has_range && !(number >= param->low && number <= param->high)) {
		wrong(build, where, "%s: '%s' is %s: out of range",
		      param->name, cost->name, cost->text);
		return 1;
	}
	return number;
}
