"""Load and soak on PostgreSQL: ``python -m benchmarks.load [--exchanges N | --minutes M] …``.

Two server processes on one port, eight clients at two branches, fifty users, images of 4 KiB, and every
twenty seconds a server process is killed: each in turn, or in a soak (``--minutes``) always the youngest, so
that the oldest shows over all that time whether it loses memory or descriptors. The keys come from a small
network, so that the load falls on the exchange. The processes are ``--workers`` of one ``serve``: as replicas
they have only the database in common (docs/results). Prints one JSON object; exit status 1 when a law did not
hold.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks.load.offices import BRANCHES, Offices, client, serving, set_up
from benchmarks.load.verdict import judge
from benchmarks.load.workers import Disturbance
from server.bootstrap.head_office import open_head_office
from tests.private_cluster import private_cluster
from tests.seeded_networks import TINY_PATH

_SETTLING_SECONDS = 50.0


def main() -> int:
    """Run the load; 0 when every law held."""
    plan = _plan()
    with ExitStack() as ends:
        folder = Path(ends.enter_context(tempfile.TemporaryDirectory()))
        url = plan.database_url or ends.enter_context(private_cluster())
        _say(f"setting up {plan.users} users at {len(BRANCHES)} branches")
        offices = set_up(folder, url, TINY_PATH, plan.users)
        figures = _run(plan, offices, folder)
        office = open_head_office(offices.head_office.home)
        ends.callback(office.database.close)
        figures |= judge(office, _lines(folder))
    print(json.dumps(figures, indent=1))
    laws = ("numbers_lost", "numbers_reserved_twice", "numbers_arrived_twice", "numbers_without_one_end")
    held = not any(figures[law] for law in laws) and not figures["final_failures"]
    return 0 if held and figures["chain_verifies"] and figures["different_images"] == 1 else 1


def _plan() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--exchanges", type=int, default=10_000)
    parser.add_argument("--minutes", type=float, help="a soak: go on for so long, however many exchanges")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--pause", type=float, default=0.0, help="seconds between two exchanges of a client")
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kill-every", type=float, default=20.0, metavar="SECONDS", help="0: never")
    parser.add_argument("--database-url", help="an empty PostgreSQL database; a private cluster when absent")
    return parser.parse_args()


def _run(plan: argparse.Namespace, offices: Offices, folder: Path) -> dict[str, Any]:
    with serving(offices.head_office, folder / "server.log", plan.workers) as server:
        disturbance = Disturbance(server, plan.kill_every, in_turn=plan.minutes is None)
        begun = time.monotonic()
        with disturbance:
            exchanges = _run_clients(plan, offices, folder)
        seconds = time.monotonic() - begun
        _say("every client is done; waiting until what nobody finished is settled")
        time.sleep(_SETTLING_SECONDS)
    return {
        "seconds": round(seconds, 1),
        "exchanges_per_second": round(exchanges / seconds, 1),
        "clients": plan.clients,
        "users": plan.users,
        "server_processes": plan.workers,
        **disturbance.figures(),
    }


def _run_clients(plan: argparse.Namespace, offices: Offices, folder: Path) -> int:
    """Start the clients, copy what each says to its file, and show how far they are; how many exchanges."""
    branches = list(offices.branches.values())
    until = f"{plan.minutes}min" if plan.minutes else str(plan.exchanges // plan.clients)
    processes = [
        client(branches[i % len(branches)], i, until, plan.pause, plan.users) for i in range(plan.clients)
    ]
    counts = [0] * plan.clients

    def copy(place: int) -> None:
        with (folder / f"client-{place}.jsonl").open("w") as stream:
            for line in processes[place].stdout:
                stream.write(line)
                counts[place] += 1

    threads = [threading.Thread(target=copy, args=(place,)) for place in range(plan.clients)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        _say(f"{sum(counts)} exchanges")
        for thread in threads:
            thread.join(10.0 / len(threads))
    for process in processes:
        if process.wait() != 0:
            raise RuntimeError("a client process broke down")
    return sum(counts)


def _lines(folder: Path) -> list[dict[str, Any]]:
    files = sorted(folder.glob("client-*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text().splitlines()]


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
