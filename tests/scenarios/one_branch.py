"""A head office and one branch of their own, for a test that damages or moves what everybody else shares."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lab.demo.parties import BranchOffice, HeadOffice
from lab.demo.pictures import draw_pictures
from tests.free_ports import free_address
from tests.scenarios.conftest import PRINTS, refused_with

USER, IMAGE = "1", "mri-3"


class OneBranch:
    """One head office, one branch, one user and one image.

    Args:
        folder: for everything.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.head_office = HeadOffice(folder / "head-office", free_address())
        self.basra = BranchOffice("basra", folder / "basra")
        self.log = folder / "server.log"
        self.fetched = 0

    def prepare(self, options: Sequence[str] = ()) -> None:
        """Found, join, enrol, store; ``options`` are of the founding."""
        head_office, carried = self.head_office, self.folder / "carried"
        carried.mkdir()
        head_office.found(verification="off", options=options)
        self.basra.join(head_office, carried)
        source = self.folder / "prints"
        source.mkdir()
        print_ = sorted(PRINTS.glob(f"{USER}__*"))[0]
        (source / print_.name).write_bytes(print_.read_bytes())
        head_office.ask("user", "add", USER)
        head_office.ask("user", "enrol", USER, "--prints", source)
        self.basra.receive(head_office, int(USER), carried)
        picture = carried / f"{IMAGE}.png"
        picture.write_bytes(draw_pictures()[IMAGE])
        head_office.ask("image", "put", picture, "--id", IMAGE, "--everyone")

    def fetch(self) -> dict[str, object]:
        """Fetch once; what was told, or reason and exit code."""
        self.fetched += 1
        target = self.folder / f"image-{self.fetched}.png"
        answer = self.basra.run("fetch", USER, IMAGE, "-o", target)
        if answer.exit_code == 0:
            assert target.read_bytes() == draw_pictures()[IMAGE]
        return answer.output or {"refused": refused_with(answer)}
