"""An archive that is forged, and what is something else, is refused."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from server.adapters.backup.manifest import MAC, MANIFEST, OPENING, Manifest, Member
from server.adapters.backup.reading import reading
from shared.crypto.secret import Secret
from shared.errors import Code
from tests.server.adapters.backup.archive_samples import MASTER, OTHER, SAID, nothing_told, refusal

Entry = tuple[str, bytes]


def forged(path: Path, entries: Iterable[Entry], *, kind: bytes = tarfile.REGTYPE) -> None:
    """Write a tar of these files; the last but two is of a kind."""
    listed = list(entries)
    with tarfile.open(path, "w", format=tarfile.PAX_FORMAT) as tar:
        for place, (name, data) in enumerate(listed):
            header = tarfile.TarInfo(name)
            if place == len(listed) - 3 and kind != tarfile.REGTYPE:
                header.type, header.linkname = kind, "/etc/passwd"
            else:
                header.size = len(data)
            tar.addfile(header, io.BytesIO(data))


def consistent(entries: list[Entry], master: Secret, said: Manifest = SAID) -> list[Entry]:
    """The same with a list of them and its MAC, as whoever has this key would make it."""
    members = {name: Member(len(data), hashlib.sha256(data).hexdigest()) for name, data in entries}
    whole = replace(said, members=members)
    return [*entries, (MANIFEST, whole.encode()), (MAC, whole.mac(master).hex().encode())]


BEGUN: Entry = (OPENING, b'{"format": 1, "release": "0.1.0"}\n')
DATABASE: Entry = ("database.sqlite3", b"rows")
SOUND = consistent([BEGUN, DATABASE], MASTER)


def without_format(entries: list[Entry]) -> list[Entry]:
    """The list with a value of another type."""
    said = json.loads(entries[-2][1])
    said["audit_rows"] = "7"
    return [
        *entries[:-2],
        (MANIFEST, (json.dumps(said, indent=1, sort_keys=True) + "\n").encode()),
        entries[-1],
    ]


FORGED: dict[str, tuple[list[Entry], Code, str]] = {
    "a newer format": (
        [(OPENING, b'{"format": 2, "release": "9"}'), *SOUND[1:]],
        Code.HOME_INVALID,
        "newer release",
    ),
    "no format": (
        [(OPENING, b'{"format": true, "release": "9"}'), *SOUND[1:]],
        Code.INVALID_INPUT,
        "no backup",
    ),
    "an opening nested without end": (
        [(OPENING, b"[" * 60_000), *SOUND[1:]],
        Code.INVALID_INPUT,
        "no backup",
    ),
    "a list nested without end": (
        [*SOUND[:-2], (MANIFEST, b"[" * 200_000), SOUND[-1]],
        Code.INTEGRITY,
        "damaged",
    ),
    "an opening that is none": ([(OPENING, b"\xff"), *SOUND[1:]], Code.INVALID_INPUT, "no backup"),
    "a foreign tar": ([("readme.txt", b"hello"), *SOUND[1:]], Code.INVALID_INPUT, "no backup"),
    "an altered opening": ([(OPENING, BEGUN[1] + b" "), *SOUND[1:]], Code.INTEGRITY, "damaged"),
    "no list": (SOUND[:-2], Code.INTEGRITY, "cut short"),
    "no MAC": (SOUND[:-1], Code.INTEGRITY, "cut short"),
    "a MAC before its list": ([*SOUND[:-2], SOUND[-1], SOUND[-2]], Code.INTEGRITY, "damaged"),
    "something after its end": ([*SOUND, ("images/x", b"")], Code.INTEGRITY, "damaged"),
    "a file that is not listed": ([*SOUND[:-2], ("images/x", b""), *SOUND[-2:]], Code.INTEGRITY, "damaged"),
    "a file that is missing": ([SOUND[0], *SOUND[2:]], Code.INTEGRITY, "damaged"),
    "a file twice": ([*SOUND[:2], SOUND[1], *SOUND[-2:]], Code.INTEGRITY, "damaged"),
    "a list that is none": ([*SOUND[:-2], (MANIFEST, b"[]"), SOUND[-1]], Code.INTEGRITY, "damaged"),
    "a list of other types": (without_format(SOUND), Code.INTEGRITY, "damaged"),
    "a list written otherwise": (
        [*SOUND[:-2], (MANIFEST, SOUND[-2][1] + b" "), SOUND[-1]],
        Code.INTEGRITY,
        "damaged",
    ),
    "a MAC that is none": ([*SOUND[:-1], (MAC, b"\xff")], Code.INTEGRITY, "was changed"),
    "made without the key": (consistent([BEGUN, DATABASE], OTHER), Code.INTEGRITY, "was changed"),
    "a file above its folder": (
        consistent([BEGUN, ("keys/../../x", b"")], MASTER),
        Code.INTEGRITY,
        "damaged",
    ),
    "a file anywhere": (consistent([BEGUN, ("/etc/x", b"")], MASTER), Code.INTEGRITY, "damaged"),
    "a hidden file": (consistent([BEGUN, ("home/.profile", b"")], MASTER), Code.INTEGRITY, "damaged"),
}


@pytest.mark.parametrize(("entries", "code", "says"), FORGED.values(), ids=FORGED)
def test_what_is_forged_is_refused(tmp_path: Path, entries: list[Entry], code: Code, says: str) -> None:
    path = tmp_path / "forged.tar"
    forged(path, entries)
    failure = refusal(path)
    assert failure.code is code
    assert says in failure.sentence


def test_the_forger_makes_a_sound_one_too(tmp_path: Path) -> None:
    forged(tmp_path / "sound.tar", SOUND)
    with reading(tmp_path / "sound.tar", nothing_told) as archive:
        archive.authenticate(MASTER)
        assert dict(archive.members(lambda name: name != OPENING, nothing_told)) == dict([DATABASE])


KINDS = {
    "a symbolic link": tarfile.SYMTYPE,
    "a hard link": tarfile.LNKTYPE,
    "a folder": tarfile.DIRTYPE,
    "a device": tarfile.CHRTYPE,
}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_what_is_no_file_is_refused(tmp_path: Path, kind: bytes) -> None:
    path = tmp_path / "forged.tar"
    forged(path, SOUND, kind=kind)
    assert refusal(path).code is Code.INTEGRITY


def as_is(data: bytes) -> Callable[[Path], object]:
    """Write a file of these bytes."""
    return lambda path: path.write_bytes(data)


NO_ARCHIVE = {
    "nothing": (lambda path: None, Code.NOT_FOUND),
    "an empty file": (as_is(b""), Code.INVALID_INPUT),
    "a text": (as_is(b"hello" * 500), Code.INVALID_INPUT),
    "a SQLite database": (as_is(b"SQLite format 3\0" + bytes(4096)), Code.INVALID_INPUT),
    "a folder": (lambda path: path.mkdir(), Code.LOCAL_FAILURE),
}


@pytest.mark.parametrize(("make", "code"), NO_ARCHIVE.values(), ids=NO_ARCHIVE)
def test_what_is_no_archive_is_said_to_be_none(
    tmp_path: Path, make: Callable[[Path], object], code: Code
) -> None:
    path = tmp_path / "some.tar"
    make(path)
    assert refusal(path).code is code
