# SPDX-License-Identifier: GPL-3.0-or-later
# cdf.gp -- latency against 1/(1 - p): each decade is ten times rarer.
LINES = 'for [i=LINE_FIRST:LINE_LAST] DATA index i using 1:2 with lines lw 2.2 dt DASH[i+1] lc rgb COLOUR[i+1]'
