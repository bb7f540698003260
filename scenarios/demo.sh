#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# demo.sh FATHOM -- packets out and a round trip on every generation: a table,
# one database, figures.
set -eu
fathom=$1
"$fathom" run scenarios/demo.yaml
echo
"$fathom" plot results/demo.db
