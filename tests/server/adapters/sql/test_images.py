"""Reading the registry of images."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import event

from server.adapters.sql.database import SqlDatabase
from server.adapters.sql.migrating import upgrade
from server.adapters.sql.sqlite_engine import sqlite_engine
from server.ports import Actor, ImageRecord, Office, Release, Removal
from server.services.administration import RemovalStep, remove_image
from tests.server.registered_office import events
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


REMOVAL = Removal(datetime(2026, 5, 3, 12, 0, 1, 2, tzinfo=UTC), "wrong patient")


def test_a_tombstone_is_read_back_and_no_image(office: Office) -> None:
    with office.database.write() as transaction:
        before = transaction.images.get("mri-1")
        transaction.images.remove("mri-1", REMOVAL)
    assert before is not None
    with office.database.read() as transaction:
        images = transaction.images
        assert images.get("mri-1") == replace(before, release=Release(), removal=REMOVAL)
        assert images.removed() == (images.get("mri-1"),)
        assert [image.image for image in images.all()] == ["plan-2", "scan-3", "xray-7"]
        assert not images.is_released("mri-1", "basra", 17)
        assert "mri-1" not in [image.image for image in images.released("basra", 17)]


def test_a_tombstone_is_released_to_nobody_whatever_its_release(office: Office) -> None:
    """An older release of this program knows no tombstones and may have changed what it is released to."""
    with office.database.write() as transaction:
        transaction.images.remove("mri-1", REMOVAL)
        transaction.images.set_release("mri-1", Release(everyone=True))
    with office.database.read() as transaction:
        assert not transaction.images.is_released("mri-1", "basra", 17)
        assert "mri-1" not in [image.image for image in transaction.images.released("basra", 17)]


def test_a_locked_image_is_read_as_it_is(office: Office) -> None:
    with office.database.write() as transaction:
        locked = transaction.images.get("mri-1", lock=True)
        assert locked == transaction.images.get("mri-1")
        assert transaction.images.get("nothing", lock=True) is None


def test_two_who_remove_at_once_come_one_after_the_other(office: Office, actor: Actor) -> None:
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: remove_image(office, "mri-1", actor).step, range(4)))
    assert sorted(done) == [RemovalStep.NOTHING] * 3 + [RemovalStep.REMOVED]
    assert [event for event, _ in events(office)] == ["IMAGE_REMOVED"]
