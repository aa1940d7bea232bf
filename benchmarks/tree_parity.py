"""How long two tree parity machines take to agree: ``python -m benchmarks.tree_parity``.

Milliseconds of processor time of one exchange in one process, the mean of many, compiled and in NumPy; the
compiled loop is there before.
"""

from __future__ import annotations

import json
import time

from lab.generators.derivation import numbered_seed
from lab.generators.tree_parity.exchange_loop import Exchange, exchange_arrays, fastest_exchange
from lab.generators.tree_parity.parameters import TreeParity
from lab.generators.tree_parity.synchronisation import synchronise

SEED = bytes(32)
DEPTHS = (3, 4, 5)
RUNS = {"compiled": 200, "NumPy": 20}


def milliseconds(parameters: TreeParity, exchange: Exchange, runs: int) -> tuple[float, float]:
    """Mean time of an exchange, and mean steps, from seeds of their own."""
    synchronise(parameters, SEED, exchange=exchange)
    started, steps = time.process_time(), 0
    for number in range(runs):
        steps += synchronise(parameters, numbered_seed(SEED, number), exchange=exchange).steps
    return 1000 * (time.process_time() - started) / runs, steps / runs


def main() -> None:
    """Measure and print one JSON object."""
    figures = {}
    for depth in DEPTHS:
        parameters = TreeParity(depth=depth)
        for form, exchange in {"compiled": fastest_exchange(), "NumPy": exchange_arrays}.items():
            taken, steps = milliseconds(parameters, exchange, RUNS[form])
            name = f"K {parameters.hidden}, N {parameters.inputs}, L {depth}, {form}"
            figures[name] = {"ms": round(taken, 2), "steps": round(steps, 1)}
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
