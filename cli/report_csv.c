/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "cli/json.h"
#include "cli/report.h"

/* A field, quoted where RFC 4180 asks for it, behind a comma unless first. */
static void field(FILE *to, bool is_first, const char *text)
{
	if (!is_first)
		fputc(',', to);
	if (strpbrk(text, "\",\r\n") == NULL) {
		fputs(text, to);
		return;
	}
	fputc('"', to);
	for (; *text != '\0'; text++) {
		if (*text == '"')
			fputc('"', to);
		fputc(*text, to);
	}
	fputc('"', to);
}

static void number(FILE *to, double value)
{
	char text[32] = "";

	if (!isnan(value))
		number_text(text, sizeof(text), value);
	field(to, false, text);
}

static void end_line(FILE *to)
{
	fputs("\r\n", to);
}

static void print_head(const struct results *results, FILE *to)
{
	static const char *const after[] = {"workload", "metric", "unit",
		"value", "low", "high", "n", "status"};

	field(to, true, "platform");
	field(to, false, "instance");
	if (results->points > 0)
		for (int i = 0; i < results->point[0].point.swepts; i++)
			field(to, false, results->point[0].point.swept[i].key);
	for (size_t i = 0; i < sizeof(after) / sizeof(after[0]); i++)
		field(to, false, after[i]);
	end_line(to);
}

/* Swept values as numbers in base units; words as they are. */
static void print_names(const struct point_record *point, FILE *to)
{
	const char *platform = point->platform;

	if (platform == NULL || *platform == '\0')
		platform = point->label;
	field(to, true, platform);
	field(to, false, point->instance != NULL ? point->instance : "");
	for (int i = 0; i < point->swepts; i++) {
		if (isnan(point->swept[i].number))
			field(to, false, point->swept[i].text);
		else
			number(to, point->swept[i].number);
	}
}

static void print_estimate(const struct estimate_record *estimate, FILE *to)
{
	char n[16];

	snprintf(n, sizeof(n), "%d", estimate->n);
	field(to, false, estimate->workload);
	field(to, false, estimate->name);
	field(to, false, estimate->unit);
	number(to, estimate->value);
	number(to, estimate->low);
	number(to, estimate->high);
	field(to, false, n);
	field(to, false, estimate->status);
	end_line(to);
}

void report_csv(const struct results *results, FILE *to)
{
	print_head(results, to);
	for (int p = 0; p < results->points; p++) {
		const struct point_results *point = &results->point[p];

		for (int i = 0; i < point->estimates; i++) {
			print_names(&point->point, to);
			print_estimate(&point->estimate[i], to);
		}
	}
}
