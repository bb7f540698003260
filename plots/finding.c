/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/finding.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "plots/words.h"

void finding_add(struct finding *finding, const struct measure *measure,
		 const char *name)
{
	bool is_latency = strncmp(finding->metric, "latency.", 8) == 0;

	if (!isfinite(measure->value) ||
	    (is_latency && (strcmp(measure->status, "ok") != 0 ||
			    measure->is_pushed)))
		return;
	if (!finding->count || measure->value < finding->low.value) {
		finding->low = *measure;
		finding->low_name = name;
	}
	if (!finding->count || measure->value > finding->high.value) {
		finding->high = *measure;
		finding->high_name = name;
	}
	finding->count++;
	if (finding->count > 1 && finding->low.value > 0)
		finding->ratio = finding->high.value / finding->low.value;
}

/* Where there are no intervals, one replication, the numbers must do. */
static bool is_clear(const struct finding *finding)
{
	double low = finding->low.high, high = finding->high.low;

	if (!isfinite(low) || !isfinite(high))
		return finding->ratio > 1.02;
	return finding->ratio > 1.005 && high > low;
}

static const char *clause(const struct view *view,
			  const struct finding *finding)
{
	const char *metric = metric_title(view, finding->metric);
	bool is_throughput = strcmp(finding->metric, "throughput") == 0;
	bool is_latency = strncmp(finding->metric, "latency.", 8) == 0;
	bool is_large = finding->ratio >= 1.5;
	const char *where = *finding->where ? arena_format(
		view->arena, " (%s)", finding->where) : "";
	char ratio[AMOUNT_TEXT];

	ratio_text(ratio, finding->high.value, finding->low.value);
	if (is_throughput && is_large)
		return arena_format(view->arena, "%s delivers %s the "
				    "throughput of %s%s", finding->high_name,
				    ratio, finding->low_name, where);
	if (is_latency && is_large)
		return arena_format(view->arena, "%s has %s the %s of %s%s",
				    finding->high_name, ratio, metric,
				    finding->low_name, where);
	return arena_format(view->arena, "%s is %s higher on %s than on %s%s",
			    metric, ratio, finding->high_name,
			    finding->low_name, where);
}

static const char *sameness(const struct view *view,
			    const struct finding *finding, int count)
{
	for (int i = 0; i < count; i++)
		if (finding[i].count > 1)
			return arena_format(
				view->arena, "%s does not differ between %s "
				"and %s within the intervals",
				metric_title(view, finding[i].metric),
				finding[i].low_name, finding[i].high_name);
	return "One platform alone has values to show";
}

const char *findings_text(const struct view *view,
			  const struct finding *finding, int count)
{
	const char *text = "";

	for (int i = 0; i < count; i++)
		if (is_clear(&finding[i]))
			text = arena_format(view->arena, "%s%s%s", text,
					    *text ? "; " : "",
					    clause(view, &finding[i]));
	if (!*text)
		text = sameness(view, finding, count);
	return words_sentence(view->arena, text);
}
