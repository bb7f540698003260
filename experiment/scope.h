/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scope.h -- what names mean inside one document: `$cost`, components, paths.
 *
 * The costs stand in one array: first those under `costs:`, then, as they are
 * met, those written in place ("work: 3us", an inline {value: ...}).  They
 * get the name of where they stand, "station.work", which is also how --set
 * finds them.  The array never moves, so pointers into it stay good.
 */
#ifndef EXPERIMENT_SCOPE_H
#define EXPERIMENT_SCOPE_H

#include "experiment/reader.h"
#include "models/model.h"

struct scope {
	const struct reader *reader;
	const char *owner; /* "mechanism 'netfront'" */
	struct cost *cost;
	int costs, room;
	int named; /* those under `costs:` */
	const struct node *components, *paths; /* maps, or NULL */
};

/* Read the costs of `document`; room is made for all that it may hold.  False
 * when an error was noted; the scope can be used all the same. */
bool scope_init(struct scope *scope, const struct reader *reader,
		const char *owner, const struct node *document);

/* The named cost, or NULL with an error at `where`; NULL without another one
 * when the cost itself is wrong. */
const struct cost *scope_find(const struct scope *scope, const char *name,
			      struct where where);

/* Room for a cost written in place; a name that is taken gets a number. */
struct cost *scope_add(struct scope *scope, const char *name);
/* Take back the last one that was added. */
void scope_drop(struct scope *scope);

/* Is `name` a component, or a path, of this document?  Else an error. */
bool scope_has_component(const struct scope *scope, const char *name,
			 struct where where);
bool scope_has_path(const struct scope *scope, const char *name,
		    struct where where);

#endif
