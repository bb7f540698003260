/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/json.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

void json_init(struct json *json, FILE *to)
{
	*json = (struct json){.to = to};
}

static void print_quoted(const char *text, FILE *to)
{
	fputc('"', to);
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '"' || c == '\\')
			fprintf(to, "\\%c", c);
		else if (c == '\n')
			fputs("\\n", to);
		else if (c == '\t')
			fputs("\\t", to);
		else if (c < 0x20)
			fprintf(to, "\\u%04x", c);
		else
			fputc(c, to);
	}
	fputc('"', to);
}

/* Comma, line and key in front of a value. */
static void lead(struct json *json, const char *key)
{
	if (json->is_begun)
		fputc(',', json->to);
	if (json->depth > 0)
		fprintf(json->to, "\n%*s", 2 * json->depth, "");
	json->is_begun = true;
	if (key == NULL)
		return;
	print_quoted(key, json->to);
	fputs(": ", json->to);
}

void json_open(struct json *json, const char *key, char bracket)
{
	lead(json, key);
	fputc(bracket, json->to);
	json->depth++;
	json->is_begun = false;
}

void json_close(struct json *json, char bracket)
{
	json->depth--;
	if (json->is_begun)
		fprintf(json->to, "\n%*s", 2 * json->depth, "");
	fputc(bracket, json->to);
	json->is_begun = true;
}

void json_text(struct json *json, const char *key, const char *text)
{
	lead(json, key);
	if (text == NULL)
		fputs("null", json->to);
	else
		print_quoted(text, json->to);
}

void number_text(char *out, size_t size, double number)
{
	if (number == trunc(number) && fabs(number) < 1e15) {
		snprintf(out, size, "%.0f", number);
		return;
	}
	for (int digits = 1; digits <= 17; digits++) {
		snprintf(out, size, "%.*g", digits, number);
		if (strtod(out, NULL) == number)
			return;
	}
}

void json_number(struct json *json, const char *key, double number)
{
	char text[32] = "null";

	if (isfinite(number))
		number_text(text, sizeof(text), number);
	lead(json, key);
	fputs(text, json->to);
}

void json_count(struct json *json, const char *key, int64_t count)
{
	lead(json, key);
	fprintf(json->to, "%" PRId64, count);
}

void json_flag(struct json *json, const char *key, bool flag)
{
	lead(json, key);
	fputs(flag ? "true" : "false", json->to);
}

void json_end(struct json *json)
{
	fputc('\n', json->to);
}
