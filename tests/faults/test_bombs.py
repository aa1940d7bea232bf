"""Files that are small and would be huge, or are two things at once: row 28."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from tests.command_lines import ROOT, ridgekey
from tests.staffed_homes import ONE_PRINT, Homes

MEBIBYTE = 1 << 20
ROOM = 400 * MEBIBYTE
"""What a command may take beyond a small file's: one decoded picture at the limit, and a copy of it."""


def chunk(kind: bytes, body: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, *, rows: int | None = None, before: bytes = b"", colour: int = 0) -> bytes:
    """A black PNG; with fewer ``rows`` than its height it ends early."""
    channels = {0: 1, 6: 4}[colour]
    row = bytes(1 + width * channels)
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(row) for _ in range(height if rows is None else rows)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    parts = (chunk(b"IHDR", header), before, chunk(b"IDAT", body), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def text_bomb() -> bytes:
    """A PNG whose comment unpacks to 200 MiB."""
    packed = zlib.compress(bytes(200 * MEBIBYTE), 9)
    return png(96, 96, before=chunk(b"zTXt", b"Comment\0\0" + packed))


def tiff_bomb() -> bytes:
    """A TIFF of 100,000 x 100,000 pixels in a few hundred bytes."""
    buffer = io.BytesIO()
    Image.new("L", (96, 96)).save(buffer, "TIFF")
    data = buffer.getvalue()
    for tag in (256, 257):
        found = data.index(struct.pack("<HHL", tag, 4, 1))
        data = data[: found + 8] + struct.pack("<L", 100_000) + data[found + 12 :]
    return data


def zip_bomb() -> bytes:
    """A ZIP of 100 MiB of zeros."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("picture.png", bytes(100 * MEBIBYTE))
    return buffer.getvalue()


REFUSED = {
    "PNG of 100,000 x 100,000": lambda: png(100_000, 100_000, rows=1),
    "TIFF of 100,000 x 100,000": tiff_bomb,
    "comment of 200 MiB": text_bomb,
    "ZIP": zip_bomb,
    "PNG cut short": lambda: png(4000, 4000)[:-2000],
    "header alone": lambda: png(8000, 8000, rows=0),
    "ZIP before the picture": lambda: zip_bomb() + ONE_PRINT.read_bytes(),
    "script before the picture": lambda: b"#!/bin/sh\ntouch owned\n" + ONE_PRINT.read_bytes(),
}

TAKEN = {
    "64 million pixels of four channels": lambda: png(8000, 8000, colour=6),
    "144 million pixels, taken by structure": lambda: png(12_000, 12_000),
    "ZIP behind the picture": lambda: ONE_PRINT.read_bytes() + zip_bomb(),
    "script behind the picture": lambda: ONE_PRINT.read_bytes() + b"<script>alert(1)</script>",
}

MEASURED = """
import resource, sys
from server.cli.app import main
code = main(sys.argv[1:])
used = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(code, max(used) * 1024, file=sys.stderr)
"""


def memory_of(*arguments: str | Path) -> tuple[int, int, str]:
    """Run ``ridgekey`` as a process: its exit code, its largest memory in bytes, what it said."""
    command = [sys.executable, "-c", MEASURED, *map(str, arguments)]
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=240, check=True
    )
    said, _, figures = done.stderr.rstrip("\n").rpartition("\n")
    code, memory = map(int, figures.split())
    return code, memory, said


@pytest.fixture(scope="module")
def usual(staffed: Homes, tmp_path_factory: pytest.TempPathFactory) -> int:
    """The memory that the command takes for a small file, read and refused since its ID is another's."""
    other = tmp_path_factory.mktemp("usual") / "other.png"
    other.write_bytes(png(64, 64))
    arguments = ("image", "put", other, "--everyone", "--id", "scan-1", "--home", staffed.office)
    code, memory, _ = memory_of(*arguments)
    assert code == 5
    return memory


@pytest.mark.fault(28)
@pytest.mark.long_fault
@pytest.mark.parametrize("make", REFUSED.values(), ids=REFUSED)
def test_what_is_refused_is_refused_within_bounded_memory(
    homes: Homes, usual: int, make: Callable[[], bytes]
) -> None:
    picture = homes.file("picture.png")
    picture.write_bytes(make())
    before = homes.everything()
    put = ("image", "put", picture, "--everyone", "--id", "bomb", "--home", homes.office)
    code, memory, said = memory_of(*put)
    assert code == 2, said
    assert said.startswith("picture.png is "), said
    assert len(said.splitlines()) == 1
    assert memory < usual + ROOM
    assert homes.everything() == before


@pytest.mark.fault(28)
@pytest.mark.long_fault
@pytest.mark.parametrize("make", TAKEN.values(), ids=TAKEN)
def test_what_is_taken_is_stored_as_it_is_within_bounded_memory(
    homes: Homes, usual: int, make: Callable[[], bytes]
) -> None:
    picture = homes.file("picture.png")
    picture.write_bytes(make())
    put = ("image", "put", picture, "--everyone", "--id", "bomb", "--home", homes.office)
    code, memory, said = memory_of(*put)
    assert code == 0, said
    assert memory < usual + ROOM
    shown = ridgekey("image", "show", "bomb", home=homes.office).data
    assert (shown["bytes"], shown["media_type"]) == (picture.stat().st_size, "image/png")


@pytest.mark.fault(28)
@pytest.mark.parametrize("make", [*REFUSED.values(), *TAKEN.values()], ids=[*REFUSED, *TAKEN])
def test_no_bomb_is_enrolled(homes: Homes, make: Callable[[], bytes]) -> None:
    prints = homes.file("scans")
    prints.mkdir()
    (prints / "scan.png").write_bytes(make())
    if make in (TAKEN["ZIP behind the picture"], TAKEN["script behind the picture"]):
        pytest.skip("is the print that it shows; its pixels alone are kept")
    before = homes.everything()
    refused = ridgekey("user", "enrol", "18", "--prints", prints, home=homes.office)
    assert (refused.code, refused.out) == (2, "")
    assert "scan.png" in refused.sentence
    assert homes.everything() == before


@pytest.mark.fault(28)
@pytest.mark.long_fault
@pytest.mark.parametrize("make", REFUSED.values(), ids=REFUSED)
def test_no_bomb_takes_more_memory_at_enrolment(homes: Homes, usual: int, make: Callable[[], bytes]) -> None:
    prints = homes.file("scans")
    prints.mkdir()
    (prints / "scan.png").write_bytes(make())
    code, memory, said = memory_of("user", "enrol", "18", "--prints", prints, "--home", homes.office)
    assert code == 2, said
    assert memory < usual + ROOM
