/* SPDX-License-Identifier: GPL-3.0-or-later */
/* keys.h -- the keys of a workload, by kind: one table, which the parser, its
 * errors, a scenario to start from and the reference read.
 *
 * A kind that is not shipped (one's own, and `network`) is "own" here.
 */
#ifndef EXPERIMENT_KEYS_H
#define EXPERIMENT_KEYS_H

#include "experiment/reader.h"
#include "models/model.h"

enum key_form {
	KEY_OTHER, /* has a reader of its own; `words` is an example */
	KEY_BYTES,
	KEY_COUNT, /* see key_count() */
	KEY_WORD,  /* one of `words` */
	KEY_MARK,  /* likewise; each is an attribute too: 1 if it is the one */
};

#define KEY_SETS 3

struct key {
	const char *kinds; /* "packets|requests"; NULL: all */
	const char *name;
	enum key_form form;
	double low, high; /* legal, both ends */
	double step;      /* BYTES: a multiple of it; 0: any */
	const char *words;
	const char *unsaid; /* the value then; NULL: it must be given */
	struct {
		const char *attribute; /* of the jobs: the value ... */
		double unit;           /* ... in these, rounded up */
	} sets[KEY_SETS];
	const char *meaning;
};

/* Those of a kind, in the order of the reference; NULL behind the last. */
const struct key *key_at(const char *kind, int i);

/* NULL: the kind has no such key. */
const struct key *key_find(const char *kind, const char *name);

/* "512B to 16MiB, in steps of 512B", "read, write"; NULL: see `words`. */
const char *key_legal(struct arena *arena, const struct key *key);

/* Note what of a workload's map is no key of its kind. */
bool keys_check(const struct reader *reader, const struct node *map,
		const char *what, const char *kind);

/* The attributes that a workload's keys set, those that are unsaid too, and
 * its own of `attributes:`.  False when an error was noted. */
bool keys_read(const struct reader *reader, const struct entry *workload,
	       const char *what, const char *kind,
	       struct setup_workload *into);

/* The number of a KEY_COUNT, of unsaid ones too; untouched when the kind has
 * no such key.  False when an error was noted. */
bool key_count(const struct reader *reader, const struct node *map,
	       const char *kind, const char *name, int *count);

/* The word that a map has for a KEY_WORD or KEY_MARK, or the one it has when
 * unsaid.  NULL: it is wrong, which keys_read() says. */
const char *key_word(const struct node *map, const char *kind,
		     const char *name);

#endif
