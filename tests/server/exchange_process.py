"""A process that works on a home as a server would: FOLDER BRANCH PLAN.

The plan is ``run FIRST COUNT`` (that many exchanges) or ``stop WHERE`` (one exchange, standing still for ever
at a point, for the test to kill). Each message number taken is one line on stdout.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from server.ports import Office, Transaction
from server.services.exchange import Delivery, admit, confirm, release, reserve
from shared.identifiers import Identity
from shared.protocol.messages import Outcome
from tests.server.registered_office import BASRA, MOSUL, TLS_GROUP, hello, open_office, release_image


class StandingDatabase:
    """A database whose next write transaction stands still with everything done and nothing committed."""

    def __init__(self, office: Office) -> None:
        self._database = office.database

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """Never ends."""
        with self._database.write() as transaction:
            yield transaction
            stand_still()


def stand_still() -> None:
    """Say so, and wait to be killed."""
    print("standing", flush=True)
    time.sleep(600)


def run(office: Office, branch: Identity, first: int, count: int) -> None:
    """Whole exchanges, one after the other."""
    for number in range(first, first + count):
        asked = hello(number)
        reservation, attempt = release_image(office, asked, branch)
        confirm(office, branch, asked, reservation, Delivery(Outcome.DELIVERED, attempt, 1, 1000, 0.1))
        print(reservation.n, flush=True)


def stop(office: Office, branch: Identity, where: str) -> None:
    """One exchange up to a point."""
    asked = hello(1)
    terms = admit(office, branch, asked)
    standing = replace(office, database=StandingDatabase(office))
    reservation = reserve(standing if where == "inside-T0" else office, branch, asked, terms)
    if where == "after-T0":
        stand_still()
    release(standing if where == "inside-T1" else office, branch, asked, terms, reservation, TLS_GROUP)
    stand_still()


def main() -> None:
    """Read the command line."""
    folder, name, plan, *rest = sys.argv[1:]
    branch = {"basra": BASRA, "mosul": MOSUL}[name]
    office = open_office(Path(folder), branch_hello_burst=100_000, user_hello_burst=100_000)
    if plan == "run":
        run(office, branch, int(rest[0]), int(rest[1]))
    else:
        stop(office, branch, rest[0])


if __name__ == "__main__":
    main()
