"""An archive is read whole or refused: cut short, altered, or of another key."""

from __future__ import annotations

import tarfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from server.adapters.backup.manifest import MAC, MANIFEST, OPENING, is_member
from server.adapters.backup.reading import Archive, reading
from server.adapters.backup.writing import writing
from shared.crypto.data_key import check_value
from shared.errors import Code, Failure
from tests.server.adapters.backup.archive_samples import MASTER, OTHER, SAID, nothing_told, refusal

CONTENT = {
    "database.sqlite3": bytes(range(256)) * 5,
    "home/head-office.json": b"{}",
    "keys/authority.sealed": b"sealed",
    f"images/{'x' * 120}.{'0' * 32}.key": b"a name longer than a tar header takes",
    "images/empty.sealed": b"",
}
BLOCK = 512


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
