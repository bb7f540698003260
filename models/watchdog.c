/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "models/lock.h"
#include "models/poll.h"
#include "models/ring.h"
#include "models/source.h"
#include "models/split.h"
#include "models/watchdog.h"

#define HOPS_MAX 48
#define PATIENCE_SHARE 8 /* looks in a run, the last at its end */
#define STILL_LONG 4     /* so many looks without a move: starved */

/* Whom the chain has come to: one of these, or its end. */
struct link {
	const struct job *job;
	const struct context *context;
	const struct cpu *cpu;
	bool is_event; /* something is armed: it will go on */
};

struct chain {
	struct world *world;
	const void *seen[HOPS_MAX];
	int hops;
	char text[1000];
	size_t length;
};

static void tell(struct chain *chain, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
static void tell(struct chain *chain, const char *format, ...)
{
	va_list list;
	size_t room = sizeof(chain->text) - chain->length;
	va_start(list, format);
	int length = vsnprintf(chain->text + chain->length, room, format,
			       list);
	va_end(list);
	if (length > 0)
		chain->length += (size_t)length < room ? (size_t)length :
							 room - 1;
}

static const char *job_name(const struct chain *chain, const struct job *job,
			    char *buffer, size_t size)
{
	static const char *const kinds[JOB_KINDS] = {"job", "errand", "spawn",
						     "part"};
	const char *stage = job->label >= 0 ?
		chain->world->program->label[job->label] : "start";
	if (job->source)
		snprintf(buffer, size, "job %llu of %s (%s)",
			 (unsigned long long)job->number,
			 job->source->conversation->workload->name, stage);
	else
		snprintf(buffer, size, "%s (%s)", kinds[job->kind], stage);
	return buffer;
}

static struct link at_ring(struct chain *chain, const struct ring *ring)
{
	tell(chain, " waits for %s (%lld of %lld free), whose oldest token is "
	     "held by\n  ", ring->part.set->name, (long long)ring->free,
	     (long long)ring->slots);
	return (struct link){.job = ring->oldest ? ring->oldest->holder :
						   NULL};
}

/* A job that will be put in the poll, and holds one of the tokens that its
 * worker counts before it wants to be told. */
static const struct job *still_to_come(const struct chain *chain,
				       const struct poll *poll)
{
	const struct set *set = poll->part.set;
	if (!poll->wants_half)
		return NULL;
	const struct ring *ring = (const struct ring *)
		chain->world->part[set->ring->first + poll->part.index];
	for (const struct token *token = ring->oldest; token;
	     token = token->newer)
		if (token->holder->place != &poll->part)
			return token->holder;
	return NULL;
}

/* More arrivals may fill up what is wanted. */
static bool is_fed(const struct world *world)
{
	for (int i = 0; i < world->sources; i++)
		if (event_is_armed(&world->source[i].event))
			return true;
	return false;
}

static struct link at_idle(struct chain *chain, const struct poll *poll)
{
	if (poll->debtor) {
		tell(chain, ", whose kick is owed by\n  ");
		return (struct link){.context = poll->debtor};
	}
	const struct job *more = still_to_come(chain, poll);
	if (more && poll->since < poll->threshold) {
		tell(chain, ", and waits for\n  ");
		return (struct link){.job = more};
	}
	if (poll->since && poll->since < poll->threshold &&
	    is_fed(chain->world)) {
		tell(chain, ", until more come\n");
		return (struct link){.is_event = true};
	}
	tell(chain, ": nobody has kicked it\n");
	return (struct link){0};
}

static struct link at_poll(struct chain *chain, const struct poll *poll)
{
	static const char *const states[] = {"IDLE", "KICKED", "POLLING"};
	tell(chain, " lies in %s (%s, %lld there, kicked at %lld)",
	     poll->part.set->name, states[poll->state],
	     (long long)poll->queue.count, (long long)poll->threshold);
	if (poll->state == POLL_IDLE)
		return at_idle(chain, poll);
	tell(chain, "\n  ");
	if (poll->state == POLL_KICKED && poll->errand->pc)
		return (struct link){.job = poll->errand};
	return (struct link){.context = &poll->context};
}

/* Who slept is given what it slept for: it is to be woken. */
static struct link at_waking(struct chain *chain, const struct poll *poll)
{
	const struct job *errand = poll->errand;
	if (poll->debtor) {
		tell(chain, " sleeps; to wake it is owed by\n  ");
		return (struct link){.context = poll->debtor};
	}
	if (errand->context || errand->place || errand->debtor) {
		tell(chain, " sleeps, and is being woken by\n  ");
		return (struct link){.job = errand};
	}
	tell(chain, " sleeps: nobody wakes it\n");
	return (struct link){0};
}

static struct link at_split(struct chain *chain, const struct job *job)
{
	tell(chain, " waits in %s for %d parts, of which\n  ",
	     job->place->set->name, job->parts);
	return (struct link){.job = job->next};
}

static struct link at_lock(struct chain *chain, const struct lock *lock)
{
	tell(chain, " waits for %s, which is held by\n  ",
	     lock->part.set->name);
	return (struct link){.job = lock->holder};
}

static struct link from_job(struct chain *chain, const struct job *job)
{
	char name[160];
	tell(chain, "%s", job_name(chain, job, name, sizeof(name)));
	const struct part *part = job->place;
	if (event_is_armed(&job->event)) {
		tell(chain, " is in service\n");
		return (struct link){.is_event = true};
	}
	if (part && part->set->kind == &ring_kind)
		return at_ring(chain, (const struct ring *)part);
	if (part && part->set->kind == &poll_kind)
		return at_poll(chain, (const struct poll *)part);
	if (part && part->set->kind == &lock_kind)
		return at_lock(chain, (const struct lock *)part);
	if (part && (part->set->kind == &split_kind ||
		     part->set->kind == &broadcast_kind))
		return at_split(chain, job);
	if (part) {
		tell(chain, " waits in %s, which serves others\n",
		     part->set->name);
		return (struct link){.is_event = true};
	}
	if (job->context) {
		tell(chain, " walks in a context of class %s\n  ",
		     class_names[job->context->client.class]);
		return (struct link){.context = job->context};
	}
	if (job->debtor) {
		tell(chain, " is to be walked on by\n  ");
		return (struct link){.context = job->debtor};
	}
	tell(chain, " is nowhere\n");
	return (struct link){0};
}

static struct link from_context(struct chain *chain,
				const struct context *context)
{
	tell(chain, "%s on %s", context->poll ? context->poll->part.set->name :
						"a handler",
	     context->cpu->name);
	if (event_is_armed(&context->event)) {
		tell(chain, " works\n");
		return (struct link){.is_event = true};
	}
	const struct job *out = context_waits_for(context);
	if (out && out->context == context && !out->place)
		return at_waking(chain, context->poll);
	if (out) {
		tell(chain, " waits for its call\n  ");
		return (struct link){.job = out};
	}
	if (context->is_spinning) {
		tell(chain, " spins for\n  ");
		return (struct link){.job = context->job};
	}
	if (context->client.is_active) {
		tell(chain, " waits for its CPU\n  ");
		return (struct link){.cpu = context->cpu};
	}
	if (context->job) {
		tell(chain, " holds\n  ");
		return (struct link){.job = context->job};
	}
	const struct poll *before = context->cpu->ksoftirqd;
	if (context->poll && context->poll->state == POLL_POLLING && before &&
	    before != context->poll) {
		tell(chain, " has joined ksoftirqd, which is\n  ");
		return (struct link){.context = &before->context};
	}
	tell(chain, " does nothing\n");
	return (struct link){0};
}

static struct link from_cpu(struct chain *chain, const struct cpu *cpu)
{
	const struct cpu *pcpu = cpu->parent ? cpu->parent : cpu;
	tell(chain, "%s", cpu->name);
	if (pcpu->rate <= 0) { /* who has stopped it will start it again */
		tell(chain, " is stopped\n");
		return (struct link){.is_event = true};
	}
	if (cpu->stalled_by) {
		tell(chain, " is stalled\n  ");
		return (struct link){.context = cpu->stalled_by};
	}
	if (cpu->is_switching || event_is_armed(&cpu->slice_event)) {
		tell(chain, " is busy with others\n");
		return (struct link){.is_event = true};
	}
	if (cpu->parent && !cpu->is_on) {
		tell(chain, " waits for its pCPU\n  ");
		return (struct link){.cpu = cpu->parent};
	}
	if (cpu->current && cpu->current->vcpu) {
		tell(chain, " runs a vCPU\n  ");
		return (struct link){.cpu = cpu->current->vcpu};
	}
	if (cpu->current) {
		tell(chain, " runs\n  ");
		return (struct link){.context =
				     (const struct context *)cpu->current};
	}
	tell(chain, " runs nothing\n");
	return (struct link){0};
}

static bool is_seen(struct chain *chain, const void *what)
{
	for (int i = 0; i < chain->hops; i++)
		if (chain->seen[i] == what)
			return true;
	if (chain->hops < HOPS_MAX)
		chain->seen[chain->hops++] = what;
	return false;
}

/* VERDICT_OK: it ends in an armed event. */
static enum verdict follow(struct chain *chain, struct link link)
{
	while (!link.is_event) {
		const void *what = link.job ? (const void *)link.job :
				   link.context ? (const void *)link.context :
						  (const void *)link.cpu;
		if (!what) {
			tell(chain, "  and nobody will change that");
			return VERDICT_LOST_WAKEUP;
		}
		if (is_seen(chain, what)) {
			tell(chain, "and so on, round");
			return VERDICT_DEADLOCK;
		}
		if (chain->hops == HOPS_MAX)
			break; /* nothing can be said */
		link = link.job	      ? from_job(chain, link.job) :
		       link.context ? from_context(chain, link.context) :
				      from_cpu(chain, link.cpu);
	}
	return VERDICT_OK;
}

/* Its oldest job: one that is lost stays behind, whatever the others do. */
static void look_at(struct world *world, struct source *source)
{
	struct chain chain = {.world = world};
	enum verdict verdict = follow(&chain,
				      (struct link){.job = source->oldest});
	if (verdict != VERDICT_OK)
		world_fail(world, verdict, "%s, thread %d: %llu inside and "
			   "nothing moves:\n  %s",
			   source->conversation->workload->name,
			   source->index, (unsigned long long)source->inside,
			   chain.text);
	else if (source->still && !world->starved)
		world->starved = arena_text(&world->arena, chain.text);
}

void watchdog_look(struct world *world)
{
	for (int i = 0; i < world->sources; i++) {
		struct source *source = &world->source[i];
		bool has_moved = source->moved != source->seen;
		source->still = has_moved || !source->inside ?
					0 : source->still + 1;
		source->seen = source->moved;
		if (source->oldest)
			look_at(world, source);
	}
}

bool watchdog_is_starved(const struct world *world,
			 const struct tracker *tracker)
{
	bool is_still = false;
	for (int i = 0; i < world->sources; i++) {
		const struct source *source = &world->source[i];
		if (source->tracker != tracker)
			continue;
		if (source->still < STILL_LONG && source->inside)
			return false;
		is_still |= source->inside > 0;
	}
	return is_still;
}

static void watch(struct sim *sim, struct event *event)
{
	struct world *world = (struct world *)sim;
	watchdog_look(world);
	if (!world->is_over)
		sim_after(sim, event, world->patience);
}

void watchdog_begin(struct world *world)
{
	sim_time whole = world->options.warmup + world->window;
	world->patience = world->window ? whole / PATIENCE_SHARE + 1 : SIM_S;
	if (world->patience > SIM_S)
		world->patience = SIM_S;
	event_init(&world->watch_event, watch);
	sim_at(&world->sim, &world->watch_event, world->patience);
}
