"""The study ``enrolled-hyperchaos``: ``python -m benchmarks.enrolled_hyperchaos [--users N] [--seed S]``."""

from __future__ import annotations

import argparse
import itertools

from lab.batteries.sources.swarm_keys import synthetic_people
from lab.papers.paper_000.enrolled import IntegerMap
from lab.papers.paper_000.enrolled_study import enrolled_features, measure_map
from lab.papers.paper_000.hyperchaos import Order
from shared.biometrics.models import default_network
from shared.terminal.output import show_items


def main() -> None:
    """Measure every map, in either order, over synthetic people's prints, and print a line about each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=6, help="with ten prints each")
    parser.add_argument("--seed", type=int, default=0, help="of the population")
    chosen = parser.parse_args()
    variations = enrolled_features(synthetic_people(chosen.seed), chosen.users, default_network())
    forms = itertools.product(Order, IntegerMap)
    rows = [measure_map(variations, integer_map, order).row() for order, integer_map in forms]
    show_items(tuple(rows[0]), rows, None)


if __name__ == "__main__":
    main()
