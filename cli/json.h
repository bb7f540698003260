/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json.h -- JSON, written as it comes: commas, quotes and indentation.
 *
 * Every value may have a key (inside an object) or NULL (inside a list, or
 * the whole).  Numbers are the shortest text that reads back the same; NaN
 * and infinity, which JSON has not, become null.
 */
#ifndef CLI_JSON_H
#define CLI_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct json {
	FILE *to;      /* private, all of it */
	int depth;
	bool is_begun; /* something stands before: a comma is due */
};

void json_init(struct json *json, FILE *to);
void json_open(struct json *json, const char *key, char bracket); /* { or [ */
void json_close(struct json *json, char bracket);                 /* } or ] */
void json_text(struct json *json, const char *key, const char *text);
void json_number(struct json *json, const char *key, double number);
void json_count(struct json *json, const char *key, int64_t count);
void json_flag(struct json *json, const char *key, bool flag);
void json_end(struct json *json); /* a newline */

/* The shortest decimal that strtod() reads back as `number`. */
void number_text(char *out, size_t size, double number);

#endif
