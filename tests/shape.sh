#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shape.sh -- the shape of the code, to be looked at now and then.
set -eu
cd "$(dirname "$0")/.."
for folder in sim models experiment results plots cli tests bench; do
	ls $folder/*.[ch] >/dev/null 2>&1 || continue
	printf '%-11s %6d lines in %3d files\n' $folder \
		"$(cat $folder/*.[ch] | wc -l)" "$(ls $folder/*.[ch] | wc -l)"
done
command -v pmccabe >/dev/null || exit 0
echo "longest functions (lines, where):"
pmccabe ./*/*.c | awk '{print $5, $6, $7, $8}' | sort -rn | head -12
