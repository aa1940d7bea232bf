"""``db backup`` in the audit: who took a copy of everything, when, and what went into it."""

from __future__ import annotations

import errno
import os
import tarfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from server.bootstrap.backup import making
from server.bootstrap.backup.making import BackupWish, back_up
from server.cli.office import administrator, opened
from shared.errors import Code, Failure
from tests.command_lines import ridgekey
from tests.server.database_file import run_sql
from tests.staffed_homes import Homes


def rows_of(homes: Homes) -> list[dict[str, Any]]:
    """What the audit says of backups."""
    asked = ("audit", "tail", "--event", "BACKUP_BEGUN")
    items: list[dict[str, Any]] = ridgekey(*asked, home=homes.office).data["items"]
    return items


CASES: list[Any] = [
    pytest.param([], "with images and enrolments, without the master key", id="plain"),
    pytest.param(["--without-vault"], "without images and enrolments, without the master key", id="no vault"),
    pytest.param(
        ["--with-master-key", "--passphrase-file", "PASSPHRASE", "--reason", "for the safe"],
        "with images and enrolments, with the master key: for the safe",
        id="with the key",
    ),
]


@pytest.mark.parametrize(("arguments", "said"), CASES)
def test_it_says_who_took_what(
    homes: Homes, passphrase: Path, tmp_path: Path, arguments: list[str], said: str
) -> None:
    given = [str(passphrase) if each == "PASSPHRASE" else each for each in arguments]
    made = ridgekey("db", "backup", tmp_path / "a.tar", *given, home=homes.office)
    assert made.code == 0, made.err
    (row,) = rows_of(homes)
    assert (row["actor"], row["reason"]) == ("spiffe://ridgekey.internal/admin/local", said)
    assert row["seq"] == made.data["audit_rows"], "the copy holds the row that tells of it"
    assert ridgekey("audit", "verify", home=homes.office).code == 0


def taken_name(homes: Homes, file: Path) -> list[str]:
    """A file is there."""
    file.write_text("dear")
    return []


def long_reason(homes: Homes, file: Path) -> list[str]:
    """A reason that no row takes."""
    return ["--reason", "x" * 201]


def broken_log(homes: Homes, file: Path) -> list[str]:
    """An audit log that has no head to go on from."""
    run_sql(homes.office, "UPDATE audit_head SET leaf_hash = 'none'")
    return []


REFUSED: list[Any] = [
    pytest.param(taken_name, 5, "name a new file", id="the file is there"),
    pytest.param(long_reason, 2, "A reason is one line", id="a reason that is none"),
    pytest.param(broken_log, 6, "audit", id="the audit cannot be written"),
]


@pytest.mark.parametrize(("spoil", "code", "says"), REFUSED)
def test_what_is_not_audited_is_not_copied(
    homes: Homes,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[[Homes, Path], list[str]],
    code: int,
    says: str,
) -> None:
    def copied(*_: object) -> None:
        raise AssertionError("the copy began")

    monkeypatch.setattr(making, "snapshot", copied)
    folder = tmp_path / "medium"
    folder.mkdir()
    arguments = spoil(homes, folder / "a.tar")
    before = [path.name for path in folder.iterdir()]
    refused = ridgekey("db", "backup", folder / "a.tar", *arguments, home=homes.office)
    assert (refused.code, refused.out) == (code, "")
    assert says in refused.sentence
    assert [path.name for path in folder.iterdir()] == before
    if spoil is not broken_log:
        assert rows_of(homes) == []


def test_a_medium_that_takes_nothing_is_seen_before_the_row(
    homes: Homes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = Path.mkdir

    def refused(path: Path, *given: Any, **named: Any) -> None:
        if path.parent == tmp_path:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        make(path, *given, **named)

    monkeypatch.setattr(Path, "mkdir", refused)
    told = ridgekey("db", "backup", tmp_path / "a.tar", home=homes.office)
    assert (told.code, "Read-only" in told.sentence) == (1, True)
    assert rows_of(homes) == []


def test_a_dump_without_pg_dump_is_seen_before_the_row(
    homes: Homes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    elsewhere = {"database_url": SecretStr("postgresql://office@127.0.0.1:1/office")}
    with opened(homes.office) as office:
        of_postgres = replace(office, config=office.config.model_copy(update=elsewhere))
        with pytest.raises(Failure, match="There is no pg_dump"):
            back_up(of_postgres, BackupWish(tmp_path / "a.tar"), administrator(office, ""), lambda *_: None)
    assert rows_of(homes) == []


def test_one_that_breaks_off_was_begun(homes: Homes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise Failure(Code.LOCAL_FAILURE, "No room.")

    monkeypatch.setattr(tarfile.TarFile, "addfile", full)
    assert ridgekey("db", "backup", tmp_path / "a.tar", home=homes.office).code == 1
    assert not (tmp_path / "a.tar").exists()
    assert len(rows_of(homes)) == 1
