"""The databases of the tests: a SQLite file in each home, or for each home a PostgreSQL database of its own.

``pytest --database postgresql`` takes the second: every office of every test then stands on PostgreSQL, on
the cluster that ``TEST_POSTGRES`` names, else on a private one that is started for the run.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path

import psycopg
from psycopg import sql

CLUSTER = "TEST_POSTGRES"
"""Names the cluster: the URL of any database in it, of a role that may create databases."""

RECORD = "head-office.json"

_MADE: list[str] = []


def on_postgres() -> bool:
    """Whether this run's homes stand on PostgreSQL."""
    return CLUSTER in os.environ


def new_database(template: str | None = None) -> str | None:
    """The URL of a new database, a copy of another's if one is named; ``None`` where homes keep files."""
    if not on_postgres():
        return None
    cluster, name = os.environ[CLUSTER], f"ridgekey_test_{secrets.token_hex(8)}"
    with psycopg.connect(cluster, autocommit=True) as connection:
        _create(connection, name, template)
    _MADE.append(name)
    return f"{cluster.rpartition('/')[0]}/{name}"


def put_back_database(url: str, copy: str) -> None:
    """Replace a database by a copy of another one, under its own name; its connections are cut."""
    name = url.rpartition("/")[2]
    with psycopg.connect(os.environ[CLUSTER], autocommit=True) as connection:
        _drop(connection, name)
        _create(connection, name, copy)


def database_option() -> tuple[str, ...]:
    """What ``ridgekey init`` is given besides."""
    url = new_database()
    return () if url is None else ("--database-url", url)


def copy_home(source: Path, target: Path) -> None:
    """Copy a folder with the home of a head office in it, or in a folder of it, and the home's database."""
    shutil.copytree(source, target, dirs_exist_ok=True)
    for file in target.rglob(RECORD) if on_postgres() else ():
        record = json.loads(file.read_text())
        file.write_text(json.dumps({**record, "database_url": new_database(record["database_url"])}))


def database_of(home: Path) -> str:
    """The URL of the database of a home."""
    url: str = json.loads((home / RECORD).read_text())["database_url"]
    return url


def databases_made() -> tuple[str, ...]:
    """The names of the databases that this process made, oldest first, those taken away included."""
    return tuple(_MADE)


def drop_databases(names: Iterable[str] | None) -> None:
    """Take away these databases; ``None`` is all that :func:`new_database` made in a cluster that stays."""
    with psycopg.connect(os.environ[CLUSTER], autocommit=True) as connection:
        if names is None:
            found = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'ridgekey_test_%'")
            names = [name for (name,) in found.fetchall()]
        for name in names:
            _drop(connection, name)


def _create(connection: psycopg.Connection, name: str, template: str | None) -> None:
    statement = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
    if template is not None:
        statement += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template.rpartition("/")[2]))
    connection.execute(statement)


def _drop(connection: psycopg.Connection, name: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
