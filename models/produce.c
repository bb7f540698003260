/* SPDX-License-Identifier: GPL-3.0-or-later */
/* produce.c -- what a poll does when a job comes: its lists, compiled. */
#include <string.h>

#include "models/build.h"
#include "models/poll.h"

static const struct code *own_list(struct build *build, struct set *set,
				   int param, const struct state *by)
{
	const struct steps *steps = &set->decl->value[param].steps;
	if (steps->count == 0)
		return NULL;
	const char *name = arena_format(build->arena, "%s.%s", set->name,
					poll_kind.param[param].name);
	struct block *block = block_new(build, name);
	struct state state = {
		.guest = by->guest,
		.realm = set->realm,
		.class = (enum class)set->number[POLL_CLASS],
		.target = set->realm,
		.worker = set,
		.confined = name,
		.is_list = true,
		.workload = by->workload,
	};
	block->mechanism = set->mechanism;
	walk(build, block, steps, set->mechanism, &state);
	if (state.helds)
		wrong(build, set->decl->where, "%s ends holding %s", name,
		      state.held[0]->name);
	emit(build, block, OP_DONE, NULL, set->mechanism, &state);
	return block_finish(build, block, random_name(name));
}

/* The steps of a thread's wake-up are its domain's cpu.wake. */
static struct steps wake_steps(void)
{
	static const struct step use = {
		.kind = STEP_USE,
		.where = {"cpu.wake", 0, 0, 0},
		.dimension = "cpu",
		.fragment = "wake",
		.times = 1,
		.class = CLASS_NONE,
	};
	return (struct steps){&use, 1};
}

static const struct mechanism *wake_home(const struct build *build,
					 const struct set *set)
{
	return realm_mechanism(build, set->realm, "cpu");
}

static struct state errand_state(const struct set *set,
				 const struct state *by)
{
	return (struct state){
		.guest = set->is_thread ? set->guest : by->guest,
		.realm = by->realm,
		.class = by->class,
		.is_oneshot = by->is_oneshot,
		.target = set->realm,
		.in_notify = true,
		.has_thread = set->is_thread,
		.workload = by->workload,
	};
}

static void compile_notify(struct build *build, struct set *set,
			   const struct state *by, int payer)
{
	const char *name = arena_format(build->arena, "kick of %s by %s",
					set->name,
					realm_place(build, by->realm,
						    by->class));
	struct block *block = block_new(build, name);
	struct state state = errand_state(set, by);
	const struct mechanism *home = set->is_thread ?
					wake_home(build, set) : set->mechanism;
	struct steps steps = set->is_thread ? wake_steps() :
				set->decl->value[POLL_NOTIFY].steps;
	block->mechanism = home;
	build->kicking[build->kicks++] = set;
	if (home)
		walk(build, block, &steps, home, &state);
	build->kicks--;
	if (state.helds)
		wrong(build, set->decl ? set->decl->where :
			     by->workload->where,
		      "%s ends holding %s", name, state.held[0]->name);
	emit(build, block, OP_END, NULL, home, &state);
	set->notify[payer] = block_finish(build, block, random_name(name));
}

static bool is_being_kicked(struct build *build, const struct set *set,
			    struct where where)
{
	for (int i = 0; i < build->kicks; i++) {
		if (build->kicking[i] != set)
			continue;
		wrong(build, where, "to wake %s of %s one must first wake %s "
		      "of %s", set->component,
		      build->program->realm[set->realm].name, set->component,
		      build->program->realm[set->realm].name);
		return true;
	}
	if (build->kicks < DEPTH_MAX)
		return false;
	wrong(build, where, "kicks that kick are nested too deep");
	return true;
}

static void first_time(struct build *build, struct set *set,
		       const struct state *by)
{
	int payers = build->program->realms * CLASSES + 1;
	set->notify = arena_get(build->arena,
				sizeof(*set->notify) * (size_t)payers);
	if (set->is_thread)
		return;
	const struct value *value = set->decl->value;
	set->has_each = value[POLL_EACH].steps.count > 0;
	set->round = own_list(build, set, POLL_ROUND, by);
	set->batch = own_list(build, set, POLL_BATCH, by);
	set->rearm = own_list(build, set, POLL_REARM, by);
	struct state state = errand_state(set, by);
	if (value[POLL_WANTS].choice == 1 && !value[POLL_RING].name)
		wrong(build, set->decl->where, "'%s' wants half of its ring, "
		      "but names no 'ring'", set->component);
	if (value[POLL_RING].name)
		set->ring = set_find(build, set->mechanism,
				     value[POLL_RING].name, &state,
				     value[POLL_RING].where);
	if (set->ring && set->ring->count != set->count)
		wrong(build, value[POLL_RING].where, "'%s' and its ring '%s' "
		      "must have the same 'per'", set->component,
		      set->ring->component);
}

/* What came while it re-armed raises its interrupt again, by itself. */
static void produce_missed(struct build *build, struct set *set,
			   const struct state *by)
{
	const struct state self = {
		.guest = by->guest,
		.realm = set->realm,
		.class = (enum class)set->number[POLL_CLASS],
		.target = -1,
		.workload = by->workload,
	};
	int payer = self.realm * CLASSES + (int)self.class;
	if (!set->notify[payer])
		compile_notify(build, set, &self, payer);
}

void produce(struct build *build, struct set *set, const struct state *by,
	     struct where where)
{
	if (is_being_kicked(build, set, where))
		return;
	if (!set->notify)
		first_time(build, set, by);
	int payer = by->realm < 0 ? build->program->realms * CLASSES :
				    by->realm * CLASSES + (int)by->class;
	if (set->notify[payer])
		return;
	compile_notify(build, set, by, payer);
	if (!set->is_thread && set->decl->value[POLL_MISSED].choice == 1)
		produce_missed(build, set, by);
}

/* What parked for that ring goes on in the context of who gave. */
static void go_on(struct build *build, const struct parking *parking,
		  const struct giving *giving)
{
	struct state by = {
		.guest = parking->guest,
		.realm = giving->realm,
		.class = giving->class,
		.target = -1,
		.workload = build->program->setup->workload,
	};
	if (parking->put)
		produce(build, parking->put, &by, parking->where);
	else if (giving->realm < 0)
		wrong(build, parking->where, "%s, but after waiting for %s a "
		      "device may walk the job on", parking->what,
		      parking->ring->name);
	else if (parking->lock)
		note_use(build, &(struct lock_use){parking->lock, by.realm,
						   by.class, parking->where});
}

static bool look_at_next(struct build *build, int i)
{
	int seen = build->parking[i].seen;
	if (seen == build->givings)
		return false;
	build->parking[i].seen++;
	const struct parking parking = build->parking[i];
	const struct giving giving = build->giving[seen];
	if (giving.ring == parking.ring)
		go_on(build, &parking, &giving);
	return true;
}

/* Jobs that parked walk on in the context of who gives: those kick, too, and
 * what they make others do may give in turn. */
void produce_parked(struct build *build)
{
	bool has_more = true;
	while (has_more) {
		has_more = false;
		for (int i = 0; i < build->parkings; i++)
			while (look_at_next(build, i))
				has_more = true;
	}
}
