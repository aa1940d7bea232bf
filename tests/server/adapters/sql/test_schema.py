"""The tables are what the migrations make, and hold nothing that may not be there (protocol §7.6)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import LargeBinary

from server.adapters.sql.engines import using_engine
from server.adapters.sql.migrating import upgrade
from server.adapters.sql.revision import head_revision
from server.adapters.sql.schema import METADATA
from server.adapters.sql.sqlite_engine import sqlite_engine
from server.ports import Actor, Office
from server.services.administration import list_images, remove_image
from server.services.audit import verify_audit, write_checkpoint
from tests.server.database_file import run_sql
from tests.server.registered_office import hello, register, release_image

ROOT = Path(__file__).resolve().parents[4]

COLUMNS = {
    "branch": {"name", "uri", "certificate_sha256", "status", "approved_at", "certificate_expires_at"},
    "administrator": {
        *("name", "uri", "certificate_sha256", "status", "issued_at", "certificate_expires_at"),
    },
    "branch_certificate": {
        *("branch", "standing", "certificate_sha256", "certificate_expires_at", "since"),
    },
    "counter": {"user_id", "n", "status", "generation"},
    "generation": {"user_id", "generation", "status", "model_digest", "fingers", "enrolled_at"},
    "user_grant": {"branch", "user_id", "granted_at"},
    "image": {
        *("image_id", "size", "media_type", "everyone", "stored_at"),
        *("removed_at", "removal_reason"),
    },
    "image_user": {"image_id", "user_id"},
    "image_branch": {"image_id", "branch"},
    "request": {
        *("request_id", "branch", "user_id", "image_id", "generation", "n", "state", "attempts"),
        *("reserved_at", "released_at"),
    },
    "strike": {"branch", "user_id", "wrong", "since", "streak", "blocked_until", "locked_until"},
    "audit": {
        *(
            "seq",
            "time_us",
            "actor",
            "event",
            "user_id",
            "image_id",
            "n",
            "generation",
            "finger",
            "request_id",
        ),
        *("attempt", "suite", "inner_cipher", "tls_group", "reason", "item_count", "size", "duration_us"),
        "leaf_hash",
    },
    "audit_head": {"id", "seq", "leaf_hash"},
    "audit_log": {"log_id", "number", "salt", "past_log_id", "past_size", "past_root"},
    "audit_node": {"level", "position", "hash"},
    "audit_checkpoint": {"size", "log_id", "root", "time_us", "signature"},
    "fence": {"id", "required"},
    "reported_mark": {"branch", "user_id", "mark", "reported_at"},
}


def test_columns_are_a_closed_set() -> None:
    assert {table.name: set(table.columns.keys()) for table in METADATA.tables.values()} == COLUMNS


def test_no_column_is_binary() -> None:
    columns = [column for table in METADATA.tables.values() for column in table.columns]
    assert not [column for column in columns if isinstance(column.type, LargeBinary)]


def test_migrations_make_these_tables(office: Office) -> None:
    with using_engine(office.config) as engine, engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert context.get_current_revision() == head_revision()
        assert compare_metadata(context, METADATA) == []


def test_developers_configuration_goes_up_and_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "database.sqlite3"
    monkeypatch.setenv("RIDGEKEY_DATABASE_URL", f"sqlite:///{file}")
    configuration = Config(ROOT / "alembic.ini")
    for _ in range(2):
        command.upgrade(configuration, "head")
        command.downgrade(configuration, "base")
    engine = sqlite_engine(file, 5)
    with engine.connect() as connection:
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars()
        assert set(tables) == {"alembic_version"}
    engine.dispose()


def test_upgrade_leaves_data_as_they_are(office: Office) -> None:
    release_image(office, hello(1))
    with using_engine(office.config) as engine:
        upgrade(engine)
    assert verify_audit(office).rows == 2
    with pytest.raises(Exception, match="CONFLICT"):
        register(office)


@pytest.mark.fault(39)
def test_log_survives_a_downgrade_and_the_upgrade_after_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    release_image(office, hello(1))
    write_checkpoint(office)
    monkeypatch.setenv("RIDGEKEY_DATABASE_URL", location_of(office))
    for _ in range(2):
        command.downgrade(Config(ROOT / "alembic.ini"), "0001")
        command.upgrade(Config(ROOT / "alembic.ini"), "head")
    assert verify_audit(office).rows == 2
    assert release_image(office, hello(2))[0].n == 2
    write_checkpoint(office)
    assert verify_audit(office).ok


@pytest.mark.fault(39)
def test_tombstones_survive_a_downgrade_and_the_upgrade_after_it(
    office: Office, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for image, reason in {"xray-7": "a test", "mri-1": ""}.items():
        remove_image(office, image, replace(actor, reason=reason))
    before = list_images(office, removed=True)
    monkeypatch.setenv("RIDGEKEY_DATABASE_URL", location_of(office))
    command.downgrade(Config(ROOT / "alembic.ini"), "0002")
    held = run_sql(office.config.home, "SELECT image_id FROM image", as_attacker=False)
    assert "xray-7" in [row["image_id"] for row in held]
    command.upgrade(Config(ROOT / "alembic.ini"), "head")
    assert list_images(office, removed=True) == before
    assert [record.removal.reason for record in before if record.removal] == [None, "a test"]
    assert verify_audit(office).ok


def location_of(office: Office) -> str:
    """The database of an office as SQLAlchemy names it."""
    if office.config.database_url is not None:
        return office.config.database_url.get_secret_value()
    return f"sqlite:///{office.config.database_file}"
