#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The work of bench/mm1.c and bench/hold.c by SimPy 2: name, CPU ns a unit.

usage: /usr/bin/python3 bench/simpy_bench.py

Written as its manual writes such models: a process for the source and for
each customer, a Resource as the server; a process for each held event.
Exponentials come from one list, as they do in C.
"""
import random
import time

from SimPy.Simulation import (Process, Resource, Simulation, hold, release,
                              request)

CUSTOMERS = 20000
HOLD = 100
HOLD_POPS = 60000
ROUNDS = 3
MEAN = 1e9


def exponentials(count=65536):
    stream = random.Random(1)
    return [stream.expovariate(1 / MEAN) for _ in range(count)]


def cycle(values):
    while True:
        yield from values


class Customer(Process):
    def be_served(self, server, service):
        yield request, self, server
        yield hold, self, service
        yield release, self, server


class Source(Process):
    def send(self, draws, server):
        for _ in range(CUSTOMERS):
            yield hold, self, next(draws)
            customer = Customer(sim=self.sim)
            self.sim.activate(customer, customer.be_served(
                server, next(draws) * 7 / 8))


class Held(Process):
    def wait(self, draws):
        while True:
            yield hold, self, next(draws)


def mm1(draws):
    """Two events a customer, as bench/mm1.c counts them."""
    sim = Simulation()
    sim.initialize()
    source = Source(sim=sim)
    sim.activate(source, source.send(draws, Resource(sim=sim)))
    sim.simulate(until=float("inf"))
    return 2 * CUSTOMERS


def hold_100(draws):
    sim = Simulation()
    sim.initialize()
    for _ in range(HOLD):
        held = Held(sim=sim)
        sim.activate(held, held.wait(draws))
    sim.simulate(until=MEAN * HOLD_POPS / HOLD)
    return HOLD_POPS


def measure(work):
    rounds = []
    draws = cycle(exponentials())
    for _ in range(ROUNDS):
        begun = time.process_time()
        units = work(draws)
        rounds.append((time.process_time() - begun) / units * 1e9)
    return sorted(rounds)[ROUNDS // 2]


def main():
    for name, work in (("mm1", mm1), ("hold-100", hold_100)):
        print(f"{name}\t{measure(work):.1f}", flush=True)


if __name__ == "__main__":
    main()
