/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "experiment/hint.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define REACH 2
#define NAME_MAX_LENGTH 40 /* longer names get no suggestion */

struct hint hint_of(const char *name)
{
	return (struct hint){.name = name, .distance = REACH + 1};
}

static int least(int a, int b)
{
	return a < b ? a : b;
}

/* Optimal string alignment: Levenshtein's distance, and a swap of two
 * neighbours counts once.  Three rows of the table are enough. */
static int edits(const char *a, int m, const char *b, int n)
{
	int row[3][NAME_MAX_LENGTH + 1];
	int *last = row[0], *now = row[1], *before = row[2];

	for (int j = 0; j <= n; j++)
		now[j] = j;
	for (int i = 1; i <= m; i++) {
		int *free_row = before;

		before = last;
		last = now;
		now = free_row;
		now[0] = i;
		for (int j = 1; j <= n; j++) {
			int change = last[j - 1] + (a[i - 1] != b[j - 1]);

			now[j] = least(change, least(last[j], now[j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				now[j] = least(now[j], before[j - 2] + 1);
		}
	}
	return now[n];
}

/* Names of one or two letters are all alike: fewer edits than letters. */
static int distance(const char *a, const char *b)
{
	size_t m = strlen(a), n = strlen(b);
	int found;

	if (m > NAME_MAX_LENGTH || n > NAME_MAX_LENGTH)
		return REACH + 1;
	found = edits(a, (int)m, b, (int)n);
	return found * 2 <= (int)m ? found : REACH + 1;
}

static void list_add(struct hint *hint, const char *candidate)
{
	size_t length = strlen(hint->known);
	size_t room = sizeof(hint->known) - length;

	if (length + strlen(candidate) + 8 > sizeof(hint->known)) {
		if (length > 4 && strcmp(hint->known + length - 3, "..."))
			snprintf(hint->known + length, room, ", ...");
		return;
	}
	snprintf(hint->known + length, room, "%s%s", length ? ", " : "",
		 candidate);
}

void hint_add(struct hint *hint, const char *candidate)
{
	int found = distance(hint->name, candidate);

	if (found < hint->distance) {
		hint->distance = found;
		hint->best = candidate;
	}
	hint->count++;
	list_add(hint, candidate);
}

/* The next word of "a|b|c" into `word`; NULL at the end. */
static const char *next_word(const char *words, char *word, size_t size)
{
	size_t length = strcspn(words, "|");

	snprintf(word, size, "%.*s", (int)length, words);
	words += length;
	return *words == '|' ? words + 1 : NULL;
}

void hint_add_words(struct hint *hint, const char *words)
{
	char word[NAME_MAX_LENGTH + 1];

	while (words) {
		const char *start = words;
		int found;

		words = next_word(words, word, sizeof(word));
		found = distance(hint->name, word);
		if (found < hint->distance) {
			hint->distance = found;
			hint->best = start; /* up to its '|' */
		}
		hint->count++;
		list_add(hint, word);
	}
}

const char *hint_text(struct hint *hint)
{
	if (hint->best)
		snprintf(hint->text, sizeof(hint->text),
			 "; did you mean '%.*s'?",
			 (int)strcspn(hint->best, "|"), hint->best);
	else if (hint->count)
		snprintf(hint->text, sizeof(hint->text), "; there is %s",
			 hint->known);
	else
		hint->text[0] = '\0';
	return hint->text;
}

int words_index(const char *words, const char *word)
{
	size_t length = strlen(word);

	for (int i = 0; words; i++) {
		size_t span = strcspn(words, "|");

		if (span == length && strncmp(words, word, length) == 0)
			return i;
		words = words[span] == '|' ? words + span + 1 : NULL;
	}
	return -1;
}
