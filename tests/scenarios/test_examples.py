"""The example under each command's help is run as it stands there, after the commands that lead up to it.

Where an example names a file, the file is in the folder that it is run in. Only what cannot be the same on
every machine is exchanged: the port, and the folder of backups.
"""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

import branch_client.cli.app
import server.cli.app
from server.bootstrap.head_office import open_head_office
from server.ports.records import StrikeRecord
from tests.command_lines import ROOT, Outcome, ridgekey, ridgekey_branch
from tests.databases import CLUSTER, database_option, on_postgres
from tests.free_ports import free_address
from tests.registered_examples import examples
from tests.seeded_networks import TINY_PATH, TINY_VERIFIER_PATH
from tests.server_process import server_process
from tests.staffed_homes import ONE_PRINT, Homes

Programs = dict[str, Callable[..., Outcome]]
PROGRAMS: Programs = {"ridgekey": ridgekey, "ridgekey-branch": ridgekey_branch}

UNENDING = {"ridgekey serve", "ridgekey audit tail", "ridgekey console"}
"""Those that run until they are told to end."""

SERVED = {
    "ridgekey status",
    *(f"ridgekey-branch {verb}" for verb in ("list", "fetch", "open", "renew", "status", "doctor")),
    *(f"ridgekey-branch witness {verb}" for verb in ("show", "export", "reset")),
}
"""Those for which the head office serves."""

NEW = {
    *("ridgekey init", "ridgekey user add", "ridgekey db restore"),
    *("ridgekey-branch init", "ridgekey admin request"),
}
"""Those of a home that is made for them, or that make it."""

AT_ZAINAB = {"ridgekey admin accept"}
"""Those of an administrator's own machine."""

AT_MOSUL = {"ridgekey-branch accept"}
"""Those of a branch that has not joined yet; basra has."""

ON_POSTGRES = {"ridgekey db role"}
ON_SQLITE = {"ridgekey db restore"}
"""Those about one kind of database; the restored home would name the one on PostgreSQL that is not empty."""

APPENDED = {
    "ridgekey admin issue": "--yes",
    "ridgekey admin accept": "--yes",
    "ridgekey branch approve": "--yes",
    "ridgekey config rotate-master-key": "--yes",
    "ridgekey-branch accept": "--yes",
    "ridgekey-branch config rotate-master-key": "--yes",
    "ridgekey-branch renew": "--force",
}
"""Where a person would be asked, or would have waited until a certificate is nearer its end."""

PUT = "ridgekey image put chest.png --id xray-7 --everyone"
FETCH = "ridgekey-branch fetch 17 xray-7 -o before.png"
BACKUP = "ridgekey db backup /backup/2026-05-03.tar"

ASKED = "ridgekey admin request --name zainab --home zainab --request zainab.request"
ISSUED = "ridgekey admin issue zainab.request -o zainab.admission --yes"

BEFORE = {
    "ridgekey admin issue": [ASKED],
    "ridgekey admin accept": [ASKED, ISSUED],
    "ridgekey admin revoke": [ASKED, ISSUED],
    "ridgekey branch resume": ["ridgekey branch suspend basra"],
    "ridgekey branch approve": ["ridgekey-branch init --name kirkuk --home kirkuk --request basra.request"],
    "ridgekey user activate": ["ridgekey user enrol 17 --prints prints/17 --prepare"],
    "ridgekey user readmit": ["ridgekey user exit 17"],
    "ridgekey user enrol": ["ridgekey user taint 17"],
    "ridgekey user revoke-generation": ["ridgekey user enrol 17 --prints prints/17 --replace"],
    "ridgekey image put": ["ridgekey user add 331"],
    "ridgekey image show": [PUT],
    "ridgekey image release": [PUT],
    "ridgekey image remove": [PUT],
    "ridgekey user unlock": [PUT],
    "ridgekey counter fence": ["ridgekey db restored --reason lost"],
    "ridgekey audit verify": ["ridgekey audit checkpoint --out basra.checkpoint"],
    "ridgekey db check": [BACKUP],
    "ridgekey db restore": [BACKUP],
    "ridgekey-branch import": ["ridgekey-branch forget 17 --yes"],
    "ridgekey-branch fetch": [PUT],
    "ridgekey-branch open": [PUT, "ridgekey-branch fetch 17 xray-7 --sealed -o xray-7.sealed"],
    "ridgekey-branch witness show": [PUT, FETCH],
    "ridgekey-branch witness export": [PUT, FETCH],
    "ridgekey-branch witness reset": [PUT, FETCH],
}


EXAMPLES = dict(
    [
        *examples(server.cli.app.build(), "ridgekey"),
        *examples(branch_client.cli.app.build(), "ridgekey-branch"),
    ]
)


class Desk:
    """A folder with the homes and the files that examples name, in which they are run."""

    def __init__(self, homes: Homes) -> None:
        self.homes = homes
        folder = homes.folder
        for name in ("backup", "prints/17", "scans"):
            (folder / name).mkdir(parents=True)
        for name in ("chest.png", "right_index.png", "prints/17/scan.png", "scans/left.png"):
            shutil.copy(ONE_PRINT, folder / name)
        shutil.copy(homes.office / "secrets" / "master.key", folder / "master.key")
        shutil.copy(TINY_PATH, folder / "ours.rkmodel")
        shutil.copy(TINY_VERIFIER_PATH, folder / "ours.rkverif")
        (folder / "people.csv").write_text("user,prints,branches\n19,prints/17,basra\n")

    def words(self, line: str) -> list[str]:
        """A command line as words, with what is this machine's own exchanged."""
        own = {"/backup": str(self.homes.file("backup")), "127.0.0.1:7443": free_address()}
        for theirs, ours in own.items():
            line = line.replace(theirs, ours)
        return shlex.split(line)

    def home(self, command: str) -> Path:
        """The home that a command works on."""
        if command in NEW:
            return self.homes.file("new")
        if command in AT_MOSUL:
            return self.homes.mosul
        if command in AT_ZAINAB:
            return self.homes.file("zainab")
        return self.homes.basra if command.startswith("ridgekey-branch") else self.homes.office

    def run(self, command: str, line: str) -> Outcome:
        """Run a line of which ``command`` is the beginning."""
        program, *words = self.words(line)
        if command in APPENDED:
            words.append(APPENDED[command])
        if command == "ridgekey init":
            words.extend(database_option())
        home = None if "--home" in words else self.home(command)
        return PROGRAMS[program](*words, home=home)


@pytest.fixture
def desk(homes: Homes, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk of the test's own."""
    monkeypatch.chdir(homes.folder)
    return Desk(homes)


def lead_up_to(desk: Desk, command: str) -> None:
    """What no command can bring about."""
    if command == "ridgekey user unlock":
        lock_out(desk.homes.office)
    if command == "ridgekey db role":
        with psycopg.connect(os.environ[CLUSTER], autocommit=True) as connection:
            made = "SELECT 1 FROM pg_roles WHERE rolname = 'ridgekey_server'"
            if connection.execute(made).fetchone() is None:
                connection.execute("CREATE ROLE ridgekey_server")
    if command == "ridgekey user add":
        made = ridgekey("init", *database_option(), "--listen", free_address(), home=desk.home(command))
        assert made.code == 0, made.err
    if command == "ridgekey-branch accept":
        shutil.copy(desk.homes.file("mosul.admission"), desk.homes.file("basra.admission"))


def lock_out(home: Path) -> None:
    """Lock user 17 out at basra, as wrong proofs do."""
    office = open_head_office(home)
    now = office.clock.now()
    until = now + timedelta(hours=1)
    with office.database.write() as transaction:
        transaction.strikes.put(StrikeRecord("basra", 17, 5, now, 5, blocked_until=until, locked_until=until))
    office.database.close()


@pytest.mark.slow
@pytest.mark.parametrize("command", sorted(EXAMPLES.keys() - UNENDING))
def test_the_example_of_a_command_works(desk: Desk, command: str) -> None:
    if command in (ON_SQLITE if on_postgres() else ON_POSTGRES):
        pytest.skip("is about the other database")
    with server_process(desk.homes.office) if command in SERVED else nullcontext():
        for line in BEFORE.get(command, ()):
            led = desk.run(" ".join(line.split()[:2]), line)
            assert led.code == 0, f"{line}: {led.err}"
        lead_up_to(desk, command)
        outcome = desk.run(command, EXAMPLES[command])
    assert outcome.code == 0, outcome.err


@pytest.mark.parametrize("command", sorted(UNENDING))
def test_the_example_of_a_command_that_goes_on_ends_when_told(desk: Desk, command: str) -> None:
    # Nothing was released here; without the filter it is seen that the command runs.
    program, *words = desk.words(EXAMPLES[command].replace("--event RELEASED ", ""))
    if command == "ridgekey console":
        words += ["--console-listen", free_address()]
    module = {"ridgekey": "server.cli"}[program]
    line = [sys.executable, "-m", module, *words, "--home", str(desk.home(command))]
    with subprocess.Popen(
        line, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        told = process.stderr if command == "ridgekey serve" else process.stdout
        assert told.readline()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert process.returncode in (0, 130)


def test_every_preparation_is_for_a_command_that_there_is() -> None:
    assert {
        *BEFORE,
        *SERVED,
        *NEW,
        *AT_MOSUL,
        *AT_ZAINAB,
        *ON_POSTGRES,
        *ON_SQLITE,
        *APPENDED,
        *UNENDING,
    } <= EXAMPLES.keys()
