# SPDX-License-Identifier: GPL-3.0-or-later
# style.gp -- how every figure looks.  OUT, W, H and DATA are set above; the
# picture's suffix decides the terminal: gnuplot -e "OUT='x.png'" THIS.gp
set encoding utf8  # without it, the SVG has bare ampersands
set datafile separator "\t"
set datafile missing "NaN"
FONT = "DejaVu Sans"
SUFFIX = OUT[strlen(OUT)-2:*]
if (SUFFIX eq "svg") set terminal svg enhanced size W,H font FONT.",13" background "#ffffff" dynamic lw 1.1 name "figure"
if (SUFFIX eq "png") set terminal pngcairo enhanced size W*2,H*2 font FONT.",13" fontscale 1.6 background "#ffffff" lw 2.2 dl 0.9
set output OUT
# The two differ in how large they draw a point.
PS = SUFFIX eq "svg" ? 0.55 : 1.4
INK = "#1f2933"; MUTED = "#66727f"; RULE = "#dfe3e8"
NAME = FONT.",13"; SMALL = FONT.",12"; DECK = FONT.",12.5"
HEADLINE = FONT.",18"
set border 3 lc rgb MUTED lw 1
set tics nomirror out noenhanced scale 0.6,0.3 textcolor rgb INK
set grid back lt 1 lc rgb RULE lw 0.8
set key noautotitle
set xlabel noenhanced textcolor rgb INK; set ylabel noenhanced textcolor rgb INK
# What figures are made of: macros that loop over the blocks of DATA of one
# role.  Blocks of lines hold x, y and the ends of a 95 % interval; blocks of
# hollow marks x, y and the point of the line that each belongs to.
BANDS = 'for [i=BAND_FIRST:BAND_LAST] DATA index i using 1:3:4 with filledcurves fs transparent solid 0.25 noborder lc rgb COLOUR[i+1]'
LINES = 'for [i=LINE_FIRST:LINE_LAST] DATA index i using 1:2 with linespoints pt 7 ps 0.7*PS lw 1.8 dt DASH[i+1] lc rgb COLOUR[i+1]'
RISES = 'for [i=HOLLOW_FIRST:HOLLOW_LAST] DATA index i using 3:4:($1-$3):($2-$4) with vectors nohead lw 1.3 dt 3 lc rgb COLOUR[i+1]'
WHITE = 'for [i=HOLLOW_FIRST:HOLLOW_LAST] DATA index i using 1:2 with points pt 7 ps 1.5*PS lc rgb "#ffffff"'
RINGS = 'for [i=HOLLOW_FIRST:HOLLOW_LAST] DATA index i using 1:2 with points pt 6 ps 1.5*PS lw 1.5 lc rgb COLOUR[i+1]'
HOLLOWS = RISES.', '.WHITE.', '.RINGS
