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

static const char *const after[] = {"workload", "metric", "unit", "value",
	"low", "high", "n", "status"};

#define AFTER (sizeof(after) / sizeof(after[0]))

/* No two columns have one name: `workload` may be swept as well. */
static void swept_head(FILE *to, const char *key)
{
	char name[300];
	bool is_taken = false;

	for (size_t i = 0; i < AFTER; i++)
		is_taken = is_taken || strcmp(after[i], key) == 0;
	snprintf(name, sizeof(name), "%s%s", is_taken ? "swept." : "", key);
	field(to, false, name);
}

static void print_head(const struct results *results, FILE *to)
{
	field(to, true, "platform");
	field(to, false, "instance");
	if (results->points > 0)
		for (int i = 0; i < results->point[0].point.swepts; i++)
			swept_head(to, results->point[0].point.swept[i].key);
	for (size_t i = 0; i < AFTER; i++)
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

/* A row without a metric; its status says why. */
static void print_absent(const struct point_record *point, FILE *to)
{
	char status[200];

	print_names(point, to);
	for (size_t i = 0; i + 1 < AFTER; i++)
		field(to, false, "");
	snprintf(status, sizeof(status), "absent: %s", point->absent);
	field(to, false, status);
	end_line(to);
}

void report_csv(const struct results *results, FILE *to)
{
	print_head(results, to);
	for (int p = 0; p < results->points; p++) {
		const struct point_results *point = &results->point[p];

		if (point->point.absent != NULL)
			print_absent(&point->point, to);
		for (int i = 0; i < point->estimates; i++) {
			print_names(&point->point, to);
			print_estimate(&point->estimate[i], to);
		}
	}
}
