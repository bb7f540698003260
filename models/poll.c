/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/kind.h"
#include "models/poll.h"

static const struct param poll_params[] = {
	[POLL_PER] = PARAM_PER,
	[POLL_CPU] = {"cpu", PARAM_CPU, true, 0, 0, NULL, NULL,
		"whose CPU the worker runs on: guest, target or a domain"},
	[POLL_PICK] = {"pick", PARAM_WORD, false, 0, 0, NULL, NULL,
		"which of them: first, queue, vcpu, guest or a number; unsaid: "
		"by queue or vcpu, dom0 adds the guest's number"},
	[POLL_CLASS] = {"class", PARAM_CHOICE, true, 0, 0, NULL,
		"hypervisor|hardirq|softirq|task", "class of the worker"},
	[POLL_BUDGET] = {"budget", PARAM_COUNT, true, 1, 1e6, NULL, NULL,
		"most jobs a round"},
	[POLL_LIMIT] = {"limit", PARAM_COUNT, false, 1, 1e9, "inf", NULL,
		"jobs that find so many waiting are dropped"},
	[POLL_HANDOVER] = {"handover", PARAM_COUNT, false, 1, 1e6, "inf", NULL,
		"rounds after which the worker goes on in class task"},
	[POLL_HANDOVER_AFTER] = {"handover_after", PARAM_TIME, false, 1, 1e18,
		NULL, NULL, "time after which it does, whatever the rounds"},
	[POLL_KICKS] = {"kicks", PARAM_CHOICE, false, 0, 0, NULL, "each|round",
		"when its debts are paid; unsaid: each if the budget is 1"},
	[POLL_WANTS] = {"wants", PARAM_CHOICE, false, 0, 0, "one", "one|half",
		"jobs put before a kick: one, or half of what `ring` has out"},
	[POLL_RING] = {"ring", PARAM_NAME, false, 0, 0, NULL, NULL,
		"the ring whose tokens `wants: half` counts"},
	[POLL_MISSED] = {"missed", PARAM_CHOICE, false, 0, 0, "poll",
		"poll|kick", "jobs that came while it re-armed: go on, or be "
		"kicked again"},
	[POLL_NOTIFY] = {"notify", PARAM_STEPS, false, 0, 0, NULL, NULL,
		"the way of a kick, as an errand"},
	[POLL_ROUND] = {"round", PARAM_STEPS, false, 0, 0, NULL, NULL,
		"once a round, before its jobs"},
	[POLL_EACH] = {"each", PARAM_STEPS, false, 0, 0, NULL, NULL,
		"for every job of the round"},
	[POLL_BATCH] = {"batch", PARAM_STEPS, false, 0, 0, NULL, NULL,
		"once a round, after `each` of all its jobs"},
	[POLL_REARM] = {"rearm", PARAM_STEPS, false, 0, 0, NULL, NULL,
		"when the queue is empty, before the last look"},
};

const struct kind poll_kind = {
	.name = "poll",
	.meaning = "a queue with a worker that sleeps, is kicked, and drains",
	.usage = USAGE_PLACE,
	.param = poll_params,
	.params = POLL_PARAMS,
};
