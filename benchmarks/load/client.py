"""One client process of the load: BRANCH_HOME SEED EXCHANGES USERS; a JSON line for each exchange."""

from __future__ import annotations

import json
import random
import sys
import time
from pathlib import Path

from branch_client.bootstrap import open_branch
from branch_client.branch import Branch
from branch_client.conversation import fetch
from shared.errors import Failure

IMAGE = "four-kib"


def main() -> None:
    """Fetch for one user after the other, drawn at random, and say what came of it."""
    home, seed, exchanges, users = sys.argv[1:]
    branch, draw = open_branch(Path(home)), random.Random(int(seed))  # noqa: S311  # order only
    for _ in range(int(exchanges)):
        print(json.dumps(_exchange(branch, draw.randint(1, int(users)))), flush=True)


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
