# SPDX-License-Identifier: GPL-3.0-or-later
# load.gp -- achieved throughput against latency, a curve a generation.
