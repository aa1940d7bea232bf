"""An archive is read whole or refused: cut short, altered, forged, of another key, or something else."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from server.adapters.backup.manifest import MAC, MANIFEST, OPENING, Manifest, Member, is_member
from server.adapters.backup.reading import Archive, reading
from server.adapters.backup.writing import writing
from shared.crypto.data_key import check_value
from shared.crypto.secret import Secret
from shared.errors import Code, Failure

MASTER, OTHER = Secret(b"m" * 32), Secret(b"o" * 32)
CONTENT = {
    "database.sqlite3": bytes(range(256)) * 5,
    "home/head-office.json": b"{}",
    "keys/authority.sealed": b"sealed",
    f"images/{'x' * 120}.{'0' * 32}.key": b"a name longer than a tar header takes",
    "images/empty.sealed": b"",
}
SAID = Manifest(
    made_at="2026-05-03T02:30:00Z",
    release="0.1.0",
    schema="0005",
    database="sqlite",
    trust_domain="ridgekey.internal",
    authority="aa" * 32,
    master_key=check_value(MASTER).hex(),
    vault=True,
    audit_rows=7,
    log="bb" * 32,
    signed_rows=5,
    root="cc" * 32,
    highest_number=40,
    images=1,
    enrolments=0,
    removed=("images/gone",),
)
BLOCK = 512


def nothing_told(done: int, total: int) -> None:
    """Progress that nobody sees."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A sound archive."""
    path = tmp_path / "office.tar"
    (tmp_path / "database").write_bytes(CONTENT["database.sqlite3"])
    with writing(path, 1_777_777_777, SAID.release) as archive:
        archive.add_file("database.sqlite3", tmp_path / "database")
        for name, data in CONTENT.items():
            if name != "database.sqlite3":
                archive.add(name, data)
        archive.end(SAID, MASTER)
    return path


def content(archive: Archive) -> dict[str, bytes]:
    """Everything in it but what is about the archive itself."""
    return dict(archive.members(lambda name: name != OPENING, nothing_told))


def refusal(path: Path, master: Secret = MASTER) -> Failure:
    with pytest.raises(Failure) as caught, reading(path, nothing_told) as archive:
        archive.authenticate(master)
    assert str(path) in caught.value.sentence or "list of what" in caught.value.sentence
    return caught.value


def test_what_was_written_is_read(file: Path, tmp_path: Path) -> None:
    assert file.stat().st_mode & 0o777 == 0o600
    told: list[tuple[int, int]] = []
    with reading(file, lambda *how_far: told.append(how_far)) as archive:
        archive.authenticate(MASTER)
        assert content(archive) == CONTENT
        assert replace(archive.manifest, members={}) == SAID
        archive.copy("database.sqlite3", tmp_path / "copy", nothing_told)
    assert (tmp_path / "copy").read_bytes() == CONTENT["database.sqlite3"]
    assert told == sorted(told)
    assert told[-1][0] <= told[-1][1] == file.stat().st_size


def test_any_tar_reads_it(file: Path) -> None:
    with tarfile.open(file) as tar:
        members = tar.getmembers()
        assert [members[0].name, *(each.name for each in members[-2:])] == [OPENING, MANIFEST, MAC]
        assert {each.mode for each in members} == {0o600}
        assert all(each.isreg() for each in members)


@pytest.mark.parametrize(
    "name", ["images/a.sealed", "../images/a", "/etc/passwd", "images/../a", "manifest.json"]
)
def test_a_member_is_new_and_of_a_known_kind(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="member"):
        _write_both(tmp_path / "a.tar", "images/a.sealed", name)
    assert list(tmp_path.iterdir()) == [], "half an archive is none"


def _write_both(path: Path, *names: str) -> None:
    with writing(path, 0, "0") as archive:
        for name in names:
            archive.add(name, b"")


def test_a_file_that_is_there_is_left_alone(file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(Failure) as caught, writing(file, 0, "0") as archive:
        archive.end(SAID, MASTER)
    assert (caught.value.code, file.read_bytes()) == (Code.CONFLICT, before)


def test_cut_short_anywhere_it_is_refused(file: Path) -> None:
    whole = file.read_bytes()
    with tarfile.open(file) as tar:
        end = tar.getmembers()[-1].offset_data + 1
    for length in range(0, end, 251):
        file.write_bytes(whole[:length])
        expected = {Code.INTEGRITY} if length > 2 * BLOCK else {Code.INTEGRITY, Code.INVALID_INPUT}
        assert refusal(file).code in expected, length


def test_a_flipped_bit_is_refused_or_changes_nothing(file: Path) -> None:
    """What stands between the files of a tar, to fill its blocks, is nobody's."""
    whole = file.read_bytes()
    read = {data for data in (*CONTENT.values(), *_about_itself(file))}
    noticed = []
    for place in range(0, len(whole), 37):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        if code := _code_of(file):
            assert code in (Code.INTEGRITY, Code.INVALID_INPUT, Code.HOME_INVALID)
            noticed.append(place)
    assert len(noticed) * 37 > sum(map(len, read)) * 0.9


def _about_itself(file: Path) -> list[bytes]:
    with tarfile.open(file) as tar:
        taken = [tar.extractfile(name) for name in (OPENING, MANIFEST, MAC)]
        return [stream.read() for stream in taken if stream is not None]


def _code_of(file: Path) -> Code | None:
    """Why an archive is refused; one that is not has what it had."""
    try:
        with reading(file, nothing_told) as archive:
            archive.authenticate(MASTER)
            assert content(archive) == CONTENT
            assert replace(archive.manifest, members={}) == SAID
    except Failure as failure:
        return failure.code
    return None


BETWEEN = {
    "a file changed": lambda whole: whole.replace(CONTENT["database.sqlite3"][:9], b"nine more"),
    "a file renamed": lambda whole: whole.replace(b"keys/authority", b"keys/autocracy"),
    "cut short": lambda whole: whole[:2048],
}


@pytest.mark.parametrize("change", BETWEEN.values(), ids=BETWEEN)
def test_what_changes_between_the_two_readings_is_refused(
    file: Path, tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    with reading(file, nothing_told) as archive:
        archive.authenticate(MASTER)
        file.write_bytes(change(file.read_bytes()))
        for read in (
            content,
            lambda archive: archive.copy("keys/authority.sealed", tmp_path / "x", nothing_told),
        ):
            if read is content or change is not BETWEEN["a file changed"]:
                with pytest.raises(Failure) as caught:
                    read(archive)
                assert caught.value.code is Code.INTEGRITY


def test_another_key_is_told_apart_from_a_change(file: Path) -> None:
    failure = refusal(file, OTHER)
    assert failure.code is Code.INTEGRITY
    assert "another head office's" in failure.sentence
    assert check_value(OTHER).hex() in failure.sentence


def test_without_the_key_it_is_seen_to_be_whole(file: Path) -> None:
    with reading(file, nothing_told) as archive:
        assert archive.manifest.audit_rows == 7


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


NAMES = {
    "images/xray-7.sealed": True,
    "home/head-office.json": True,
    "master-key.sealed": True,
    "images": False,
    "images/": False,
    "images/a/b": False,
    "images/a..b": False,
    "secrets/master.key": False,
    "database": False,
    "manifest.mac": False,
    "images/\n": False,
}


@pytest.mark.parametrize(("name", "known"), NAMES.items(), ids=map(repr, NAMES))
def test_a_name_is_known_or_not(name: str, known: bool) -> None:
    assert is_member(name) is known
