"""One head office and two branches for all scenarios: real homes, real commands, a real server process.

Message numbers go on from test to test, so a scenario asks where the counter stands before it counts on.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from lab.demo.commands import Answer
from lab.demo.parties import BranchOffice, HeadOffice
from lab.demo.pictures import draw_pictures
from tests.databases import database_option, on_postgres
from tests.forked_commands import forked_commands
from tests.free_ports import free_address

PRINTS = Path(__file__).resolve().parents[1] / "fixtures" / "prints"

TEN_FINGERS, THREE_FINGERS, UNGRANTED, EXITED = 1, 2, 3, 4
"""Users: with all ten fingers, with three, no longer granted to mosul, on the exit list."""


@dataclass(frozen=True)
class Offices:
    """A serving head office, its branches and what is stored.

    Attributes:
        folder: where the homes lie.
        head_office: the head office.
        basra: a branch.
        mosul: another.
        images: the stored files by image ID.
        log: the server's log.
        server: the serving process; on PostgreSQL it keeps two that do the work.
    """

    folder: Path
    head_office: HeadOffice
    basra: BranchOffice
    mosul: BranchOffice
    images: dict[str, bytes]
    log: Path
    server: subprocess.Popen[bytes] | None = None

    def counter(self, user: int) -> int:
        """The last message number of a user."""
        number: int = self.head_office.ask("counter", "show", str(user))["n"]
        return number

    def events_of(self, user: int, n: int) -> list[str]:
        """What the audit says of one message, oldest first."""
        rows = self.head_office.ask("audit", "tail", "--rows", "10000")["items"]
        return [row["event"] for row in rows if (row["user"], row["n"]) == (user, n)]


def carried(offices: Offices, name: str) -> Path:
    """A file that one office sent another."""
    return offices.folder / "carried" / name


def refused_with(answer: Answer) -> tuple[str, int]:
    """Reason and exit code of a refusal."""
    return answer.reason, answer.exit_code


@pytest.fixture(scope="session", autouse=True)
def commands() -> Iterator[None]:
    """Commands start in a few hundredths of a second."""
    with forked_commands():
        yield


@pytest.fixture(scope="session")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Offices]:
    """The offices of this run, set up once: four users enrolled, two of them restricted afterwards."""
    folder = tmp_path_factory.mktemp("offices")
    (folder / "carried").mkdir()
    head_office = HeadOffice(folder / "head-office", free_address())
    basra, mosul = BranchOffice("basra", folder / "basra"), BranchOffice("mosul", folder / "mosul")
    made = Offices(folder, head_office, basra, mosul, draw_pictures(), folder / "server.log")
    head_office.found(verification="off", options=database_option())
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda branch: branch.join(head_office, folder / "carried"), (basra, mosul)))
        list(pool.map(lambda user: _enrol(made, user), (TEN_FINGERS, THREE_FINGERS, UNGRANTED, EXITED)))
        list(pool.map(lambda grant: _grant(made, *grant), _GRANTS))
        list(pool.map(lambda image: _store(made, image), made.images))
    head_office.ask("user", "ungrant", str(UNGRANTED), "mosul")
    head_office.ask("user", "exit", str(EXITED))
    workers = ("--workers", "2") if on_postgres() else ()
    with head_office.serving(made.log, *workers) as server:
        yield replace(made, server=server)


_GRANTS = (
    ("basra", TEN_FINGERS),
    ("mosul", TEN_FINGERS),
    ("basra", THREE_FINGERS),
    ("mosul", THREE_FINGERS),
    ("mosul", UNGRANTED),
    ("basra", EXITED),
)


def _enrol(offices: Offices, user: int) -> None:
    source = PRINTS
    if user != TEN_FINGERS:
        count = 3 if user == THREE_FINGERS else 1
        source = offices.folder / f"prints-{user}"
        source.mkdir()
        for place, file in enumerate(sorted(PRINTS.glob(f"{min(user, 3)}__*"))[:count]):
            (source / f"scan-{place}.png").write_bytes(file.read_bytes())
    offices.head_office.ask("user", "add", str(user))
    offices.head_office.ask("user", "enrol", str(user), "--prints", source)


def _grant(offices: Offices, name: str, user: int) -> None:
    branch = offices.basra if name == "basra" else offices.mosul
    branch.receive(offices.head_office, user, offices.folder / "carried")


def _store(offices: Offices, image: str) -> None:
    file = carried(offices, f"{image}.png")
    file.write_bytes(offices.images[image])
    offices.head_office.ask("image", "put", file, "--id", image, "--everyone")
