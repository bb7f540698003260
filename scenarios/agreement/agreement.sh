#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# agreement.sh FATHOM -- published measurements beside what the platforms say:
# the rows of `cases`.  Exit status 1 when one is off by more than a factor of
# 1.5, or out of order by over 2 %, and docs/ does not explain it.
set -eu
fathom=$1
here=${0%/*}
most=1.5
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for name in $(awk -F '[ \t]*[|][ \t]*' '!/^#/ && NF > 6 { print $3 }' \
		"$here/cases" | sort -u); do
	"$fathom" run "$here/$name.yaml" -o "$work/$name.db" --format csv \
		--quiet >"$work/$name.csv"
	tr -d '\r' <"$work/$name.csv" | sed "s/^/$name,/"
done >"$work/all.csv"

awk -v most=$most '
# platform/instance/swept..., or what is left when the scenario has one point.
FILENAME == ARGV[1] {
	count = split($0, field, ",")
	if (field[2] == "platform" || field[2] == "metric" ||
	    $0 ~ /,metric,unit,value,/) {
		for (i = 2; i <= count; i++)
			column[field[1], i] = field[i]
		next
	}
	key = field[1]
	for (i = 2; i <= count; i++) {
		name = column[field[1], i]
		if (name == "platform" || name == "instance" ||
		    name ~ /[.]/)
			key = key "/" (name == "platform" && field[i] == "" ? \
				"*" : field[i])
		else
			is[name] = field[i]
	}
	key = key " " is["metric"]
	if (is["metric"] == "throughput")
		value[key] += is["value"]
	else
		value[key] = is["value"]
	next
}
/^#/ || /^$/ { next }
function said(scenario, point, metric,    key) {
	key = scenario "/" point " " metric
	if (!(key in value) || value[key] == "") {
		printf "no value: %s\n", key
		failed = 1
		return 0
	}
	return value[key]
}
function scale(unit) {
	return unit == "us" ? 1e6 : unit == "k/s" ? 1e3 : 1
}
{
	split($0, field, /[ \t]*[|][ \t]*/)
	split(field[7], amount, " ")
	got = said(field[3], field[4], field[5])
	if (field[6] != "") {
		base = said(field[3], field[6], field[5])
		got = base > 0 ? got / base : 0
	}
	got /= scale(amount[2])
	measured = amount[1]
	factor = got <= 0 ? 999 : got > measured ? got / measured : \
						   measured / got
	why = field[9]
	verdict = factor <= most ? "ok" : why != "" ? "off: docs, " why : "OFF"
	if (verdict == "OFF")
		failed = 1
	if (!rows++)
		printf "%-4s %-41s %8s %8s %-4s %4s\n", "case", "what",
			"measured", "fathom", "", "off"
	printf "%-4s %-41.41s %8.4g %8.4g %-4s %4.2f %s\n", field[1],
		field[2], measured, got, amount[2], factor, verdict
	word = field[8]
	if (word == "")
		next
	number = ++rank[word]
	was[word, number] = measured
	came[word, number] = got
	whose[word, number] = field[2]
	is_known[word] = is_known[word] || why != ""
}
END {
	for (word in rank)
		for (i = 1; i <= rank[word]; i++)
			for (k = 1; k <= rank[word]; k++) {
				if (!(was[word, i] < was[word, k] &&
				      came[word, i] > 1.02 * came[word, k]))
					continue
				printf "out of order: %s, then %s%s\n",
					whose[word, i], whose[word, k],
					is_known[word] ? " (docs)" : ""
				if (!is_known[word])
					failed = 1
			}
	exit failed
}' "$work/all.csv" "$here/cases"
