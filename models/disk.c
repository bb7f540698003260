/* SPDX-License-Identifier: GPL-3.0-or-later */
/* disk.c -- a disk: so many channels, reads and writes, and the sequential
 * streams that it follows.
 *
 * A job whose attribute `sequential` is 1 belongs to the stream of its flow.
 * The disk follows the last `streams` of them: a job of one that it follows
 * is served by `hit` (read ahead, or gathered in its cache); of another it is
 * a miss, and that stream is followed in place of the one that has been
 * silent for longest.  Jobs at random positions always miss, and disturb no
 * stream.  `missed` of the job becomes 1 or 0.
 *
 * An M/G/c when nothing is followed (tests/test_disk.c).
 */
#include <string.h>

#include "models/build.h"
#include "models/service.h"

enum { DISK_PER, DISK_CHANNELS, DISK_READ, DISK_WRITE, DISK_STREAMS, DISK_HIT,
       DISK_TURNS, DISK_PARAMS };

static const struct param disk_params[] = {
	[DISK_PER] = PARAM_PER,
	[DISK_CHANNELS] = {"channels", PARAM_COUNT, false, 1, 1e6, "1", NULL,
		"how many jobs it serves at a time"},
	[DISK_READ] = {"read", PARAM_WORK, true, 0, 0, NULL, NULL,
		"time that a read takes"},
	[DISK_WRITE] = {"write", PARAM_WORK, false, 0, 0, NULL, NULL,
		"time that a write takes; unsaid: as a read"},
	[DISK_STREAMS] = {"streams", PARAM_COUNT, false, 0, 4096, "0", NULL,
		"sequential flows that it follows"},
	[DISK_HIT] = {"hit", PARAM_WORK, false, 0, 0, NULL, NULL,
		"time of a job of a flow that it follows"},
	[DISK_TURNS] = {"turns", PARAM_CHOICE, false, 0, 0, "fifo",
		"fifo|guest|queue|flow", "round robin over these, FIFO within"},
};

struct disk {
	struct service service;
	int write, sequential, missed; /* attributes; -1: nobody has it */
	int streams, most;
	uint64_t *stream; /* latest first */
};

static bool has(const struct job *job, int attribute)
{
	return attribute >= 0 && job->attribute[attribute] > 0;
}

/* Put the job's stream in front; was it followed? */
static bool follow(struct disk *disk, const struct job *job)
{
	uint64_t key = (uint64_t)job->guest << 32 | job->flow;
	int at = 0;
	while (at < disk->streams && disk->stream[at] != key)
		at++;
	bool is_hit = at < disk->streams;
	if (!is_hit && disk->streams < disk->most)
		disk->streams++;
	else if (!is_hit)
		at--; /* the last one goes */
	memmove(&disk->stream[1], &disk->stream[0],
		(size_t)at * sizeof(*disk->stream));
	disk->stream[0] = key;
	return is_hit;
}

static double disk_time(struct world *world, struct service *service,
			struct job *job)
{
	struct disk *disk = (struct disk *)service;
	const struct draw *const *draw = service->part.set->draw;
	(void)world;
	bool is_hit = disk->most > 0 && has(job, disk->sequential) &&
		      follow(disk, job);
	if (disk->missed >= 0)
		job->attribute[disk->missed] = !is_hit;
	if (is_hit)
		return service_draw(draw[DISK_HIT], job);
	if (has(job, disk->write) && draw[DISK_WRITE])
		return service_draw(draw[DISK_WRITE], job);
	return service_draw(draw[DISK_READ], job);
}

static void disk_begin(struct world *world, struct part *part)
{
	struct disk *disk = (struct disk *)part;
	const struct program *program = world->program;
	const double *number = part->set->number;
	disk->write = program_attribute(program, "write");
	disk->sequential = program_attribute(program, "sequential");
	disk->missed = program_attribute(program, "missed");
	disk->most = (int)number[DISK_STREAMS];
	disk->stream = arena_get(&world->arena, sizeof(*disk->stream) *
						(size_t)(disk->most + 1));
	disk->service.servers = number[DISK_CHANNELS];
	disk->service.turns = (enum turns)number[DISK_TURNS];
	disk->service.time = disk_time;
	service_begin(world, &disk->service);
}

static void disk_check(struct build *build, const struct set *set)
{
	const struct value *value = set->decl->value;
	bool follows = set->number[DISK_STREAMS] > 0;
	if (follows && !value[DISK_HIT].work)
		wrong(build, value[DISK_STREAMS].where, "'%s' follows streams:"
		      " it needs 'hit', the time of a job of one",
		      set->component);
	else if (!follows && value[DISK_HIT].work)
		wrong(build, value[DISK_HIT].where, "'%s' has 'hit', but "
		      "follows no 'streams'", set->component);
}

const struct kind disk_kind = {
	.name = "disk",
	.meaning = "a disk: channels, reads and writes, streams it follows",
	.usage = USAGE_PLACE,
	.param = disk_params,
	.params = DISK_PARAMS,
	.size = sizeof(struct disk),
	.begin = disk_begin,
	.enter = service_enter,
	.open = service_open,
	.check = disk_check,
};
