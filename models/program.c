/* SPDX-License-Identifier: GPL-3.0-or-later */
/* program.c -- from a setup to a program. */
#include <stdlib.h>
#include <string.h>

#include "models/build.h"
#include "models/realms.h"
#include "models/ring.h"
#include "models/timer.h"

/* ---- conversations: workloads, compiled ---- */

static int instance_number(const struct setup *setup, int host, int instance)
{
	int number = 0;
	if (host < 0)
		return -1;
	for (int i = 0; i < host; i++)
		number += setup->host[i].instances;
	return number + instance;
}

static struct set *threads_of(struct build *build, int realm,
			      const struct setup_workload *workload)
{
	if (realm < 0 || !realm_mechanism(build, realm, "cpu") ||
	    strcmp(workload->home->dimension, "network") == 0)
		return NULL;
	return set_threads(build, realm, workload->name, workload->threads);
}

static void read_attributes(struct build *build,
			    struct conversation *conversation)
{
	const struct setup_workload *workload = conversation->workload;
	int16_t *index = arena_get(build->arena, sizeof(*index) *
					(size_t)(workload->attributes + 1));
	for (int i = 0; i < workload->attributes; i++)
		index[i] = (int16_t)attribute_index(build,
					workload->attribute[i].name);
	conversation->attribute = index;
}

static void read_think(struct build *build, struct conversation *conversation)
{
	const struct cost *cost = conversation->workload->think;
	if (!cost || distribution_mean(&cost->term[0].value) <= 0)
		return;
	struct work_term *term = arena_get(build->arena, sizeof(*term));
	struct work *work = arena_get(build->arena, sizeof(*work));
	*term = (struct work_term){.factor = 1, .cost = cost};
	*work = (struct work){cost->text, cost->where, term, 1};
	conversation->think = draw_new(build, work, &(struct drawer){
		.stage = "think", .realm = -1});
}

static void prepare(struct build *build, int index)
{
	struct program *program = build->program;
	const struct setup_workload *workload =
		&program->setup->workload[index];
	struct conversation *conversation = &program->conversation[index];
	conversation->workload = workload;
	conversation->realm = instance_number(program->setup, workload->host,
					      workload->instance);
	conversation->peer_realm = instance_number(program->setup,
						   workload->peer_host,
						   workload->peer_instance);
	conversation->sources = workload->threads > 0 ? workload->threads : 1;
	conversation->starts_at_device = workload->path->starts_at_device;
	conversation->threads = threads_of(build, conversation->realm,
					   workload);
	struct set *peers = threads_of(build, conversation->peer_realm,
				       workload);
	if (peers)
		peers->apart = workload->is_peer_apart;
	conversation->peers = peers;
	if (!conversation->threads)
		conversation->starts_at_device = true;
	read_attributes(build, conversation);
	read_think(build, conversation);
}

/* ---- a saturating thread must not have jobs without end in no time ---- */

static bool takes_time(const struct draw *draw)
{
	for (int i = 0; draw && i < draw->terms; i++) {
		const struct draw_term *term = &draw->term[i];
		if (term->factor > 0 && (term->distribution ?
				distribution_mean(term->distribution) > 0 :
				term->value > 0))
			return true;
	}
	return false;
}

/* Nothing that its thread does before it leaves it takes time, or waits. */
static bool is_free(const struct code *code)
{
	for (int i = 0; i < code->ops; i++) {
		switch ((enum opcode)code->op[i].code) {
		case OP_HERE:
			if (takes_time(code->op[i].draw))
				return false;
			break;
		case OP_TAKE: /* a full ring holds its thread up if it sleeps */
			return code->op[i].set->number[RING_WHEN_FULL] !=
			       RING_SLEEP;
		case OP_CALL:
			return false;
		case OP_THROUGH: /* its `then` may be skipped */
			i += code->op[i].skip;
			break;
		case OP_PUT:
		case OP_THREAD:
		case OP_PEER:
		case OP_ONESHOT:
			return true;
		default:
			break;
		}
	}
	return true;
}

static void compile(struct build *build, int index)
{
	struct conversation *conversation =
		&build->program->conversation[index];
	const struct setup_workload *workload = conversation->workload;
	bool at_device = conversation->starts_at_device;
	struct state state = {
		.guest = conversation->realm,
		.realm = at_device ? -1 : conversation->realm,
		.class = at_device ? CLASS_NONE : CLASS_TASK,
		.worker = at_device ? NULL :
				      (struct set *)conversation->threads,
		.target = -1,
		.has_thread = conversation->threads != NULL,
		.has_flow = true,
		.workload = workload,
	};
	struct block *block = block_new(build, workload->name);
	block->mechanism = workload->home;
	block->cause = (int16_t)path_index(build, workload->path->name);
	/* Slot 0: it waits for its thread, or has not begun. */
	block->stage = memory_get(sizeof(*block->stage) * 16);
	block->stage_room = 16;
	block->stage[0] = (struct stage_name){"source", at_device ? "device" :
						       "guest task", "source"};
	block->stages = block->next_stage = 1;
	block->is_main = true;
	if (workload->arrival == ARRIVAL_SATURATE && at_device)
		wrong(build, workload->where, "workload '%s' starts at a "
		      "device: it cannot saturate", workload->name);
	walk(build, block, &workload->path->steps, workload->home, &state);
	if (state.helds)
		wrong(build, workload->path->where, "path '%s' ends holding %s:"
		      " tokens never given back", workload->path->name,
		      state.held[0]->name);
	emit(build, block, OP_END, NULL, workload->home, &state);
	conversation->code = block_finish(build, block,
					  random_name(workload->name));
	if (workload->arrival == ARRIVAL_SATURATE && !at_device &&
	    is_free(conversation->code))
		wrong(build, workload->where, "workload '%s' saturates, but a "
		      "job leaves its thread in no time", workload->name);
}

/* ---- what no path reaches ---- */

static bool is_reached(const struct program *program,
		       const struct component *component)
{
	for (int i = 0; i < program->sets; i++)
		if (program->set[i]->decl == component)
			return true;
	return false;
}

static void warn_unreached(struct build *build,
			   const struct mechanism *mechanism)
{
	if (!mechanism || mechanism->is_shipped)
		return;
	for (int i = 0; i < mechanism->components; i++) {
		const struct component *component = &mechanism->component[i];
		if (!is_reached(build->program, component))
			diagnose(build->diagnostics, SEVERITY_WARNING,
				 component->where, "no path reaches component "
				 "'%s' of '%s'", component->name,
				 mechanism->name);
	}
}

static void warn_all(struct build *build)
{
	const struct program *program = build->program;
	for (int i = 0; i < program->setup->workloads; i++)
		warn_unreached(build, program->setup->workload[i].home);
	for (int i = 0; i < program->realms; i++) {
		const struct domain *domain = program->realm[i].domain;
		for (int k = 0; domain && k < domain->bindings; k++)
			warn_unreached(build, domain->binding[k].mechanism);
	}
}

/* ---- what it leans on ---- */

/* A cost is its file's: found by where it lies. */
static bool is_cost_of(const struct mechanism *mechanism,
		       const struct cost *cost)
{
	return mechanism && cost >= mechanism->cost &&
	       cost < mechanism->cost + mechanism->costs;
}

static const struct mechanism *home_of(const struct program *program,
				       const struct cost *cost)
{
	for (int i = 0; i < program->setup->workloads; i++)
		if (is_cost_of(program->setup->workload[i].home, cost))
			return program->setup->workload[i].home;
	for (int i = 0; i < program->realms; i++) {
		const struct domain *domain = program->realm[i].domain;
		for (int k = 0; domain && k < domain->bindings; k++)
			if (is_cost_of(domain->binding[k].mechanism, cost))
				return domain->binding[k].mechanism;
	}
	return NULL;
}

/* ---- the entry ---- */

/* Ops and draws hold their indices in a byte. */
static void limit_attributes(struct build *build)
{
	const struct program *program = build->program;
	if (program->attributes > INT8_MAX)
		wrong(build, program->setup->workload[0].where, "jobs have %d "
		      "attributes; %d is the most", program->attributes,
		      INT8_MAX);
}

static void compile_all(struct build *build)
{
	struct program *program = build->program;
	int workloads = program->setup->workloads;
	attribute_index(build, "B");
	attribute_index(build, "packets");
	realms_new(build);
	program->conversation = arena_get(build->arena,
		sizeof(struct conversation) * (size_t)(workloads + 1));
	program->conversations = workloads;
	for (int i = 0; i < workloads; i++)
		prepare(build, i);
	for (int i = 0; i < workloads; i++)
		compile(build, i);
	timers_new(build);
	produce_parked(build);
	limit_attributes(build);
}

struct program *program_new(const struct setup *setup,
			    struct diagnostics *diagnostics)
{
	int errors = diagnostics->errors;
	struct program *program = memory_get(sizeof(*program));
	program->arena = memory_get(sizeof(*program->arena));
	arena_init(program->arena);
	program->setup = setup;
	struct build build = {
		.program = program,
		.arena = program->arena,
		.diagnostics = diagnostics,
	};
	compile_all(&build);
	free(build.parking);
	free(build.giving);
	free(build.use);
	if (diagnostics->errors > errors) {
		program_free(program);
		return NULL;
	}
	warn_all(&build);
	for (int i = 0; i < program->leanings; i++)
		program->leaning[i].mechanism =
			home_of(program, program->leaning[i].cost);
	return program;
}

void program_free(struct program *program)
{
	if (!program)
		return;
	free(program->set);
	free(program->attribute);
	free(program->counter);
	free(program->path);
	free(program->label);
	free(program->leaning);
	arena_fini(program->arena);
	free(program->arena);
	free(program);
}

int program_leanings(const struct program *program,
		     const struct leaning **leaning)
{
	*leaning = program->leaning;
	return program->leanings;
}
