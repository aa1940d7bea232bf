"""``pg_dump`` and ``pg_restore`` are given what they need, and a password where nobody sees it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from server.adapters.sql.postgres_engine import postgres_engine
from server.adapters.sql.postgres_tools import dump, load, require_tools
from shared.errors import Code, Failure

PASSWORD = "canary-p'ass word"
URLS = {
    "in the authority": "postgresql://office:canary-p%27ass%20word@db.example:5433/office?sslmode=require",
    "among the parameters": (
        "postgresql://office@db.example:5433/office?sslmode=require&password=canary-p%27ass%20word"
    ),
}


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What programs of these names, found first, were started with."""
    folder, told = tmp_path / "bin", tmp_path / "told"
    folder.mkdir()
    for name in ("pg_dump", "pg_restore"):
        program = folder / name
        program.write_text(
            f'#!/bin/sh\nprintf "%s\\n" "$0" "$@" > "{told}"\nprintf %s "$PGPASSWORD" > "{told}.password"\n'
            'test -z "$FAILING" || { echo "no such database: $PGPASSWORD" >&2; exit 3; }\n'
        )
        program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    monkeypatch.delenv("PGPASSWORD", raising=False)
    return told


@pytest.mark.parametrize("url", URLS.values(), ids=URLS)
def test_a_password_is_not_on_the_command_line(told: Path, tmp_path: Path, url: str) -> None:
    engine = postgres_engine(url, 5)
    dump(engine, "00000003-1", tmp_path / "dump")
    words = told.read_text()
    assert "canary" not in words
    assert told.with_name("told.password").read_text() == PASSWORD
    assert {"--snapshot=00000003-1", "--no-password", "--format=custom"} <= set(words.splitlines())
    assert "host=db.example" in words
    assert "port=5433" in words
    load(engine, tmp_path / "dump")
    assert "canary" not in told.read_text()
    assert {"--single-transaction", "--exit-on-error"} <= set(told.read_text().splitlines())


def test_without_a_password_the_programs_find_their_own(
    told: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", "from the environment")
    dump(postgres_engine("postgresql://office@db.example/office", 5), "1", tmp_path / "dump")
    assert told.with_name("told.password").read_text() == "from the environment"


def test_what_a_program_says_is_told_without_the_password(
    told: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAILING", "1")
    with pytest.raises(Failure) as caught:
        dump(postgres_engine(URLS["in the authority"], 5), "1", tmp_path / "dump")
    assert caught.value.code is Code.LOCAL_FAILURE
    assert caught.value.sentence == 'pg_dump failed with exit code 3. It said: "no such database: …"'


def test_a_program_that_is_not_here_is_named_with_its_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Failure) as caught:
        require_tools("pg_dump")
    assert caught.value.code is Code.LOCAL_FAILURE
    assert "install PostgreSQL's client programs" in caught.value.sentence


def test_a_password_of_a_key_file_cannot_be_given(told: Path, tmp_path: Path) -> None:
    url = "postgresql://office@db.example/office?sslpassword=canary"
    with pytest.raises(Failure) as caught:
        dump(postgres_engine(url, 5), "1", tmp_path / "dump")
    assert caught.value.code is Code.INVALID_INPUT
    assert "canary" not in caught.value.sentence
    assert not told.exists()


@pytest.mark.skipif(shutil.which("pg_dump") is None, reason="PostgreSQL's client programs are not installed")
def test_the_real_one_says_that_nobody_answers(tmp_path: Path) -> None:
    with pytest.raises(Failure) as caught:
        dump(postgres_engine("postgresql://office:canary@127.0.0.1:1/office", 5), "1", tmp_path / "dump")
    assert "pg_dump failed" in caught.value.sentence
    assert "canary" not in caught.value.sentence
