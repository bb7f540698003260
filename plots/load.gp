# load.gp -- achieved throughput against latency, a curve a generation.
