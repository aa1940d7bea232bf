"""Sets the stage of the demo: one head office, two branches, three users, three images."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from lab.demo.parties import BranchOffice, HeadOffice, free_address
from lab.demo.pictures import draw_pictures
from lab.demo.screen import Screen
from shared.biometrics.synthetic.subject import write_subject

USER, GUEST, LEAVER = 17, 331, 590
"""Who fetches the 23 messages; who is taken from a branch; who goes on the exit list."""
_ENROLMENTS_AT_ONCE = 2


@dataclass(frozen=True)
class Stage:
    """Everybody and everything on the stage.

    Attributes:
        folder: where all of it lies.
        head_office: the head office.
        branches: the two branches.
        images: the image files as stored, by image ID.
    """

    folder: Path
    head_office: HeadOffice
    branches: tuple[BranchOffice, BranchOffice]
    images: dict[str, bytes]

    @property
    def prints(self) -> Path:
        """The folder of the user's print files, under SOCOFing names."""
        return self.folder / "prints"

    @property
    def carried(self) -> Path:
        """The folder that stands for whatever carries files between the offices."""
        return self.folder / "carried"


def set_the_stage(folder: Path, screen: Screen) -> Stage:
    """Build homes, join the branches, enrol and grant the users, store the images.

    Raises:
        RuntimeError: a command that has to work did not.
    """
    branches = BranchOffice("basra", folder / "basra"), BranchOffice("mosul", folder / "mosul")
    stage = Stage(folder, HeadOffice(folder / "head-office", free_address()), branches, draw_pictures())
    stage.carried.mkdir()
    stage.head_office.found()
    screen.check(True, f"ridgekey init: a head office, to listen on {stage.head_office.address}")
    for branch in stage.branches:
        branch.join(stage.head_office, stage.carried)
        screen.check(True, f"{branch.name}: request, approval and admission, fingerprints compared")
    _enrol(stage, screen)
    _grant(stage, screen)
    _store(stage, screen)
    return stage


def _enrol(stage: Stage, screen: Screen) -> None:
    started = time.monotonic()
    write_subject(stage.prints, USER, seed=USER)
    sources: dict[int, tuple[str | Path, ...]] = {
        USER: ("--prints", stage.prints),
        GUEST: ("--synthetic", str(GUEST)),
        LEAVER: ("--synthetic", str(LEAVER)),
    }

    def enrol(user: int) -> int:
        stage.head_office.ask("user", "add", str(user))
        return len(stage.head_office.ask("user", "enrol", str(user), *sources[user])["fingers"])

    with ThreadPoolExecutor(_ENROLMENTS_AT_ONCE) as pool:
        fingers = dict(zip(sources, pool.map(enrol, sources), strict=True))
    seconds = time.monotonic() - started
    text = ", ".join(f"{user} with {count}" for user, count in fingers.items())
    screen.check(
        True, f"users enrolled by synthetic fingers: {text}; every finger's key assessed ({seconds:.0f} s)"
    )


def _grant(stage: Stage, screen: Screen) -> None:
    for branch in stage.branches:
        for user in (USER, GUEST, LEAVER):
            branch.receive(stage.head_office, user, stage.carried)
    screen.check(True, "all three granted to both branches, by enrolment packages sealed to each")


def _store(stage: Stage, screen: Screen) -> None:
    for image, data in stage.images.items():
        file = stage.carried / f"{image}.png"
        file.write_bytes(data)
        stage.head_office.ask("image", "put", file, "--id", image, "--everyone")
    sizes = ", ".join(f"{image} ({len(data):,} bytes)" for image, data in stage.images.items())
    screen.check(True, f"images drawn here and stored: {sizes}")
