#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# gallery.sh FATHOM -- the figures that docs/ shows, drawn anew: the same bytes
# wherever it runs.
set -eu
fathom=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# draw SCENARIO KIND [OPTION...]
draw() {
	name=$1
	kind=$2
	shift 2
	"$fathom" run "scenarios/$name.yaml" -o "$work/$name.db" \
		--reproducible --quiet >"$work/table"
	"$fathom" plot "$work/$name.db" "$kind" -o "$work" --reproducible \
		--force "$@" >"$work/names"
	mv "$work/$name-$kind.svg" docs/figures/
	echo "docs/figures/$name-$kind.svg"
}

draw demo ladder
draw load load
draw livelock sweep --metric throughput
draw random-read sweep --metric throughput
