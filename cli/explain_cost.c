/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/explain.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/quantity.h"
#include "cli/table.h"

static bool is_listed(const struct mechanism *mechanism,
		      const struct cost *cost)
{
	return cost >= mechanism->cost &&
	       cost < mechanism->cost + mechanism->costs;
}

/* A number that stands inline in a parameter, and is no default. */
static const struct cost *inline_cost(const struct value *value)
{
	return value->is_given ? value->cost : NULL;
}

static void walk_component(const struct mechanism *mechanism,
			   const struct component *component, cost_fn *fn,
			   void *data)
{
	int params;
	const struct param *param = kind_params(component->kind, &params);
	char name[200];

	for (int i = 0; i < params; i++) {
		const struct cost *cost = inline_cost(&component->value[i]);

		if (cost == NULL || is_listed(mechanism, cost))
			continue;
		snprintf(name, sizeof(name), "%s.%s", component->name,
			 param[i].name);
		fn(data, mechanism->name, name, cost);
	}
}

void explain_costs_of(const struct mechanism *mechanism, cost_fn *fn,
		      void *data)
{
	for (int i = 0; i < mechanism->costs; i++)
		fn(data, mechanism->name, mechanism->cost[i].name,
		   &mechanism->cost[i]);
	for (int i = 0; i < mechanism->components; i++)
		walk_component(mechanism, &mechanism->component[i], fn, data);
	if (mechanism->cpu != NULL)
		walk_component(mechanism, mechanism->cpu, fn, data);
}

void explain_costs_of_hardware(const struct instance *instance, cost_fn *fn,
			       void *data)
{
	int params;
	const struct param *param = kind_params(kind_of_instance(), &params);
	char name[200];

	for (int i = 0; i < params; i++) {
		const struct cost *cost = inline_cost(
			&instance->hardware->value[i]);

		if (cost != NULL)
			fn(data, instance->name, param[i].name, cost);
	}
	for (int i = 0; i < instance->costs; i++)
		fn(data, instance->name, instance->cost[i].name,
		   &instance->cost[i]);
	for (int i = 0; i < instance->cstates; i++) {
		const struct cstate *state = &instance->cstate[i];

		snprintf(name, sizeof(name), "%s.residency", state->name);
		fn(data, instance->name, name, state->residency);
		snprintf(name, sizeof(name), "%s.exit", state->name);
		fn(data, instance->name, name, state->exit);
	}
}

void explain_all_costs(struct library *library, cost_fn *fn, void *data,
		       struct diagnostics *diagnostics)
{
	for (int kind = 0; kind < DOCUMENTS; kind++)
		for (int i = 0; i < library_count(library,
						  (enum document)kind); i++) {
			const char *name = library_name(
				library, (enum document)kind, i);
			const struct mechanism *mechanism = NULL;
			const struct instance *instance = NULL;

			if (kind == DOCUMENT_MECHANISM)
				mechanism = library_mechanism(library, name,
							      diagnostics);
			else if (kind == DOCUMENT_WORKLOAD)
				mechanism = library_workload(library, name,
							     diagnostics);
			else if (kind == DOCUMENT_INSTANCE)
				instance = library_instance(library, name,
							    diagnostics);
			if (mechanism != NULL)
				explain_costs_of(mechanism, fn, data);
			if (instance != NULL)
				explain_costs_of_hardware(instance, fn, data);
		}
}

static void range_text(char *out, size_t size, const struct cost *cost)
{
	char low[32], high[32];
	const char *unit;

	*out = '\0';
	if (isnan(cost->low) || cost->terms == 0)
		return;
	unit = quantity_unit(cost->term[0].unit);
	quantity_short(low, sizeof(low), cost->low, unit);
	quantity_short(high, sizeof(high), cost->high, unit);
	if (cost->low == cost->high)
		snprintf(out, size, ", exact");
	else
		snprintf(out, size, ", %s to %s", low, high);
}

void explain_cost_line(const char *name, const struct cost *cost, int indent)
{
	char text[600], range[80];

	range_text(range, sizeof(range), cost);
	snprintf(text, sizeof(text), "%s = %s (%s%s%s%s)", name, cost->text,
		 cost_status_name(cost->status), range,
		 cost->source != NULL ? "; " : "",
		 cost->source != NULL ? cost->source : "");
	wrap_print(text, indent, stdout);
}

/* Each key of a `source:` list with what stands behind it. */
static void print_citations(const struct library *library, const char *source)
{
	char key[100];

	while (*source != '\0') {
		size_t length = strcspn(source, ", ");
		const char *citation;

		snprintf(key, sizeof(key), "%.*s", (int)length, source);
		citation = library_source(library, key);
		printf("  source   %s\n", key);
		wrap_print(citation != NULL ? citation
			   : "not in models/sources.yaml", 11, stdout);
		source += length;
		source += strspn(source, ", ");
	}
}

void explain_cost(const struct library *library, const char *owner,
		  const char *name, const struct cost *cost)
{
	char range[80], clock[32];

	range_text(range, sizeof(range), cost);
	printf("%s.%s\n  value    %s", owner, name, cost->text);
	if (cost->clock > 0) {
		quantity_text(clock, sizeof(clock), cost->clock, "Hz");
		printf(", measured at %s", clock);
	}
	printf("\n  status   %s%s\n", cost_status_name(cost->status), range);
	if (cost->source != NULL)
		print_citations(library, cost->source);
	if (cost->note != NULL)
		wrap_after("  note", cost->note, 11, stdout);
	if (cost->where.line > 0)
		printf("  written  %s:%d\n", cost->where.file,
		       cost->where.line);
}
