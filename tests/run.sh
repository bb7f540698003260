#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# run.sh BUILD PROGRAM... -- run test programs; one line each, output of those
# that fail.  Fails when there are none, or when one ran no test.
set -u
build=$1; shift
[ $# -gt 0 ] || { echo "no test programs" >&2; exit 1; }
failed=0
for program; do
	log=$build/tests/$(basename "$program").log
	if FATHOM=$build/fathom "$program" >"$log" 2>&1; then
		printf 'ok    %-28s %s\n' "$(basename "$program")" \
			"$(grep -m 1 '%:' "$log" || echo '?')"
		grep -q '%: Checks: [1-9]' "$log" || { echo "ran no test"; failed=1; }
	else
		printf 'FAIL  %s\n' "$(basename "$program")"; cat "$log"; failed=1
	fi
done
exit $failed
