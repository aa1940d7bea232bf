"""PostgreSQL's own programs, ``pg_dump`` and ``pg_restore``: a dump of one snapshot, and what it puts back.

A password goes to them in their environment, which only this account can see; it never stands on their
command line, which every account can. No shell reads either.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from shared.errors import Code, Failure

_SHOWN_CHARACTERS = 300
_PASSWORD = "password"  # noqa: S105  the name of a parameter
_PLAIN = ("--no-password", "--no-owner", "--no-privileges", "--no-comments")
"""Whose the tables are, and what other roles may, belongs to a cluster: `ridgekey db role` says it anew."""


@dataclass(frozen=True)
class _Line:
    """How a program reaches the database: what may be seen, and what may not."""

    connection: str
    environment: Mapping[str, str] = field(repr=False)
    secrets: Sequence[str] = field(repr=False)


def dump(engine: Engine, snapshot: str, target: Path) -> None:
    """Dump a database as a transaction sees it, in the custom format.

    Args:
        engine: its engine.
        snapshot: what ``pg_export_snapshot`` answered in a transaction that is still open.
        target: a file that is there.

    Raises:
        Failure: ``LOCAL_FAILURE`` when there is no ``pg_dump``, or it fails, with what it said.
    """
    line = _line(engine)
    words = [*_PLAIN, "--format=custom", f"--snapshot={snapshot}", f"--file={target}"]
    _run("pg_dump", [*words, f"--dbname={line.connection}"], line)


def load(engine: Engine, source: Path) -> None:
    """Put a dump into an empty database, in one transaction: all of it or nothing.

    Raises:
        Failure: ``LOCAL_FAILURE`` when there is no ``pg_restore``, or it fails, with what it said.
    """
    line = _line(engine)
    words = [*_PLAIN, "--single-transaction", "--exit-on-error", f"--dbname={line.connection}", str(source)]
    _run("pg_restore", words, line)


def require_tools(*programs: str) -> None:
    """Check that the programs are here, before any work is done.

    Raises:
        Failure: ``LOCAL_FAILURE`` when one is not.
    """
    for program in programs:
        _found(program)


def _found(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        sentence = (
            f"There is no {program} on the PATH; install PostgreSQL's client programs, of the server's "
            "version or a newer one."
        )
        raise Failure(Code.LOCAL_FAILURE, sentence)
    return path


def _run(program: str, words: Sequence[str], line: _Line) -> None:
    try:
        done = subprocess.run(
            [_found(program), *words],
            env={**os.environ, **line.environment, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
    except OSError as error:
        raise Failure(Code.LOCAL_FAILURE, f"{program} cannot be started: {error.strerror}.") from None
    if done.returncode != 0:
        said = _words(done.stderr, line.secrets)
        sentence = f'{program} failed with exit code {done.returncode}. It said: "{said}"'
        raise Failure(Code.LOCAL_FAILURE, sentence)


def _line(engine: Engine) -> _Line:
    """What the driver connects with, as the programs take it."""
    _, given = engine.dialect.create_connect_args(engine.url)
    # Once the driver has connected, an object of its own is among them.
    parts = {name: value for name, value in given.items() if isinstance(value, str | int)}
    password = parts.pop(_PASSWORD, None)
    if parts.get("sslpassword") is not None:
        sentence = (
            "pg_dump and pg_restore cannot be given the sslpassword of database_url out of sight; use a key "
            "file without one."
        )
        raise Failure(Code.INVALID_INPUT, sentence, field="database_url")
    secrets = [str(password)] if password else []
    environment = {"PGPASSWORD": str(password)} if password else {}
    driver: Any = engine.dialect.loaded_dbapi  # psycopg, which is an optional extra
    return _Line(driver.conninfo.make_conninfo(**parts), environment, secrets)


def _words(said: bytes, secrets: Sequence[str]) -> str:
    """What a program said, on one line that no terminal takes for a command."""
    text = " ".join(said.decode("utf-8", "replace").split())
    for secret in secrets:  # it has no reason to say one
        text = text.replace(secret, "…")
    return "".join(each for each in text if each.isprintable())[:_SHOWN_CHARACTERS]
