/* SPDX-License-Identifier: GPL-3.0-or-later */
/* block.c -- a list of ops in the making, until it is code. */
#include <stdlib.h>
#include <string.h>

#include "models/build.h"

struct block *block_new(struct build *build, const char *name)
{
	struct block *block = arena_get(build->arena, sizeof(*block));
	block->name = name;
	block->cause = -1;
	return block;
}

/* A part's list counts visits and names stages in the tables of the whole. */
void block_lend(struct block *from, struct block *to)
{
	to->visit = from->visit;
	to->visits = from->visits;
	from->visit = NULL;
	from->visits = 0;
	to->stage = from->stage;
	to->stages = from->stages;
	to->stage_room = from->stage_room;
	to->next_stage = from->next_stage;
	from->stage = NULL;
	from->stages = from->stage_room = from->next_stage = 0;
}

struct op *emit(struct build *build, struct block *block, enum opcode code,
		const struct step *step, const struct mechanism *mechanism,
		const struct state *state)
{
	(void)build;
	if (block->ops == block->room) {
		block->room = block->room ? 2 * block->room : 16;
		block->op = memory_resize(block->op, sizeof(*block->op) *
						(size_t)block->room);
		block->note = memory_resize(block->note,
			sizeof(*block->note) * (size_t)block->room);
	}
	block->note[block->ops] = (struct op_note){
		.step = step,
		.mechanism = mechanism,
		.realm = state->realm,
		.class = state->class,
	};
	struct op *op = &block->op[block->ops++];
	*op = (struct op){
		.code = (uint8_t)code,
		.slot = -1,
		.label = -1,
		.counter = -1,
		.amount = -1,
		.cause = -1,
		.realm = -1,
	};
	return op;
}

static struct stage_name *next_stage(struct block *block)
{
	if (block->next_stage == block->stage_room) {
		block->stage_room = block->stage_room ? 2 * block->stage_room :
							16;
		block->stage = memory_resize(block->stage,
			sizeof(*block->stage) * (size_t)block->stage_room);
	}
	struct stage_name *stage = &block->stage[block->next_stage++];
	if (block->next_stage > block->stages)
		block->stages = block->next_stage;
	return stage;
}

/* `state` is that of the op's owner: for `here` the context it is in, for a
 * place the context that it came from. */
void stage_add(struct build *build, struct block *block, struct op *op,
	       const char *stage, const char *kind, const struct state *state)
{
	block->note[block->ops - 1].stage = stage;
	block->note[block->ops - 1].kind = kind;
	op->label = (int16_t)label_index(build, stage);
	op->slot = (int16_t)block->next_stage;
	bool in_context = !strcmp(kind, "here") || !strcmp(kind, "handler") ||
			  !strcmp(kind, "lock");
	const char *owner = !in_context ?
		(op->set && op->set->realm >= 0 ?
			 build->program->realm[op->set->realm].name :
			 "device") :
		realm_place(build, state->realm, state->class);
	*next_stage(block) = (struct stage_name){stage, owner, kind};
}

int visit(struct build *build, struct block *block, const char *name)
{
	(void)build;
	for (int i = 0; i < block->visits; i++)
		if (strcmp(block->visit[i].name, name) == 0)
			return block->visit[i].count++;
	if (block->visits % 16 == 0)
		block->visit = memory_resize(block->visit,
			sizeof(*block->visit) * (size_t)(block->visits + 16));
	block->visit[block->visits++] = (struct visit){name, 1};
	return 0;
}

static void *kept(struct build *build, const void *from, size_t size)
{
	void *to = arena_get(build->arena, size ? size : 1);
	if (size)
		memcpy(to, from, size);
	return to;
}

/* Stages that follow each other in one context become one event. */
static void find_stretches(struct block *block)
{
	for (int i = block->ops - 1; i >= 0; i--) {
		struct op *op = &block->op[i];
		if (op->code != OP_HERE)
			continue;
		op->stretch = 1;
		if (i + 1 < block->ops && op[1].code == OP_HERE &&
		    op[1].stretch < STRETCH_MAX)
			op->stretch = (int16_t)(op[1].stretch + 1);
	}
}

const struct code *block_finish(struct build *build, struct block *block,
				uint64_t hash)
{
	struct code *code = arena_get(build->arena, sizeof(*code));
	code->name = block->name;
	code->ops = block->ops;
	code->stages = block->stages;
	find_stretches(block);
	code->hash = hash;
	code->op = kept(build, block->op, sizeof(*block->op) *
						(size_t)block->ops);
	code->note = kept(build, block->note, sizeof(*block->note) *
						(size_t)block->ops);
	code->stage = kept(build, block->stage, sizeof(*block->stage) *
						(size_t)block->stages);
	free(block->op);
	free(block->note);
	free(block->stage);
	free(block->visit);
	return code;
}
