"""A branch's day, both ends as processes: all fetched, kept sealed, opened when no head office answers."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from lab.demo.commands import Program
from lab.demo.parties import BranchOffice, HeadOffice
from lab.demo.pictures import draw_pictures
from shared.protocol.sealed_image import parse_sealed_image
from tests.databases import database_option
from tests.free_ports import free_address
from tests.scenarios.conftest import PRINTS, refused_with

pytestmark = pytest.mark.slow

USER = "2"
BROKEN_OFF = """
import signal, sys
from branch_client import gathering
from branch_client.cli.app import main
real, fetched = gathering.fetch_on, []
def broken_off(*arguments):
    if fetched:
        signal.raise_signal(signal.SIGTERM)
    fetched.append(real(*arguments))
    return fetched[-1]
gathering.fetch_on = broken_off
sys.exit(main(sys.argv[1:]))
"""


@dataclass(frozen=True)
class Story:
    """A head office that is stopped by now, two branches, and what they fetched while it served."""

    head_office: HeadOffice
    basra: BranchOffice
    mosul: BranchOffice
    folder: Path
    images: dict[str, bytes]
    told: dict[str, Any]

    @property
    def sealed(self) -> list[Path]:
        """The sealed images, in order of their names."""
        return sorted((self.folder / "sealed").iterdir())

    def open(self, branch: BranchOffice, *words: str | Path) -> tuple[str, int]:
        """Open at a branch; how it was refused."""
        return refused_with(branch.run("open", *words))


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    folder = tmp_path_factory.mktemp("sealed-story")
    head_office = HeadOffice(folder / "head-office", free_address())
    basra, mosul = BranchOffice("basra", folder / "basra"), BranchOffice("mosul", folder / "mosul")
    images = draw_pictures()
    _found(head_office, (basra, mosul), folder, images)
    told: dict[str, Any] = {}
    with head_office.serving(folder / "server.log"):
        told["plain"] = basra.ask("fetch", USER, "--all", "-o", folder / "plain")
        told["broken off"] = _broken_off(basra, folder / "sealed")
        told["sealed"] = basra.ask("fetch", USER, "*", "--sealed", "-o", folder / "sealed")
        told["listed"] = basra.ask("list", USER, "--in", folder / "sealed")
        told["refused"] = mosul.run("fetch", USER, "--all", "-o", folder / "nothing")
    return Story(head_office, basra, mosul, folder, images, told)


def _found(
    head_office: HeadOffice, branches: tuple[BranchOffice, ...], folder: Path, images: dict[str, bytes]
) -> None:
    head_office.found(verification="off", options=database_option())
    for branch in branches:
        branch.join(head_office, folder)
    head_office.ask("user", "add", USER)
    _enrol(head_office, folder / "prints-1", 0)
    branches[0].receive(head_office, int(USER), folder)
    for image, data in images.items():
        file = folder / f"{image}.png"
        file.write_bytes(data)
        head_office.ask("image", "put", file, "--id", image, "--everyone")


def _enrol(head_office: HeadOffice, prints: Path, first: int) -> None:
    prints.mkdir()
    for place, file in enumerate(sorted(PRINTS.glob("2__*"))[first : first + 3]):
        (prints / f"scan-{place}.png").write_bytes(file.read_bytes())
    head_office.ask("user", "enrol", USER, "--prints", prints, "--replace")


def _broken_off(branch: BranchOffice, folder: Path) -> tuple[int, list[dict[str, Any]]]:
    """A run that is told to end once the first file is there: its exit status, and what it told."""
    environment = Program("ridgekey-branch", branch.home).environment()
    words = [sys.executable, "-c", BROKEN_OFF, "fetch", USER, "--all", "--sealed", "-o", str(folder)]
    ended = subprocess.run(words, env=environment, stdout=subprocess.PIPE, timeout=120, check=False)
    return ended.returncode, json.loads(ended.stdout)["items"]


def test_all_of_them_arrived(story: Story) -> None:
    items = story.told["plain"]["items"]
    assert [item["outcome"] for item in items] == ["fetched"] * 3
    assert [item["n"] for item in items] == [1, 2, 3]
    written = {path.stem: path.read_bytes() for path in (story.folder / "plain").iterdir()}
    assert written == story.images


def test_a_run_that_was_ended_goes_on_where_it_stopped(story: Story) -> None:
    status, first = story.told["broken off"]
    second = story.told["sealed"]["items"]
    assert status == 130
    assert [item["outcome"] for item in first] == ["fetched"]
    assert sorted(item["outcome"] for item in second) == ["fetched", "fetched", "there already"]
    assert [item["image"] for item in second if item["outcome"] == "there already"] == [first[0]["image"]]
    assert {path.name for path in story.sealed} == {f"{image}.sealed" for image in story.images}
    assert [item["here"] for item in story.told["listed"]["items"]] == [["sealed"]] * 3


def test_they_open_while_no_head_office_answers(story: Story, tmp_path: Path) -> None:
    assert story.basra.run("status").exit_code == 6
    items = story.basra.ask("open", *story.sealed, "-o", tmp_path / "opened")["items"]
    assert {item["image"]: item["bytes"] for item in items} == {
        image: len(data) for image, data in story.images.items()
    }
    assert {path.stem: path.read_bytes() for path in (tmp_path / "opened").iterdir()} == story.images


def test_nothing_of_the_images_is_in_the_sealed_files_or_the_home(story: Story) -> None:
    kept = [*story.sealed, *(path for path in story.basra.home.rglob("*") if path.is_file())]
    held = [path.read_bytes() for path in kept]
    for image in story.images.values():
        parts = [image[start : start + 24] for start in range(0, len(image) - 24, 4096)]
        assert all(part not in data for part in parts for data in held)


@pytest.mark.parametrize(
    ("harm", "expected"),
    [
        pytest.param("tampered", ("STREAM_CORRUPT", 7), id="a bit turned"),
        pytest.param("truncated", ("STREAM_CORRUPT", 7), id="cut short"),
        pytest.param("spliced", ("STREAM_CORRUPT", 7), id="the header of another image"),
        pytest.param("foreign", ("INVALID_INPUT", 2), id="a picture"),
    ],
)
def test_what_is_not_whole_leaves_nothing(
    story: Story, tmp_path: Path, harm: str, expected: tuple[str, int]
) -> None:
    one, other = (path.read_bytes() for path in story.sealed[:2])
    harmed = {
        "tampered": one[:500] + bytes([one[500] ^ 4]) + one[501:],
        "truncated": one[: len(one) // 2],
        "spliced": one[: -len(parse_sealed_image(one).body)] + parse_sealed_image(other).body,
        "foreign": next(iter(story.images.values())),
    }
    (tmp_path / "harmed.sealed").write_bytes(harmed[harm])
    assert story.open(story.basra, tmp_path / "harmed.sealed", "-o", tmp_path / "out.png") == expected
    assert [path.name for path in tmp_path.iterdir()] == ["harmed.sealed"]


def test_a_branch_without_the_enrolment_opens_nothing(story: Story, tmp_path: Path) -> None:
    assert refused_with(story.told["refused"]) == ("NOT_GRANTED", 4)
    assert story.open(story.mosul, story.sealed[0], "-o", tmp_path / "out.png") == ("NOT_FOUND", 3)
    assert list(tmp_path.iterdir()) == []


def test_an_enrolment_opens_what_it_sealed_and_no_other(story: Story, tmp_path: Path) -> None:
    _enrol(story.head_office, story.folder / "prints-2", 3)
    for branch in (story.basra, story.mosul):
        branch.receive(story.head_office, int(USER), tmp_path)
    opened = story.basra.ask("open", story.sealed[0], "-o", tmp_path / "out.png")
    assert (opened["generation"], opened["image"]) == (1, story.sealed[0].stem)
    refused = story.mosul.run("open", story.sealed[0], "-o", tmp_path / "never.png")
    assert refused_with(refused) == ("NOT_FOUND", 3)
    assert f"enrolment 1 of user {USER}" in refused.message
    story.basra.ask("forget", USER, "--yes")
    forgotten = story.basra.run("open", story.sealed[0], "-o", tmp_path / "never.png")
    assert refused_with(forgotten) == ("NOT_FOUND", 3)
    assert not (tmp_path / "never.png").exists()
