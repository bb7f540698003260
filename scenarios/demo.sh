#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# demo.sh FATHOM -- six questions to every generation: a table of each, three
# sentences, one database, figures.
set -eu
fathom=$1
"$fathom" run scenarios/demo.yaml
echo
"$fathom" plot results/demo.db
