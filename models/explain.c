/* SPDX-License-Identifier: GPL-3.0-or-later */
/* explain.c -- a compiled path, line by line: for `fathom explain`. */
#include <stdio.h>
#include <string.h>

#include "models/build.h"
#include "models/poll.h"

#define EXPLAIN_DEPTH 6

struct telling {
	const struct program *program;
	const char *workload;
	passage_fn *fn;
	void *data;
};

static const char *realm_text(const struct program *program, int realm,
			      enum class class, char *buffer, size_t size)
{
	if (realm < 0)
		return "device";
	const struct realm *where = &program->realm[realm];
	snprintf(buffer, size, "%s%s%s %s", program->setup->hosts > 1 ?
		 program->setup->host[where->host].name : "",
		 program->setup->hosts > 1 ? ":" : "", where->name,
		 class < CLASSES ? class_names[class] : "");
	return buffer;
}

/* On which vCPUs and pCPUs the workers of a set run. */
static void placement(const struct program *program, const struct set *set,
		      char *buffer, size_t size)
{
	buffer[0] = '\0';
	if (!set || set->realm < 0)
		return;
	const struct realm *realm = &program->realm[set->realm];
	int count = set->count < realm->cpus ? set->count : realm->cpus;
	const char *unit = realm->is_virtual ? "vCPU" : "CPU";
	if (set->per == PER_CPU)
		snprintf(buffer, size, "%s %s of the target", realm->label,
			 unit);
	else if (count == 1 && set->count == 1 && !set->is_thread)
		snprintf(buffer, size, "%s %s on pCPU %d", realm->label, unit,
			 realm->pin[0]);
	else
		snprintf(buffer, size, "%s %ss 0-%d on pCPUs %d-%d",
			 realm->label, unit, count - 1, realm->pin[0],
			 realm->pin[count - 1]);
}

static void tell(const struct telling *telling, const struct op *op,
		 const struct op_note *note, const char *kind, int depth)
{
	char payer[96], where[128] = "";
	const struct program *program = telling->program;
	placement(program, op->set, where, sizeof(where));
	struct passage passage = {
		.workload = telling->workload,
		.depth = depth,
		.stage = note->stage,
		.kind = kind,
		.place = op->set ? op->set->name : "",
		.payer = realm_text(program, note->realm, note->class, payer,
				    sizeof(payer)),
		.where_run = where,
		.work = note->step ? note->step->work : NULL,
		.mechanism = note->mechanism,
	};
	if (!passage.work && op->set && op->set->decl)
		for (int i = 0; i < op->set->kind->params; i++)
			if (op->set->kind->param[i].type == PARAM_WORK)
				passage.work = op->set->decl->value[i].work;
	telling->fn(telling->data, &passage);
}

static void tell_code(const struct telling *telling, const struct code *code,
		      int depth);

static void tell_heading(const struct telling *telling, const char *text,
			 const struct op_note *note, int depth)
{
	struct op_note heading = *note;
	struct op bare = {.set = NULL};
	heading.stage = text;
	heading.step = NULL;
	tell(telling, &bare, &heading, "list", depth);
}

static void tell_list(const struct telling *telling, const char *text,
		      const struct code *code, const struct op_note *note,
		      int depth)
{
	if (!code || code->ops <= 1 || depth > EXPLAIN_DEPTH)
		return;
	tell_heading(telling, text, note, depth);
	tell_code(telling, code, depth + 1);
}

static void tell_poll(const struct telling *telling, const struct op *op,
		      const struct op_note *note, int depth)
{
	const struct set *set = op->set;
	const struct program *program = telling->program;
	int payer = note->realm < 0 ? program->realms * CLASSES :
				      note->realm * CLASSES + (int)note->class;
	if (set->notify)
		tell_list(telling, "its kick", set->notify[payer], note,
			  depth + 1);
	tell_list(telling, "once a round", set->round, note, depth + 1);
	tell_list(telling, "after each batch", set->batch, note, depth + 1);
	tell_list(telling, "to re-arm", set->rearm, note, depth + 1);
}

static void tell_op(const struct telling *telling, const struct code *code,
		    int i, int depth)
{
	const struct op *op = &code->op[i];
	const struct op_note *note = &code->note[i];
	switch ((enum opcode)op->code) {
	case OP_HERE:
	case OP_ONESHOT:
	case OP_TAKE:
	case OP_ACQUIRE:
		tell(telling, op, note, note->kind ? note->kind : "", depth);
		break;
	case OP_PUT:
	case OP_THREAD:
	case OP_PEER:
		tell(telling, op, note, note->kind, depth);
		if (op->set && op->set->kind == &poll_kind)
			tell_poll(telling, op, note, depth);
		if (op->set && op->spawn)
			tell_list(telling, op->set->kind == &split_kind ?
				  "each part" : "each errand", op->spawn,
				  note, depth + 1);
		break;
	case OP_SPAWN:
		tell_list(telling, op->spawn->name, op->spawn, note, depth + 1);
		break;
	default:
		break;
	}
}

static void tell_code(const struct telling *telling, const struct code *code,
		      int depth)
{
	for (int i = 0; i < code->ops; i++)
		tell_op(telling, code, i, depth);
}

void program_explain(const struct program *program, passage_fn *fn, void *data)
{
	for (int i = 0; i < program->conversations; i++) {
		struct telling telling = {
			.program = program,
			.workload = program->conversation[i].workload->name,
			.fn = fn,
			.data = data,
		};
		tell_code(&telling, program->conversation[i].code, 0);
	}
}
