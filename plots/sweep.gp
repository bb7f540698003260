# sweep.gp -- a metric along a swept value, a curve a platform.
