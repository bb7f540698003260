/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hint.h -- what a name that nobody knows may have meant.
 *
 *	struct hint hint = hint_of("netfrnt");
 *	for each name there is: hint_add(&hint, name);
 *	... "there is no mechanism 'netfrnt'%s", hint_text(&hint)
 *
 * The text is "; did you mean 'netfront'?" when a name is at most two edits
 * away (insert, delete, change, swap two neighbours), and otherwise the list
 * of what there is: a wrong guess is worse than none.
 */
#ifndef EXPERIMENT_HINT_H
#define EXPERIMENT_HINT_H

struct hint {
	const char *name;
	const char *best; /* nearest so far within reach, or NULL */
	int distance;     /* of best */
	int count;        /* names seen */
	char known[184];  /* private: "a, b, c" */
	char text[256];   /* private */
};

struct hint hint_of(const char *name);
void hint_add(struct hint *hint, const char *candidate);

/* Each of the words in "a|b|c"; NULL adds nothing. */
void hint_add_words(struct hint *hint, const char *words);

/* "" when no names were added.  Lives as long as the hint. */
const char *hint_text(struct hint *hint);

/* The place of a word in "a|b|c", from 0, or -1. */
int words_index(const char *words, const char *word);

#endif
