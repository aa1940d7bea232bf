"""One client process of the load: BRANCH_HOME SEED UNTIL PAUSE USERS; a JSON line each exchange.

UNTIL is a number of exchanges, such as 1250, or minutes, such as 60min; PAUSE the seconds between two of
them.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from branch_client.bootstrap import open_branch
from branch_client.branch import Branch
from branch_client.conversation import fetch
from shared.errors import Failure

IMAGE = "four-kib"


def main() -> None:
    """Fetch for one user after the other, drawn at random, and say what came of it."""
    home, seed, until, pause, users = sys.argv[1:]
    branch, draw = open_branch(Path(home)), random.Random(int(seed))  # noqa: S311  # order only
    for _ in _turns(until):
        print(json.dumps(_exchange(branch, draw.randint(1, int(users)))), flush=True)
        time.sleep(float(pause))


def _turns(until: str) -> Iterator[None]:
    if not until.endswith("min"):
        yield from [None] * int(until)
        return
    end = time.monotonic() + 60 * float(until.removesuffix("min"))
    while time.monotonic() < end:
        yield


def _exchange(branch: Branch, user: int) -> dict[str, object]:
    begun = time.monotonic()
    try:
        arrived = fetch(branch, user, IMAGE)
        told: dict[str, object] = {"n": arrived.n, "attempt": arrived.attempt, "sha256": arrived.sha256}
    except Failure as failure:
        told = {"reason": failure.code.value, "retryable": failure.meaning.retryable}
    return {"user": user, "seconds": round(time.monotonic() - begun, 4), **told}


if __name__ == "__main__":
    main()
