"""What an office on PostgreSQL has and a file has not: writers side by side, sessions, a role of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from server.adapters.sql.engines import using_engine
from server.ports import Actor, Office
from server.services.administration import add_user, exit_user, show_counter
from server.services.audit import verify_audit
from server.services.exchange import release, reserve
from shared.errors import Code, Failure
from tests.databases import database_of, new_database
from tests.server.database_file import run_sql
from tests.server.registered_office import (
    BASRA,
    MOSUL,
    TLS_GROUP,
    hello,
    open_office,
    release_image,
    take_number,
)

pytestmark = pytest.mark.postgres


def in_threads(*works: Callable[[], object]) -> list[object]:
    """Run each in a thread of its own, all at once; what they return or raise."""
    results: list[object] = [None] * len(works)
    barrier = threading.Barrier(len(works))

    def run(place: int, work: Callable[[], object]) -> None:
        barrier.wait(60)
        try:
            results[place] = work()
        except Failure as failure:
            results[place] = failure.code

    threads = [threading.Thread(target=run, args=item) for item in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def test_sessions_lose_no_commit_and_wait_no_longer_than_configured(office: Office) -> None:
    with using_engine(office.config) as engine, engine.connect() as connection:
        found = [
            connection.exec_driver_sql(f"SHOW {name}").scalar_one()
            for name in ("synchronous_commit", "lock_timeout", "transaction_isolation")
        ]
    assert found == ["on", "15s", "read committed"]


def test_numbers_of_threads_are_unique_and_the_chain_holds(office: Office) -> None:
    works = [
        (lambda number=number, branch=branch: release_image(office, hello(number), branch)[0].n)
        for number, branch in ((1, BASRA), (2, MOSUL), (3, BASRA), (4, MOSUL), (5, BASRA), (6, MOSUL))
    ]
    assert sorted(in_threads(*works)) == [1, 2, 3, 4, 5, 6]
    assert show_counter(office, 17).n == 6
    assert verify_audit(office).ok


@pytest.mark.fault(10)
def test_one_request_id_at_two_branches_at_once_is_one_request(office: Office) -> None:
    asked = hello(1)
    terms = {branch.name: take_number(office, hello(9), branch)[0] for branch in (BASRA,)}["basra"]
    results = in_threads(
        lambda: reserve(office, BASRA, asked, terms).n, lambda: reserve(office, MOSUL, asked, terms).n
    )
    assert sorted(map(str, results)) == ["2", "IDEMPOTENCY_MISMATCH"]
    assert show_counter(office, 17).n == 2


def test_one_request_twice_at_once_has_one_number(office: Office) -> None:
    terms, _ = take_number(office, hello(9))
    results = in_threads(*[lambda: reserve(office, BASRA, hello(1), terms).n] * 4)
    assert results == [2, 2, 2, 2]


def test_the_exit_list_waits_for_a_release_and_the_next_release_for_it(
    office: Office, tmp_path: Path, actor: Actor
) -> None:
    terms, reservation = take_number(office, hello(1))
    with psycopg.connect(database_of(tmp_path)) as other:
        other.execute("SELECT * FROM counter WHERE user_id = 17 FOR UPDATE")
        waiting = threading.Thread(target=lambda: exit_user(office, 17, actor))
        waiting.start()
        waiting.join(0.2)
        assert waiting.is_alive(), "the row is held"
        other.rollback()
        waiting.join(60)
    with pytest.raises(Failure) as refused:
        release(office, BASRA, hello(1), terms, reservation, TLS_GROUP)
    assert refused.value.code is Code.USER_EXITED


def test_a_row_held_too_long_is_a_storage_failure(office: Office, tmp_path: Path, actor: Actor) -> None:
    hasty = open_office(tmp_path, database_wait_seconds=0.1)
    with psycopg.connect(database_of(tmp_path)) as other:
        other.execute("SELECT * FROM audit_head FOR UPDATE")
        with pytest.raises(Failure) as refused:
            add_user(hasty, 20, actor)
        assert refused.value.code is Code.AUDIT_UNAVAILABLE
        other.rollback()
    add_user(hasty, 20, actor)
    hasty.database.close()


def test_connections_that_the_database_ended_are_made_anew(office: Office, tmp_path: Path) -> None:
    release_image(office, hello(1))
    with psycopg.connect(database_of(tmp_path), autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert release_image(office, hello(2))[0].n == 2


@pytest.mark.parametrize("table", ["audit", "audit_log", "audit_node", "audit_checkpoint"])
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_log_is_append_only(office: Office, tmp_path: Path, table: str, change: str) -> None:
    column = {"audit": "seq", "audit_log": "number", "audit_node": "level", "audit_checkpoint": "size"}[table]
    with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
        run_sql(tmp_path, change.format(table, column, column), as_attacker=False)


def test_a_database_that_cannot_be_reached_is_named_without_its_password(tmp_path: Path) -> None:
    from server.bootstrap.databases import require_head
    from server.config import load_config

    url = f"{new_database()}_gone".replace("@", ":s3cret@")
    with pytest.raises(Failure) as refused:
        require_head(load_config(tmp_path, {"database_url": url, "database_wait_seconds": 2}))
    assert refused.value.code is Code.STORAGE_UNAVAILABLE
    assert "_gone cannot be reached" in refused.value.sentence
    assert "s3cret" not in f"{refused.value!r} {refused.value.sentence}"
