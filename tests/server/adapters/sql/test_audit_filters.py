"""Filters of the audit log: what they find, and that none of them reads the whole log on SQLite."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event

from server.adapters.sql.audit_log import SqlAuditLog
from server.adapters.sql.engines import using_engine
from server.ports import AuditEntry, AuditQuery, Event, Office

BASRA, LOCAL = "spiffe://ridgekey.internal/branch/basra", "spiffe://ridgekey.internal/admin/local"
ENTRIES = [
    AuditEntry(LOCAL, Event.USER_ADDED, user=3),
    AuditEntry(BASRA, Event.RESERVED, user=3),
    AuditEntry(BASRA, Event.RESERVED, user=4),
    AuditEntry(LOCAL, Event.USER_EXITED, user=3),
    AuditEntry(BASRA, Event.REFUSED),
]
"""Rows 1 to 5."""

ASKED: list[Any] = [
    pytest.param(AuditQuery(), [1, 2, 3, 4, 5], "sqlite_autoindex_audit_1", id="any"),
    pytest.param(AuditQuery(user=3), [1, 2, 4], "ix_audit_user_id_seq", id="user"),
    pytest.param(AuditQuery(event=Event.RESERVED), [2, 3], "ix_audit_event_seq", id="event"),
    pytest.param(AuditQuery(actor=LOCAL), [1, 4], "ix_audit_actor_seq", id="actor"),
    pytest.param(AuditQuery(user=3, event=Event.RESERVED), [2], "ix_audit_user_id_seq", id="user and event"),
    pytest.param(AuditQuery(user=4, actor=LOCAL), [], "ix_audit_user_id_seq", id="user and actor"),
    pytest.param(
        AuditQuery(event=Event.REFUSED, actor=BASRA), [5], "ix_audit_event_seq", id="event and actor"
    ),
    pytest.param(
        AuditQuery(user=3, event=Event.USER_EXITED, actor=LOCAL), [4], "ix_audit_user_id_seq", id="all three"
    ),
    pytest.param(AuditQuery(after=2, user=3), [4], "ix_audit_user_id_seq", id="above a row"),
]


@pytest.fixture(autouse=True)
def rows(office: Office) -> None:
    """The log."""
    with office.database.write() as transaction:
        for entry in ENTRIES:
            transaction.audit.append(entry)


@pytest.mark.parametrize(("query", "found", "index"), ASKED)
def test_it_finds_what_is_asked_for(office: Office, query: AuditQuery, found: list[int], index: str) -> None:
    with office.database.read() as transaction:
        assert [row.seq for row in transaction.audit.tail(9, query)] == found
        assert [row.seq for row in transaction.audit.first(9, query)] == found
        assert [row.seq for row in transaction.audit.select(query)] == found
        assert [row.seq for row in transaction.audit.tail(9, query, before=4)] == [n for n in found if n < 4]


@pytest.mark.sqlite
@pytest.mark.parametrize(("query", "found", "index"), ASKED)
@pytest.mark.parametrize("before", [None, 4], ids=["newest", "older"])
def test_it_reads_no_more_than_one_index_in_its_order(
    office: Office, query: AuditQuery, found: list[int], index: str, before: int | None
) -> None:
    asked: list[tuple[str, Any]] = []

    def keep(_: object, __: object, statement: str, parameters: Any, *___: object) -> None:
        asked.append((statement, parameters))

    with using_engine(office.config, read_only=True) as engine:
        event.listen(engine, "before_cursor_execute", keep)
        with engine.connect() as connection:
            SqlAuditLog(connection, office.clock).tail(9, query, before=before)
            statement, parameters = asked[-1]
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
    details = [row[3] for row in plan]
    assert len(details) == 1, details
    assert details[0].startswith(f"SEARCH audit USING INDEX {index} "), details


@pytest.mark.postgres
def test_no_index_is_hidden_from_one_that_counts(office: Office) -> None:
    query = AuditQuery(user=3, event=Event.RESERVED, actor=LOCAL)
    asked: list[str] = []
    with using_engine(office.config, read_only=True) as engine:
        event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
        with engine.connect() as connection:
            SqlAuditLog(connection, office.clock).tail(9, query)
    assert "||" not in asked[-1]


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("query", "mode"),
    [
        pytest.param(AuditQuery(after=2), "auto", id="no filter"),
        pytest.param(AuditQuery(user=3), "force_custom_plan", id="user"),
        pytest.param(AuditQuery(event=Event.REFUSED), "force_custom_plan", id="event"),
        pytest.param(AuditQuery(actor=LOCAL), "force_custom_plan", id="actor"),
    ],
)
def test_a_filter_is_planned_for_its_value_and_nothing_else_is(
    office: Office, query: AuditQuery, mode: str
) -> None:
    with using_engine(office.config) as engine:
        for ask in (
            lambda log: log.tail(9, query),
            lambda log: log.first(9, query),
            lambda log: list(log.select(query)),
        ):
            with engine.connect() as connection, connection.begin():
                ask(SqlAuditLog(connection, office.clock))
                assert connection.exec_driver_sql("SHOW plan_cache_mode").scalar_one() == mode
            with engine.connect() as connection:
                assert connection.exec_driver_sql("SHOW plan_cache_mode").scalar_one() == "auto"
