#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write sim/ziggurat.h: the layers of the exponential ziggurat.

usage: sim/ziggurat.py > sim/ziggurat.h

Marsaglia and Tsang, "The Ziggurat Method for Generating Random Variables"
(2000).  256 layers of equal area v lie under exp(-x): layer i spans 0 to
x[i] and exp(-x[i]) to exp(-x[i+1]).  Layer 0 also owns the tail above
x[1] = r, so its x[0] = v exp(r) is the width a rectangle of its area has.
r is where the last layer closes exactly at the top, x[256] = 0.
"""
from decimal import Decimal, getcontext

getcontext().prec = 50
LAYERS = 256


def layers(r):
    """Edges x[1..256] for the tail r; the last is None if they overshoot."""
    area = r * (-r).exp() + (-r).exp()
    edges = [area * r.exp(), r]
    while len(edges) < LAYERS + 1:
        top = (-edges[-1]).exp() + area / edges[-1]
        if top >= 1:
            return edges + [None]
        edges.append(-top.ln())
    return edges


def solve():
    """Bisect r: too small and the layers overshoot the top."""
    low, high = Decimal("7.6"), Decimal("7.8")
    for _ in range(150):
        middle = (low + high) / 2
        if layers(middle)[-1] is None:
            low = middle
        else:
            high = middle
    return layers(high)


def table(name, values):
    print(f"static const double {name}[{LAYERS + 1}] = {{")
    for i in range(0, len(values), 3):
        row = ", ".join(float(v).hex() for v in values[i:i + 3])
        print(f"\t{row},")
    print("};")


def main():
    x = solve()
    x[LAYERS] = Decimal(0)
    print("/* SPDX-License-Identifier: GPL-3.0-or-later */")
    print("/* ziggurat.h -- the layers under exp(-x), widest first.")
    print(" *")
    print(" * Written by sim/ziggurat.py, which explains them. */")
    print("#ifndef SIM_ZIGGURAT_H\n#define SIM_ZIGGURAT_H\n")
    print(f"#define ZIGGURAT_TAIL {float(x[1]).hex()}\n")
    table("ziggurat_x", x)
    print()
    table("ziggurat_y", [(-v).exp() for v in x])
    print("\n#endif")


if __name__ == "__main__":
    main()
