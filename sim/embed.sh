#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# embed.sh FILE... -- print C that carries the files (sim/embedded.h).
set -eu
echo '#include "sim/embedded.h"'
i=0
for file; do
	printf 'static const unsigned char text_%d[] = {' "$i"
	od -An -v -tu1 "$file" | sed 's/  */,/g; s/^,//; s/$/,/'
	echo '0};'
	i=$((i + 1))
done
echo 'const struct embedded embedded_files[] = {'
i=0
for file; do
	printf '\t{"%s", (const char *)text_%d, sizeof(text_%d) - 1},\n' "$file" "$i" "$i"
	i=$((i + 1))
done
echo '};'
echo 'const int embedded_count = (int)(sizeof(embedded_files) / sizeof(embedded_files[0]));'
