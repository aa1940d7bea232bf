"""Reading the registry of images."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import event

from server.adapters.sql.database import SqlDatabase
from server.adapters.sql.revision import upgrade
from server.adapters.sql.sqlite_engine import sqlite_engine
from server.ports import ImageRecord, Release
from tests.server.settable_clock import SettableClock


def test_a_list_of_any_length_takes_few_statements(tmp_path: Path) -> None:
    engine = sqlite_engine(tmp_path / "database.sqlite3", 5, create=True)
    upgrade(engine)
    clock = SettableClock()
    database = SqlDatabase(engine, clock, 5)
    everyone, one, two = Release(everyone=True), Release(users=(17,)), Release(users=(17, 18))
    stored = [
        ImageRecord(f"image-{number:02}", 1, "image/png", clock.now(), (everyone, one, two)[number % 3])
        for number in range(30)
    ]
    with database.write() as transaction:
        for user in (17, 18):
            transaction.counters.add(user)
        for record in reversed(stored):
            transaction.images.add(record)
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
    with database.read() as transaction:
        listed = transaction.images.released("basra", 18)
    engine.dispose()
    assert listed == tuple(record for record in stored if record.release is not one)
    assert len(statements) == 4  # BEGIN, the images, their users, their branches
