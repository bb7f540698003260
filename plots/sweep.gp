# SPDX-License-Identifier: GPL-3.0-or-later
# sweep.gp -- a metric along a swept value, a curve a platform.
