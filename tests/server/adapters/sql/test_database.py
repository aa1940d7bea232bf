"""Transactions: when they begin, what they leave, how they fail and recover."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event

from server.adapters.sql.database import SqlDatabase
from server.adapters.sql.migrating import upgrade
from server.adapters.sql.sqlite_engine import sqlite_engine
from server.ports import Actor, AuditEntry, Event, Office
from server.services.administration import add_user, list_users, show_counter
from server.services.audit import verify_audit
from server.services.exchange import release
from shared.errors import Code, Failure
from tests.server.database_file import run_sql
from tests.server.registered_office import BASRA, TLS_GROUP, hello, open_office, release_image, take_number
from tests.server.settable_clock import SettableClock

ROOT = Path(__file__).resolve().parents[4]


@pytest.mark.sqlite
def test_file_is_private_and_durable(tmp_path: Path) -> None:
    engine = sqlite_engine(tmp_path / "a database.sqlite3", 5, create=True)
    with engine.connect() as connection:
        found = {
            pragma: connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one()
            for pragma in ("journal_mode", "synchronous", "foreign_keys")
        }
    engine.dispose()
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    assert stat.S_IMODE((tmp_path / "a database.sqlite3").stat().st_mode) == 0o600


@pytest.mark.sqlite
def test_writer_begins_before_it_reads(tmp_path: Path) -> None:
    engine = sqlite_engine(tmp_path / "database.sqlite3", 5, create=True)
    upgrade(engine)
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *a: statements.append(a[2].split("\n")[0]))
    database = SqlDatabase(engine, SettableClock(), 5)
    with database.write() as transaction:
        transaction.counters.get(1)
    with database.read() as transaction:
        transaction.counters.get(1)
    engine.dispose()
    assert [statement.startswith("SELECT") for statement in statements] == [False, True, False, True]
    assert (statements[0], statements[2]) == ("BEGIN IMMEDIATE", "BEGIN")


def test_exception_leaves_no_trace(office: Office) -> None:
    def half() -> None:
        with office.database.write() as transaction:
            transaction.counters.add(20)
            transaction.audit.append(AuditEntry("x", Event.USER_ADDED, user=20))
            raise KeyError(20)

    with pytest.raises(KeyError):
        half()
    assert [user.user for user in list_users(office)] == [17, 18, 19]
    assert verify_audit(office).rows == 0


def test_reader_sees_one_state(office: Office) -> None:
    with office.database.read() as reading:
        assert reading.counters.get(20) is None
        with office.database.write() as writing:
            writing.counters.add(20)
        assert reading.counters.get(20) is None
    assert show_counter(office, 20).n == 0


def test_foreign_keys_hold(office: Office) -> None:
    with pytest.raises(Failure) as refused, office.database.write() as transaction:
        transaction.grants.add("nowhere", 17, office.clock.now())
    assert refused.value.code is Code.CONFLICT


@pytest.mark.sqlite
def test_another_process_writing_too_long(office: Office, tmp_path: Path, actor: Actor) -> None:
    hasty = open_office(tmp_path, database_wait_seconds=0.05)
    with closing(sqlite3.connect(tmp_path / "database.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Failure) as refused:
            add_user(hasty, 20, actor)
        assert refused.value.code is Code.STORAGE_UNAVAILABLE
    add_user(hasty, 20, actor)


@pytest.mark.sqlite
def test_release_that_cannot_begin_is_a_want_of_audit(office: Office, tmp_path: Path) -> None:
    hasty = open_office(tmp_path, database_wait_seconds=0.05)
    terms, reservation = take_number(hasty, hello(1))
    with closing(sqlite3.connect(tmp_path / "database.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Failure) as refused:
            release(hasty, BASRA, hello(1), terms, reservation, TLS_GROUP)
    assert refused.value.code is Code.AUDIT_UNAVAILABLE
    assert release(hasty, BASRA, hello(1), terms, reservation, TLS_GROUP) == 1


@pytest.mark.sqlite
def test_thread_writing_too_long(office: Office, tmp_path: Path, actor: Actor) -> None:
    hasty = open_office(tmp_path, database_wait_seconds=0.05)
    inside, done = threading.Event(), threading.Event()

    def hold() -> None:
        with hasty.database.write():
            inside.set()
            done.wait(60)

    thread = threading.Thread(target=hold)
    thread.start()
    inside.wait(60)
    with pytest.raises(Failure) as refused:
        add_user(hasty, 20, actor)
    done.set()
    thread.join()
    assert refused.value.code is Code.STORAGE_UNAVAILABLE
    add_user(hasty, 20, actor)


@pytest.mark.fault(24)
def test_missing_audit_table_stops_every_release_and_no_number_is_lost(
    office: Office, tmp_path: Path
) -> None:
    run_sql(tmp_path, "ALTER TABLE audit RENAME TO hidden")
    with pytest.raises(Failure) as refused:
        release_image(office, hello(1))
    assert refused.value.code is Code.AUDIT_UNAVAILABLE
    assert show_counter(office, 17).n == 0
    run_sql(tmp_path, "ALTER TABLE hidden RENAME TO audit")
    assert release_image(office, hello(1))[0].n == 1
    assert verify_audit(office).ok


@pytest.mark.sqlite
def test_damaged_file_is_told_apart_and_its_repair_is_seen(office: Office, actor: Actor) -> None:
    office.database.close()
    whole = office.config.database_file.read_bytes()
    office.config.database_file.write_bytes(b"not a database, and long enough to be looked at" * 100)
    with pytest.raises(Failure) as refused:
        add_user(office, 20, actor)
    assert refused.value.code is Code.INTEGRITY
    office.config.database_file.write_bytes(whole)
    add_user(office, 20, actor)


@pytest.mark.sqlite
def test_missing_file_is_not_made_anew(office: Office, actor: Actor) -> None:
    office.database.close()
    office.config.database_file.rename(office.config.home / "elsewhere")
    with pytest.raises(Failure) as refused:
        add_user(office, 20, actor)
    assert refused.value.code is Code.STORAGE_UNAVAILABLE
    assert not office.config.database_file.exists()
    (office.config.home / "elsewhere").rename(office.config.database_file)
    add_user(office, 20, actor)


FULL_DISK = """
import resource, sys
from pathlib import Path
from server.services.administration import show_counter
from server.services.audit import verify_audit
from shared.errors import Failure
from tests.server.registered_office import BASRA, TLS_GROUP, hello, open_office, release_image, take_number

office = open_office(Path(sys.argv[1]))
_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
release_image(office, hello(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
for number in (2, 3):
    try:
        release_image(office, hello(number))
    except Failure as failure:
        print(failure.code)
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
print(show_counter(office, 17).n, release_image(office, hello(2))[0].n, verify_audit(office).ok)
"""


@pytest.mark.fault(24)
@pytest.mark.sqlite
def test_full_disk_stops_and_recovers_without_a_restart(office: Office, tmp_path: Path) -> None:
    office.database.close()
    command = [sys.executable, "-c", FULL_DISK, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.splitlines() == ["AUDIT_UNAVAILABLE", "AUDIT_UNAVAILABLE", "1 2 True"], done.stderr


def test_values_never_appear_in_errors(office: Office) -> None:
    with pytest.raises(Failure) as refused, office.database.write() as transaction:
        transaction.branches.add(transaction.branches.all()[0])
    chain, texts = refused.value, []
    while chain is not None:
        texts.append(str(chain))
        chain = chain.__cause__
    assert len(texts) > 1
    assert not [text for text in texts if "spiffe" in text]
