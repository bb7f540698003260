# SPDX-License-Identifier: GPL-3.0-or-later
# ladder.gp -- a metric by generation, a row each, with 95 % intervals; bars
# from zero where the axis has one.
set border 1
BARS = 'for [i=LINE_FIRST:LINE_LAST] DATA index i using 1:2:(0):1:($2-0.3):($2+0.3) with boxxyerror fs transparent solid 0.22 noborder lc rgb COLOUR[i+1]'
BANDS = 'for [i=BAND_FIRST:BAND_LAST] DATA index i using 1:2:3:4 with xerrorbars pt 7 ps 0.9*PS lw 1.8 lc rgb COLOUR[i+1]'
LINES = 'for [i=LINE_FIRST:LINE_LAST] DATA index i using 1:2 with points pt 7 ps 0.9*PS lc rgb COLOUR[i+1]'
HOLLOWS = WHITE.', '.RINGS
