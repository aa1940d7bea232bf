"""Sets the stage of the demo: one head office, two branches, three users, three images."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from lab.demo.parties import BranchOffice, HeadOffice, free_address
from lab.demo.pictures import draw_pictures
from lab.demo.screen import Screen
from shared.biometrics.prints import Print, encode_print
from shared.biometrics.socofing import PrintName, format_name
from shared.biometrics.synthetic import generate_finger, impression, person_seed
from shared.identifiers import Finger

USER, GUEST, LEAVER = 17, 331, 590
"""Who fetches the 23 messages; whose grant is withdrawn; who goes on the exit list."""

FINGERS = {USER: tuple(Finger), GUEST: (Finger.LEFT_INDEX, Finger.RIGHT_INDEX), LEAVER: (Finger.RIGHT_THUMB,)}
"""The fingers each of them enrols."""

_POPULATION = 1
_ENROLLED, _LIVE = 0, 1
"""Which impression of a finger is enrolled, and which one the finger pads see."""
_CAREFULLY = 0.25
"""How far a live impression strays: whoever presses as carelessly as at enrolment must try again at times."""
_COMMANDS_AT_ONCE = 2


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
        """The folder of all users' print files, under SOCOFing names."""
        return self.folder / "prints"

    @property
    def scans(self) -> Path:
        """The folder that stands for the finger pads: another impression of every finger, never enrolled."""
        return self.folder / "scans"

    @property
    def carried(self) -> Path:
        """The folder that stands for whatever carries files between the offices."""
        return self.folder / "carried"

    @property
    def received(self) -> Path:
        """The folder that the fetched images go to."""
        return self.folder / "received"

    def scan_of(self, user: int, finger: Finger) -> Path:
        """The file of what a finger pad sees of one user's finger."""
        return self.scans / _file_name(user, finger)


def set_the_stage(folder: Path, screen: Screen) -> Stage:
    """Build homes, join the branches, enrol and grant the users, store the images.

    Commands that do not wait for one another run two at a time, as they would in two offices.

    Raises:
        RuntimeError: a command that has to work did not.
    """
    branches = BranchOffice("basra", folder / "basra"), BranchOffice("mosul", folder / "mosul")
    stage = Stage(folder, HeadOffice(folder / "head-office", free_address()), branches, draw_pictures())
    with ThreadPoolExecutor(_COMMANDS_AT_ONCE) as pool:
        prints = pool.submit(_grow_fingers, stage)
        stage.head_office.found()
        screen.check(True, f"a head office, to listen on {stage.head_office.address}")
        stage.carried.mkdir()
        _join(stage, screen, pool)
        prints.result()
        _enrol(stage, screen, pool)
        _grant(stage, screen, pool)
        _store(stage, screen, pool)
    return stage


def _grow_fingers(stage: Stage) -> None:
    for folder in (stage.prints, stage.scans):
        folder.mkdir()
    for user, fingers in FINGERS.items():
        for finger in fingers:
            master = generate_finger(person_seed(_POPULATION, user), finger)
            _press(stage.prints / _file_name(user, finger), impression(master, _ENROLLED))
            _press(stage.scans / _file_name(user, finger), impression(master, _LIVE, _CAREFULLY))


def _press(file: Path, print_: Print) -> None:
    file.write_bytes(encode_print(print_))


def _file_name(user: int, finger: Finger) -> str:
    return format_name(PrintName(user, "M", finger), ".png")


def _join(stage: Stage, screen: Screen, pool: ThreadPoolExecutor) -> None:
    joining = [pool.submit(branch.join, stage.head_office, stage.carried) for branch in stage.branches]
    for branch, joined in zip(stage.branches, joining, strict=True):
        joined.result()
        screen.check(True, f"{branch.name}: request, approval and admission, fingerprints compared")


def _enrol(stage: Stage, screen: Screen, pool: ThreadPoolExecutor) -> None:
    def enrol(user: int) -> int:
        stage.head_office.ask("user", "add", str(user))
        told = stage.head_office.ask("user", "enrol", str(user), "--prints", stage.prints)
        return len(told["fingers"])

    enrolled = dict(zip(FINGERS, pool.map(enrol, FINGERS), strict=True))
    right = all(count == len(FINGERS[user]) for user, count in enrolled.items())
    text = ", ".join(f"{user} with {count}" for user, count in enrolled.items())
    screen.check(right, f"users enrolled, fingers drawn here: {text}")


def _grant(stage: Stage, screen: Screen, pool: ThreadPoolExecutor) -> None:
    basra, mosul = stage.branches
    grants = ((basra, USER), (mosul, USER), (basra, LEAVER), (mosul, GUEST))
    for granted in [pool.submit(b.receive, stage.head_office, user, stage.carried) for b, user in grants]:
        granted.result()
    text = f"{USER} at both branches, {LEAVER} at {basra.name}, {GUEST} at {mosul.name}"
    screen.check(True, f"granted, by packages sealed to each branch: {text}")


def _store(stage: Stage, screen: Screen, pool: ThreadPoolExecutor) -> None:
    def store(image: str) -> None:
        file = stage.carried / f"{image}.png"
        file.write_bytes(stage.images[image])
        stage.head_office.ask("image", "put", file, "--id", image, "--everyone")

    list(pool.map(store, stage.images))
    screen.check(True, f"three images, drawn here and stored: {', '.join(stage.images)}")
