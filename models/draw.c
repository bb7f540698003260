/* SPDX-License-Identifier: GPL-3.0-or-later */
/* draw.c -- works as they are written, to draws. */
#include <math.h>
#include <string.h>

#include "models/build.h"

void lean(struct build *build, const struct cost *cost, double weight)
{
	struct program *program = build->program;
	for (int i = 0; i < program->leanings; i++) {
		if (program->leaning[i].cost == cost) {
			program->leaning[i].weight += weight;
			return;
		}
	}
	if (program->leanings % 64 == 0)
		program->leaning = memory_resize(program->leaning,
			sizeof(*program->leaning) *
			(size_t)(program->leanings + 64));
	program->leaning[program->leanings++] =
		(struct leaning){cost, NULL, weight};
}

static const struct realm *clock_realm(const struct build *build, int realm,
				       int guest)
{
	return &build->program->realm[realm >= 0 ? realm :
				      guest_realm(build, guest)];
}

/* Picoseconds and cycles: where it runs decides what a time means. */
static void set_unit(struct draw_term *term, const struct cost *cost,
		     const struct term *from, bool on_cpu)
{
	if (from->unit == UNIT_CYCLES) {
		term->unit = DRAW_CYCLES;
	} else if (from->unit == UNIT_TIME && on_cpu && cost->clock > 0) {
		term->unit = DRAW_CYCLES;
		term->factor *= cost->clock / (double)SIM_S;
	} else {
		term->unit = on_cpu ? DRAW_LOCAL : DRAW_TIME;
	}
}

static void add_attribute(struct build *build, struct draw_term *term,
			  const char *name)
{
	term->attribute[term->attributes++] =
		(int8_t)attribute_index(build, name);
}

static double base_time(const struct draw_term *term,
			const struct realm *realm)
{
	double mean = term->factor * (term->distribution ?
				distribution_mean(term->distribution) :
				term->value);
	return term->unit == DRAW_CYCLES ? mean / realm->clock * (double)SIM_S :
					   mean;
}

static int add_cost(struct build *build, struct draw_term *terms,
		    const struct work_term *from, const struct cost *cost,
		    uint64_t hash, const struct realm *realm, bool on_cpu,
		    double share)
{
	for (int i = 0; i < cost->terms; i++) {
		struct draw_term *term = &terms[i];
		const struct term *source = &cost->term[i];
		term->factor = from->factor;
		uint64_t named = random_fold(hash, random_name(cost->name));
		term->mixed = random_mixed(random_fold(named, (uint64_t)i));
		set_unit(term, cost, source, on_cpu);
		if (source->value.kind == DISTRIBUTION_CONSTANT) {
			term->value = source->value.a;
			term->spread = cost->is_shipped ?
					build->program->setup->spread : 0;
		} else {
			term->distribution = &source->value;
		}
		for (int k = 0; k < from->attributes; k++)
			add_attribute(build, term, from->attribute[k]);
		if (source->per)
			add_attribute(build, term, source->per);
		lean(build, cost, on_cpu && !term->attributes ?
					share * base_time(term, realm) : 0);
	}
	return cost->terms;
}

static bool has_cycles(const struct cost *cost)
{
	for (int i = 0; i < cost->terms; i++)
		if (cost->term[i].unit == UNIT_CYCLES)
			return true;
	return false;
}

/* The cost of a term: the file's own, or the hardware's or volume's. */
static const struct cost *cost_of(struct build *build, const struct work *work,
				  const struct work_term *term,
				  const struct drawer *drawer,
				  const struct instance *hardware)
{
	const struct foreign foreign = {
		.instance = term->instance,
		.volume = term->volume,
		.hardware = hardware,
		.workload = drawer->workload,
		.where = work->where,
	};
	const struct cost *cost = term->cost ? term->cost :
					       foreign_cost(build, &foreign);
	if (cost && drawer->realm < 0 && has_cycles(cost))
		wrong(build, work->where, "'%s' is in cycles, but no CPU does "
		      "the work of '%s': it takes a time", cost->name,
		      drawer->stage);
	return cost;
}

const struct draw *draw_new(struct build *build, const struct work *work,
			    const struct drawer *drawer)
{
	if (!work)
		return NULL;
	int realm = drawer->realm;
	const struct realm *clock = clock_realm(build, realm, drawer->guest);
	uint64_t hash = random_fold(random_name(drawer->stage),
				    (uint64_t)drawer->visit);
	int terms = 0;
	for (int i = 0; i < work->terms; i++)
		terms += work->term[i].cost ? work->term[i].cost->terms : 8;
	struct draw *draw = arena_get(build->arena, sizeof(*draw));
	struct draw_term *term = arena_get(build->arena,
					   sizeof(*term) * (size_t)terms);
	draw->term = term;
	for (int i = 0; i < work->terms; i++) {
		const struct work_term *from = &work->term[i];
		const struct cost *cost = cost_of(build, work, from, drawer,
						  clock->hardware);
		if (!cost)
			return NULL;
		draw->terms += add_cost(build, term + draw->terms, from, cost,
					hash, clock, realm >= 0,
					drawer->share);
	}
	return draw;
}
