"""Every verb says the same, word for word, on the head office's own machine and from another one.

Two copies of a head office go through the same commands: one at its home, the other through its server with
an admin certificate. What only looks is asked of one and the same head office both ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import server.cli.app
from server.bootstrap.head_office import open_head_office
from server.ports import StrikeRecord
from tests.administrators import appoint
from tests.command_lines import Outcome, ridgekey, ridgekey_branch
from tests.loopback import serving
from tests.server.cli.test_commands import names
from tests.staffed_homes import ONE_PRINT, PRINTS, Homes

LOCAL_ALONE = {
    *("init", "serve", "doctor", "console", "user enrol", "user import", "counter fence"),
    *(f"admin {verb}" for verb in ("request", "issue", "accept", "list", "revoke")),
}
"""Commands that work on this machine's home; those of `db` and all of `config` but `show` are more."""

CHANGING = {
    "branch approve": ["branch approve {files}/kirkuk.request --yes -o {out}/kirkuk.admission --reason new"],
    "branch approve again": ["branch approve {files}/basra.request --yes -o {out}/basra.admission"],
    "branch approve --renew": [
        "branch approve {files}/mosul-anew.request --yes -o {out}/mosul.admission",
        "branch approve {files}/mosul-anew.request --renew --yes -o {out}/mosul.admission --reason new-disk",
        "branch approve {files}/duhok-anew.request --renew --yes -o {out}/duhok.admission",
    ],
    "branch suspend": ["branch suspend mosul --reason lost", "branch suspend mosul"],
    "branch resume": ["branch resume mosul --reason found", "branch resume mosul"],
    "branch revoke": [
        "branch revoke basra --dry-run",
        "branch revoke nowhere --dry-run",
        "branch revoke mosul --yes --reason stolen",
        "branch resume mosul",
    ],
    "user add": ["user add 21 --reason new", "user add 21", "user add 601"],
    "user exit": ["user exit 18 --reason left", "user exit 18", "user exit 99"],
    "user readmit": ["user readmit 18 --reason back", "user readmit 18"],
    "user grant": [
        "user grant 17 basra -o {out}/17.enrolment --reason again",
        "user grant 18 basra -o {out}/18.enrolment",
        "user grant 17 nowhere -o {out}/17.enrolment",
    ],
    "user ungrant": [
        "user ungrant 17 basra --reason moved",
        "user ungrant 17 basra",
        "user ungrant 17 BASRA",
    ],
    "user unlock": ["user unlock 17 --reason mistaken", "user unlock 17 --branch basra", "user unlock 600"],
    "user activate": [
        "home: user enrol 17 --prints {files}/prints --prepare",
        "user activate 17 --reason ok",
    ],
    "user activate nothing": ["user activate 17"],
    "user taint": ["user taint 17 --reason copied", "user taint 17", "user taint 18"],
    "user revoke-generation": [
        "user revoke-generation 17 1 --dry-run",
        "user revoke-generation 17 9 --dry-run",
        "user revoke-generation 17 1 --yes --reason copied",
        "user revoke-generation 17 1 --dry-run",
        "user revoke-generation 17 9 --yes",
    ],
    "user forget": [
        "user forget 17 --dry-run",
        "user forget 17 --yes --reason asked",
        "user forget 17 --dry-run",
        "user forget 17 --yes",
    ],
    "image put": [
        f"image put {ONE_PRINT} --id scan-2 --for 17,18 --reason new",
        f"image put {ONE_PRINT} --id scan-2 --everyone",
        f"image put {ONE_PRINT} --id scan-3 --branch nowhere",
        "image put {files}/no-image --id scan-4 --everyone",
        "image put {files}/nothing --id scan-4 --everyone",
        f"image put {ONE_PRINT} --id scan-4",
        f"image put {ONE_PRINT} --id scan-2 --for 18,17",
        f"image put {ONE_PRINT} --id scan-5 --everyone --dry-run",
    ],
    "image put of several": [
        "image put {files}/prints {files}/no-image --branch basra --reason many",
        "image put {files}/prints {files}/no-image --branch basra --dry-run",
        "image put {files}/prints {files}/no-image --for 17,600",
        "image put {files}/prints --everyone --reason " + "x" * 201,
    ],
    "image release": [
        "image release scan-1 --branch basra --reason narrowed",
        "image release scan-1 --branch basra",
        "image release scan-1 --nobody",
        "image release scan-9 --everyone",
    ],
    "image remove": [
        "image remove scan-2 scan-9 --yes",
        "image remove scan-2 --dry-run",
        "image remove scan-2 --yes --reason withdrawn",
        "image remove scan-2 --yes",
        "image show scan-2",
        "image list --removed",
        f"image put {ONE_PRINT} --id scan-2 --everyone",
        f"image remove scan-1 --yes --reason {'x' * 201}",
    ],
    "long reason": [f"user exit 17 --reason {'x' * 201}"],
}

LOOKING = [
    *("status", "branch list", "branch show basra", "branch show nowhere", "branch show BASRA"),
    *("user list", "user show 17", "user show 600", "user show 0", "user show seventeen"),
    *("image list", "image list --removed", "image show scan-1", "image show nothing", "image show ../x"),
    *("counter show 17", "counter show 600", "config show"),
    *("audit tail --rows 5", "audit tail --event USER_EXITED --user 18", "audit tail --actor basra"),
    *("audit tail --rows 500 --since 3", "audit tail --user 601", "audit checkpoint --out {out}/c"),
    *(
        "audit export {out}/log.jsonl --force",
        "audit export {out}/log.csv --event IMAGE_STORED --force",
        "audit export {files}/no-image.csv",
        "audit export {out}/x",
    ),
    *(
        "audit verify",
        "audit verify --row 1",
        "audit verify --row 100000",
        "audit verify --witness {files}/kept",
    ),
    "audit verify --witness {files}/no-image",
    *(f"audit {verb} {2**63}" for verb in ("tail --since", "tail --rows", "verify --row")),
]


@dataclass(frozen=True)
class Sides:
    """Two equal head offices, one of which serves, and an administrator of that one.

    Attributes:
        here: is worked on at its home.
        there: is worked on from another machine.
        admin: that machine's home.
        files: what both are given.
    """

    here: Homes
    there: Homes
    admin: Path
    files: Path

    @property
    def address(self) -> str:
        """Where the one that serves is found."""
        return str(ridgekey("config", "show", home=self.there.office).data["listen"])

    def locally(self, line: str, homes: Homes) -> Outcome:
        """Run a command at a home."""
        return self._run(line, homes, homes.office)

    def remotely(self, line: str) -> Outcome:
        """Run a command through the server."""
        return self._run(f"--server {self.address} {line}", self.there, self.admin)

    def _run(self, line: str, homes: Homes, home: Path) -> Outcome:
        out = homes.folder / "out"
        out.mkdir(exist_ok=True)
        words = [word.format(files=self.files, out=out) for word in line.split()]
        return ridgekey(*words, home=home)


@pytest.fixture(scope="module")
def sides(staffed: Homes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sides]:
    """Two copies of the staffed head office; the server of one runs."""
    folder = tmp_path_factory.mktemp("sides")
    files = folder / "files"
    (files / "prints").mkdir(parents=True)
    (files / "no-image").write_text("no image")
    (files / "no-image.csv").write_text("no image")
    (files / "basra.request").write_bytes(staffed.file("basra.request").read_bytes())
    (files / "prints" / "scan.png").write_bytes(sorted(PRINTS.glob("2__*"))[0].read_bytes())
    request = ("--name", "kirkuk", "--request", files / "kirkuk.request")
    assert ridgekey_branch("init", *request, home=folder / "kirkuk").code == 0
    for name in ("mosul", "duhok"):
        request = ("--name", name, "--request", files / f"{name}-anew.request")
        assert ridgekey_branch("init", *request, home=folder / name).code == 0
    here, there = staffed.copied_to(folder / "here"), staffed.copied_to(folder / "there")
    assert ridgekey("audit", "checkpoint", "--out", files / "kept", home=there.office).code == 0
    admin = appoint(there.office, folder)
    assert ridgekey("config", "administration", "on", home=there.office).code == 0
    office = open_head_office(there.office)
    with serving(office):
        yield Sides(here, there, admin, files)
    office.database.close()


def spoken(outcome: Outcome, *folders: Path) -> tuple[int, str, str]:
    """What a command said and how it ended, without what differs between any two runs."""

    def plain(text: str) -> str:
        for folder in folders:
            text = text.replace(str(folder), "FOLDER")
        text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "TIME", text)
        return re.sub(r"\b[0-9a-f]{64}\b", "DIGEST", text)

    return outcome.code, plain(outcome.out), plain(outcome.err)


@pytest.mark.parametrize("lines", CHANGING.values(), ids=CHANGING)
def test_what_changes_something_says_the_same(sides: Sides, lines: list[str]) -> None:
    for line in lines:
        at_home = line.removeprefix("home: ")
        here = sides.locally(at_home, sides.here)
        there = sides.locally(at_home, sides.there) if line != at_home else sides.remotely(line)
        folders = (sides.here.folder, sides.there.folder)
        assert spoken(there, *folders) == spoken(here, *folders), line
    files = [
        sorted(path.name for path in (side.folder / "out").iterdir()) for side in (sides.here, sides.there)
    ]
    assert files[0] == files[1]


@pytest.mark.parametrize("line", LOOKING)
def test_what_only_looks_says_the_same(sides: Sides, line: str) -> None:
    here = sides.locally(line, sides.there)
    written = {path.name: path.read_bytes() for path in (sides.there.folder / "out").iterdir()}
    there = sides.remotely(line)
    assert (there.code, there.out, there.err) == (here.code, here.out, here.err)
    again = {path.name: path.read_bytes() for path in (sides.there.folder / "out").iterdir()}
    assert again == written


def test_unlocking_says_the_same(sides: Sides) -> None:
    for side in (sides.here, sides.there):
        with closing(open_head_office(side.office).database) as database, database.write() as transaction:
            now = datetime.now(UTC)
            transaction.strikes.put(StrikeRecord("basra", 18, 5, now, 5, now, now + timedelta(hours=1)))
    locked = sides.remotely("user show 18")
    assert locked.data["locked_at"] == ["basra"]
    assert locked.data == sides.locally("user show 18", sides.here).data
    here = sides.locally("user unlock 18", sides.here)
    assert here.data == sides.remotely("user unlock 18").data == {"user": 18, "unlocked_at": ["basra"]}


def test_every_verb_is_in_the_tables_or_stays_at_home() -> None:
    shown = [line for lines in CHANGING.values() for line in lines] + LOOKING
    tried = {" ".join(line.split()[:2]) for line in shown} | {line.split()[0] for line in shown}
    every = {
        name
        for name in names(server.cli.app.build())
        if not name.startswith("db ") and (not name.startswith("config ") or name == "config show")
    }
    assert every - tried == LOCAL_ALONE


def test_a_server_tells_a_bounded_number_of_rows(sides: Sides) -> None:
    refused = sides.remotely("audit tail --rows 10001")
    assert refused.code == 2
    assert "`ridgekey audit export FILE` writes all" in refused.sentence
    assert sides.remotely("audit tail --rows 10000").code == 0


def test_the_actor_is_the_administrator(sides: Sides) -> None:
    sides.remotely("user add 22 --reason for-the-audit")
    (row,) = sides.remotely("audit tail --user 22").data["items"]
    assert row["actor"] == "spiffe://ridgekey.internal/admin/zainab"
    assert (row["event"], row["reason"]) == ("USER_ADDED", "for-the-audit")
