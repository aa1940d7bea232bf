"""The role that servers connect as: it serves, and cannot alter the audit log whatever it tries."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from server.adapters.sql.engines import using_engine
from server.adapters.sql.serving_role import grant_serving_role
from server.ports import Office
from server.services.audit import verify_audit, write_checkpoint
from server.services.exchange import sweep
from shared.errors import Code, Failure
from tests.databases import database_of
from tests.server.registered_office import hello, open_office, release_image

pytestmark = pytest.mark.postgres


@pytest.fixture
def role(tmp_path: Path, office: Office) -> Iterator[str]:
    """A role that may log in and nothing else."""
    name = f"server {secrets.token_hex(4)}"
    with psycopg.connect(database_of(tmp_path), autocommit=True) as owner:
        owner.execute(f'CREATE ROLE "{name}" LOGIN')
        yield name
        owner.execute(f'DROP OWNED BY "{name}"')
        owner.execute(f'DROP ROLE "{name}"')


def url_as(role: str, folder: Path) -> str:
    """The database of a folder as a role connects to it."""
    scheme, _, place = database_of(folder).partition("://")
    return f"{scheme}://{role.replace(' ', '%20')}@{place.rpartition('@')[2]}"


def test_it_serves(office: Office, tmp_path: Path, role: str) -> None:
    with using_engine(office.config) as engine:
        grant_serving_role(engine, role)
    serving = open_office(tmp_path, database_url=url_as(role, tmp_path))
    assert release_image(serving, hello(1))[0].n == 1
    write_checkpoint(serving)
    sweep(serving)
    assert verify_audit(serving).ok
    serving.database.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET n = 9",
        "DELETE FROM audit",
        "TRUNCATE audit",
        "DELETE FROM audit_checkpoint",
        "UPDATE audit_node SET hash = ''",
        "DELETE FROM audit_head",
        "DROP TRIGGER audit_append_only ON audit",
        "ALTER TABLE audit DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "DROP TABLE audit",
        "UPDATE alembic_version SET version_num = ''",
    ],
)
def test_it_alters_no_log(office: Office, tmp_path: Path, role: str, statement: str) -> None:
    with using_engine(office.config) as engine, engine.begin() as connection:
        connection.exec_driver_sql(f'GRANT ALL ON ALL TABLES IN SCHEMA public TO "{role}"')
    with using_engine(office.config) as engine:
        grant_serving_role(engine, role)
    with (
        psycopg.connect(url_as(role, tmp_path)) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement)


@pytest.mark.parametrize(
    ("name", "said"), [("nobody at all", "no role"), (None, "owns the tables")], ids=["absent", "owner"]
)
def test_what_cannot_be_limited_is_refused(
    office: Office, tmp_path: Path, name: str | None, said: str
) -> None:
    owner = database_of(tmp_path).partition("://")[2].partition("@")[0]
    with using_engine(office.config) as engine, pytest.raises(Failure, match=said) as refused:
        grant_serving_role(engine, name or owner)
    assert refused.value.code is Code.INVALID_INPUT


def test_only_the_owner_can_grant(office: Office, tmp_path: Path, role: str) -> None:
    with using_engine(office.config) as engine:
        grant_serving_role(engine, role)
    serving = open_office(tmp_path, database_url=url_as(role, tmp_path))
    other = secrets.token_hex(4)
    with psycopg.connect(database_of(tmp_path), autocommit=True) as owner:
        owner.execute(f'CREATE ROLE "{other}"')
        try:
            with using_engine(serving.config) as engine, pytest.raises(Failure, match="owner of the tables"):
                grant_serving_role(engine, other)
        finally:
            owner.execute(f'DROP OWNED BY "{other}"')
            owner.execute(f'DROP ROLE "{other}"')
            serving.database.close()
