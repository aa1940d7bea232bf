"""A head office and two branches that have joined it, made once by the commands and copied for each test."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.command_lines import ROOT, Outcome, ridgekey, ridgekey_branch
from tests.databases import copy_home, database_option
from tests.free_ports import free_address

PRINTS = ROOT / "tests" / "fixtures" / "prints"
ONE_PRINT = PRINTS / "1__M_Left_index_finger.png"


@dataclass(frozen=True)
class Homes:
    """Where everything of one story lies. User 17 is granted to basra, user 18 is added only."""

    folder: Path

    @property
    def office(self) -> Path:
        """The head office's home."""
        return self.folder / "head-office"

    @property
    def basra(self) -> Path:
        """A branch that accepted its admission and imported user 17."""
        return self.folder / "basra"

    @property
    def mosul(self) -> Path:
        """A branch that was approved and has not accepted yet."""
        return self.folder / "mosul"

    def file(self, name: str) -> Path:
        """A file that was sent from one to the other."""
        return self.folder / name

    def copied_to(self, folder: Path) -> Homes:
        """The same, for a test to change."""
        copy_home(self.folder, folder)
        return Homes(folder)

    def everything(self) -> dict[str, bytes]:
        """Every file and its bytes, to show that nothing changed."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and not path.name.endswith(("-wal", "-shm"))
        }


def staff(folder: Path) -> Homes:
    """Make the homes: init, join, enrol one finger, grant, store an image."""
    homes = Homes(folder)
    office = homes.office
    _done(ridgekey("init", "--listen", free_address(), *database_option(), home=office))
    # Stories that are not about live scans go without.
    _done(ridgekey("config", "verification", "off", home=office))
    for name, home in (("basra", homes.basra), ("mosul", homes.mosul)):
        request, admission = homes.file(f"{name}.request"), homes.file(f"{name}.admission")
        _done(ridgekey_branch("init", "--name", name, "--request", request, home=home))
        _done(ridgekey("branch", "approve", request, "--yes", "-o", admission, home=office))
    _done(ridgekey_branch("accept", homes.file("basra.admission"), "--yes", home=homes.basra))
    prints = folder / "prints"
    prints.mkdir()
    shutil.copy(ONE_PRINT, prints / "scan.png")
    for user in ("17", "18"):
        _done(ridgekey("user", "add", user, home=office))
    _done(ridgekey("user", "enrol", "17", "--prints", prints, home=office))
    package = homes.file("17.enrolment")
    _done(ridgekey("user", "grant", "17", "basra", "-o", package, home=office))
    _done(ridgekey_branch("import", package, home=homes.basra))
    _done(ridgekey("image", "put", ONE_PRINT, "--id", "scan-1", "--everyone", home=office))
    return homes


def _done(outcome: Outcome) -> None:
    assert outcome.code == 0, outcome.err
