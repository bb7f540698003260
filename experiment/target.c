/* SPDX-License-Identifier: GPL-3.0-or-later */
/* target.c -- what a workload of blocks reads and writes: a volume of EBS, or
 * a local disk of its instance. */
#include <string.h>

#include "experiment/draft.h"
#include "experiment/keys.h"
#include "experiment/volumes.h"
#include "models/instance.h"

static const struct instance *hardware_of(const struct draft *draft)
{
	const struct setup_workload *workload = draft->workload;

	return draft->assembly->host[workload->host]
		       .instance[workload->instance].hardware;
}

static const char *text_of(const struct node *node)
{
	return node->kind == NODE_SCALAR ? node->text : "";
}

/* A key that is of the other target. */
static bool refuse(const struct draft *draft, const char *key,
		   const char *target)
{
	const struct entry *entry = node_find(draft->map, key);

	if (!entry || strcmp(text_of(entry->value), "0") == 0)
		return true; /* said, but as if it were not */
	reader_error(draft->reader, entry->where, "'%s' goes with target: %s",
		     key, target);
	return false;
}

static bool read_volume(struct draft *draft)
{
	const struct node *node = node_get(draft->map, "volume");
	struct setup_workload *workload = draft->workload;
	const char *name = node ? reader_text(draft->reader, node, "volume") :
				  NULL;

	if ((node && !name) || !refuse(draft, "disk", "instance_store"))
		return false;
	workload->volume = volumes_find(draft->assembly, name, node ?
					node->where : draft->entry->where,
					&workload->volume_index);
	return workload->volume != NULL;
}

static bool read_disk(struct draft *draft)
{
	const struct node *node = node_get(draft->map, "disk");
	const struct instance *hardware = hardware_of(draft);
	int disks = (int)hardware->hardware->value[INSTANCE_DISKS].number;
	int disk = 0;

	if (!refuse(draft, "volume", "ebs") ||
	    !key_count(draft->reader, draft->map, draft->kind, "disk", &disk))
		return false;
	draft->workload->volume_index = VOLUME_DISKS + disk;
	if (disk < disks)
		return true;
	if (disks == 0)
		reader_error(draft->reader, draft->entry->where,
			     "%s: instance '%s' has no local disk: it is EBS "
			     "only", draft->what, hardware->name);
	else
		reader_error(draft->reader,
			     node ? node->where : draft->entry->where,
			     "disk: %d does not exist; instance '%s' has 0 to "
			     "%d", disk, hardware->name, disks - 1);
	return false;
}

bool draft_target(struct draft *draft)
{
	const char *word;

	if (!key_find(draft->kind, "target"))
		return true;
	word = key_word(draft->map, draft->kind, "target");
	if (!word)
		return true; /* said already */
	return strcmp(word, "ebs") == 0 ? read_volume(draft) :
					  read_disk(draft);
}
