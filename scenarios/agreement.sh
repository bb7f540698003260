#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# agreement.sh FATHOM -- four published measurements beside what the platforms
# say.  Exit status 1 when the order is wrong or one is off by more than its
# factor.
set -eu
fathom=$1
csv=$(mktemp)
trap 'rm -f "$csv"' EXIT
"$fathom" run scenarios/agreement.yaml --format csv >"$csv"

tr -d '\r' <"$csv" | awk -F, '
NR == 1 {
	for (i = 1; i <= NF; i++)
		column[$i] = i
	next
}
{
	key = $column["platform"] " " $column["instance"] " " \
		$column["workload"] " " $column["metric"]
	value[key] = $column["value"]
}
function said(key) {
	if (value[key] == "") {
		printf "no value: %s\n", key
		failed = 1
		return 0
	}
	return value[key]
}
# The factor by which what is said misses what was measured, either way.
function row(name, what, measured, got, unit, most,    factor, verdict) {
	factor = got <= 0 ? 999 : got > measured ? got / measured : measured / got
	verdict = factor <= most ? "ok" : "OFF"
	if (factor > most)
		failed = 1
	printf "%-4s %-42s %8.2f %8.2f %-4s %5.2f  %s\n", name, what, measured,
		got, unit, factor, verdict
}
function order(what, is_right) {
	printf "     %-42s %s\n", what, is_right ? "ok" : "WRONG ORDER"
	if (!is_right)
		failed = 1
}
END {
	pv = said("xen-pv m1.large packets-out throughput")
	vf = said("sriov-82599 c3.large packets-out throughput")
	slow = said("xen-pv c3.large one-request latency.mean")
	fast = said("sriov-82599 c3.large one-request latency.mean")
	nitro = "nitro c5n.xlarge three-requests "
	printf "%-4s %-42s %8s %8s %-4s %5s\n", "case", "what", "measured",
		"fathom", "", "factor"
	row("A01", "packets out, xen-pv, m1.large", 164.8, pv / 1e3, "k/s", 1.5)
	row("A03", "packets out, sriov-82599, c3.large", 596.9, vf / 1e3, "k/s",
		1.5)
	order("A03 sends more than A01", vf > pv)
	row("A07", "round trip, xen-pv over sriov-82599 (most)", 2.37,
		fast > 0 ? slow / fast : 0, "", 1.6)
	order("A07 is slower on xen-pv", slow > fast)
	row("A18", "three requests, nitro, c5n.xlarge: mean", 57.2,
		said(nitro "latency.mean") / 1e6, "us", 1.5)
	row("A18", "the same: p99", 69, said(nitro "latency.p99") / 1e6, "us",
		1.5)
	row("A18", "the same: requests a second", 52.4,
		said(nitro "throughput") / 1e3, "k/s", 1.5)
	exit failed
}'
