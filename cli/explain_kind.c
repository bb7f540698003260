/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/explain.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/quantity.h"
#include "cli/table.h"

#define LEFT 18 /* column of the meaning */

static const char *type_text(const struct param *param)
{
	static const char *const text[] = {
		[PARAM_COUNT] = "a number", [PARAM_TIME] = "a time",
		[PARAM_RATE] = "a rate", [PARAM_BYTES] = "bytes",
		[PARAM_BANDWIDTH] = "a bandwidth", [PARAM_CLOCK] = "a clock",
		[PARAM_AMOUNT] = "a number, or bytes",
		[PARAM_PACE] = "a rate or a bandwidth",
		[PARAM_ATTRIBUTE] = "an attribute",
		[PARAM_SHARE] = "a share", [PARAM_FLAG] = "true or false",
		[PARAM_WORD] = "a word", [PARAM_NAME] = "a component",
		[PARAM_CPU] = "guest, target, pcpu or a domain",
		[PARAM_WORK] = "work", [PARAM_STEPS] = "a list of steps",
		[PARAM_TIMES] = "a list of times",
		[PARAM_CAUSES] = "a time, or one by path",
	};

	return param->type == PARAM_CHOICE ? param->choices
					   : text[param->type];
}

static const char *base_unit(enum param_type type)
{
	switch (type) {
	case PARAM_TIME:
		return "ps";
	case PARAM_RATE:
	case PARAM_PACE:
		return "/s";
	case PARAM_BYTES:
		return "B";
	case PARAM_BANDWIDTH:
		return "B/s";
	case PARAM_CLOCK:
		return "Hz";
	case PARAM_SHARE:
		return "%";
	default:
		return "";
	}
}

static void legal_text(char *out, size_t size, const struct param *param)
{
	char low[32], high[32];

	*out = '\0';
	if ((param->low == 0 && param->high == 0) ||
	    param->type == PARAM_FLAG)
		return;
	quantity_short(low, sizeof(low), param->low, base_unit(param->type));
	if (isinf(param->high))
		snprintf(high, sizeof(high), "inf");
	else
		quantity_short(high, sizeof(high), param->high,
			       base_unit(param->type));
	snprintf(out, size, ", %s to %s", low, high);
}

static void print_param(const struct param *param)
{
	char text[600], left[64], legal[80];

	legal_text(legal, sizeof(legal), param);
	snprintf(left, sizeof(left), "  %s ", param->name);
	snprintf(text, sizeof(text), "%s (%s%s%s%s%s)", param->meaning,
		 type_text(param), legal,
		 param->is_required ? "; must be given" : "",
		 param->otherwise != NULL ? "; unsaid: " : "",
		 param->otherwise != NULL ? param->otherwise : "");
	wrap_after(left, text, LEFT, stdout);
}

void explain_kind(const struct kind *kind)
{
	int params;
	const struct param *param = kind_params(kind, &params);

	printf("%s: %s\n\n", kind_name(kind), kind_meaning(kind));
	for (int i = 0; i < params; i++)
		print_param(&param[i]);
}

static void print_cost(void *data, const char *owner, const char *name,
		       const struct cost *cost)
{
	(void)data;
	(void)owner;
	explain_cost_line(name, cost, 2);
}

void explain_instance(const struct instance *instance)
{
	printf("%s: %s\n\n", instance->name,
	       instance->title != NULL ? instance->title : "an instance");
	explain_costs_of_hardware(instance, print_cost, NULL);
}

void explain_mechanism(const struct mechanism *mechanism)
{
	printf("%s: %s\ndimension %s\n\ncosts:\n", mechanism->name,
	       mechanism->title != NULL ? mechanism->title : "a mechanism",
	       mechanism->dimension);
	explain_costs_of(mechanism, print_cost, NULL);
	if (mechanism->components > 0)
		puts("\ncomponents:");
	for (int i = 0; i < mechanism->components; i++)
		printf("  %-16s %s\n", mechanism->component[i].name,
		       kind_name(mechanism->component[i].kind));
	if (mechanism->fragments > 0)
		puts("\npaths:");
	for (int i = 0; i < mechanism->fragments; i++)
		printf("  %-16s %d steps%s\n", mechanism->fragment[i].name,
		       mechanism->fragment[i].steps.count,
		       mechanism->fragment[i].starts_at_device
		       ? ", begins at a device" : "");
}
