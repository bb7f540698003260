/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reader.h -- what every part of the loader needs: where to put what it
 * reads, and whom to tell what is wrong.
 *
 * The verbs that end in a node's value note an error and return NULL, false
 * or -1 when the node is not what it must be; readers then go on, so that all
 * that is wrong with a file is said at once.  `what` names the thing that the
 * user wrote: "workload 'reader'", "threads".
 */
#ifndef EXPERIMENT_READER_H
#define EXPERIMENT_READER_H

#include "experiment/node.h"

struct reader {
	struct arena *arena;
	struct diagnostics *diagnostics;
	const struct node *sources; /* models/sources.yaml; NULL: none known */
	bool is_shipped; /* bare numbers are refused, sources are checked */
};

void reader_error(const struct reader *reader, struct where where,
		  const char *format, ...)
	__attribute__((format(printf, 3, 4)));

bool reader_is_map(const struct reader *reader, const struct node *node,
		   const char *what);
bool reader_is_list(const struct reader *reader, const struct node *node,
		    const char *what);

/* A scalar that is not empty. */
const char *reader_text(const struct reader *reader, const struct node *node,
			const char *what);

/* The title of a document, NULL when it has none; false when it is no text. */
bool reader_title(const struct reader *reader, const struct node *document,
		  const char **title);

/* A word: a letter, then letters, digits, '_' and '-'. */
const char *reader_word(const struct reader *reader, const struct node *node,
			const char *what);

/* The place of a scalar in "a|b|c". */
int reader_choice(const struct reader *reader, const struct node *node,
		  const char *what, const char *choices);

/* A whole number, written with digits alone or with k or M behind. */
bool reader_count(const struct reader *reader, const struct node *node,
		  const char *what, double low, double high, double *value);
bool reader_int(const struct reader *reader, const struct node *node,
		const char *what, int low, int high, int *value);

/* Refuse the keys of a map that are not among `legal` ("a|b|c"); those among
 * `later` (or NULL) are not supported yet.  False when it refused one. */
bool reader_keys(const struct reader *reader, const struct node *map,
		 const char *what, const char *legal, const char *later);

/* Was a key of the map refused that may have been meant to be `key`?  Then
 * nobody needs to hear that `key` is missing. */
bool reader_is_misspelt(const struct reader *reader, const struct node *map,
			const char *key);

/* The keys of a map are names that paths and messages speak of: words. */
bool reader_names(const struct reader *reader, const struct node *map,
		  const char *what);

/* The value of a key that must be there. */
const struct node *reader_need(const struct reader *reader,
			       const struct node *map, struct where where,
			       const char *what, const char *key);

/* A letter, then letters, digits, '_' and '-'. */
bool is_word(const char *text);

#endif
