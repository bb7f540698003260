/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kinds.c -- the kinds of components: one row each. */
#include <string.h>

#include "models/kind.h"

static const struct kind *const kinds[] = {
	&poll_kind,
	&ring_kind,
	&lock_kind,
	&server_kind,
	&link_kind,
	&dma_kind,
	&nic_kind,
	&bucket_kind,
	&disk_kind,
	&store_kind,
	&card_kind,
	&moderate_kind,
	&split_kind,
	&broadcast_kind,
	&when_kind,
	&count_kind,
	&key_kind,
	&steer_kind,
	&timer_kind,
	&steal_clock_kind,
};

const struct kind *kind_at(int index)
{
	int count = (int)(sizeof(kinds) / sizeof(kinds[0]));
	return index >= 0 && index < count ? kinds[index] : NULL;
}

const struct kind *kind_find(const char *name)
{
	const struct kind *kind;
	for (int i = 0; (kind = kind_at(i)) != NULL; i++)
		if (strcmp(kind->name, name) == 0)
			return kind;
	return NULL;
}

const char *kind_name(const struct kind *kind)
{
	return kind->name;
}

const char *kind_meaning(const struct kind *kind)
{
	return kind->meaning;
}

const struct param *kind_params(const struct kind *kind, int *count)
{
	*count = kind->params;
	return kind->param;
}

const struct kind *kind_of_cpu(void)
{
	return &cpu_kind;
}

const struct kind *kind_of_instance(void)
{
	return &instance_kind;
}
