/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/json.h"
#include "cli/report.h"

#define REPORT_SCHEMA 1 /* of this object; the database has its own */

static void print_swept(struct json *json, const struct point_record *point)
{
	json_open(json, "swept", '{');
	for (int i = 0; i < point->swepts; i++) {
		const struct swept_record *swept = &point->swept[i];

		json_open(json, swept->key, '{');
		json_text(json, "text", swept->text);
		json_number(json, "value", swept->number);
		json_text(json, "unit", swept->unit);
		json_close(json, '}');
	}
	json_close(json, '}');
}

static void print_estimate(struct json *json,
			   const struct estimate_record *estimate)
{
	json_open(json, NULL, '{');
	json_text(json, "workload", estimate->workload);
	json_text(json, "metric", estimate->name);
	json_text(json, "unit", estimate->unit);
	json_number(json, "value", estimate->value);
	json_number(json, "low", estimate->low);
	json_number(json, "high", estimate->high);
	json_count(json, "n", estimate->n);
	json_text(json, "status", estimate->status);
	json_close(json, '}');
}

static void print_loads(struct json *json, const struct point_results *point)
{
	json_open(json, "loads", '[');
	for (int i = 0; i < point->loads; i++) {
		const struct load_sum *load = &point->load[i];

		json_open(json, NULL, '{');
		json_text(json, "workload", load->workload);
		json_text(json, "status", load->status);
		json_text(json, "binding", load->binding);
		json_count(json, "arrived", (int64_t)load->arrived);
		json_count(json, "left", (int64_t)load->left);
		json_count(json, "dropped", (int64_t)load->dropped);
		json_count(json, "inside", (int64_t)load->inside);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void print_checks(struct json *json, const struct point_results *point)
{
	json_open(json, "checks", '{');
	json_count(json, "made", point->checks);
	json_open(json, "failed", '[');
	for (int i = 0; i < point->failures; i++) {
		const struct failure *failure = &point->failure[i];

		json_open(json, NULL, '{');
		json_count(json, "replication", failure->replication);
		json_text(json, "state", failure->state);
		json_text(json, "check", failure->check);
		json_text(json, "component", failure->component);
		json_text(json, "left", failure->left);
		json_text(json, "right", failure->right);
		json_text(json, "story", failure->story);
		json_close(json, '}');
	}
	json_close(json, ']');
	json_close(json, '}');
}

static void print_point(struct json *json, const struct point_results *point)
{
	json_open(json, NULL, '{');
	json_text(json, "label", point->point.label);
	json_text(json, "platform", point->point.platform);
	json_text(json, "instance", point->point.instance);
	json_text(json, "absent", point->point.absent);
	json_text(json, "counterfactual", point->point.counterfactual);
	print_swept(json, &point->point);
	json_count(json, "replications", point->replications);
	json_open(json, "estimates", '[');
	for (int i = 0; i < point->estimates; i++)
		print_estimate(json, &point->estimate[i]);
	json_close(json, ']');
	print_loads(json, point);
	print_checks(json, point);
	json_close(json, '}');
}

static void print_trust(struct json *json, const struct trust *trust)
{
	json_open(json, "trust", '{');
	json_count(json, "costs", trust->costs);
	json_count(json, "assumed", trust->assumed);
	json_count(json, "fitted", trust->fitted);
	json_count(json, "uncited", trust->uncited);
	if (trust->heaviest != NULL) {
		json_open(json, "heaviest", '{');
		json_text(json, "mechanism", trust->heaviest->mechanism);
		json_text(json, "cost", trust->heaviest->name);
		json_text(json, "label", trust->heaviest_label);
		json_number(json, "weight", trust->heaviest_weight);
		json_close(json, '}');
	}
	json_close(json, '}');
}

void report_json(const struct results *results, FILE *to)
{
	struct json json;

	json_init(&json, to);
	json_open(&json, NULL, '{');
	json_count(&json, "schema_version", REPORT_SCHEMA);
	json_text(&json, "version", results->run.version);
	json_text(&json, "scenario", results->run.name);
	json_text(&json, "title", results->run.title);
	json_count(&json, "seed", (int64_t)results->run.seed);
	json_flag(&json, "complete", results->run.is_complete);
	json_open(&json, "points", '[');
	for (int i = 0; i < results->points; i++)
		print_point(&json, &results->point[i]);
	json_close(&json, ']');
	print_trust(&json, &results->trust);
	json_close(&json, '}');
	json_end(&json);
}
