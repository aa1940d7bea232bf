"""The chapters of the guides, typed in order where there is what they name; each line ends as it says.

Blocks without a language are Docker's, which no test has; their commands are parsed like all others.
"""

from __future__ import annotations

import json
import shutil
from contextlib import nullcontext
from pathlib import Path

import pytest

from docs.console_blocks import Block, blocks
from lab.demo.pictures import draw_pictures
from tests.command_lines import ROOT, ridgekey
from tests.dicom_samples import dicom
from tests.server_process import server_process
from tests.shell_blocks import Shell
from tests.staffed_homes import ONE_PRINT, Homes

GUIDES = ("docs/operations.md", "docs/branch.md", "docs/console.md", "deploy/README.md")
TYPED = "typed: "
ELSEWHERE = frozenset({"ceremony", "upgrade", "backup", "disaster", "systemd"})
"""Marks of the blocks that tests of their own type."""

NOT_TYPED = {
    "ridgekey --install-completion": "writes into the reader's shell; each script is tested where it is made",
    "RIDGEKEY_METRICS_LISTEN=": "goes on until told to end; the metrics' own test serves and reads them",
    "pip install 'ridgekey[otel]'": "installs, and goes on; the traces' own test has a collector",
    "pip install 'ridgekey[s3]'": "installs, and names a store of the reader's; the vault's own test has one",
    "python -m pip install 'ridgekey[console]'": "installs, and goes on; the console's own tests open it",
}
"""How a block begins that nobody can type here, and what stands instead."""

SERVED = frozenset({"doctor", "certificates", "a branch's day"})
"""Chapters for which the head office serves."""

# A person would be asked, a terminal shows pictures, and the viewer is the reader's.
ASKED = {
    "--renew -o again": "--yes --renew -o again",
    "accept again.admission": "accept again.admission --yes",
    "rotate-master-key --generate   ": "rotate-master-key --generate --yes   ",
    "issue zainab.request": "issue zainab.request --yes",
    "admin revoke zainab": "admin revoke zainab --yes",
    "accept zainab.admission": "accept zainab.admission --yes",
    "ridgekey-branch open kept/xray-7.sealed --show": (
        "script --quiet --return --command 'ridgekey-branch open kept/xray-7.sealed --show' /dev/null"
    ),
}


def chapters() -> dict[str, list[str]]:
    """The blocks to type by chapter."""
    found: dict[str, list[str]] = {}
    for _, block in guide_blocks():
        if block.mark.startswith(TYPED):
            found.setdefault(block.mark.removeprefix(TYPED), []).append(block.text)
    return found


def guide_blocks() -> list[tuple[str, Block]]:
    """Every block of shell in the guides, with its document."""
    read = {name: (ROOT / name).read_text(encoding="utf-8") for name in GUIDES}
    return [(name, block) for name, text in read.items() for block in blocks(text, "bash")]


def test_every_block_is_typed_or_says_why_not() -> None:
    left = [block.text for _, block in guide_blocks() if block.mark not in ELSEWHERE]
    left = [text for text in left if not any(text in each for each in chapters().values())]
    unmatched = [text for text in left if not any(text.startswith(first) for first in NOT_TYPED)]
    assert unmatched == []
    assert len(left) == len(NOT_TYPED)


@pytest.fixture
def desk(homes: Homes) -> Homes:
    """A folder with the files that the guides name; both homes lie where no line has to name them."""
    own = homes.folder / ".local" / "share" / "ridgekey"
    own.mkdir(parents=True)
    homes.office.rename(own / "head-office")
    homes.basra.rename(own / "branch")
    for name in ("scans", "more"):
        (homes.folder / name).mkdir()
    shutil.copy(ONE_PRINT, homes.folder / "scans" / "left_index.png")
    (homes.folder / "more" / "slice-9.dcm").write_bytes(dicom())
    for name, data in draw_pictures().items():
        (homes.folder / f"{name}.png").write_bytes(data)
    shutil.copy(homes.folder / "xray-7.png", homes.folder / "chest.png")
    return homes


def office_of(desk: Homes) -> Path:
    """The head office's home."""
    return desk.folder / ".local" / "share" / "ridgekey" / "head-office"


def type_chapter(desk: Homes, script: str, exchanged: dict[str, str] | None = None) -> str:
    """Type blocks in the desk's folder; what was written to stdout."""
    variables = {"HOME": str(desk.folder), "RIDGEKEY_VIEWER": "cmp {} xray-7.png", "TERM": "xterm"}
    done = Shell(desk.folder, variables=variables).type(script, ASKED | (exchanged or {}), desk.folder)
    assert done.code == 0, done.err
    return done.out


def prepare(desk: Homes, chapter: str) -> None:
    """What the chapter takes for granted."""
    office = office_of(desk)
    if chapter == "a branch's day":
        for name in draw_pictures():
            put = ridgekey("image", "put", desk.file(f"{name}.png"), "--id", name, "--everyone", home=office)
            assert put.code == 0, put.err
    if chapter == "images":
        assert ridgekey("user", "add", "331", home=office).code == 0


@pytest.mark.slow
@pytest.mark.sqlite
@pytest.mark.parametrize("chapter", sorted(chapters().keys() - {"administration"}))
def test_a_chapter_is_typed(desk: Homes, chapter: str) -> None:
    prepare(desk, chapter)
    with server_process(office_of(desk)) if chapter in SERVED else nullcontext():
        type_chapter(desk, "".join(chapters()[chapter]))
    if chapter == "a branch's day":
        assert {each.name for each in desk.file("images").iterdir()} >= {"xray-7.png", "mri-3.png"}


@pytest.mark.slow
@pytest.mark.sqlite
def test_the_chapter_on_administration_is_typed(desk: Homes) -> None:
    office = office_of(desk)
    listen = json.loads((office / "head-office.json").read_text())["listen"]
    switched, there, here = chapters()["administration"]
    type_chapter(desk, switched)
    with server_process(office):
        type_chapter(desk, there, {"head-office.example:7443": listen})
        type_chapter(desk, here)
    assert ridgekey("user", "show", "17", home=office).data["status"] == "exited"
    assert "zainab" in desk.file("zainab.csv").read_text()
