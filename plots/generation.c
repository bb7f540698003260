/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/generation.h"

#include <stdio.h>
#include <string.h>

static const struct generation generations[] = {
	{"xen-pv", "Xen PV", "#7b1e19"},
	{"xen-hvm", "Xen HVM", "#ab4733"},
	{"xen-pvhvm", "Xen PVHVM", "#c06e35"},
	{"sriov-82599", "82599 VF", "#cb9808"},
	{"ena-xen", "ENA on Xen", "#6ca885"},
	{"nvme-xen", "NVMe on Xen", "#218fa7"},
	{"nitro", "Nitro", "#2d6db2"},
	{"metal", "Bare metal", "#4e3996"},
};

const struct generation *generation_find(const char *platform)
{
	size_t count = sizeof(generations) / sizeof(generations[0]);

	for (size_t i = 0; i < count; i++)
		if (strcmp(generations[i].platform, platform) == 0)
			return &generations[i];
	return NULL;
}

const char *stranger_colour(int i)
{
	static const char *const grey[] = {"#3d4852", "#8a949e", "#616e7c"};

	return grey[i % 3];
}

int stranger_dash(int i)
{
	static const int dash[] = {2, 4, 5, 3};

	return dash[i % 4];
}

const char *readable_colour(struct arena *arena, const char *colour)
{
	static const unsigned ink[] = {0x1f, 0x29, 0x33};
	unsigned part[3];

	if (sscanf(colour, "#%2x%2x%2x", &part[0], &part[1], &part[2]) != 3)
		return colour;
	for (int i = 0; i < 3; i++)
		part[i] = (part[i] * 4 + ink[i]) / 5;
	return arena_format(arena, "#%02x%02x%02x", part[0], part[1], part[2]);
}
