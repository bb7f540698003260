/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/cost.h"

const char *cost_status_name(enum cost_status status)
{
	static const char *const name[] = {
		[COST_UNCITED] = "uncited",
		[COST_MEASURED] = "measured",
		[COST_DOCUMENTED] = "documented",
		[COST_DERIVED] = "derived",
		[COST_FITTED] = "fitted",
		[COST_ASSUMED] = "assumed",
	};
	return name[status];
}
